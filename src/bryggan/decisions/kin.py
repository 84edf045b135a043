"""Which other purchases may belong together with one that is to be decided, whoever the supplier or the board.

Decisions of the last twelve months, those being prepared, and what a higher app has registered: what is
about the same thing, comes from the same supplier, or is told in like words. What one may not see is
neither shown nor counted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from bryggan.decisions import queries
from bryggan.decisions.belonging import PURCHASES, Other, Purchase, first_day
from bryggan.decisions.choices import Step
from bryggan.decisions.models import Belonging, Decision
from bryggan.decisions.register import DecisionRegister
from bryggan.kit import trace
from bryggan.kit.swedish import words_of
from bryggan.kit.writer import noun_of
from bryggan.people.models import User
from bryggan.registers.alike import Alike, alike

MOST_SHOWN = 12
NOUN = noun_of(Decision)
type Key = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a higher app knows of its noun: who supplies it, what has it been bought by, what it is worth.

    `suppliers_of(pk)` and `supplied_by(suppliers)` speak in ids. `bought(user, since)`: its records that
    are purchases themselves, begun since; None where none are. `purchases(rows)` tells them.
    """

    noun: str
    suppliers_of: Callable[[int], Iterable[int]]
    supplied_by: Callable[[Iterable[int]], QuerySet[Any]]
    bought: Callable[[User, date], QuerySet[Any]] | None = None
    purchases: Callable[[QuerySet[Any]], list[Purchase]] | None = None


SOURCES: dict[str, Source] = {}


def knows_suppliers(source: Source) -> None:
    """Register a noun whose suppliers and purchases are known."""
    SOURCES[source.noun] = source


def is_purchase(decision: Decision) -> bool:
    return decision.matter in PURCHASES


def others_of(decision: Decision, user: User, today: date) -> list[Other]:
    """The other purchases, those that are answered for first, then the likest."""
    answered = {(one.other_noun, one.other_id): one for one in queries.answered_of(decision)}
    rows = _bought(decision, user, first_day(today))
    like = _like(decision, user, rows)
    found: dict[Key, Purchase] = {}
    for noun, those in rows.items():
        kept = [key[1] for key in answered if key[0] == noun]
        ids = [*kept, *(key[1] for key in like if key[0] == noun)]
        for one in _told(noun, those, _ties(decision, noun), ids):
            found[noun, one.pk] = one
    order = sorted(found, key=lambda key: (key not in answered, -_closeness(like, key), key))
    return [
        _other(_with_words(found[key], like.get(key)), answered.get(key))
        for key in order[:MOST_SHOWN]
    ]


def _bought(decision: Decision, user: User, since: date) -> dict[str, QuerySet[Any]]:
    rows = DecisionRegister.rows(user).order_by().filter(matter__in=PURCHASES)
    rows = rows.exclude(pk=decision.pk).exclude(step=Step.REPLACED)
    if decision.replaces_id:
        rows = rows.exclude(pk=decision.replaces_id)
    recent = Q(decided_on__gte=since) | Q(decided_on=None)
    told = {NOUN: rows.filter(recent)}
    for source in SOURCES.values():
        if source.bought is not None:
            told[source.noun] = source.bought(user, since)
    return told


def _like(decision: Decision, user: User, rows: Mapping[str, QuerySet[Any]]) -> dict[Key, Alike]:
    near = alike(told_words(decision), user, nouns=tuple(rows), among=rows, most=MOST_SHOWN)
    return {(one.noun, one.record_id): one for one in near}


def told_words(decision: Decision) -> str:
    """What is bought, without where: every purchase of a unit names the unit."""
    where = {word for unit in (decision.unit, decision.for_unit) for word in words_of(unit.name)}
    what = [word for word in words_of(decision.name) if word not in where]
    return " ".join(what) or decision.name


def _ties(decision: Decision, noun: str) -> tuple[Q, Q]:
    """About the same thing; from the same supplier. Nothing where it is not said what it is about."""
    nothing = Q(pk__in=[])
    if not decision.about_noun or decision.about_id is None:
        return nothing, nothing
    if noun == NOUN:
        same = Q(about_noun=decision.about_noun, about_id=decision.about_id)
    else:
        same = Q(pk=decision.about_id) if noun == decision.about_noun else nothing
    suppliers = _suppliers(decision.about_noun, decision.about_id)
    if not suppliers:
        return same, nothing
    if noun != NOUN:
        return same, Q(pk__in=SOURCES[noun].supplied_by(suppliers))
    supplied = nothing
    for other in SOURCES.values():
        supplied |= Q(about_noun=other.noun, about_id__in=other.supplied_by(suppliers))
    return same, supplied


def _suppliers(noun: str, pk: int) -> list[int]:
    """From whom it is, asked once for all the registers that are looked in."""
    source = SOURCES.get(noun)
    if source is None:
        return []
    return trace.once(f"decisions.suppliers.{noun}.{pk}", lambda: list(source.suppliers_of(pk)))


def _told(noun: str, rows: QuerySet[Any], ties: tuple[Q, Q], ids: Iterable[int]) -> list[Purchase]:
    same, supplied = ties
    told = rows.filter(Q(pk__in=list(ids)) | same | supplied)
    told = told.annotate(is_same=_as_truth(same), is_supplied=_as_truth(supplied)).order_by("-pk")
    if noun != NOUN:
        tell = SOURCES[noun].purchases
        return tell(told[: MOST_SHOWN * 2]) if tell else []
    return [_purchase(one) for one in told.select_related("unit")[: MOST_SHOWN * 2]]


def _as_truth(condition: Q) -> Case:
    # An empty condition has no SQL of its own to put in a CASE.
    if condition == Q(pk__in=[]):
        return Case(default=Value(value=False), output_field=BooleanField())
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _purchase(one: Decision) -> Purchase:
    return Purchase(
        noun=NOUN,
        pk=one.pk,
        name=one.name,
        number=one.number,
        unit=one.unit.name,
        url=DecisionRegister.url(one.pk),
        on=one.decided_on,
        sek=one.whole_term_sek if one.whole_term_sek is not None else one.together_sek,
        why=tie_words(one),
    )


def tie_words(row: Any) -> tuple[str, ...]:
    """Why a row that was found here may belong, by what binds it."""
    said = (_("gäller samma sak"), row.is_same), (_("samma leverantör"), row.is_supplied)
    return tuple(words for words, holds in said if holds)


def _closeness(like: Mapping[Key, Alike], key: Key) -> float:
    return like[key].score if key in like else 0.0


def _with_words(one: Purchase, near: Alike | None) -> Purchase:
    if near is None or not near.shared:
        return one
    said = _("båda säger %(words)s") % {"words": ", ".join(near.shared)}
    return replace(one, why=(*one.why, said))


def _other(one: Purchase, answer: Belonging | None) -> Other:
    return Other(one) if answer is None else Other(one, answer.belongs, answer.reason)
