"""Suppliers and contracts as list, page, form and file."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.advice.fields import AdviceField
from bryggan.contracts import actions, next_steps
from bryggan.contracts.calculation import NoticeUnit
from bryggan.contracts.deciding import DecisionField
from bryggan.contracts.fields import OptionList
from bryggan.contracts.models import Contract, Course, Supplier
from bryggan.contracts.standing import EndsField, StateField
from bryggan.kit.register import past
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
from bryggan.kit.register.links import Reference, UnitReference
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.people.models import Unit, User


def units(user: Any) -> Any:
    return Unit.objects.present()


def people(user: Any) -> Any:
    return User.objects.present()


def suppliers(user: Any) -> Any:
    found = Supplier.objects.visible_to(user) if user is not None else Supplier.objects.all()
    return found.present()


@register
class SupplierRegister(Register):
    """Leverantörer."""

    model = Supplier
    slug = "leverantor"
    icon = "users"
    group = _("System & objekt")
    place = 34
    title = _("Leverantörer")
    singular = _("leverantören")
    new_title = _("Ny leverantör")
    lead = _("De som system och avtal kommer ifrån.")
    empty_text = _("Lägg upp en leverantör när den första behövs, eller läs in avtal ur en fil.")
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Namn"), is_needed=True, synonyms=("Leverantör", "Företag")),
        Text(key="org_number", label=_("Organisationsnummer"), synonyms=("Orgnr", "Org.nr")),
        Text(key="website", label=_("Webbplats")),
        LongText(key="note", label=_("Anteckning")),
        UnitReference(key="unit", label=_("Enhet"), options=units, is_needed=True),
    )
    default_columns = ("name", "org_number", "website")
    sections = (
        Section("main", _("Om leverantören"), ("name", "org_number", "website", "note", "unit")),
    )
    create_with = actions.create_supplier
    change_with = actions.change_supplier


@register
class ContractRegister(Register):
    """Avtal."""

    model = Contract
    slug = "avtal"
    mine = "owner"
    icon = "file-text"
    group = _("System & objekt")
    place = 32
    title = _("Avtal")
    singular = _("avtalet")
    new_title = _("Nytt avtal")
    lead = _("Vad som är överenskommet, till när, och när man senast måste bestämma sig.")
    empty_text = _("Lägg upp ett avtal så räknar Bryggan ut sista dag för uppsägning.")
    default_sort = "ends_on"
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Avtal"), is_needed=True, synonyms=("Avtalsnamn", "Namn")),
        Text(key="contract_number", label=_("Avtalsnummer"), synonyms=("Avtalsnr",)),
        Text(key="case_number", label=_("Diarienummer"), synonyms=("Dnr", "Diarienr")),
        UnitReference(key="unit", label=_("Enhet"), options=units, is_needed=True),
        Reference(key="supplier", label=_("Leverantör"), options=suppliers),
        Reference(key="owner", label=_("Avtalsägare"), options=people),
        Day(key="starts_on", label=_("Startdatum"), synonyms=("Avtalsstart", "Från")),
        EndsField(key="ends_on", label=_("Slutdatum"), synonyms=("Avtalsslut", "Till")),
        StateField(key="state", label=_("Läge")),
        DecisionField(key="decision", label=_("Att bestämma senast")),
        YesNo(key="is_open_ended", label=_("Löper tills vidare")),
        Whole(key="notice_amount", label=_("Uppsägningstid"), highest=3650),
        Choice(
            key="notice_unit",
            label=_("Uppsägningstiden räknas i"),
            options=NoticeUnit,
            is_needed=True,
        ),
        YesNo(key="renews_tacitly", label=_("Förlängs av sig självt")),
        Whole(key="renewal_months", label=_("Förlängs med månader"), highest=600),
        OptionList(
            key="options",
            label=_("Förlängningsoptioner"),
            help=_("Månader per option, med komma emellan: 12, 12, 24."),
        ),
        Whole(key="options_used", label=_("Utnyttjade optioner"), highest=50),
        Whole(key="procurement_lead_months", label=_("Ny upphandling tar, månader"), highest=120),
        Money(key="yearly_value_sek", label=_("Värde per år, kr")),
        YesNo(
            key="is_assumed",
            label=_("Villkoren är antagna"),
            help=_("Ja om villkoren är en gissning som någon behöver bekräfta."),
        ),
        LongText(key="note", label=_("Anteckning")),
        AdviceField(key="advice", label=_("Råd"), slug="avtal"),
    )
    default_columns = ("name", "supplier", "unit", "state", "ends_on", "yearly_value_sek")
    hanging = ((Course, "contract"),)
    sections = (
        Section(
            "main",
            _("Om avtalet"),
            (
                "name",
                "contract_number",
                "case_number",
                "unit",
                "supplier",
                "owner",
                "yearly_value_sek",
                "note",
            ),
        ),
        Section(
            "terms",
            _("Villkor"),
            (
                "starts_on",
                "ends_on",
                "is_open_ended",
                "notice_amount",
                "notice_unit",
                "renews_tacitly",
                "renewal_months",
                "options",
                "options_used",
                "procurement_lead_months",
                "is_assumed",
            ),
        ),
    )
    create_with = actions.create_contract
    change_with = actions.change_contract

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep:
        return next_steps.next_step(record, user, timezone.localdate())

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.badges(record, timezone.localdate())

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record)


past.worded(
    supplier__created=_("lade upp leverantören"),
    supplier__changed=_("ändrade leverantören"),
    contract__created=_("lade upp avtalet"),
    contract__changed=_("ändrade avtalet"),
    contract__course_chosen=_("valde väg för avtalet"),
    contract__reminded=_("påminde om avtalet"),
)


# The panel needs the register above; what finds it (autodiscovery) finds the panel with it.
from bryggan.contracts import bought, merging, panels  # noqa: E402, F401
