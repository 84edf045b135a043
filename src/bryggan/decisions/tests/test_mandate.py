"""Who may decide, case by case: the delegation orders of two boards, asked about one matter after another."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bryggan.decisions.acting import Circumstances, Held, may_decide
from bryggan.decisions.choices import Meaning, PostKind
from bryggan.decisions.mandate import (
    Answer,
    Limit,
    Matter,
    Rule,
    who_may_decide,
)

SN, KS, COMPANY = 1, 2, 3
OWNER, UNIT_HEAD, DIVISION, HEAD, DEPUTY_HEAD, COMMITTEE, CHAIR, COUNCIL, IT_HEAD, CEO, DIRECTOR = (
    range(1, 12)
)
DAY, NEXT_YEAR = date(2026, 11, 26), date(2027, 1, 1)
PRICE_BASE = {2025: Decimal(58_800), 2026: Decimal(59_200)}


def tkr(amount: float) -> Decimal:
    return Decimal(str(amount)) * 1000


def most(amount: float, **told: Any) -> Limit:
    return Limit(amount=tkr(amount), **told)


def rule(key: int, code: str, matter: str, post: int, level: int, **told: Any) -> Rule:
    told.setdefault("authority", SN)
    names = {DIVISION: "Avdelningschef", HEAD: "Förvaltningschef", COMMITTEE: "Arbetsutskottet"}
    return Rule(
        key=key,
        code=code,
        matter=matter,
        post=post,
        post_name=names.get(post, "Chef"),
        level=level,
        **told,
    )


# As the two orders are kept: socialnämnden's until and from the new year, and kommunstyrelsen's.
ORDER = (
    rule(1, "4.1", "purchase", DIVISION, 3, meaning=Meaning.PER_PURCHASE, limit=most(250),
         deputies=(UNIT_HEAD,)),
    rule(2, "4.2", "purchase", HEAD, 4, meaning=Meaning.WHOLE_TERM, limit=most(1500),
         deputies=(DEPUTY_HEAD,), valid_to=date(2026, 12, 31)),
    rule(3, "4.2", "purchase", HEAD, 4, meaning=Meaning.WHOLE_TERM, limit=most(1000),
         deputies=(DEPUTY_HEAD,), valid_from=NEXT_YEAR),
    rule(4, "4.3", "purchase", COMMITTEE, 6, meaning=Meaning.WHOLE_TERM, limit=most(5000),
         above=tkr(1500), post_kind=PostKind.COMMITTEE),
    rule(5, "4.4", "call_off", HEAD, 4, meaning=Meaning.PER_YEAR,
         limit=Limit(amount=Decimal(15), in_price_base=True), within_budget=True),
    rule(6, "4.6", "cancel_tender", HEAD, 4),
    rule(7, "4.7", "start", HEAD, 4, meaning=Meaning.WHOLE_TERM, limit=most(1500)),
    rule(8, "4.8", "start", HEAD, 4, meaning=Meaning.WHOLE_TERM, limit=most(1500),
         for_own_share=True),
    rule(9, "4.9", "addition", DIVISION, 3, meaning=Meaning.PER_PURCHASE,
         limit=most(250, percent_of_value=Decimal(10))),
    rule(10, "1.1", "urgent", CHAIR, 7, post_kind=PostKind.ELECTED),
    rule(11, "X", "purchase", COUNCIL, 1, post_kind=PostKind.GROUP),
    rule(12, "2.2", "purchase", IT_HEAD, 3, authority=KS, meaning=Meaning.PER_PURCHASE,
         limit=most(700, is_reached=False)),
    rule(13, "2.3", "purchase", DIRECTOR, 5, authority=KS, meaning=Meaning.PER_PURCHASE,
         limit=most(3000, is_reached=False)),
    rule(14, "VD", "purchase", CEO, 5, authority=COMPANY, meaning=Meaning.WHOLE_TERM,
         limit=most(10_000)),
)  # fmt: skip


def matter(kind: str = "purchase", **told: Any) -> Matter:
    return Matter(**{"kind": kind, "authority": SN, "day": DAY, **told})


def bought(together: float | None, whole: float | None = None, **told: Any) -> Matter:
    """A purchase: what belongs together, and the whole term, in thousands."""
    return matter(
        together_sek=None if together is None else tkr(together),
        whole_term_sek=None if whole is None else tkr(whole),
        **told,
    )


CASES: list[tuple[Matter, str]] = [
    # What a limit means, and its very edge.
    (bought(0, 0), "4.1"),
    (bought(100, 100), "4.1"),
    (bought(249.999, 300), "4.1"),
    (bought(250, 250), "4.1"),
    (bought(250.001, 250.001), "4.2"),
    (bought(100, 2000), "4.1"),
    (bought(300, 1500), "4.2"),
    (bought(300, 1500.001), "4.3"),
    (bought(1500, 1500), "4.2"),
    (bought(4000, 4999), "4.3"),
    (bought(4000, 5000), "4.3"),
    (bought(4000, 5001), "nämnden"),
    (bought(90_000, 90_000), "nämnden"),
    # What is not known is asked for.
    (bought(None, 100), "fråga together_sek"),
    (bought(300), "fråga whole_term_sek"),
    (bought(None, None), "fråga together_sek whole_term_sek"),
    (bought(250), "4.1"),
    # The order of the day.
    (bought(300, 1200, day=date(2026, 12, 31)), "4.2"),
    (bought(300, 1000, day=NEXT_YEAR), "4.2"),
    (bought(300, 1200, day=NEXT_YEAR), "nämnden"),
    (bought(300, 1600, day=NEXT_YEAR), "4.3"),
    (bought(300, 1501, day=date(2027, 6, 1)), "4.3"),
    (bought(100, 100, day=NEXT_YEAR), "4.1"),
    # A year, in prisbasbelopp.
    (matter("call_off", year_sek=Decimal(888_000)), "4.4"),
    (matter("call_off", year_sek=Decimal(888_001)), "nämnden"),
    (matter("call_off", year_sek=Decimal(0)), "4.4"),
    (matter("call_off", year_sek=Decimal(882_000), day=date(2025, 5, 1)), "4.4"),
    (matter("call_off", year_sek=Decimal(882_001), day=date(2025, 5, 1)), "nämnden"),
    (matter("call_off", year_sek=Decimal(1), day=date(2027, 5, 1)), "fråga price_base"),
    (matter("call_off"), "fråga year_sek"),
    (matter("call_off", year_sek=Decimal(1), is_within_budget=False), "nämnden"),
    # Without a limit, and matters nobody has been given.
    (matter("cancel_tender"), "4.6"),
    (matter("cancel_tender", is_within_budget=False), "4.6"),
    (matter("sell_a_school"), "nämnden"),
    (matter("urgent"), "1.1"),
    # Principle is never delegated.
    (bought(1, 1, is_principle=True), "nämnden"),
    (matter("cancel_tender", is_principle=True), "nämnden"),
    (matter("start", whole_term_sek=tkr(10), is_principle=True), "nämnden"),
    # A joint matter: each board its own share.
    (matter("start", whole_term_sek=tkr(1500)), "4.7"),
    (matter("start", whole_term_sek=tkr(1501)), "nämnden"),
    (matter("start", whole_term_sek=tkr(4000), is_joint=True, share_sek=tkr(1500)), "4.7"),
    (matter("start", whole_term_sek=tkr(4000), is_joint=True, share_sek=tkr(1501)), "nämnden"),
    (matter("start", whole_term_sek=tkr(100), is_joint=True), "fråga share_sek"),
    (bought(4000, 4000, is_joint=True, share_sek=tkr(200)), "4.1"),
    (bought(4000, 4000, is_joint=True, share_sek=tkr(1200)), "4.2"),
    # An addition to an agreement: a part of its value, but never more than so much.
    (matter("addition", together_sek=tkr(100), agreement_sek=tkr(1000)), "4.9"),
    (matter("addition", together_sek=tkr(101), agreement_sek=tkr(1000)), "nämnden"),
    (matter("addition", together_sek=tkr(250), agreement_sek=tkr(9000)), "4.9"),
    (matter("addition", together_sek=tkr(251), agreement_sek=tkr(9000)), "nämnden"),
    (matter("addition", together_sek=tkr(10)), "fråga agreement_sek"),
    # Another board's order is another's.
    (bought(100, 100, authority=KS), "2.2"),
    (bought(699.999, 900, authority=KS), "2.2"),
    (bought(700, 900, authority=KS), "2.3"),
    (bought(2999.999, 9000, authority=KS), "2.3"),
    (bought(3000, 3000, authority=KS), "nämnden"),
    (matter("call_off", year_sek=Decimal(1), authority=KS), "nämnden"),
    # A company decides by its board's own order.
    (bought(8000, 9000, authority=COMPANY), "VD"),
    (bought(8000, 10_001, authority=COMPANY), "nämnden"),
    (matter("start", whole_term_sek=tkr(1), authority=COMPANY), "nämnden"),
]


def said(answer: Answer) -> str:
    if answer.asks:
        return f"fråga {' '.join(answer.asks)}"
    return answer.lowest.code if answer.lowest else "nämnden"


@pytest.mark.parametrize(("asked", "expected"), CASES)
def test_the_lowest_mandate_that_suffices(asked: Matter, expected: str) -> None:
    answer = who_may_decide(ORDER, asked, PRICE_BASE)

    assert said(answer) == expected
    if expected == "nämnden":
        assert answer.reason


def test_every_point_that_was_tried_says_why_it_does_not_suffice() -> None:
    answer = who_may_decide(ORDER, bought(300, 1600), PRICE_BASE)

    assert [(one.rule.code, one.refusal) for one in answer.tried] == [
        ("X", "En grupp av anställda beslutar aldrig: den bereder."),
        ("4.1", "300\xa0000 kr är över gränsen 250\xa0000 kr."),
        ("4.2", "1\xa0600\xa0000 kr är över gränsen 1\xa0500\xa0000 kr."),
        ("4.3", ""),
    ]


# Who holds what: Bo is division head for one part, Disa for another; Fia leads, with Stig as her deputy.
BO, DISA, ULF, FIA, STIG, KAJ, STRATEGIST, IDA, GONE = 101, 102, 103, 104, 105, 106, 107, 108, 109
HELD = (
    Held(person=BO, post=DIVISION, path="1/2/"),
    Held(person=DISA, post=DIVISION, path="1/3/"),
    Held(person=ULF, post=UNIT_HEAD, path="1/2/"),
    Held(person=FIA, post=HEAD, path="1/", starts_on=date(2025, 1, 1)),
    Held(person=GONE, post=HEAD, path="1/", ends_on=date(2024, 12, 31)),
    Held(person=STIG, post=DEPUTY_HEAD, path="1/"),
    Held(person=KAJ, post=CHAIR),
    Held(person=STRATEGIST, post=COUNCIL),
    Held(person=IDA, post=IT_HEAD),
)
SMALL, LARGE, HUGE = bought(100, 100), bought(300, 1200), bought(300, 3000)

ACTING: list[tuple[int, Matter, Circumstances, str]] = [
    (BO, SMALL, Circumstances(), "4.1"),
    (FIA, SMALL, Circumstances(), "4.2"),
    (DISA, SMALL, Circumstances(), "Kräver avdelningschef, delegationsordningen punkt 4.1."),
    (ULF, SMALL, Circumstances(), "Kräver avdelningschef, delegationsordningen punkt 4.1."),
    (ULF, SMALL, Circumstances(away=frozenset({BO})), "4.1 för 101"),
    (ULF, SMALL, Circumstances(conflicted=frozenset({BO})), "4.1 för 101"),
    (ULF, SMALL, Circumstances(left=frozenset({BO})), "4.1"),
    (ULF, SMALL, Circumstances(away=frozenset({ULF, BO})), "Kräver avdelningschef, delegationsordningen punkt 4.1."),
    (BO, SMALL, Circumstances(conflicted=frozenset({BO})), "Du är jävig i ärendet och får inte besluta."),
    (BO, SMALL, Circumstances(left=frozenset({BO})), "Den som har slutat beslutar inte."),
    (BO, SMALL, Circumstances(away=frozenset({BO})), "Kräver avdelningschef, delegationsordningen punkt 4.1."),
    (BO, LARGE, Circumstances(), "Kräver förvaltningschef, delegationsordningen punkt 4.2."),
    (FIA, LARGE, Circumstances(), "4.2"),
    (STIG, LARGE, Circumstances(), "Kräver förvaltningschef, delegationsordningen punkt 4.2."),
    (STIG, LARGE, Circumstances(away=frozenset({FIA})), "4.2 för 104"),
    (GONE, LARGE, Circumstances(), "Kräver förvaltningschef, delegationsordningen punkt 4.2."),
    (FIA, HUGE, Circumstances(), "Kräver arbetsutskottet, delegationsordningen punkt 4.3."),
    (STRATEGIST, SMALL, Circumstances(), "Kräver avdelningschef, delegationsordningen punkt 4.1."),
    (STRATEGIST, LARGE, Circumstances(), "Kräver förvaltningschef, delegationsordningen punkt 4.2."),
    (IDA, SMALL, Circumstances(), "Kräver avdelningschef, delegationsordningen punkt 4.1."),
    (KAJ, matter("urgent"), Circumstances(), "1.1"),
    (FIA, matter("urgent"), Circumstances(), "Kräver chef, delegationsordningen punkt 1.1."),
    (FIA, bought(9000, 9000), Circumstances(), "Summan är över alla gränser: nämnden beslutar själv."),
    (FIA, bought(1, 1, is_principle=True), Circumstances(), "Ärendet är principiellt: nämnden beslutar själv (KL 6:38)."),
    (FIA, bought(None, None), Circumstances(), "Det går inte att säga än vem som får besluta."),
    (FIA, bought(1, 1, authority=KS), Circumstances(), "Kräver chef, delegationsordningen punkt 2.2."),
    (IDA, bought(1, 1, authority=KS), Circumstances(), "2.2"),
]  # fmt: skip


@pytest.mark.parametrize(("person", "asked", "at", "expected"), ACTING)
def test_who_takes_the_decision(
    person: int, asked: Matter, at: Circumstances, expected: str
) -> None:
    answer = who_may_decide(ORDER, asked, PRICE_BASE)
    ruling = may_decide(person, answer, HELD, day=asked.day, path="1/2/7/", circumstances=at)

    ground = ruling.ground
    shown = ruling.reason
    if ground is not None:
        deputy = f" för {ground.stands_in_for}" if ground.stands_in_for else ""
        shown = f"{ground.rule.code}{deputy}"
    assert shown == expected


def those(asked: Matter, at: Circumstances, held: Sequence[Held] = HELD) -> tuple[int, ...]:
    answer = who_may_decide(ORDER, asked, PRICE_BASE)
    return may_decide(0, answer, held, day=DAY, path="1/2/7/", circumstances=at).to


def test_the_tool_says_who_may_instead() -> None:
    assert those(SMALL, Circumstances()) == (BO,)
    assert those(SMALL, Circumstances(conflicted=frozenset({BO}))) == (ULF,)
    assert those(SMALL, Circumstances(conflicted=frozenset({BO, ULF}))) == (FIA,)
    assert those(LARGE, Circumstances(away=frozenset({FIA}))) == (STIG,)
    assert those(HUGE, Circumstances()) == ()


def test_no_ground_is_ever_a_point_that_does_not_suffice() -> None:
    """Whoever asks, about whatever sum: a ground is always one of the points that suffice."""
    for whole in (0, 250, 251, 1500, 1501, 5000, 5001):
        for day in (DAY, NEXT_YEAR):
            answer = who_may_decide(ORDER, bought(whole, whole, day=day), PRICE_BASE)
            for person in (BO, DISA, ULF, FIA, STIG, KAJ, STRATEGIST, IDA, GONE):
                ground = may_decide(person, answer, HELD, day=day, path="1/2/").ground
                assert ground is None or ground.rule in answer.sufficient()


def test_a_point_of_a_group_of_employees_never_suffices_whatever_it_says() -> None:
    group = replace(ORDER[10], limit=None, level=0)

    assert said(who_may_decide([group], SMALL)) == "nämnden"
