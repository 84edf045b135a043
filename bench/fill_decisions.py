"""The decisions of the measured municipality: 20,000 over eight years, with each board's order and who holds its posts.

One board has 2,000 decisions to report, and some matters are being prepared now.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import batched
from typing import Any

from django.utils import timezone

from bench import words
from bryggan.decisions import freezing
from bryggan.decisions.choices import DecisionKind, MatterKind, Meaning, PostKind, Reporting, Step
from bryggan.decisions.models import Decision, DelegationRule, Holding, Post, PriceBase
from bryggan.kit.canonical import digest_of
from bryggan.people.models import Unit
from bryggan.search.fields import sort_key

DECISIONS, DAYS, CHUNK, WAITING, DRAFTED = 20_000, 2_900, 2_000, 2_000, 300
POSTS = (
    ("Enhetschef", 2), ("Avdelningschef", 3), ("Biträdande förvaltningschef", 4),
    ("Förvaltningschef", 5), ("Arbetsutskottet", 6),
)  # fmt: skip
MATTERS = (
    MatterKind.PURCHASE, MatterKind.CALL_OFF, MatterKind.AWARD, MatterKind.ADDITION,
    MatterKind.NOTICE, MatterKind.PROCESSING, MatterKind.CLASSIFICATION,
)  # fmt: skip
LIMITS = (50_000, 250_000, 600_000, 1_500_000, 5_000_000)
OFTEN = (*MATTERS, MatterKind.PURCHASE, MatterKind.PURCHASE, MatterKind.CALL_OFF)


def make_decisions(place: Any) -> None:
    """Boards and companies each with five posts, some fifteen points in two wordings, and what was decided."""
    kinds = (Unit.Kind.AUTHORITY, Unit.Kind.COMPANY)
    boards = list(Unit.objects.filter(kind__in=kinds).order_by("pk"))
    orders = {board.pk: _order(place, board) for board in boards}
    year = timezone.localdate().year
    PriceBase.objects.get_or_create(
        year=year,
        defaults={
            "amount_sek": 59_200,
            "legal_ref": "SFS",
            "verified_on": timezone.localdate(),
        },
    )
    for numbers in batched(range(DECISIONS), CHUNK, strict=False):
        Decision.objects.bulk_create(_decision(place, boards, orders, number) for number in numbers)


def _order(place: Any, board: Unit) -> tuple[list[DelegationRule], list[Post]]:
    """Posts with their holders; the points as they were until last year, and as they are since."""
    since = date(timezone.localdate().year, 1, 1)
    posts = Post.objects.bulk_create(
        Post(
            unit=board,
            name=name,
            sort_key=sort_key(name),
            kind=PostKind.COMMITTEE if level == len(POSTS) + 1 else PostKind.EMPLOYEE,
            level=level,
            is_head=name == "Förvaltningschef",
        )
        for name, level in POSTS
    )
    Holding.objects.bulk_create(_holdings(place, board, posts))
    rules = [
        DelegationRule(
            unit=board,
            code=f"{number}.{step}",
            sort_key=f"{number:04d}.{step:04d}",
            matter=matter,
            name=str(MatterKind(matter).label),
            post=posts[place_of],
            meaning=Meaning.WHOLE_TERM if place_of > 1 else Meaning.PER_PURCHASE,
            limit_sek=Decimal(LIMITS[place_of]),
            valid_from=starts,
            valid_to=ends,
            reporting=Reporting.NOT_REPORTED if number == len(MATTERS) else Reporting.REPORTED,
        )
        for number, matter in enumerate(MATTERS, start=1)
        for step, place_of in enumerate((1, 3), start=1)
        for starts, ends in (
            (since - timedelta(days=DAYS), since - timedelta(days=1)),
            (since, None),
        )[(0 if number == 1 else 1) :]
    ]
    return DelegationRule.objects.bulk_create(rules), posts


def _holdings(place: Any, board: Unit, posts: list[Post]) -> Iterator[Holding]:
    for number, post in enumerate(posts[:-1]):
        # The employee of the measurements decides as well.
        is_hers = number == 1 and board.pk == place.people[1].unit_id
        person = place.people[1] if is_hers else place.chance.choice(place.people)
        yield Holding(unit=board, post=post, user=person)


def _decision(
    place: Any,
    boards: list[Unit],
    orders: dict[int, tuple[list[DelegationRule], list[Post]]],
    number: int,
) -> Decision:
    chance, today = place.chance, timezone.localdate()
    is_waiting, is_drafted = number < WAITING, number >= DECISIONS - DRAFTED
    board = boards[0] if is_waiting else chance.choice(boards)
    rules, _posts = orders[board.pk]
    rule = chance.choice([one for one in rules if one.reporting == Reporting.REPORTED])
    name = f"{chance.choice(words.SUBJECTS)}{chance.choice(words.PURPOSES)}"
    name = f"{name} {chance.choice(words.PRODUCTS)} till {chance.choice(words.WORKPLACES)}"
    sek = Decimal(chance.randint(5, 900) * 1_000)
    told: dict[str, Any] = {
        "unit": board,
        "for_unit": board,
        "name": name,
        "sort_key": sort_key(name),
        "kind": DecisionKind.DELEGATED,
        "matter": chance.choice(OFTEN) if is_drafted else rule.matter,
        "case_number": f"KS {2018 + number % 9}/{number:05d}",
        "together_sek": sek,
        "whole_term_sek": sek,
        "background": " ".join(chance.choice(words.SENTENCES) for _line in range(4)),
        "wording": f"{name} köps.",
        "drafted_by": chance.choice(place.people),
    }
    if chance.random() < 0.4:
        told |= {"about_noun": "systems.system", "about_id": chance.choice(place.systems).pk}
    if is_drafted:
        return Decision(**told)
    decided_on = today - timedelta(days=chance.randint(1, 300 if is_waiting else DAYS))
    reported_on = None if is_waiting else min(decided_on + timedelta(days=30), today)
    decision = Decision(
        **told,
        step=Step.TAKEN if is_waiting else Step.REPORTED,
        rule=rule,
        decided_by=chance.choice(place.people),
        decided_as=rule.post.name,
        decided_on=decided_on,
        outcome="approve",
        reporting=Reporting.REPORTED,
        reported_on=reported_on,
        reported_paragraph="" if is_waiting else f"§ {number % 200}",
    )
    decision.frozen = {"version": freezing.VERSION, "wording": decision.wording}
    decision.digest = digest_of(decision.frozen)
    return decision
