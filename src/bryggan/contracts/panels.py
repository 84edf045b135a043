"""What a contract's page shows beside its fields: the arithmetic behind every date."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import calculation
from bryggan.contracts.calculation import Dated, Terms
from bryggan.contracts.models import Contract
from bryggan.contracts.next_steps import readable_terms
from bryggan.contracts.register import ContractRegister
from bryggan.kit.register.register import Panel
from bryggan.people.models import User


@dataclass(frozen=True)
class Reckoning:
    """One date with the sum that gave it; without date the only line is the reason."""

    title: str
    dated: Dated


def reckonings(terms: Terms, today: date) -> list[Reckoning]:
    """Every date that the terms give. The last day of notice once, when the present one is also the next."""
    last = calculation.last_day_of_notice(terms, today)
    coming = calculation.coming_day_of_notice(terms, today)
    found = [
        Reckoning(_("Nuvarande period slutar"), calculation.current_end(terms, today)),
        Reckoning(_("Sista dag för uppsägning"), last),
    ]
    if coming.date is not None and coming.date != last.date:
        found.append(Reckoning(_("Nästa sista dag för uppsägning"), coming))
    return [
        *found,
        Reckoning(_("Förlängs nästa gång"), calculation.next_renewal(terms, today)),
        Reckoning(_("Sista möjliga slutdag"), calculation.last_possible_end(terms)),
        Reckoning(_("Ny upphandling ska börja"), calculation.reprocurement_starts(terms)),
        Reckoning(_("Slutar om det sägs upp i dag"), calculation.end_if_notice_given(terms, today)),
    ]


def draw_reckoning(contract: Contract, user: User) -> SafeString:
    today = timezone.localdate()
    terms, reason = readable_terms(contract)
    context = {
        "reckonings": reckonings(terms, today) if terms else [],
        "reason": reason,
        "today": today,
    }
    return render_to_string("contracts/reckoning.html", context)


ContractRegister.panels.append(
    Panel("reckoning", gettext_lazy("Så är datumen räknade"), draw_reckoning)
)
