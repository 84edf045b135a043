"""What pages show of other purchases that may belong together with one: each of them, and what they come to.

All of it is questions: it is a person who says whether purchases belong together.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.decisions import belonging, kin, legal_limits, queries
from bryggan.decisions.belonging import Other, Purchase, Sums
from bryggan.decisions.choices import Step
from bryggan.decisions.mandate import Answer, kronor
from bryggan.decisions.models import Decision
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import register_of
from bryggan.people.models import User


@dataclass(frozen=True)
class Row:
    """Another purchase as it is shown, and where one answers whether it belongs."""

    other: Other
    sek: str
    why: str
    chip: SafeString
    answer_url: str


def together_of(decision: Decision, user: User, today: date, answer: Answer) -> dict[str, Any]:
    """The other purchases and what is asked of them; nothing for a matter that is no purchase."""
    if not kin.is_purchase(decision) or decision.step not in (Step.DRAFTED, Step.PASSED_ON):
        return {"others": []}
    others = kin.others_of(decision, user, today)
    told = belonging.sums(queries.own_sek(decision, queries.answered_of(decision)), others)
    return {
        "decision": decision,
        "others": [_row(decision, one) for one in others],
        "questions": _questions(decision, told, others, answer, today) if others else [],
    }


def _row(decision: Decision, other: Other) -> Row:
    one = other.purchase
    register = register_of(one.noun)
    slug = register.slug if register else ""
    why = ", ".join(one.why)
    return Row(
        other=other,
        sek=kronor(one.sek) if one.sek is not None else _("okänt belopp"),
        why=f"{why[:1].upper()}{why[1:]}",
        chip=answer_chip(belongs=other.belongs),
        answer_url=reverse("answer_belonging", args=[decision.pk, slug, one.pk]),
    )


def frozen_answers(decision: Decision, user: User) -> list[tuple[str, SafeString, str]]:
    """What was answered and frozen with a taken decision: the other purchase by name only to who may read it."""
    rows = decision.frozen.get("together", [])
    seen = queries.readable_purchases(decision, user) if rows else set()
    hidden = _("ett inköp du inte får läsa")
    return [
        (
            one["other_name"] if (one["other_noun"], one["other_id"]) in seen else hidden,
            answer_chip(belongs=bool(one["belongs"])),
            one["reason"],
        )
        for one in rows
    ]


def is_whole_to(decision: Decision, user: User) -> bool:
    """Whether this person may read every purchase that was frozen with the decision."""
    seen = queries.readable_purchases(decision, user)
    rows = decision.frozen.get("together", [])
    return all((one["other_noun"], one["other_id"]) in seen for one in rows)


def answer_chip(*, belongs: bool | None) -> SafeString:
    if belongs is None:
        return chip("warn", _("inte besvarat"))
    return chip("go", _("hör ihop")) if belongs else chip("none", _("hör inte ihop"))


def _questions(
    decision: Decision, told: Sums | None, others: list[Other], answer: Answer, today: date
) -> list[str]:
    """What follows if they belong together, against the delegate's limit and that of direct procurement."""
    if told is None:
        return [_("Ange inköpets eget belopp, så visas vad de kommer till tillsammans.")]
    said = [_sum_words(told)]
    if told.unknown:
        said.append(_("Alla belopp är inte kända, så summan kan bli större."))
    return [*said, *_by_delegation(decision, told, answer, today), *_by_law(told, today)]


def _sum_words(told: Sums) -> str:
    if told.is_more:
        return _("Hör allt ihop blir det %(sum)s.") % {"sum": kronor(told.perhaps)}
    return _("Det som hör ihop är %(sum)s.") % {"sum": kronor(told.together)}


def _by_delegation(decision: Decision, told: Sums, answer: Answer, today: date) -> list[str]:
    """Who would have to decide if all that is unanswered belonged."""
    if not told.is_more or decision.together_sek is None or answer.lowest is None:
        return []
    more = decision.together_sek + told.perhaps - told.together
    matter = replace(queries.matter_of(decision, today), together_sek=more)
    rules = [one.rule for one in answer.tried]
    would = queries.answer_to(matter, rules)
    if would.lowest is None:
        return [_("Då räcker ingen delegation: %(board)s beslutar.") % {"board": decision.unit}]
    if would.lowest.key == answer.lowest.key:
        return []
    post, code = would.lowest.post_name.lower(), would.lowest.code
    return [_("Då krävs %(post)s, punkt %(code)s.") % {"post": post, "code": code}]


def _by_law(told: Sums, today: date) -> list[str]:
    limit = legal_limits.limit_on(legal_limits.DIRECT_PROCUREMENT, today)
    passed = belonging.passes(told, limit.amount_sek) if limit else ""
    if limit is None or passed in ("", "alone"):
        return []
    values = {"sum": kronor(limit.amount_sek), "law": limit.legal_ref}
    said = _("Det når gränsen för direktupphandling, %(sum)s exkl. moms (%(law)s).")
    if passed == "perhaps":
        said = _("Då nås gränsen för direktupphandling, %(sum)s exkl. moms (%(law)s).")
    return [
        said % values,
        _(
            "Är det ett och samma inköp? Det får inte delas upp för att komma under gränsen (LOU 5 kap. "
            "7 a §). Tidigare direktupphandlingar av samma slag under året behöver däremot inte räknas in."
        ),
    ]


def beside_words(decision: Decision, other: Purchase) -> str:
    """Both purchases in one sentence: what they are, what they come to and when."""
    sek = kronor(other.sek) if other.sek is not None else _("okänt belopp")
    day = words.date_text(other.on) if other.on else _("inte beslutat än")
    told = {"one": decision.name, "other": other.name, "number": other.number}
    said = _("%(one)s, och %(other)s (%(number)s, %(unit)s, %(sum)s, %(day)s).")
    return said % {**told, "unit": other.unit, "sum": sek, "day": day}
