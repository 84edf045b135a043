"""What a contract's page shows beside its fields: what to choose and by when, and the arithmetic behind every date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import calculation, deadlines, permissions, reminders
from bryggan.contracts.calculation import Dated, Terms
from bryggan.contracts.courses import Matter, consequence, if_nothing
from bryggan.contracts.deadlines import CourseKind
from bryggan.contracts.models import Contract
from bryggan.contracts.next_steps import courses_of, readable_terms, time_left
from bryggan.contracts.register import ContractRegister
from bryggan.duties.panels import shows_tasks
from bryggan.files.panels import takes_files
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


def course_context(
    contract: Contract, user: User, matter: Matter | None, *, but: CourseKind | None = None
) -> dict[str, Any]:
    """The day to decide by, what can be chosen with what each choice means, and what was chosen before."""
    courses = courses_of(contract)
    context: dict[str, Any] = {
        "matter": matter,
        "courses": courses,
        "verdict": permissions.choose_contract_course(user, contract),
        "is_answered": False,
        "alternatives": [],
    }
    if matter is None:
        return context
    terms, deadline, today = matter.terms, matter.deadline, matter.today
    chosen = courses[0].chosen() if courses else None
    address = reverse("choose_contract_course", args=[contract.pk])
    return context | {
        "is_answered": deadlines.is_answered(terms, deadline, chosen, today),
        "left": time_left(deadline.on, today),
        "is_near": deadlines.reminder_due(terms, deadline, today) is not None,
        "nothing": if_nothing(matter),
        "alternatives": [
            {
                "label": kind.label,
                "sentence": consequence(kind, matter),
                "url": f"{address}?val={kind}",
            }
            for kind in deadlines.alternatives(terms, deadline, today)
            if kind != but
        ],
    }


def draw_course(contract: Contract, user: User) -> SafeString:
    matter = reminders.matter_of(contract, timezone.localdate())
    context = course_context(contract, user, matter)
    if matter is None and not context["courses"]:
        return SafeString("")
    return render_to_string("contracts/course.html", context)


ContractRegister.panels += [
    Panel("course", gettext_lazy("Att ta ställning till"), draw_course),
    Panel("reckoning", gettext_lazy("Så är datumen räknade"), draw_reckoning),
]
shows_tasks(ContractRegister)
takes_files(ContractRegister, comes_later=True)
