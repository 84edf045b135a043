"""What happens next with a need: the box, the chips and the sentence at the top of its page; whose turn it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import NextStep
from bryggan.kit.verdict import Verdict, denied
from bryggan.needs import permissions, queries
from bryggan.needs.models import Need, Route, Sorting, Step
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User
from bryggan.people.roles import Role

MOST_WAITING = 100
# A need should have its first answer within so many days: what the page promises its sender.
ANSWERED_WITHIN_DAYS = 14

STEP_TONES: dict[str, str] = {
    Step.VOICED: "none",
    Step.ASKED: "warn",
    Step.PARKED: "calm",
    Step.SORTED: "go",
    Step.ANSWERED: "ok",
    Step.MET: "ok",
}


def follows_course(user: User, need: Need) -> Verdict:
    """The course of a need is not written by hand: it follows from what is answered."""
    return denied(_("Gången följer av svaren och ändras inte för hand."))


def badges(need: Need) -> SafeString:
    shown = chip(STEP_TONES[need.step], str(Step(need.step).label))
    if need.sorting and need.step in (Step.SORTED, Step.ANSWERED):
        shown += chip("", str(Sorting(need.sorting).label))
    if need.is_protected:
        shown += chip("warn", _("Skyddat"))
    elif need.opened_on is None:
        shown += chip("calm", _("Syns bara för närmast berörda"))
    return shown + chip("", need.number)


def lead_of(need: Need, row: Mapping[str, Any]) -> str:
    """How many have it, and where."""
    people, units = row["c_people"] or 0, row["c_units"] or 0
    behind = ngettext("%(count)s person står bakom", "%(count)s personer står bakom", people) % {
        "count": words.number(people)
    }
    places = ngettext("på en arbetsplats", "på %(count)s arbetsplatser", units) % {
        "count": words.number(units)
    }
    day = words.date_text(need.voiced_on)
    return _("%(behind)s %(places)s. Lämnat %(day)s.") % {
        "behind": behind,
        "places": places,
        "day": day,
    }


def next_step(need: Need, user: User, today: date) -> NextStep | None:
    """Who has to do what for the need to get on; of one that is settled, what became of it."""
    if need.step == Step.VOICED:
        return _preparing(need, user, today)
    if need.step == Step.ASKED:
        return _asked(need, user)
    answers = queries.newest_answers(need, user)
    said = answers[0].text if answers else ""
    if need.step == Step.PARKED:
        day = words.date_text(need.wake_on) if need.wake_on else ""
        verdict = permissions.wake_need(user, need)
        return NextStep(
            title=_("Vilar till %(day)s") % {"day": day},
            text=said,
            button=_("Ta upp nu"),
            reason=verdict.reason,
            url=reverse("prepare_need", args=[need.pk]),
        )
    if need.step == Step.SORTED:
        verdict = permissions.meet_need(user, need)
        return NextStep(
            title=str(Sorting(need.sorting).label),
            text=said,
            button=_("Berätta vad som hänt"),
            reason=verdict.reason,
            url=reverse("prepare_need", args=[need.pk]),
        )
    title = _("Infört") if need.step == Step.MET else str(Sorting(need.sorting).label)
    return NextStep(title=title, text=said)


def _preparing(need: Need, user: User, today: date) -> NextStep:
    verdict = permissions.prepare_need(user, need)
    if need.route != Route.ORDINARY:
        who = ", ".join(person.name for person in need.addressed_to.order_by("pk"))
        text = _("Lämnat direkt till %(who)s, som svarar eller lämnar det vidare.") % {"who": who}
    else:
        text = _("Bereds av %(who)s.") % {"who": queries.who_prepares(need.unit)}
    left = ANSWERED_WITHIN_DAYS - need.days_in_step(today)
    note = (
        ngettext("Svar inom %(days)s dag.", "Svar inom %(days)s dagar.", left) % {"days": left}
        if left > 0
        else _("Skulle ha fått svar för %(days)s dagar sedan.") % {"days": -left}
    )
    return NextStep(
        title=_("Bered behovet"),
        text=text,
        button=_("Bered"),
        reason=verdict.reason,
        url=reverse("prepare_need", args=[need.pk]),
        note=note,
    )


def _asked(need: Need, user: User) -> NextStep:
    answers = queries.newest_answers(need, user)
    verdict = permissions.reply_to_question(user, need)
    return NextStep(
        title=_("Svara på frågan"),
        text=answers[0].text if answers else "",
        button=_("Svara"),
        reason=verdict.reason,
        url=reverse("reply_to_question", args=[need.pk]),
    )


@waits(queries.needs_voiced_to)
def needs_to_prepare(user: User) -> list[Waiting]:
    """The needs that wait for this person to prepare them."""
    if user.is_external:
        return []
    rows = queries.needs_voiced_to(user)[:MOST_WAITING]
    return [
        Waiting(
            text=_("Bered behovet %(need)s") % {"need": need.name},
            url=reverse("prepare_need", args=[need.pk]),
            detail=f"{need.number}, {need.unit}",
        )
        for need in rows
    ]


@waits(queries.questions_to)
def questions_to_answer(user: User) -> list[Waiting]:
    """What this person was asked about a need she stands behind."""
    rows = queries.questions_to(user)[:MOST_WAITING]
    return [
        Waiting(
            text=_("Svara på frågan om %(need)s") % {"need": need.name},
            url=reverse("reply_to_question", args=[need.pk]),
            detail=f"{need.number}, {need.unit}",
        )
        for need in rows
    ]


def leads_any(user: User) -> bool:
    """Whether somewhere is a workplace for which this person enters what was said at an APT."""
    return not user.is_external and user.has_role(Role.MANAGER, Role.BUSINESS_DEVELOPER)


def list_lead(user: User) -> SafeString:
    """What stands above the register's list: the ways from here."""
    links = [(reverse("voice_need"), _("Lämna ett behov"))]
    if queries.prepares_any(user):
        links.append((reverse("need_desk"), _("Att bereda")))
    if leads_any(user):
        links.append((reverse("voice_for_workplace"), _("Skriv in från APT")))
    links.append((reverse("need_overview"), _("Läget för behoven")))
    said = _("Det som saknas där arbetet görs, och vad det blev av det.")
    shown = format_html_join(" · ", '<a href="{}">{}</a>', links)
    return format_html("{} {}", said, shown)
