"""Färdplaner to look at: initiatives in two administrations, on two methods, with money, days and waits."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bryggan.initiatives import actions as initiating
from bryggan.initiatives.models import Dependency, Initiative, MoneyRow
from bryggan.initiatives.tests.making import anew, make_method, started
from bryggan.kit.testing.cast import Cast
from bryggan.methods.models import MethodVersion
from bryggan.people.models import Unit, User
from bryggan.people.scope import Organisation, Scope
from bryggan.roadmap.queries import Roadmap


def today() -> date:
    return timezone.localdate()


def initiative(cast: Cast, name: str, unit: Unit | None = None, **told: Any) -> Initiative:
    """Started through the action; what the course sets is then put where a test wants it."""
    version = MethodVersion.objects.first() or make_method()
    own = {key: told.pop(key) for key in SET & told.keys()}
    values = {"name": name, "role.lead": [cast.system_steward], **told}
    made = initiating.start_initiative(
        unit or cast.education, by=cast.strategist, values=values, version=version
    )
    if own:
        Initiative.objects.filter(pk=made.pk).update(**own)
    return anew(made)


SET = frozenset(
    {
        "phase",
        "state",
        "state_reason",
        "wakes_on",
        "touched_on",
        "started_on",
        "closed_on",
        "health",
    }
)


def paid(initiative: Initiative, year: int, kind: str, sek: int, **told: Any) -> MoneyRow:
    return MoneyRow.objects.create(
        initiative=initiative, year=year, kind=kind, amount_sek=Decimal(sek), **told
    )


def waits(initiative: Initiative, before: Initiative) -> Dependency:
    return Dependency.objects.create(initiative=initiative, depends_on=before)


def roadmap_of(user: User, unit: Unit | None = None) -> Roadmap:
    organisation = Organisation.read()
    place = organisation.places[unit.pk] if unit else organisation.root
    return Roadmap(Scope(user, organisation, place), today())


def many(cast: Cast, count: int, unit: Unit | None = None) -> list[Initiative]:
    """So many initiatives with days, status and money, one after the other."""
    first = initiative(cast, "Förlaga", unit)
    start = date(today().year, 1, 1)
    rows = Initiative.objects.bulk_create(
        Initiative(
            unit=first.unit,
            name=f"Initiativ {number:04d}",
            sort_key=f"initiativ {number:04d}",
            method_version=first.method_version,
            method_step=first.method_step,
            phase=("preparation", "decision", "implementation", "handover")[number % 4],
            since=start,
            touched_on=today() - timedelta(days=number % 150),
            health=("", "green", "yellow", "red")[number % 4],
            starts_on=start + timedelta(days=number % 500),
            ends_on=start + timedelta(days=number % 500 + 200),
            benefit=number % 5 + 1,
            complexity=number % 4 + 1,
        )
        for number in range(count)
    )
    MoneyRow.objects.bulk_create(
        MoneyRow(initiative=one, year=start.year + place % 3, kind=kind, amount_sek=Decimal(1000))
        for place, one in enumerate(rows)
        for kind in ("budget", "asked")
    )
    return rows


__all__ = ["initiative", "many", "paid", "roadmap_of", "started", "today", "waits"]
