"""Systems as list, page, form and file."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.advice.fields import AdviceField
from bryggan.contracts.register import people, suppliers, units
from bryggan.kit import searching
from bryggan.kit.register import past
from bryggan.kit.register.beside import Beside
from bryggan.kit.register.computed import ComputedDay, ComputedWhole
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
    chip,
)
from bryggan.kit.register.links import Many, Reference, UnitReference
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.people.roles import Role
from bryggan.rounds.beside import confirmed_on
from bryggan.systems import actions, known, next_steps, permissions, queries
from bryggan.systems.fields import CostField, NameList
from bryggan.systems.models import (
    ContractUse,
    Cost,
    Criticality,
    System,
    SystemRole,
    SystemUse,
    Tag,
    Tender,
    Vulnerability,
)

VULNERABILITY = Beside(Vulnerability, "system")
TENDER = Beside(Tender, "system")

LIFECYCLE_TONES: dict[str, str] = {
    System.Lifecycle.IDEA: "none",
    System.Lifecycle.PROCURING: "go",
    System.Lifecycle.IMPLEMENTING: "go",
    System.Lifecycle.IN_USE: "ok",
    System.Lifecycle.PHASING_OUT: "calm",
    System.Lifecycle.DECOMMISSIONED: "none",
}
CRITICALITY_TONES: dict[str, str] = {
    Criticality.NOT_CRITICAL: "none",
    Criticality.MOSTLY_NOT: "none",
    Criticality.MOSTLY: "go",
    Criticality.CRITICAL: "calm",
}


def tags(kind: str) -> Any:
    return lambda user: Tag.objects.filter(kind=kind, withdrawn_at=None)


def role(key: Role, missing: Any, *synonyms: str) -> Many:
    return Many(
        key=f"role.{key}",
        label=key.label,
        link=SystemRole,
        fk="system",
        target="user",
        only={"role": key},
        options=people,
        missing=missing,
        order=("is_deputy", "pk"),
        file_name="email",
        help=_("Den första ansvarar, de andra är ersättare."),
        synonyms=synonyms,
    )


def tagged(kind: Tag.Kind, *synonyms: str) -> Many:
    return Many(
        key=f"tag.{kind}",
        label=kind.label,
        link=System.tags.through,
        fk="system",
        target="tag",
        only={"tag__kind": kind},
        options=tags(kind),
        order=("tag__sort_key",),
        synonyms=synonyms,
    )


@register
class SystemRegister(Register):
    """System: the register that a municipality otherwise keeps in a spreadsheet."""

    model = System
    slug = "system"
    mine = "role.any"
    icon = "server"
    group = _("System & objekt")
    place = 30
    title = _("System")
    singular = _("systemet")
    new_title = _("Nytt system")
    empty_text = _("Läs in den lista ni redan har, eller lägg upp det första systemet för hand.")
    besides = (VULNERABILITY, TENDER)
    asks = ("role.system_steward", "role.system_owner", "role.it_counterpart")
    hanging = (
        (Vulnerability, "system"),
        (Tender, "system"),
        (SystemRole, "system"),
        (SystemUse, "system"),
        (Cost, "system"),
        (ContractUse, "system"),
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Namn"), is_needed=True, synonyms=("System", "Systemnamn")),
        NameList(
            key="aliases",
            label=_("Andra namn"),
            help=_("Gamla namn och vad folk säger, ett per rad."),
            synonyms=("Alias",),
        ),
        UnitReference(
            key="unit",
            label=_("Ägande enhet"),
            options=units,
            is_needed=True,
            synonyms=("Organisation", "Förvaltning", "Enhet"),
        ),
        Many(
            key="use.units",
            label=_("Används av"),
            link=SystemUse,
            fk="system",
            target="unit",
            only={},
            options=units,
            order=("unit__path",),
            synonyms=("Användande enheter",),
        ),
        LongText(
            key="description",
            label=_("Vad det är till för"),
            help=_("Nyttan i en mening, så att en kollega förstår."),
            synonyms=("Verksamhet Beskrivning", "Beskrivning"),
        ),
        LongText(key="it_description", label=_("IT:s beskrivning"), synonyms=("IT Beskrivning",)),
        Choice(key="kind", label=_("Slag"), options=System.Kind, synonyms=("Systemtyp",)),
        tagged(Tag.Kind.CATEGORY, "Systemkategorier", "Kategori"),
        tagged(Tag.Kind.AREA, "Verksamhetsområden"),
        tagged(Tag.Kind.TAG, "Taggar"),
        Choice(
            key="lifecycle",
            label=_("Livscykel"),
            options=System.Lifecycle,
            tones=LIFECYCLE_TONES,
            synonyms=("Var i systemets livscykel befinner sig systemet?", "Status"),
            cell_synonyms={
                "Under förvaltning": System.Lifecycle.IN_USE,
                "Under aktiv vidareutveckling": System.Lifecycle.IN_USE,
                "Under avveckling": System.Lifecycle.PHASING_OUT,
            },
        ),
        Year(key="in_use_year", label=_("I drift sedan"), synonyms=("Drift år",)),
        Year(
            key="planned_end_year", label=_("Planerat avvecklingsår"), synonyms=("Avvecklingsår",)
        ),
        Year(key="ended_year", label=_("Avvecklat år")),
        Choice(
            key="hosting",
            label=_("Driftform"),
            options=System.Hosting,
            synonyms=("Drift internt eller externt",),
            cell_synonyms={
                "Internt": System.Hosting.OWN,
                "Externt": System.Hosting.SUPPLIER,
            },
        ),
        Text(key="product", label=_("Produkt")),
        Reference(key="supplier", label=_("Leverantör"), options=suppliers),
        Whole(key="user_count", label=_("Aktiva användare"), synonyms=("Antal användare",)),
        Whole(key="satisfied_low", label=_("Andel mycket nöjda, lägst %"), highest=100),
        Whole(key="satisfied_high", label=_("Andel mycket nöjda, högst %"), highest=100),
        role(Role.SYSTEM_OWNER, _("ingen ägare"), "Systemägare"),
        role(
            Role.SYSTEM_STEWARD,
            _("ingen förvaltare"),
            "Systemansvariga verksamhet",
            "Systemförvaltare",
        ),
        role(Role.IT_COUNTERPART, _("IT saknas"), "Systemansvariga IT"),
        Many(
            key="role.any",
            label=_("Ansvarig, oavsett roll"),
            link=SystemRole,
            fk="system",
            target="user",
            only={},
            options=people,
            is_editable=False,
            is_column=False,
        ),
        CostField(key="cost.license", label=_("Licens, kr i år")),
        CostField(key="cost.support", label=_("Support, kr i år")),
        CostField(
            key="cost.development",
            label=_("Utveckling, kr i år"),
            synonyms=("Utvecklingsbudget",),
        ),
        CostField(key="cost.operation", label=_("Drift, kr i år"), synonyms=("Driftbudget",)),
        ComputedWhole(key="cost_sum", label=_("Kr i år"), calculate=known.this_years_cost),
        ComputedDay(
            key="contract_end", label=_("Avtalsslut"), calculate=known.nearest_contract_end
        ),
        known.Completeness(
            key="completeness",
            label=_("Komplett, %"),
            help=_("Ägare, IT-motpart, livscykel, kostnad i år och användare är kända: 20 % var."),
        ),
        confirmed_on("systems.system"),
        AdviceField(key="advice", label=_("Råd"), slug="system"),
        known.BorneBy(key="borne_by", label=_("Kostnaden bärs av")),
        Choice(
            key="vulnerability.criticality",
            label=_("Verksamhetskritiskt"),
            options=Criticality,
            tones=CRITICALITY_TONES,
            beside=VULNERABILITY,
        ),
        LongText(
            key="vulnerability.hosting_details",
            label=_("Driftplats och skydd"),
            beside=VULNERABILITY,
        ),
        Day(key="vulnerability.end_of_support", label=_("Supporten upphör"), beside=VULNERABILITY),
        LongText(
            key="vulnerability.continuity",
            label=_("Vid avbrott"),
            beside=VULNERABILITY,
            synonyms=("Leverantörsavbrott, text",),
        ),
        Money(key="tender.estimated_value_sek", label=_("Beräknat värde, kr"), beside=TENDER),
        LongText(key="tender.bidders", label=_("Anbudsgivare"), beside=TENDER),
        Day(key="tender.opens_on", label=_("Anbud öppnas"), beside=TENDER),
        LongText(key="tender.note", label=_("Om upphandlingen"), beside=TENDER),
    )
    default_columns = (
        "name",
        "unit",
        "role.system_owner",
        "role.it_counterpart",
        "lifecycle",
        "contract_end",
        "cost_sum",
    )
    sections = (
        Section(
            "about",
            _("Om systemet"),
            (
                "name",
                "description",
                "aliases",
                "kind",
                "product",
                "supplier",
                "tag.category",
                "tag.area",
                "tag.tag",
                "it_description",
            ),
        ),
        Section(
            "people",
            _("Ansvar"),
            (
                "unit",
                "use.units",
                "role.system_owner",
                "role.system_steward",
                "role.it_counterpart",
            ),
        ),
        Section(
            "life",
            _("Livscykel och användning"),
            (
                "lifecycle",
                "in_use_year",
                "planned_end_year",
                "ended_year",
                "hosting",
                "user_count",
                "satisfied_low",
                "satisfied_high",
            ),
        ),
        Section(
            "money",
            _("Kostnad i år, kr exkl. moms"),
            ("cost.license", "cost.support", "cost.development", "cost.operation"),
        ),
        Section(
            "vulnerability",
            _("Sårbarhet"),
            (
                "vulnerability.criticality",
                "vulnerability.hosting_details",
                "vulnerability.end_of_support",
                "vulnerability.continuity",
            ),
            allow=permissions.change_secrets,
            beside=VULNERABILITY,
        ),
        Section(
            "tender",
            _("Pågående upphandling"),
            ("tender.estimated_value_sek", "tender.bidders", "tender.opens_on", "tender.note"),
            allow=permissions.change_secrets,
            beside=TENDER,
        ),
    )
    create_with = actions.create_system
    change_with = actions.change_system
    withdraw_with = actions.withdraw_system

    @classmethod
    def hidden_beside(cls, user: Any) -> dict[str, Any]:
        return {**super().hidden_beside(user), **queries.hidden_integrations(user)}

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_step(record, row, user)

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return cls.field("lifecycle").html(row) + chip("", record.number)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record, row)


searching.leads_to(Vulnerability, fk="system", slug="system", title=_("Sårbarhet"))
searching.leads_to(Tender, fk="system", slug="system", title=_("Pågående upphandling"))

past.worded(
    system__created=_("lade upp systemet"),
    system__changed=_("ändrade systemet"),
    system__withdrawn=_("tog bort systemet ur registret"),
    tag__created=_("lade upp taggen"),
    system__shared=_("ändrade vilka som delar på kostnaden"),
    cost__created=_("lade till en kostnad"),
    cost__changed=_("ändrade en kostnad"),
    cost__withdrawn=_("tog bort en kostnad"),
    cost__told=_("skrev in vad systemet kostar i år"),
    contract__tied=_("knöt ett avtal"),
    contract__untied=_("lossade ett avtal"),
)


# These need the register above; what finds it (autodiscovery) finds them with it.
from bryggan.systems import bought, merging, panels, register_integrations, together  # noqa: E402, F401
