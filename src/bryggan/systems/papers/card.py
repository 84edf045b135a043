"""Systemkort: one system on a page or two, as the one who makes it may see it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts.models import Contract
from bryggan.contracts.standing import standing_of
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Note,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.plain import whole_number
from bryggan.kit.register.listing import row_of
from bryggan.kit.register.on_paper import entry, made_by
from bryggan.kit.register.showing import is_hidden, sections
from bryggan.people.models import User
from bryggan.systems import queries
from bryggan.systems.models import Criticality, Integration, System
from bryggan.systems.register import SystemRegister


@paper
class SystemCard(DeclaredPaper):
    """Systemkortet: the facts section by section, integrations, contracts with their days, costs."""

    name = "systemkort"
    title = gettext_lazy("Systemkort")
    formats = ("docx", "pdf")
    is_listed = False
    options: ClassVar[tuple[Choice, ...]] = (Choice("system", gettext_lazy("System")),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        system = _system(options["system"], user)
        row = row_of(SystemRegister, user, system.pk)
        if row is None:
            raise NoSuchPaper(options["system"])
        omitted = SystemRegister.omitted(System.objects.filter(pk=system.pk), user)
        return Paper(
            title=_("Systemkort %(name)s") % {"name": system.name},
            subtitle=f"{system.number}, {system.unit}",
            made_on=timezone.now(),
            filters=(_("Ett system"),),
            completeness=_known(row),
            made_by=made_by(user),
            omitted=omitted + queries.omitted_integrations(system, user),
            blocks=(
                *_sections(system, row, user),
                *_integrations(system, user),
                *_contracts(system, user),
                *_costs(system),
            ),
        )


def _system(number: str, user: User) -> System:
    """The system by its number, "47" or "S-0047"."""
    pk = whole_number(number.upper().removeprefix(f"{System.prefix}-"))
    if pk is None:
        raise NoSuchPaper(number)
    found: System | None = SystemRegister.rows(user).filter(pk=pk).first()
    if found is None:
        raise NoSuchPaper(number)
    return found


def _known(row: Mapping[str, Any]) -> str:
    return _("%(share)s %% av grunduppgifterna är kända") % {"share": row["c_completeness"]}


def _sections(system: System, row: Mapping[str, Any], user: User) -> Iterator[Block]:
    """The sections of the system's page; what is hidden here is hidden there."""
    for part in sections(SystemRegister):
        if part.beside and is_hidden(part, system, user):
            yield Heading(str(part.title), level=2)
            yield Note(_("Uppgifter finns men är skyddade. De är utelämnade här."))
            continue
        fields = [SystemRegister.field(key) for key in part.fields if key != "name"]
        if all(field.is_empty(row) for field in fields):
            if part.beside is None:
                yield Heading(str(part.title), level=2)
                yield Paragraph(_("Inget är känt än."))
            continue
        yield Heading(str(part.title), level=2)
        yield Facts(tuple((str(field.label), field.text(row) or None) for field in fields))


def _integrations(system: System, user: User) -> Iterator[Block]:
    rows = list(queries.integrations_of(system, user))
    if not rows:
        return
    yield Heading(_("Integrationer"), level=2)
    columns = (
        Column(_("Riktning")),
        Column(_("Med")),
        Column(_("Metod")),
        Column(_("Vad som förs över")),
        Column(_("Hur ofta")),
        Column(_("Verksamhetskritiskt")),
    )
    yield Table(columns, tuple(_flow(row, system) for row in rows))


def _flow(row: Integration, system: System) -> tuple[str, ...]:
    is_out = row.source_id == system.pk
    way = _("till") if is_out else _("från")
    if row.direction == Integration.Direction.BOTH_WAYS:
        way = _("båda håll")
    method = dict(Integration.Method.choices).get(row.method, "")
    criticality = dict(Criticality.choices).get(row.criticality, "")
    return (
        way,
        row.to_name if is_out else row.from_name,
        str(method),
        row.carries,
        row.frequency,
        str(criticality),
    )


def _contracts(system: System, user: User) -> Iterator[Block]:
    rows = list(queries.contracts_of(system, user))
    yield Heading(_("Avtal"), level=2)
    if not rows:
        yield Paragraph(_("Inget avtal är knutet till systemet."))
        return
    columns = (
        Column(_("Avtal")),
        Column(_("Leverantör")),
        Column(_("Läge")),
        Column(_("Slutar"), "date", empty=_("tills vidare")),
        Column(_("Säg upp senast"), "date"),
        Column(_("Värde per år"), "money", empty=_("okänt")),
    )
    yield Table(columns, tuple(_contract(row) for row in rows))
    if any(row.is_assumed for row in rows):
        yield Note(_("Minst ett avtals villkor är antagna och behöver bekräftas."), "sun")


def _contract(contract: Contract) -> tuple[Cell, ...]:
    """Without known terms nothing is said of its days."""
    terms = contract.terms()
    days: tuple[Cell, ...] = (_("villkoren är okända"), _("okänt"), None)
    if terms is not None:
        stands = standing_of(terms, timezone.localdate())
        days = (str(stands.state.label), stands.ends_on, stands.notice_on)
    return contract.name, str(contract.supplier or ""), *days, contract.yearly_value_sek


def _costs(system: System) -> Iterator[Block]:
    costs = list(queries.costs_of(system))
    if not costs:
        return
    yield Heading(_("Kända kostnader, exkl. moms"), level=2)
    columns = (
        Column(_("År")),
        Column(_("Slag")),
        Column(_("Källa")),
        Column(_("Ansvarskod")),
        Column(_("Belopp"), "money"),
    )
    rows = (
        (
            str(cost.year),
            str(cost.get_kind_display()),
            str(cost.get_source_display()),
            cost.cost_center,
            cost.amount_sek,
        )
        for cost in costs
    )
    yield Table(columns, tuple(rows))


def offered(system: System, user: User) -> list[dict[str, str]]:
    """The card in the menu of the system's own page."""

    def url(form: str) -> str:
        return reverse("paper_file", args=[SystemCard.name, form]) + f"?system={system.number}"

    return [entry(url(form), _("Systemkort"), form) for form in SystemCard.formats]


SystemRegister.record_papers.append(offered)
