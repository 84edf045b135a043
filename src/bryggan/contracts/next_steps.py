"""What happens next with a contract, and by when: the box, the chips and the sentence at the top of its page."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.contracts import calculation, courses, deadlines, permissions, reminders
from bryggan.contracts.calculation import State, Terms
from bryggan.contracts.models import Contract, Course
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Check, NextStep
from bryggan.people.models import User

STATE_TONES: dict[str, str] = {
    State.NOT_STARTED: "none",
    State.ENDED: "none",
    State.OPEN_ENDED: "ok",
    State.NOTICE_PASSED: "calm",
    State.NOTICE_NEAR: "warn",
    State.OPTION_NEAR: "warn",
    State.ENDS_SOON: "warn",
    State.RUNNING: "ok",
}


def readable_terms(contract: Contract) -> tuple[Terms | None, str]:
    """The terms, or in words why nothing can be worked out from them."""
    try:
        terms = contract.terms()
    except ValueError as fault:
        return None, str(fault)
    if terms is None:
        return None, _("Varken slutdatum eller att avtalet löper tills vidare är känt.")
    return terms, ""


def state_chip(contract: Contract, today: date) -> SafeString:
    """Where in its life the contract is, as shape and word."""
    terms, _reason = readable_terms(contract)
    if terms is None:
        return chip("warn", _("Villkoren är inte kända"))
    state = calculation.state(terms, today)
    return chip(STATE_TONES[state], str(state.label))


def notice_day(contract: Contract, today: date) -> date | None:
    """The coming last day to give notice; None when there is none or it cannot be worked out."""
    terms, _reason = readable_terms(contract)
    return calculation.coming_day_of_notice(terms, today).date if terms else None


def badges(contract: Contract, today: date) -> SafeString:
    shown = state_chip(contract, today)
    matter = reminders.matter_of(contract, today)
    chosen = _chosen(contract, matter) if matter else None
    if chosen:
        title, _text = chosen
        shown += chip("ok", title)
    shown += chip("", contract.number)
    if contract.is_assumed:
        shown += chip("warn", _("villkoren är antagna"))
    return shown


def lead_of(contract: Contract) -> str:
    if contract.supplier is None:
        return _("Leverantören är inte känd. Avtalet hör till %(unit)s.") % {"unit": contract.unit}
    return _("%(supplier)s levererar till %(unit)s.") % {
        "supplier": contract.supplier,
        "unit": contract.unit,
    }


def courses_of(contract: Contract) -> list[Course]:
    """What has been chosen for the contract, the newest first; read once for one row of it, since a page asks twice."""
    kept = contract.__dict__.get("_courses")
    if kept is None:
        rows = contract.courses.filter(withdrawn_at=None).select_related("chosen_by")
        kept = contract.__dict__["_courses"] = list(rows.order_by("-pk"))
    found: list[Course] = kept
    return found


def time_left(day: date, today: date) -> str:
    """How long there is until a day, in days when it is near and else in months."""
    days = (day - today).days
    if days == 0:
        return _("i dag")
    if days <= 60:
        return ngettext("om %(days)s dag", "om %(days)s dagar", days) % {"days": days}
    months = (day.year - today.year) * 12 + day.month - today.month
    months -= calculation.months_after(today, months) > day
    return ngettext("om %(months)s månad", "om %(months)s månader", months) % {"months": months}


def next_step(contract: Contract, user: User, today: date) -> NextStep:
    """The first thing to do, the day by which it must be done, and what is missing until then."""
    verdict = permissions.change_contract(user, contract)
    terms, reason = readable_terms(contract)
    title, text = _do(terms, today) if terms else (_("Fyll i avtalets villkor"), reason)
    button, url = (
        _("Ändra villkoren"),
        reverse("register_edit", args=["avtal", contract.pk, "terms"]),
    )
    matter = reminders.matter_of(contract, today)
    if matter and deadlines.reminder_due(matter.terms, matter.deadline, today):
        verdict = permissions.choose_contract_course(user, contract)
        button, url = _("Välj väg"), reverse("choose_contract_course", args=[contract.pk])
        chosen = _chosen(contract, matter)
        if chosen:
            (title, text), button = chosen, _("Välj om")
    return NextStep(
        title=title,
        text=text,
        button=button,
        reason=verdict.reason,
        url=url,
        checklist=tuple(_checks(contract, may_change=bool(verdict))),
        note=_("Villkoren är antagna. Bekräfta dem mot avtalet innan du litar på datumen.")
        if contract.is_assumed
        else "",
    )


def _chosen(contract: Contract, matter: courses.Matter) -> tuple[str, str] | None:
    """What was chosen for the day that comes, and what it means; None while nothing is."""
    made = courses_of(contract)
    if not made:
        return None
    course = made[0]
    chosen = course.chosen()
    if not deadlines.is_answered(matter.terms, matter.deadline, chosen, matter.today):
        return None
    title = _("Valt: %(course)s") % {"course": course.get_kind_display().lower()}
    if course.wait_until:
        day = {"day": words.date_text(course.wait_until)}
        return title, _("Frågan kommer tillbaka %(day)s.") % day
    if course.notice_given_on:
        days = {
            "given": words.date_text(course.notice_given_on),
            "end": words.date_text(course.ends_on),
        }
        return title, _("Avtalet sades upp %(given)s och slutar %(end)s.") % days
    return title, courses.consequence(chosen.kind, matter)


def _do(terms: Terms, today: date) -> tuple[str, str]:
    """The title and the reason, by where in its life the contract is."""
    state = calculation.state(terms, today)
    end = calculation.current_end(terms, today).date
    coming = calculation.coming_day_of_notice(terms, today).date
    if state == State.ENDED:
        return _("Avtalet har löpt ut"), _("Förläng, ersätt eller ta bort det ur registret.")
    if end is None:
        return _open_ended(terms, today)
    if terms.renews_tacitly:
        return _renewing(terms, today, end, coming)
    return _ending(terms, today, end, coming)


def _open_ended(terms: Terms, today: date) -> tuple[str, str]:
    given = calculation.end_if_notice_given(terms, today).date
    if given is None:
        return _("Ta reda på uppsägningstiden"), _(
            "Avtalet löper tills vidare utan känd uppsägningstid."
        )
    text = _("Sägs det upp i dag upphör det %(day)s.") % {"day": words.date_text(given)}
    return _("Inget är bråttom: avtalet löper tills vidare"), text


def _renewing(terms: Terms, today: date, end: date, coming: date | None) -> tuple[str, str]:
    if coming is None:
        return _("Ta reda på uppsägningstiden"), _(
            "Avtalet förlängs av sig självt efter %(day)s."
        ) % {"day": words.date_text(end)}
    title = _("Ta ställning senast %(day)s") % {"day": words.date_text(coming)}
    text = _("Sägs avtalet inte upp då förlängs det %(months)s månader.") % {
        "months": terms.renewal_months
    }
    passed = calculation.last_day_of_notice(terms, today).date
    if passed is not None and passed < today:
        text = _(
            "Årets uppsägningsdag %(passed)s har passerat, så det förlängs efter %(end)s. %(text)s"
        ) % {
            "passed": words.date_text(passed),
            "end": words.date_text(end),
            "text": text,
        }
    return title, text


def _ending(terms: Terms, today: date, end: date, coming: date | None) -> tuple[str, str]:
    ends = words.date_text(end)
    if terms.options_used < len(terms.options):
        values = {
            "day": words.date_text(coming or end),
            "number": terms.options_used + 1,
            "months": terms.options[terms.options_used],
        }
        text = _("Option %(number)s förlänger avtalet %(months)s månader.") % values
        return _("Ta ställning till optionen senast %(day)s") % values, text
    starts = calculation.reprocurement_starts(terms).date
    if starts is None:
        return _("Avtalet löper ut %(day)s") % {"day": ends}, ""
    said = (
        _("Börja ny upphandling senast %(day)s")
        if starts >= today
        else _("Ny upphandling skulle ha börjat %(day)s")
    )
    title = said % {"day": words.date_text(starts)}
    return title, _("Avtalet löper ut %(day)s och kan inte förlängas.") % {"day": ends}


def _checks(contract: Contract, *, may_change: bool) -> Iterable[Check]:
    """What should be known of every contract."""
    notice = contract.notice_amount
    unit = calculation.NoticeUnit(contract.notice_unit).label
    value = contract.yearly_value_sek
    found = (
        (_("Leverantör"), contract.supplier, "main"),
        (_("Avtalsägare"), contract.owner, "main"),
        (_("Uppsägningstid"), None if notice is None else f"{notice} {unit}", "terms"),
        (_("Värde per år"), None if value is None else words.exact_sek(value), "main"),
    )
    for name, known, section in found:
        url = reverse("register_edit", args=["avtal", contract.pk, section])
        yield Check(
            name=name,
            is_met=known is not None,
            detail=str(known) if known is not None else _("inte känt"),
            url=url if known is None and may_change else "",
            action=_("fyll i"),
        )
