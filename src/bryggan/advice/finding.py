"""Which records a rule finds, as one person sees them: its condition, unless it is off or dismissed there."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from bryggan.advice.models import Dismissal, RuleSetting
from bryggan.advice.rules import Rule, rules_of
from bryggan.kit import remembering, trace
from bryggan.kit.writer import noun_of
from bryggan.people.scope import Scope

NOTHING = Q(pk__in=[])


def settings() -> dict[str, RuleSetting]:
    """What has been chosen for the rules that somebody has changed; remembered until something is written."""
    return trace.once(
        "advice.settings", lambda: remembering.remembered("advice.settings", _read_settings)
    )


def _read_settings() -> dict[str, RuleSetting]:
    return {one.rule: one for one in RuleSetting.objects.all()}


def is_on(rule: Rule) -> bool:
    chosen = settings().get(rule.key)
    return chosen is None or chosen.is_on


def limit_of(rule: Rule) -> int:
    """The number in force: the municipality's own, else the rule's; 0 for a rule without one."""
    if rule.limit is None:
        return 0
    chosen = settings().get(rule.key)
    return rule.limit.default if chosen is None or chosen.limit is None else chosen.limit


def dismissals(rule: Rule) -> QuerySet[Dismissal]:
    """Those in force today."""
    in_force = Dismissal.objects.in_force(timezone.localdate())
    return in_force.filter(rule=rule.key, noun=rule.register.noun())


def seems_amiss(rule: Rule, user: Any) -> Q:
    """The rule's condition over its register's rows, whether or not somebody has dismissed it."""
    return rule.broken(user, limit_of(rule)) if is_on(rule) else NOTHING


def is_open(rule: Rule, user: Any) -> Q:
    """The records that the rule finds and that nobody has said are in order."""
    if not is_on(rule):
        return NOTHING
    return seems_amiss(rule, user) & ~Q(Exists(dismissals(rule).filter(record_id=OuterRef("pk"))))


def flag(condition: Q) -> Case:
    """1 for a row that fulfils a condition, else 0, as a column."""
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def found(rule: Rule, scope: Scope) -> QuerySet[Any]:
    """The records of the scope with which the rule finds something amiss."""
    return scope.of(rule.register).filter(is_open(rule, scope.user))


@dataclass(frozen=True)
class Asked:
    """A question of how many: what tells it from all others, and the rows, worded only when it is asked."""

    question: Hashable
    rows: Callable[[], QuerySet[Any]]


def asked_of(rules: Iterable[Rule], scope: Scope) -> dict[str, Asked]:
    """How many records each rule finds in the scope, by its key."""
    return {
        rule.key: Asked(
            ("advice", rule.key, limit_of(rule), *whose(scope)), partial(found, rule, scope)
        )
        for rule in rules
    }


def whose(scope: Scope) -> tuple[Hashable, ...]:
    """What tells one person's scope, on one day, from all others."""
    return scope.user.pk, scope.value, timezone.localdate()


def counts(asked: Mapping[str, Asked]) -> dict[str, int]:
    """How many rows each of several questions has, by its name; those not remembered in one query."""
    told: dict[str, int] = {}
    fresh: dict[str, QuerySet[Any, Any]] = {}
    for key, one in asked.items():
        count = remembering.known(one.question)
        if count is None:
            name = Value(key, output_field=CharField())
            counted = one.rows().order_by().values(asked=name).annotate(n=Count("pk"))
            fresh[key] = counted.values_list("asked", "n")
        else:
            told[key] = count
    if fresh:
        first, *others = fresh.values()
        numbers = dict(first.union(*others, all=True))
        for key in fresh:
            told[key] = remembering.keep(asked[key].question, numbers.get(key, 0))
    return told


def of_record(record: Any, slug: str, user: Any) -> tuple[set[str], bool]:
    """Which rules find something amiss with one record, and whether any has been dismissed; asked once for a page."""
    key = f"advice.of_record.{slug}.{record.pk}.{user.pk}"
    return trace.once(key, lambda: _of_record(record, slug, user))


def _of_record(record: Any, slug: str, user: Any) -> tuple[set[str], bool]:
    flags = {
        f"advice_{rule.key}": flag(about(seems_amiss(rule, user), record.pk))
        for rule in rules_of(slug)
        if is_on(rule)
    }
    held = Dismissal.objects.in_force(timezone.localdate()).filter(
        noun=noun_of(type(record)), record_id=record.pk
    )
    rows = type(record)._default_manager.filter(pk=record.pk)
    row = rows.values(is_dismissed=flag(Q(Exists(held))), **flags).first() or {}
    is_dismissed = bool(row.pop("is_dismissed", False))
    return {name.removeprefix("advice_") for name, told in row.items() if told}, is_dismissed


def about(condition: Q, pk: int) -> Q:
    """A condition as it concerns one record: of a long list of ids nothing but whether it is among them."""
    made = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            made.children.append(about(child, pk))
        elif isinstance(child, tuple) and child[0] == "pk__in" and isinstance(child[1], list):
            made.children.append(("pk__in", [pk] if pk in child[1] else []))
        else:
            made.children.append(child)
    return made
