"""Per rule a record that breaks it, one that does not, and what is filled in to mend the first in its row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bryggan.kit.testing.cast import (
    Cast,
    make_contract,
    make_integration,
    make_system,
    tool,
)
from bryggan.people.models import User
from bryggan.systems import actions
from bryggan.systems.models import Integration, Mention, System, Tag

type Pair = tuple[Any, Any]


@dataclass(frozen=True)
class Case:
    """`fill`: the row's fields by their names, out of the cast. `act`: the beginning of the act's key."""

    make: Callable[[Cast], Pair]
    fill: Callable[[Cast], Mapping[str, Any]] = field(default=lambda cast: {})
    act: str = ""


def day(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def named(person: User) -> str:
    return f"{person.name} ({person.email})"


def known(cast: Cast, name: str = "I ordning", **values: Any) -> System:
    """A system of which all basic facts are known, so that only what is said of it can be amiss."""
    facts: dict[str, Any] = {
        "lifecycle": System.Lifecycle.IN_USE,
        "user_count": 40,
        "cost.license": 100_000,
        "role.system_owner": [cast.system_owner],
        "role.it_counterpart": [cast.it_counterpart],
    }
    return make_system(cast.care, name=name, **{**facts, **values})


def without(key: str) -> Callable[[Cast], Pair]:
    empty: Any = [] if key.startswith("role.") else "" if key == "lifecycle" else None
    return lambda cast: (known(cast, "Bristen", **{key: empty}), known(cast))


def of_kind(**values: Any) -> Callable[[Cast], Pair]:
    """Among five others of its kind one is far from what is usual."""

    def make(cast: Cast) -> Pair:
        kind = System.Kind.PLATFORM
        others = [known(cast, f"Plattform {number}", kind=kind) for number in range(5)]
        return known(cast, "Bristen", kind=kind, **values), others[0]

    return make


def twins(cast: Cast) -> Pair:
    make_system(cast.education, name="Bristen")
    return known(cast, "bristen"), known(cast)


def mentions(cast: Cast) -> Pair:
    broken = known(cast, "Bristen")
    Mention.objects.create(
        system=broken, unit=cast.care, way=Mention.Way.TO, name="Fakturan", sort_key="fakturan"
    )
    return broken, known(cast)


def alike(cast: Cast) -> Pair:
    tag = actions.create_tag(Tag.Kind.CATEGORY, by=tool(), name="Bokning")
    hanging: dict[str, Any] = {"tag.category": [tag]}
    some = [known(cast, f"Bokning {number}", **hanging) for number in range(5)]
    # In another administration it is no overlap.
    other = make_system(
        cast.education, name="Annan bokning", lifecycle=System.Lifecycle.IN_USE, **hanging
    )
    return some[0], other


def sides(cast: Cast) -> Pair:
    ours, theirs = known(cast, "Vårt"), make_system(cast.education, name="Deras")
    broken = make_integration(ours, theirs)
    Integration.objects.filter(pk=broken.pk).update(told_by_source=True)
    fine = make_integration(theirs, ours)
    Integration.objects.filter(pk=fine.pk).update(told_by_source=True, told_by_target=True)
    return broken, fine


def contracts(ends_in: int, **broken: Any) -> Callable[[Cast], Pair]:
    """`ends_in`: so many days from the day of the test."""
    return lambda cast: (
        make_contract("Bristen", cast.care, ends_on=day(ends_in), **broken),
        make_contract("I ordning", cast.care, ends_on=day(900)),
    )


def ended_support(cast: Cast) -> Pair:
    ending: dict[str, Any] = {"vulnerability.end_of_support": day(30)}
    lasting: dict[str, Any] = {"vulnerability.end_of_support": day(900)}
    return known(cast, "Bristen", **ending), known(cast, **lasting)


CASES: dict[str, Case] = {
    "no_owner": Case(
        without("role.system_owner"), lambda cast: {"role__system_owner": named(cast.manager)}
    ),
    "no_it_counterpart": Case(
        without("role.it_counterpart"),
        lambda cast: {"role__it_counterpart": named(cast.it_counterpart)},
    ),
    "same_on_both_sides": Case(
        lambda cast: (
            known(cast, "Bristen", **{"role.system_owner": [cast.it_counterpart]}),
            known(cast),
        ),
        lambda cast: {
            "role__system_owner": named(cast.manager),
            "role__it_counterpart": named(cast.it_counterpart),
        },
    ),
    "names_missing": Case(mentions, act="new-"),
    "has_twin": Case(twins, lambda cast: {"name": "Bristen i omsorgen"}),
    "overlapping": Case(alike, lambda cast: {"lifecycle": System.Lifecycle.PHASING_OUT}),
    "hardly_used": Case(
        lambda cast: (known(cast, "Bristen", user_count=5), known(cast, user_count=6)),
        lambda cast: {"user_count": "50", "lifecycle": System.Lifecycle.IN_USE},
    ),
    "users_out_of_line": Case(of_kind(user_count=4_000), lambda cast: {"user_count": "400"}),
    "cost_out_of_line": Case(
        of_kind(**{"cost.license": 90}), lambda cast: {"cost__license": "90 000"}
    ),
    "no_cost": Case(without("cost.license"), lambda cast: {"cost__operation": "12 000"}),
    "no_lifecycle": Case(without("lifecycle"), lambda cast: {"lifecycle": "in_use"}),
    "no_users": Case(without("user_count"), lambda cast: {"user_count": "7"}),
    "end_of_support": Case(
        ended_support, lambda cast: {"vulnerability__end_of_support": str(day(900))}
    ),
    "told_by_one_side": Case(sides, act="confirm"),
    "contract_to_decide": Case(
        contracts(100),
        lambda cast: {
            "kind": "let_end",
            "reason": "Vi lämnar systemet.",
            "deadline_on": str(day(100)),
        },
    ),
    "contract_ended": Case(contracts(-1), lambda cast: {"ends_on": str(day(800))}),
    "contract_renews": Case(
        contracts(20, notice_amount=3, renews_tacitly=True, renewal_months=24),
        lambda cast: {"ends_on": str(day(900))},
    ),
}

__all__ = ["CASES", "Case", "day", "known", "named"]
