"""How it is seen in an initiative itself that a requirement is met: one small rule per key."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.decisions.choices import DECIDING, GRANTING, DecisionKind, Outcome, Step
from bryggan.initiatives import screening
from bryggan.initiatives.evidence import Facts, Seen, rule
from bryggan.initiatives.facts import TAKEN
from bryggan.initiatives.finding import Found
from bryggan.initiatives.models import Initiative, Route, Tri
from bryggan.kit import words
from bryggan.needs.models import Score

# It is done here, and nobody has done it yet.
UNDONE = Seen(Found.NOT_TOLD, "")


@rule("purpose_and_goals", gettext_lazy("Syfte och mål"), at="about", guides=True)
def _purpose_and_goals(one: Initiative, facts: Facts) -> Seen | None:
    if one.purpose and one.goals:
        return Seen(Found.EXISTS, f"{one.get_purpose_display()}. {one.goals}")
    if one.purpose or one.goals:
        return Seen(Found.PARTLY, one.goals or one.get_purpose_display())
    return None


@rule("description", gettext_lazy("Beskrivning"), at="about")
def _description(one: Initiative, facts: Facts) -> Seen | None:
    return Seen(Found.EXISTS, one.description) if one.description else None


@rule("time_frame", gettext_lazy("Tidsram"), at="time")
def _time_frame(one: Initiative, facts: Facts) -> Seen | None:
    start, end = one.started_on or one.starts_on, one.closed_on or one.ends_on
    days = " – ".join(words.date_text(day) for day in (start, end) if day)
    if one.time_words or (start and end):
        return Seen(Found.EXISTS, one.time_words or days)
    return Seen(Found.PARTLY, days) if days else None


@rule(
    "budget",
    gettext_lazy("Budget"),
    reads=("has_budget", "lacks_money"),
    at="set_money",
    guides=True,
)
def _budget(one: Initiative, facts: Facts) -> Seen | None:
    if one.budget_words:
        return Seen(Found.EXISTS, one.budget_words)
    if facts["has_budget"]:
        return Seen(Found.EXISTS, _("Se pengarna"))
    return Seen(Found.PARTLY, _("Äskat eller ofinansierat")) if facts["lacks_money"] else None


@rule("funding", gettext_lazy("Finansiering"), reads=("has_budget", "lacks_money"), at="set_money")
def _funding(one: Initiative, facts: Facts) -> Seen | None:
    if one.one_off_cost_sek == 0 and not one.yearly_cost_sek and not facts["lacks_money"]:
        return Seen(Found.EXISTS, _("Kostar ingenting"))
    if facts["lacks_money"]:
        return Seen(Found.PARTLY, _("En del är äskat eller ofinansierat"))
    return Seen(Found.EXISTS, _("I budget")) if facts["has_budget"] else None


@rule("benefit_case", gettext_lazy("Nyttokalkyl"), at="benefit", guides=True)
def _benefit_case(one: Initiative, facts: Facts) -> Seen | None:
    has_benefit = one.yearly_saving_sek is not None or one.freed_hours is not None
    if has_benefit and one.one_off_cost_sek is not None:
        return Seen(Found.EXISTS, _("Fem siffror"), on=one.benefit_on)
    if has_benefit or one.benefit_note:
        return Seen(Found.PARTLY, _("Nyttan är sagd, inte vad det kostar"), on=one.benefit_on)
    return None


@rule("benefit_and_complexity", gettext_lazy("Nytta och komplexitet"), at="size")
def _benefit_and_complexity(one: Initiative, facts: Facts) -> Seen | None:
    told = [
        f"{label} {str(Score(score).label).lower()}"
        for label, score in ((_("nytta"), one.benefit), (_("komplexitet"), one.complexity))
        if score is not None
    ]
    if not told:
        return None
    state = Found.EXISTS if len(told) == 2 else Found.PARTLY
    return Seen(state, ", ".join(told).capitalize())


@rule(
    "risk_analysis",
    gettext_lazy("Riskanalys"),
    reads=("risks", "risks_judged", "risks_on"),
    at="assess_risks",
    guides=True,
)
def _risk_analysis(one: Initiative, facts: Facts) -> Seen | None:
    if not facts["risks"]:
        return None
    said = ngettext("%(count)s risk", "%(count)s risker", facts["risks"]) % {
        "count": facts["risks"]
    }
    is_whole = facts["risks"] == facts["risks_judged"]
    return Seen(Found.EXISTS if is_whole else Found.PARTLY, said, on=facts["risks_on"])


@rule("evaluation", gettext_lazy("Projektutvärdering"), at="close_initiative")
def _evaluation(one: Initiative, facts: Facts) -> Seen | None:
    return Seen(Found.EXISTS, one.evaluation, on=one.closed_on) if one.evaluation else None


@rule("benefit_owner", gettext_lazy("Nyttoansvarig"), reads=("benefit_owner",), at="people")
def _benefit_owner(one: Initiative, facts: Facts) -> Seen | None:
    return Seen(Found.EXISTS, facts["benefit_owner"]) if facts["benefit_owner"] else None


@rule("management_named", gettext_lazy("Mottagare utsedd"), reads=("steward",), at="people")
def _management_named(one: Initiative, facts: Facts) -> Seen | None:
    return Seen(Found.EXISTS, facts["steward"]) if facts["steward"] else None


@rule("people_named", gettext_lazy("Bemanning"), reads=("lead", "sponsor"), at="people")
def _people_named(one: Initiative, facts: Facts) -> Seen | None:
    named = [name for name in (facts["lead"], facts["sponsor"]) if name]
    if not named:
        return None
    return Seen(Found.EXISTS if len(named) == 2 else Found.PARTLY, ", ".join(named))


@rule("needs_linked", gettext_lazy("Behoven bakom"), reads=("needs",), at="set_needs")
def _needs_linked(one: Initiative, facts: Facts) -> Seen | None:
    if not facts["needs"]:
        return None
    said = ngettext("%(count)s behov", "%(count)s behov", facts["needs"])
    return Seen(Found.EXISTS, said % {"count": facts["needs"]})


@rule("screening", gettext_lazy("Snabbfrågorna"), at="answer_screening", is_done_here=True)
def _screening(one: Initiative, facts: Facts) -> Seen | None:
    answers = facts["answers"]
    if not answers:
        return UNDONE
    asked = len(screening.questions())
    unknown = sum(answer == Tri.UNKNOWN for answer in answers.values())
    said = _("%(count)s av %(asked)s besvarade") % {"count": len(answers), "asked": asked}
    is_whole = len(answers) >= asked and not unknown
    return Seen(Found.EXISTS if is_whole else Found.PARTLY, said)


@rule("plan", gettext_lazy("Plan"), reads=("milestones",), at="plan_milestones", guides=True)
def _plan(one: Initiative, facts: Facts) -> Seen | None:
    if not facts["milestones"]:
        return None
    said = ngettext("%(count)s milstolpe", "%(count)s milstolpar", facts["milestones"])
    return Seen(Found.EXISTS, said % {"count": facts["milestones"]})


@rule(
    "running_cost",
    gettext_lazy("Driftkostnaden bärs av någon"),
    reads=("running_borne_by", "running_line"),
    at="set_money",
)
def _running_cost(one: Initiative, facts: Facts) -> Seen | None:
    if one.yearly_cost_sek == 0:
        return Seen(Found.EXISTS, _("Kostar ingenting per år"))
    if facts["running_line"]:
        return Seen(Found.EXISTS, f"{facts['running_borne_by']}, {facts['running_line']}")
    if facts["running_borne_by"]:
        return Seen(
            Found.PARTLY, _("%(unit)s, utan budgetrad") % {"unit": facts["running_borne_by"]}
        )
    return None


@rule("pilot_criteria", gettext_lazy("Kriterier för piloten"), reads=("criteria",), at="set_pilot")
def _pilot_criteria(one: Initiative, facts: Facts) -> Seen | None:
    if not facts["criteria"]:
        return None
    said = ngettext("%(count)s kriterium", "%(count)s kriterier", facts["criteria"])
    return Seen(Found.EXISTS, said % {"count": facts["criteria"]})


@rule(
    "pilot_outcome",
    gettext_lazy("Pilotens utfall"),
    reads=("criteria", "criteria_judged", "criteria_failed"),
    at="set_pilot",
    is_done_here=True,
)
def _pilot_outcome(one: Initiative, facts: Facts) -> Seen | None:
    if not facts["criteria"] or not facts["criteria_judged"]:
        return UNDONE
    said = _("%(met)s av %(count)s kriterier uppfyllda") % {
        "met": facts["criteria_judged"] - facts["criteria_failed"],
        "count": facts["criteria"],
    }
    is_whole = facts["criteria"] == facts["criteria_judged"] and not facts["criteria_failed"]
    return Seen(Found.EXISTS if is_whole else Found.PARTLY, said)


@rule(
    "handover_accepted",
    gettext_lazy("Överlämningen godtagen av båda"),
    reads=("given_by", "received_by_name"),
    at="show_gate",
    is_done_here=True,
)
def _handover_accepted(one: Initiative, facts: Facts) -> Seen | None:
    named = [name for name in (facts["given_by"], facts["received_by_name"]) if name]
    if one.is_handed_over:
        return Seen(Found.EXISTS, " → ".join(named), on=one.received_on)
    return Seen(Found.PARTLY, named[0]) if named else UNDONE


@rule(
    "lessons",
    gettext_lazy("Lärdomar"),
    reads=("lessons", "lessons_by", "lessons_on"),
    at="add_lesson",
)
def _lessons(one: Initiative, facts: Facts) -> Seen | None:
    if not facts["lessons"]:
        return None
    said = ngettext("%(count)s lärdom", "%(count)s lärdomar", facts["lessons"])
    by, on = facts["lessons_by"], facts["lessons_on"]
    return Seen(Found.EXISTS, said % {"count": facts["lessons"]}, by, on)


@rule(
    "decision",
    gettext_lazy("Beslut"),
    reads=(
        "decision_step", "decision_kind", "decision_outcome", "decided_on", "decided_by",
        "shares_undecided", "is_before_deciders",
    ),
    at="decision",
    is_done_here=True,
)  # fmt: skip
def _decision(one: Initiative, facts: Facts) -> Seen | None:
    if not facts["decision_step"]:
        # One that was decided elsewhere, before anything was prepared here, is told of in words.
        return UNDONE if facts["is_before_deciders"] else None
    by, on = facts["decided_by"] or "", facts["decided_on"]
    if facts["decision_step"] not in TAKEN:
        return Seen(Found.PARTLY, str(Step(facts["decision_step"]).label), by)
    if facts["decision_kind"] not in DECIDING:
        return Seen(Found.PARTLY, str(DecisionKind(facts["decision_kind"]).label), by, on)
    if facts["decision_outcome"] not in GRANTING:
        return Seen(Found.PARTLY, str(Outcome(facts["decision_outcome"]).label), by, on)
    if facts["shares_undecided"]:
        return Seen(Found.PARTLY, _("Alla som är med har inte beslutat om sin andel"), by, on)
    return Seen(Found.EXISTS, _("Beslutat"), by, on)


@rule(
    "recommendation",
    gettext_lazy("Rekommendation"),
    reads=("consulted", "recommended_at", "recommended_on"),
    at="decision",
)
def _recommendation(one: Initiative, facts: Facts) -> Seen | None:
    if facts["recommended_at"]:
        said = _("Tillstyrkt i %(meeting)s") % {"meeting": facts["recommended_at"]}
        return Seen(Found.EXISTS, said, on=facts["recommended_on"])
    return Seen(Found.EXISTS, facts["consulted"]) if facts["consulted"] else None


@rule("law.procurement_route", gettext_lazy("Hur det köps, och till vilket värde"), at="money")
def _procurement_route(one: Initiative, facts: Facts) -> Seen | None:
    if not one.procurement_route:
        return None
    is_valued = one.one_off_cost_sek is not None or one.procurement_route == Route.NOTHING
    return Seen(Found.EXISTS if is_valued else Found.PARTLY, one.get_procurement_route_display())
