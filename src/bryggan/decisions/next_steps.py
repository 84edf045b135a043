"""What happens next with a matter: the box, the chips and the sentence at the top of its page; whose turn it is."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.decisions import permissions, proposing, queries
from bryggan.decisions.choices import DecisionKind, Outcome, Step
from bryggan.decisions.models import Decision, DelegationRule, Post
from bryggan.decisions.words import taken_words
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Check, NextStep
from bryggan.kit.verdict import Verdict, denied
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User
from bryggan.people.roles import Role

MOST_WAITING = 100
MOST_AUTHORITIES = 12

STEP_TONES: dict[str, str] = {
    Step.DRAFTED: "none",
    Step.PASSED_ON: "go",
    Step.TAKEN: "ok",
    Step.REPORTED: "ok",
    Step.REPLACED: "calm",
}


def stands_as_taken(user: User, decision: Decision) -> Verdict:
    """What was decided is never corrected in place: another decision replaces it."""
    if decision.step in (Step.DRAFTED, Step.PASSED_ON):
        return denied(_("Det här skrivs när beslutet tas."))
    return denied(_("Ett taget beslut ändras inte. Det kan ersättas av ett nytt."))


def badges(decision: Decision) -> SafeString:
    shown = chip(STEP_TONES[decision.step], str(Step(decision.step).label))
    if decision.outcome and decision.outcome != Outcome.APPROVE:
        shown += chip("warn", str(Outcome(decision.outcome).label))
    return shown + chip("", str(DecisionKind(decision.kind).label)) + chip("", decision.number)


def lead_of(decision: Decision) -> str:
    """Who decided and when, else for whom it is prepared."""
    taken = taken_words(decision)
    if taken and decision.decided_on:
        day = words.date_text(decision.decided_on)
        return _("Beslutat %(day)s av %(who)s.") % {"day": day, "who": taken}
    return _("%(authority)s. Bereds av %(name)s.") % {
        "authority": decision.unit,
        "name": decision.drafted_by,
    }


def next_step(decision: Decision, user: User) -> NextStep | None:
    if decision.step in (Step.DRAFTED, Step.PASSED_ON):
        return _deciding(decision, user)
    if decision.step == Step.TAKEN and decision in queries.decisions_to_report(decision.unit, user):
        verdict = permissions.report_decisions(user, decision.unit)
        return NextStep(
            title=_("Anmäl till %(board)s") % {"board": decision.unit},
            text=_("Beslutet är taget med delegation och ska anmälas till nämnden."),
            button=_("Till anmälningslistan"),
            reason=verdict.reason,
            url=reverse("report_list", args=[decision.unit_id]),
        )
    return None


def _deciding(decision: Decision, user: User) -> NextStep:
    answer = queries.answer_for(decision)
    ruling = queries.ruling_for(decision, user)
    proposal = proposing.kind_of(decision, answer)
    verdict = permissions.take_decision(user, decision)
    people = queries.people_named(ruling.to)
    who = ", ".join(person.name for person in people)
    title = _("Besluta") if verdict else _("Beslutas av %(who)s") % {"who": who or decision.unit}
    return NextStep(
        title=title,
        text=proposal.reason,
        button=_("Besluta") if verdict else _("Lämna till den som får besluta"),
        url=reverse("take_decision", args=[decision.pk]),
        checklist=tuple(checks_of(decision)),
        note="" if verdict else verdict.reason,
    )


def checks_of(decision: Decision) -> list[Check]:
    """What should be there before anybody decides."""
    edit = reverse("register_edit", args=["beslut", decision.pk, "matter"])
    return [
        Check(name=_("Underlag"), is_met=bool(decision.background.strip()), url=edit),
        Check(name=_("Förslag till beslut"), is_met=bool(decision.wording.strip()), url=edit),
        Check(name=_("Diarienummer"), is_met=bool(decision.case_number.strip()), url=edit),
        Check(
            name=_("Belopp"),
            is_met=any(value is not None for value in decision.sums.values()),
            url=reverse("register_edit", args=["beslut", decision.pk, "sums"]),
        ),
    ]


@waits(queries.passed_to)
def decisions_to_take(user: User) -> list[Waiting]:
    """The matters that wait for this person's decision."""
    rows = queries.passed_to(user)[:MOST_WAITING]
    return [
        Waiting(
            text=_("Besluta om %(matter)s") % {"matter": decision.name},
            url=reverse("take_decision", args=[decision.pk]),
            detail=f"{decision.number}, {decision.unit}",
        )
        for decision in rows
    ]


def stands_until_amended(user: User, rule: DelegationRule) -> Verdict:
    """What decisions have been taken by stands: a point is ended on a day and begins anew."""
    return denied(_("En punkt ändras från en dag, så att äldre beslut vilar på det som gällde då."))


def held_by_name(user: User, post: Post) -> Verdict:
    """Who holds a post has days, and is said beside."""
    return denied(_("Innehav läggs till med från och till, i rutan bredvid."))


def order_lead(user: User) -> SafeString:
    """What stands above the list of points: each authority's order as one table, and its reference data."""
    links = [
        (reverse("order_of_day", args=[unit.pk]), unit.name)
        for unit in queries.authorities_with_order(user)[:MOST_AUTHORITIES]
    ]
    links.append((reverse("set_price_base"), _("Prisbasbelopp")))
    if user.has_role(Role.BOARD_SECRETARY, Role.ADMINISTRATOR):
        links.append((reverse("read_order"), _("Läs in ur fil")))
    said = _("Vad nämnden har lämnat åt någon annan att besluta. Läs som en tabell:")
    return format_html("{} {}", said, format_html_join(" · ", '<a href="{}">{}</a>', links))
