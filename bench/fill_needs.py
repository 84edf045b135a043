"""The needs of the measured municipality: 100,000 over ten years, with who stands behind and what was answered."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched
from typing import Any

from django.utils import timezone

from bench import words
from bryggan.needs import reasons
from bryggan.needs.models import (
    LEADS_ON,
    TO_PREPARE,
    Answer,
    Duty,
    Need,
    Origin,
    Score,
    Sorting,
    Step,
    Supporter,
)
from bryggan.people.models import Assignment, Unit
from bryggan.people.roles import Role
from bryggan.search.fields import sort_key

NEEDS, DAYS, CHUNK = 100_000, 3_650, 2_000
STEPS = (
    *[Step.ANSWERED] * 9, *[Step.MET] * 6, *[Step.SORTED] * 4, Step.PARKED, Step.VOICED, Step.ASKED,
)  # fmt: skip
ORIGINS = (*[Origin.FORM] * 12, *[Origin.APT] * 6, Origin.POSTER, Origin.LETTERBOX, Origin.API)
FEW_WAIT = 400


def make_needs(place: Any) -> None:
    """Most are settled long ago; what waits is some hundreds, in the administrations of those who prepare."""
    _prepare(place)
    for numbers in batched(range(NEEDS), CHUNK, strict=False):
        needs = Need.objects.bulk_create([_need(place, number) for number in numbers])
        Supporter.objects.bulk_create(row for need in needs for row in _behind(place, need))
        Answer.objects.bulk_create(
            _answer(place, need) for need in needs if need.first_answered_on is not None
        )
        through = Need.addressed_to.through
        through.objects.bulk_create(
            through(need=need, user=place.chance.choice(place.people))
            for need in needs
            if need.step in TO_PREPARE
        )


def _prepare(place: Any) -> None:
    """Every board has somebody who prepares, and the employee of the measurements is one of them."""
    boards = list(Unit.objects.filter(kind=Unit.Kind.AUTHORITY).order_by("pk"))
    preparers = [place.people[1], *place.people[-len(boards) + 1 :]]
    Assignment.objects.bulk_create(
        Assignment(user=person, role=Role.BUSINESS_DEVELOPER, unit=board)
        for person, board in zip(preparers, boards, strict=True)
    )


def _need(place: Any, number: int) -> Need:
    chance, today = place.chance, timezone.localdate()
    ago = chance.randint(0, DAYS)
    step = Step(chance.choice(STEPS))
    if step in TO_PREPARE and number > NEEDS * FEW_WAIT // 9_000:
        step = Step.ANSWERED
    if step in TO_PREPARE:
        ago = chance.randint(0, 60)
    voiced = today - timedelta(days=ago)
    is_told = step != Step.VOICED
    answered = min(voiced + timedelta(days=chance.randint(0, 40)), today)
    moved = min(answered + timedelta(days=chance.randint(0, 300)), today)
    name = (
        f"{chance.choice(words.SUBJECTS)}{chance.choice(words.PURPOSES)} {number} tar för lång tid"
    )
    return Need(
        unit=chance.choice(place.units),
        name=name,
        sort_key=sort_key(name),
        obstacle=f"{name}. {chance.choice(words.SENTENCES)} {chance.choice(words.SENTENCES)}",
        concerns="Vi som arbetar ute",
        origin=chance.choice(ORIGINS),
        step=step,
        sorting=_sorting(place, step),
        duty=chance.choice(Duty.values) if chance.random() < 0.01 else "",
        benefit=chance.choice(Score.values) if is_told else None,
        complexity=chance.choice(Score.values) if is_told else None,
        system=chance.choice(place.systems) if chance.random() < 0.4 else None,
        wake_on=today + timedelta(days=chance.randint(1, 300)) if step == Step.PARKED else None,
        is_protected=chance.random() < 0.01,
        voiced_on=voiced,
        first_answered_on=answered if is_told else None,
        opened_on=answered if step not in TO_PREPARE else None,
        met_on=moved if step == Step.MET else None,
        step_on=moved if step == Step.MET else answered if is_told else voiced,
    )


def _sorting(place: Any, step: Step) -> str:
    if step in (Step.SORTED, Step.MET):
        return str(place.chance.choice(sorted(LEADS_ON)))
    if step == Step.ANSWERED:
        return str(place.chance.choice([one for one in Sorting if one not in LEADS_ON]))
    return ""


def _behind(place: Any, need: Need) -> Iterator[Supporter]:
    """Whoever voiced it, and now and then others, a few of them many."""
    chance = place.chance
    others = chance.choice((0, 0, 0, 0, 1, 1, 2, 5)) if chance.random() < 0.98 else 40
    for number, person in enumerate(chance.sample(place.people, 1 + others)):
        is_nameless = number == 0 and need.origin == Origin.LETTERBOX
        yield Supporter(
            need=need,
            unit_id=person.unit_id if number else need.unit_id,
            user=None if is_nameless else person,
            is_sender=number == 0,
            words="Vi har det också." if number and chance.random() < 0.3 else "",
            since=need.voiced_on,
        )


def _answer(place: Any, need: Need) -> Answer:
    turn = need.step if need.step in (Step.ASKED, Step.PARKED, Step.MET) else need.sorting
    return Answer(
        need=need,
        unit_id=need.unit_id,
        step=need.step,
        sorting=need.sorting,
        reason=place.chance.choice([one.key for one in reasons.reasons_for(turn)]),
        text=place.chance.choice(words.SENTENCES),
        by=place.people[1],
        said_on=need.step_on,
    )
