"""Initiatives as list, page, form and file, and their place in the menu."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import OuterRef, Subquery, Sum
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.advice.fields import AdviceField
from bryggan.approvals.register import systems
from bryggan.contracts.register import people, units
from bryggan.decisions.models import Decision
from bryggan.initiatives import actions, next_steps, permissions
from bryggan.initiatives.facts import FACTS
from bryggan.initiatives.fields import OfMethod, Watching
from bryggan.initiatives.models import (
    Dependency,
    Evidence,
    Grant,
    Health,
    Initiative,
    InitiativeNeed,
    InitiativeRole,
    Lesson,
    Milestone,
    MoneyKind,
    MoneyRow,
    Part,
    Passage,
    PilotCriterion,
    Purpose,
    Reach,
    RiskLevel,
    RiskRow,
    Route,
    ScreeningAnswer,
    Share,
    State,
    StatusReport,
)
from bryggan.kit.register import past
from bryggan.kit.register.computed import ComputedWhole
from bryggan.kit.register.fields import (
    Choice,
    Day,
    Field,
    Link,
    LongText,
    Money,
    Text,
    Whole,
    Year,
    YesNo,
)
from bryggan.kit.register.links import Many, Reference, UnitReference
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.methods.models import Method, MethodStep, Phase, Size
from bryggan.methods.register import GROUP
from bryggan.needs.fields import Scale
from bryggan.needs.models import Score


def decisions(user: Any) -> Any:
    found = Decision.objects.visible_to(user) if user is not None else Decision.objects.all()
    return found.present()


def methods(user: Any) -> Any:
    return Method.objects.present()


def steps(user: Any) -> Any:
    return MethodStep.objects.present()


def summed(kind: str) -> Callable[[Any], Any]:
    """All that the initiative's rows of money of the kind amount to; nothing is unknown, never 0."""

    def calculate(user: Any) -> Any:
        rows = MoneyRow.objects.present().filter(initiative=OuterRef("pk"), kind=kind).order_by()
        return Subquery(rows.values("initiative").annotate(n=Sum("amount_sek")).values("n"))

    return calculate


def with_part(part: Part, label: Any) -> Many:
    return Many(
        key=f"role.{part.value}",
        label=label,
        link=InitiativeRole,
        fk="initiative",
        target="user",
        only={"role": part.value},
        options=people,
        file_name="email",
    )


