"""What pages show of who may decide: every point that was tried, why, and who holds it on the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.decisions import queries
from bryggan.decisions.acting import Held
from bryggan.decisions.choices import PostKind
from bryggan.decisions.mandate import Answer, Tried
from bryggan.decisions.models import Decision, DelegationRule
from bryggan.decisions.words import limit_words
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.people.models import Unit, User


@dataclass(frozen=True)
class Point:
    """A point as it is shown: where it stands, its limit, whether it suffices and who holds it."""

    code: str
    post: str
    url: str
    limit: str
    chip: SafeString
    why: str
    is_lowest: bool
    people: str
    deputies: str
    # A committee has members, not a holder.
    is_person: bool


def points_of(answer: Answer, unit: Unit, day: date) -> list[Point]:
    """Every point that was tried, the lowest first."""
    if not answer.tried:
        return []
    first = answer.tried[0].rule
    rows = {row.pk: row for row in queries.rows_in_force(first.authority, day, first.matter)}
    held = queries.held_for(answer, day)
    return [_point(one, answer, rows[one.rule.key], _on(held, unit, day)) for one in answer.tried]


def _on(held: Iterable[Held], unit: Unit, day: date) -> list[Held]:
    return [one for one in held if one.is_on(day, unit.path)]


def _point(tried: Tried, answer: Answer, row: DelegationRule, held: list[Held]) -> Point:
    people = queries.people_by_id(one.person for one in held)
    is_lowest = answer.lowest is not None and answer.lowest.key == tried.rule.key
    return Point(
        code=tried.rule.code,
        post=tried.rule.post_name,
        url=reverse("register_page", args=["delegation", row.pk]),
        limit=limit_words(row),
        chip=_chip(tried, is_lowest=is_lowest),
        why=tried.refusal,
        is_lowest=is_lowest,
        people=", ".join(people[one.person].name for one in held if one.post == tried.rule.post),
        deputies=", ".join(post.name for post in row.deputies.all()),
        is_person=tried.rule.post_kind in (PostKind.EMPLOYEE, PostKind.ELECTED),
    )


def _chip(tried: Tried, *, is_lowest: bool) -> SafeString:
    if is_lowest:
        return chip("ok", _("räcker, lägst"))
    if tried.suffices:
        return chip("ok", _("räcker"))
    return chip("warn", _("belopp saknas")) if tried.asks else chip("none", _("räcker inte"))


def who_words(answer: Answer, people: Iterable[User], authority: Unit) -> str:
    """The answer in one sentence."""
    if answer.asks:
        return _("Det går inte att säga än: ett belopp saknas.")
    if answer.lowest is None:
        return _("%(authority)s beslutar själv.") % {"authority": authority}
    told = {"post": answer.lowest.post_name, "code": answer.lowest.code}
    names = ", ".join(person.name for person in people)
    if answer.lowest.post_kind not in (PostKind.EMPLOYEE, PostKind.ELECTED):
        return _("%(post)s beslutar, punkt %(code)s.") % told
    if not names:
        return _("%(post)s beslutar, punkt %(code)s. Ingen har funktionen i dag.") % told
    return _("%(post)s beslutar, punkt %(code)s: %(names)s.") % {**told, "names": names}


def sums_of(decision: Decision) -> list[tuple[str, str]]:
    """The sums that were given, by what they mean."""
    field = Decision._meta.get_field
    return [
        (str(getattr(field(name), "verbose_name", name)), words.exact_sek(value))
        for name, value in decision.sums.items()
        if value is not None
    ]


def ground_of(decision: Decision, user: User, day: date) -> dict[str, Any]:
    """Who may decide the matter on the day, and whether this person may."""
    answer = queries.answer_for(decision, day)
    ruling = queries.ruling_for(decision, user, day)
    people = queries.people_named(ruling.to)
    return {
        "answer": answer,
        "ruling": ruling,
        "people": people,
        "points": points_of(answer, decision.for_unit, day),
        "said": who_words(answer, people, decision.unit),
        "asks": [one.refusal for one in answer.tried if one.asks][:1],
        "conflicted": queries.conflicted_in(decision),
    }
