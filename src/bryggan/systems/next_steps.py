"""What happens next with a system: the first thing missing in its record, or the next day to decide by."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.contracts.next_steps import notice_day
from bryggan.kit import words
from bryggan.kit.register.links import BETWEEN
from bryggan.kit.register.register import Check, NextStep
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.systems import permissions
from bryggan.systems.models import System
from bryggan.systems.queries import contracts_of

FEW = 3


def lead_of(system: System, row: Mapping[str, Any]) -> str:
    """Who owns the system and who uses it."""
    owner = _("Ägs av %(unit)s.") % {"unit": system.unit}
    users = _few(row["c_use_units"] or "")
    return f"{owner} {_('Används av %(units)s.') % {'units': users}}" if users else owner


def next_step(system: System, row: Mapping[str, Any], user: User) -> NextStep | None:
    """The first missing thing with the way to mend it; of a system that is gone, nothing."""
    if system.lifecycle == System.Lifecycle.DECOMMISSIONED:
        return None
    verdict = permissions.change_system(user, system)
    contracts = contracts_of(system, user)
    today = timezone.localdate()
    days = sorted(day for one in contracts if (day := notice_day(one, today)) is not None)
    checks = tuple(_checks(system, row, len(contracts), user))
    missing = [check for check in checks if not check.is_met]
    if missing:
        first = missing[0]
        return NextStep(
            title=_("Fyll i: %(what)s") % {"what": str(first.name).lower()},
            text=_("%(missing)s av %(all)s saknas i det som ska vara känt om ett system.")
            % {"missing": len(missing), "all": len(checks)},
            button=_("Fyll i"),
            reason="" if first.url else verdict.reason,
            url=first.url,
            checklist=checks,
        )
    if not days:
        title = _("Allt som ska vara känt är ifyllt")
        return NextStep(title=title, text=_("Inget avtal har en dag att bevaka."))
    first_day = next(one for one in contracts if notice_day(one, today) == days[0])
    return NextStep(
        title=_("Ta ställning till avtalet senast %(day)s") % {"day": words.date_text(days[0])},
        text=str(first_day),
        button=_("Öppna avtalet"),
        url=reverse("register_page", args=["avtal", first_day.pk]),
    )


def _checks(system: System, row: Mapping[str, Any], contracts: int, user: User) -> Iterable[Check]:
    def edit(section: str) -> str:
        return reverse("register_edit", args=["system", system.pk, section])

    may_change = permissions.change_system(user, system)
    may_pay = permissions.create_cost(user, system)
    cost = row["c_cost_sum"]
    user_count = row["c_user_count"]
    covered = _("%(count)s avtal") % {"count": contracts} if contracts else ""
    lifecycle = str(system.get_lifecycle_display())
    costs = words.exact_sek(cost) if cost is not None else ""
    owner, counterpart = _names(row, Role.SYSTEM_OWNER), _names(row, Role.IT_COUNTERPART)
    found = (
        (_("Systemägare"), owner, edit("people"), _("utse"), may_change),
        (_("IT-motpart"), counterpart, edit("people"), _("utse"), may_change),
        (
            _("Vad det är till för"),
            _short(system.description),
            edit("about"),
            _("skriv"),
            may_change,
        ),
        (_("Livscykel"), lifecycle, edit("life"), _("fyll i"), may_change),
        (_("Kostnad i år"), costs, reverse("system_costs", args=[system.pk]), _("fyll i"), may_pay),
        (_("Avtal"), covered, reverse("tie_contract", args=[system.pk]), _("knyt"), may_pay),
        (
            _("Användare"),
            words.number(user_count) if user_count is not None else "",
            edit("life"),
            _("fyll i"),
            may_change,
        ),
    )
    for name, known, url, word, verdict in found:
        yield Check(
            name=name,
            is_met=bool(known),
            detail=known or _("inte känt"),
            url=url if not known and verdict else "",
            action=word,
        )


def _names(row: Mapping[str, Any], role: Role) -> str:
    return (row[f"c_role_{role}"] or "").replace(BETWEEN, ", ")


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77].rstrip() + " …"


def _few(names: str) -> str:
    """The first three of a list of names, and how many more there are."""
    every = names.split(BETWEEN)
    if len(every) <= FEW + 1:
        return ", ".join(every)
    shown = ", ".join(every[:FEW])
    return _("%(names)s och %(count)s till") % {"names": shown, "count": len(every) - FEW}