@register
class InitiativeRegister(Register):
    """Initiativen."""

    model = Initiative
    slug = "initiativ"
    icon = "rocket"
    group = GROUP
    place = 15
    title = _("Initiativ")
    singular = _("initiativet")
    new_title = _("Starta ett initiativ")
    lead = _("Det som är på väg att förändras: hur långt det har kommit och vad som saknas.")
    empty_text = _(
        "Här samlas det som är på väg att förändras. Starta det första ur ett behov, eller läs in det som redan pågår."
    )
    default_sort = "-touched_on"
    mine = "role.lead"
    hanging = tuple(
        (model, "initiative")
        for model in (
            InitiativeNeed, Share, InitiativeRole, Milestone, MoneyRow, Grant, Dependency, RiskRow,
            Lesson, PilotCriterion, StatusReport, ScreeningAnswer, Evidence, Passage,
        )
    )  # fmt: skip
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Initiativ"), is_needed=True, synonyms=("Projekt", "Aktivitet")),
        LongText(key="description", label=_("Beskrivning"), help=_("Vad som ska göras, kort.")),
        Choice(key="purpose", label=_("Syfte"), options=Purpose),
        LongText(
            key="goals",
            label=_("Mål"),
            help=_("Vad som är annorlunda för dem det gäller när det är klart."),
        ),
        Text(key="case_number", label=_("Diarienummer")),
        UnitReference(key="unit", label=_("Leds av"), options=units, is_needed=True),
        Many(
            key="systems",
            label=_("System det gäller"),
            link=Initiative.systems.through,
            fk="initiative",
            target="system",
            only={},
            options=systems,
        ),
        Choice(
            key="phase",
            label=_("Fas"),
            options=Phase,
            tones=next_steps.PHASE_TONES,
            is_editable=False,
        ),
        Choice(
            key="state",
            label=_("Läge"),
            options=State,
            tones=next_steps.STATE_TONES,
            is_editable=False,
        ),
        Reference(key="method_step", label=_("Steg"), options=steps, is_editable=False),
        OfMethod(key="method", label=_("Metod"), options=methods),
        Day(key="since", label=_("I steget sedan"), is_editable=False),
        Day(key="wakes_on", label=_("Tas upp igen"), is_editable=False),
        LongText(key="state_reason", label=_("Varför det står stilla"), is_editable=False),
        YesNo(key="is_taken_over", label=_("Övertaget"), is_editable=False),
        Day(key="touched_on", label=_("Tyst sedan"), is_editable=False),
        Choice(
            key="health",
            label=_("Status"),
            options=Health,
            tones=next_steps.HEALTH_TONES,
            is_editable=False,
        ),
        LongText(key="status_text", label=_("Läget i ord"), is_editable=False),
        Day(key="status_on", label=_("Status lämnad"), is_editable=False),
        Choice(
            key="size",
            label=_("Storlek"),
            options=Size,
            is_needed=True,
            help=_(
                "Räknas fram ur kostnad, räckvidd och risk. Säg varför om den ska vara en annan."
            ),
        ),
        LongText(key="size_reason", label=_("Varför den storleken")),
        Choice(key="reach", label=_("Vilka det når"), options=Reach),
        Choice(key="risk_level", label=_("Risk"), options=RiskLevel),
        Scale(key="benefit", label=_("Nytta"), options=Score),
        Scale(key="complexity", label=_("Komplexitet"), options=Score),
        Text(
            key="judged_in_needs",
            label=_("Nytta och komplexitet bedömda i behovet"),
            help=_("Så sade beredningen. Det ändras här när mer är känt."),
            is_editable=False,
        ),
        Day(key="starts_on", label=_("Planerad start")),
        Day(key="ends_on", label=_("Planerat slut")),
        Day(key="started_on", label=_("Startat"), is_editable=False),
        Day(key="closed_on", label=_("Avslutat"), is_editable=False),
        Text(
            key="time_words",
            label=_("Tidsram i ord"),
            help=_("När dagarna inte säger allt, till exempel ”hösten 2027”."),
        ),
        Year(key="target_plan_year", label=_("Verksamhetsplan, år")),
        Year(key="target_budget_year", label=_("Budget, år")),
        LongText(key="budget_words", label=_("Budget i ord")),
        Choice(key="procurement_route", label=_("Hur det köps"), options=Route),
        ComputedWhole(
            key="budget_sek", label=_("I budget, kr"), calculate=summed(MoneyKind.BUDGET)
        ),
        ComputedWhole(
            key="outcome_sek", label=_("Utfall, kr"), calculate=summed(MoneyKind.OUTCOME)
        ),
        ComputedWhole(key="asked_sek", label=_("Äskat, kr"), calculate=summed(MoneyKind.ASKED)),
        ComputedWhole(
            key="unfunded_sek", label=_("Ofinansierat, kr"), calculate=summed(MoneyKind.UNFUNDED)
        ),
        Money(
            key="one_off_cost_sek",
            label=_("Kostnad en gång, kr exkl. moms"),
            help=_("Med alla optioner, om något köps."),
        ),
        Money(key="yearly_cost_sek", label=_("Kostnad per år, kr exkl. moms")),
        Money(key="yearly_saving_sek", label=_("Besparing per år, kr")),
        Whole(key="freed_hours", label=_("Frigjord tid per år, timmar")),
        Whole(key="benefit_years", label=_("Räknat på, år"), lowest=1, highest=30),
        LongText(key="benefit_note", label=_("Så är nyttan räknad")),
        Day(key="benefit_on", label=_("Nyttan räknad"), is_editable=False),
        with_part(Part.LEAD, _("Leder")),
        with_part(Part.SPONSOR, _("Beställare")),
        with_part(Part.BENEFIT_OWNER, _("Nyttoansvarig")),
        with_part(Part.STEWARD, _("Tar emot och förvaltar")),
        with_part(Part.MEMBER, _("Deltar")),
        ComputedWhole(key="needs", label=_("Behov bakom"), calculate=lambda user: FACTS["needs"]()),
        Reference(
            key="decision",
            label=_("Beslut om start"),
            options=decisions,
            help=_("Ett bifall om det här initiativet. Det förbereds vid grinden."),
        ),
        LongText(key="result", label=_("Vad det blev")),
        LongText(key="evaluation", label=_("Hur det gick")),
        Day(key="follow_up_on", label=_("Nyttan följs upp")),
        AdviceField(key="advice", label=_("Råd"), slug="initiativ"),
        Watching(key="watch", label=_("Att se till")),
    )
    default_columns = ("name", "phase", "health", "unit", "size", "role.lead", "touched_on")
    sections = (
        Section(
            "about",
            _("Om initiativet"),
            ("description", "purpose", "goals", "name", "unit", "systems", "case_number"),
        ),
        Section(
            "people",
            _("Människor"),
            ("role.lead", "role.sponsor", "role.benefit_owner", "role.steward", "role.member"),
        ),
        Section(
            "time",
            _("Tid"),
            (
                "starts_on", "ends_on", "started_on", "closed_on", "time_words",
                "target_plan_year", "target_budget_year",
            ),
        ),
        Section(
            "size",
            _("Storlek och bedömning"),
            ("size", "size_reason", "reach", "risk_level", "benefit", "complexity", "judged_in_needs"),
        ),
        Section(
            "benefit",
            _("Nytta i fem siffror"),
            (
                "one_off_cost_sek", "yearly_cost_sek", "yearly_saving_sek", "freed_hours",
                "benefit_years", "benefit_note", "benefit_on",
            ),
        ),
        Section("money", _("Köp och budget"), ("procurement_route", "budget_words")),
        Section("decision", _("Beslut"), ("decision",)),
        Section("closing", _("Resultat"), ("result", "evaluation", "follow_up_on")),
        Section(
            "course",
            _("Gången"),
            (
                "method", "method_step", "since", "state_reason", "wakes_on",
                "is_taken_over", "touched_on",
            ),
            allow=next_steps.follows_course,
        ),
    )  # fmt: skip
    create_with = actions.start_initiative
    change_with = actions.change_initiative
    withdraw_with = actions.withdraw_initiative

    @classmethod
    def may_create(cls, user: Any) -> Any:
        return permissions.start_any(user)

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_step(record, user, timezone.localdate())

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.badges(record)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record, row)


