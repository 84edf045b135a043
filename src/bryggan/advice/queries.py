"""Questions about what has been dismissed, and about how completeness has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from bryggan.advice import finding
from bryggan.advice.models import Dismissal, Figure
from bryggan.advice.rules import RULES, Rule
from bryggan.kit.register.register import register_of
from bryggan.kit.writer import noun_of
from bryggan.people.models import User

# A month back, with room for figures that are kept once a month.
A_MONTH = timedelta(days=30)
LOOKED_BACK = timedelta(days=70)


def dismissed(rule: Rule, rows: QuerySet[Any]) -> list[tuple[Any, Dismissal]]:
    """The records of which the rule has been dismissed, with who, why and until when; two questions."""
    # Asked of each dismissal's record: there are far fewer of them than of records.
    seen = rows.order_by().filter(pk=OuterRef("record_id"))
    held = finding.dismissals(rule).filter(Exists(seen))
    every = list(held.select_related("dismissed_by").order_by("-dismissed_at", "-pk")[:200])
    records = rows.in_bulk([one.record_id for one in every])
    return [(records[one.record_id], one) for one in every if one.record_id in records]


def dismissed_of(record: Any) -> list[Dismissal]:
    """What has been dismissed of one record."""
    in_force = Dismissal.objects.in_force(timezone.localdate())
    rows = in_force.filter(noun=noun_of(type(record)), record_id=record.pk, rule__in=RULES)
    return list(rows.select_related("dismissed_by").order_by("-dismissed_at", "-pk"))


def dismissal_seen(pk: int, user: User) -> Dismissal | None:
    """One dismissal, if its record is there for this person, and she may see what the rule rests on."""
    found = Dismissal.objects.filter(pk=pk, rule__in=RULES).first()
    if found is None:
        return None
    register, rule = register_of(found.noun), RULES[found.rule]
    rows = register.rows(user).filter(pk=found.record_id) if register else None
    if rows is None or not rows.exists():
        return None
    if rule.is_for_few and not rows.filter(finding.seems_amiss(rule, user)).exists():
        return None
    return found


@dataclass(frozen=True)
class Since:
    """How complete it was on an earlier day."""

    day: date
    complete: int
    total: int
    known_percent: int

    @property
    def complete_percent(self) -> int:
        return round(100 * self.complete / self.total) if self.total else 0


def figure_before(noun: str, unit_id: int, user: User, today: date) -> Since | None:
    """The newest figure that is at least a month old, else the first there is; None on the first day."""
    rows = Figure.objects.visible_to(user).filter(noun=noun, unit=unit_id, day__lt=today)
    near = list(_since(rows.filter(day__gte=today - LOOKED_BACK)))
    old = [one for one in near if one.day <= today - A_MONTH]
    return old[-1] if old else near[0] if near else None


def figures_of(noun: str, unit_id: int, user: User, since: date) -> list[Since]:
    """The last figure of each month from a day on, the oldest first."""
    rows = Figure.objects.visible_to(user).filter(noun=noun, unit=unit_id, day__gte=since)
    by_month = {(one.day.year, one.day.month): one for one in _since(rows)}
    return list(by_month.values())


def _since(rows: QuerySet[Figure]) -> Iterable[Since]:
    told = rows.order_by("day").values_list("day", "complete", "total", "known_percent")
    return [Since(*one) for one in told]
