"""Decisions, the delegation order and its posts as lists, pages and files, and their place in the menu."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.decisions import actions, next_steps, ordering
from bryggan.decisions.choices import (
    DecisionKind,
    MatterKind,
    Meaning,
    Outcome,
    PostKind,
    Reporting,
    Step,
)
from bryggan.decisions.models import Belonging, Decision, DelegationRule, Holding, Post
from bryggan.decisions.words import limit_words
from bryggan.kit.register.fields import (
    Choice,
    Day,
    Field,
    Link,
    LongText,
    Money,
    Text,
    Whole,
    YesNo,
)
from bryggan.kit.register.links import Many, Reference, UnitReference
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.people.models import Unit, User

GROUP = _("Möten & beslut")


def units(user: Any) -> Any:
    return Unit.objects.present()


def people(user: Any) -> Any:
    return User.objects.present()


def authorities(user: Any) -> Any:
    return Unit.objects.present().filter(kind__in=[Unit.Kind.AUTHORITY, Unit.Kind.COMPANY])


def posts(user: Any) -> Any:
    found = Post.objects.visible_to(user) if user is not None else Post.objects.all()
    return found.present()


def rules(user: Any) -> Any:
    if user is None:
        return DelegationRule.objects.present()
    return DelegationRule.objects.visible_to(user).present()


@register
class DecisionRegister(Register):
    """Besluten."""

    model = Decision
    slug = "beslut"
    icon = "gavel"
    group = GROUP
    place = 20
    title = _("Beslut")
    singular = _("beslutet")
    new_title = _("Nytt ärende")
    lead = _("Vad som är beslutat, av vem, och på vilken grund.")
    empty_text = _(
        "Förbered ett ärende, så säger Bryggan vem som får besluta enligt nämndens delegationsordning."
    )
    default_sort = "-decided_on"
    mine = "drafted_by"
    hanging = ((Belonging, "decision"),)
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Ärende"), is_needed=True),
        Choice(key="matter", label=_("Slag av ärende"), options=MatterKind, is_needed=True),
        UnitReference(
            key="for_unit",
            label=_("För verksamheten"),
            options=units,
            is_needed=True,
            help=_("Nämnden som enheten lyder under beslutar, eller den som har dess delegation."),
        ),
        UnitReference(key="unit", label=_("Nämnd"), options=authorities, is_editable=False),
        Text(key="case_number", label=_("Diarienummer")),
        LongText(
            key="background",
            label=_("Underlag"),
            help=_(
                "Det som behövs för att förstå ärendet och förslaget. Nämndens egna rubriker på "
                "egna rader, så hamnar texten under dem i skrivelsen."
            ),
        ),
        LongText(
            key="wording",
            label=_("Beslutets lydelse"),
            help=_("Förslaget så länge ärendet bereds, därefter beslutet."),
        ),
        LongText(key="reasons", label=_("Skäl för beslutet")),
        Money(
            key="together_sek",
            label=_("Det som hör ihop, kr exkl. moms"),
            help=_("Det här inköpet och de som hör ihop med det."),
        ),
        Money(
            key="whole_term_sek",
            label=_("Hela avtalstiden, kr exkl. moms"),
            help=_("Med alla optioner och förlängningar (LOU 5 kap. 3 §)."),
        ),
        Money(key="year_sek", label=_("Under kalenderåret, kr exkl. moms")),
        Money(
            key="agreement_sek",
            label=_("Avtalets värde, kr exkl. moms"),
            help=_("Värdet av avtalet som ett tillägg gäller."),
        ),
        Money(key="share_sek", label=_("Nämndens egen andel, kr exkl. moms")),
        YesNo(key="is_joint", label=_("Gemensamt med en annan nämnd"), is_needed=True),
        YesNo(key="is_principle", label=_("Principiellt"), is_needed=True),
        YesNo(key="is_within_budget", label=_("Inom budget"), is_needed=True),
        Text(
            key="after_consulting",
            label=_("Efter samråd i"),
            help=_("Till exempel digitaliseringsrådet. Det bereder; en person beslutar."),
        ),
        Choice(key="kind", label=_("Slag av beslut"), options=DecisionKind, is_needed=True),
        LongText(key="kind_reason", label=_("Varför det slaget")),
        Choice(
            key="step",
            label=_("Steg"),
            options=Step,
            tones=next_steps.STEP_TONES,
            is_editable=False,
        ),
        Choice(key="outcome", label=_("Utfall"), options=Outcome, is_editable=False),
        Day(key="decided_on", label=_("Beslutat"), is_editable=False),
        Reference(key="decided_by", label=_("Beslutat av"), options=people, is_editable=False),
        Text(key="decided_as", label=_("Beslutat som"), is_editable=False),
        Reference(key="in_place_of", label=_("I stället för"), options=people, is_editable=False),
        Reference(key="rule", label=_("Punkt"), options=rules, name_path="code", is_editable=False),
        Reference(key="drafted_by", label=_("Handläggare"), options=people, is_editable=False),
        Text(key="passed_to", label=_("Lämnat till"), is_editable=False),
        Choice(key="reporting", label=_("Anmälan"), options=Reporting, is_editable=False),
        Day(key="reported_on", label=_("Anmält"), is_editable=False),
        Text(key="reported_paragraph", label=_("Paragraf"), is_editable=False),
        Day(key="posted_on", label=_("Anslaget"), is_editable=False),
        Text(key="digest", label=_("Kontrollsumma"), is_editable=False),
    )
    default_columns = ("name", "step", "unit", "decided_on", "decided_by", "rule")
    sections = (
        Section(
            "matter",
            _("Ärendet"),
            (
                "name", "matter", "for_unit", "case_number", "background", "wording", "reasons",
                "after_consulting", "drafted_by",
            ),
        ),
        Section(
            "sums",
            _("Belopp och gränser"),
            (
                "together_sek", "whole_term_sek", "year_sek", "agreement_sek", "share_sek",
                "is_joint", "is_principle", "is_within_budget",
            ),
        ),
        Section("kind", _("Slag av beslut"), ("kind", "kind_reason")),
        Section(
            "taken",
            _("Beslutet"),
            (
                "decided_on", "decided_by", "decided_as", "in_place_of", "rule", "outcome",
            ),
            allow=next_steps.stands_as_taken,
        ),
        Section(
            "reported",
            _("Anmälan och anslag"),
            ("reporting", "reported_on", "reported_paragraph", "posted_on"),
            allow=next_steps.stands_as_taken,
        ),
    )  # fmt: skip
    create_with = actions.draft_decision
    change_with = actions.change_decision
    withdraw_with = actions.withdraw_decision
    read_with = ("unit", "for_unit", "drafted_by", "decided_by", "rule__post", "replaces")

    @classmethod
    def unit_for(cls, values: Mapping[str, Any], user: Any) -> Any:
        return values["for_unit"]

    @classmethod
    def starts_with(cls, asked: Mapping[str, str], user: Any) -> dict[str, Any]:
        return {
            "for_unit": user.unit_id,
            "is_joint": "nej",
            "is_principle": "nej",
            "is_within_budget": "ja",
            "kind": DecisionKind.DELEGATED,
        }

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_step(record, user)

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.badges(record)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record)


@register
class DelegationRegister(Register):
    """Delegationsordningarnas punkter, med de dagar de gäller."""

    model = DelegationRule
    slug = "delegation"
    icon = "clipboard-check"
    group = GROUP
    place = 24
    title = _("Delegationsordning")
    singular = _("punkten")
    new_title = _("Ny punkt")
    lead = _("Vad nämnden har lämnat åt någon annan att besluta: vem, om vad, till vilken gräns.")
    empty_text = _("Läs in delegationsordningen ur en fil, eller lägg upp en punkt i taget.")
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Ärende"), is_needed=True, synonyms=("Ärendetyp",)),
        Text(key="code", label=_("Punkt"), is_needed=True, synonyms=("Nr", "Nummer")),
        UnitReference(key="unit", label=_("Nämnd"), options=authorities, is_needed=True),
        Choice(key="matter", label=_("Slag av ärende"), options=MatterKind, is_needed=True),
        Reference(key="post", label=_("Delegat"), options=posts, is_needed=True),
        Many(
            key="deputies",
            label=_("Ersättare"),
            link=DelegationRule.deputies.through,
            fk="delegationrule",
            target="post",
            only={},
            options=posts,
        ),
        Choice(key="meaning", label=_("Vad beloppet betyder"), options=Meaning, is_needed=True),
        Money(key="limit_sek", label=_("Gräns, kr exkl. moms")),
        Whole(key="limit_price_base", label=_("Gräns, prisbasbelopp")),
        YesNo(key="is_limit_reached", label=_("Gränsen själv ingår"), is_needed=True),
        Whole(key="percent_of_value", label=_("Högst del av avtalets värde, %"), highest=100),
        Money(key="above_sek", label=_("Börjar över, kr exkl. moms")),
        LongText(key="conditions", label=_("Villkor")),
        YesNo(key="within_budget", label=_("Bara inom budget"), is_needed=True),
        YesNo(key="for_own_share", label=_("Egen andel av gemensamt ärende"), is_needed=True),
        YesNo(key="may_subdelegate", label=_("Får vidaredelegeras"), is_needed=True),
        Choice(key="reporting", label=_("Anmälan"), options=Reporting, is_needed=True),
        Text(key="reporting_note", label=_("Hur det anmäls")),
        Text(key="legal_ref", label=_("Lagrum")),
        Text(key="source", label=_("Beslutad")),
        Day(key="valid_from", label=_("Gäller från"), is_needed=True),
        Day(key="valid_to", label=_("Gäller till"), is_editable=False),
    )
    default_columns = ("name", "code", "unit", "post", "limit_sek", "valid_from", "valid_to")
    sections = (
        Section(
            "main",
            _("Punkten"),
            ("name", "code", "unit", "matter", "post", "deputies", "conditions"),
            allow=next_steps.stands_until_amended,
        ),
        Section(
            "limit",
            _("Gräns"),
            (
                "meaning", "limit_sek", "limit_price_base", "is_limit_reached",
                "percent_of_value", "above_sek", "within_budget", "for_own_share",
                "may_subdelegate",
            ),
            allow=next_steps.stands_until_amended,
        ),
        Section(
            "days",
            _("Anmälan och giltighet"),
            ("reporting", "reporting_note", "legal_ref", "source", "valid_from", "valid_to"),
            allow=next_steps.stands_until_amended,
        ),
    )  # fmt: skip
    create_with = ordering.add_rule

    @classmethod
    def starts_with(cls, asked: Mapping[str, str], user: Any) -> dict[str, Any]:
        no = ("within_budget", "for_own_share", "may_subdelegate")
        return {"is_limit_reached": "ja", **dict.fromkeys(no, "nej")}

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return limit_words(record)


@register
class PostRegister(Register):
    """Funktioner som kan ha delegation."""

    model = Post
    slug = "funktion"
    icon = "users"
    group = GROUP
    place = 26
    title = _("Funktioner")
    singular = _("funktionen")
    new_title = _("Ny funktion")
    lead = _("Befattningar, utskott och grupper: vem som kan vara delegat, och vem som är det nu.")
    empty_text = _("Lägg upp de funktioner som delegationsordningen nämner.")
    hanging = ((Holding, "post"),)
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Funktion"), is_needed=True),
        UnitReference(key="unit", label=_("Nämnd"), options=authorities, is_needed=True),
        Choice(key="kind", label=_("Slag"), options=PostKind, is_needed=True),
        Whole(
            key="level",
            label=_("Nivå"),
            is_needed=True,
            lowest=1,
            highest=9,
            help=_("1 är närmast arbetet, 9 är fullmäktige. Den lägsta nivå som räcker föreslås."),
        ),
        YesNo(key="is_head", label=_("Leder förvaltningen"), is_needed=True),
        Many(
            key="holders",
            label=_("Innehas av"),
            link=Holding,
            fk="post",
            target="user",
            only={},
            options=people,
            is_editable=False,
        ),
    )
    default_columns = ("name", "unit", "kind", "level", "holders")
    sections = (
        Section("main", _("Om funktionen"), ("name", "unit", "kind", "level", "is_head")),
        Section("holders", _("Innehas av"), ("holders",), allow=next_steps.held_by_name),
    )
    create_with = ordering.create_post
    change_with = ordering.change_post

    @classmethod
    def starts_with(cls, asked: Mapping[str, str], user: Any) -> dict[str, Any]:
        return {"kind": PostKind.EMPLOYEE, "level": 3, "is_head": "nej"}


# Panels and menu need the registers above; what finds them (autodiscovery) finds these with them.
from bryggan.decisions import disclosed, menu, panels  # noqa: E402, F401