past.leaves_untold(Initiative, "touched_on", "benefit_on", "status_on", "status_by")
past.leaves_untold(Evidence, "key", "said_on", "by", "document")
past.leaves_untold(ScreeningAnswer, "question", "said_on", "by")
past.leaves_untold(StatusReport, "said_on", "by")
past.worded(
    initiative__started=_("startade initiativet"),
    initiative__changed=_("ändrade initiativet"),
    initiative__withdrawn=_("tog bort initiativet"),
    initiative__needs_set=_("ändrade vilka behov det ska möta"),
    initiative__shared=_("ändrade vilka som delar på det"),
    initiative__planned=_("ändrade planen"),
    initiative__money_set=_("ändrade pengarna"),
    initiative__risks_assessed=_("bedömde riskerna"),
    initiative__dependencies_tied=_("ändrade vad det väntar på"),
    initiative__pilot_set=_("ändrade vad piloten ska visa"),
    initiative__lesson_added=_("skrev en lärdom"),
    initiative__evidence_given=_("lämnade underlag"),
    initiative__requirement_ruled_out=_("sade att ett krav inte gäller här"),
    initiative__screened=_("svarade på snabbfrågorna"),
    initiative__status_reported=_("lämnade status"),
    initiative__passed=_("tog initiativet vidare"),
    initiative__referred_back=_("återremitterade initiativet"),
    initiative__parked=_("lät initiativet vila"),
    initiative__woken=_("tog upp initiativet igen"),
    initiative__rejected=_("sade att det inte blir av"),
    initiative__handed_over=_("lämnade över"),
    initiative__received=_("tog emot överlämningen"),
    initiative__closed=_("avslutade initiativet"),
    initiative__taken_over=_("tog över initiativet som det stod"),
    initiative__moved=_("flyttade initiativet till en annan version av metoden"),
)

# They need the register above; what finds it (autodiscovery) finds them with it.
from bryggan.initiatives import panels, rules, taken_up  # noqa: E402, F401
