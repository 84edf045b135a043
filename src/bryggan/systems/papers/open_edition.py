"""The open edition: what an authority's registers are for, for anyone to read.

It is made with the eyes of an imaginary employee without any duty, whoever makes it, so that nothing
that a gate would hide from her can be in it. It tells of two of the seven matters that the authority
shall describe (OSL 4 kap. 2 §): its registers, and what it regularly gets from or gives to others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit import words
from bryggan.kit.papers.model import Block, Cell, Column, Heading, Note, Paper, Paragraph, Table
from bryggan.kit.register.listing import Listing, Question
from bryggan.people.models import Unit, User
from bryggan.people.queries import imaginary_employee
from bryggan.people.roles import Role
from bryggan.systems.models import ExternalParty, Integration, System, SystemRole
from bryggan.systems.papers.discretion import Discretion
from bryggan.systems.papers.grouping import Place, Rows, Tree
from bryggan.systems.papers.internal import number_of, scope_words, title_of, within
from bryggan.systems.queries import ENDS
from bryggan.systems.register import SystemRegister

MOST_USERS = 3
FIELDS = ("name", "description", "unit", "use.units", "lifecycle", "in_use_year", "ended_year")
# What is not yet in use holds no documents, and may be under procurement.
NOT_YET = (System.Lifecycle.IDEA, System.Lifecycle.PROCURING)
GONE = System.Lifecycle.DECOMMISSIONED


type Authorities = Sequence[tuple[Place, Rows]]
type Exchanges = dict[Place, list["Exchange"]]


def make(user: User, unit: Unit | None, *, form: str) -> Paper:
    """The registers of each authority; an external person gets only those of what she has been granted."""
    eyes = imaginary_employee()
    listing = Listing(SystemRegister, Question(), eyes)
    found = within(listing.found(), unit).exclude(lifecycle__in=NOT_YET)
    found = found.filter(pk__in=SystemRegister.rows(user).values("pk"))
    fields = [SystemRegister.field(key) for key in FIELDS]
    rows = list(listing.values(listing.sorted(found), fields))
    tree = Tree()
    discretion = Discretion.read()
    telling = Telling(
        _contacts([row["pk"] for row in rows], discretion), discretion, form != "xlsx"
    )
    write = _in_excel if form == "xlsx" else _in_words
    blocks = write(_by_authority(rows, tree), _exchanges(rows, tree, user, eyes), telling)
    return Paper(
        title=title_of(unit),
        made_on=timezone.now(),
        scope=scope_words(unit, tree, len(rows)),
        made_by=discretion.kept(user.title) or user.unit.name,
        filters=(_("System som har tagits i bruk"),),
        edition=_("Öppen"),
        blocks=(Paragraph(_about()), *blocks, *_removed(discretion)),
    )


def _about() -> str:
    return _(
        "Underlag till myndighetens beskrivning enligt 4 kap. 2 § offentlighets- och sekretesslagen: "
        "vilka register myndigheten har, och vilka uppgifter den regelbundet hämtar från eller lämnar "
        "till andra. Uppgifter om säkerhet, pågående upphandlingar, kostnader och enskilda personer "
        "ingår inte. System som inte har tagits i bruk är inte med."
    )


def _removed(discretion: Discretion) -> Iterator[Block]:
    """Told last, when every text has passed."""
    if discretion.removed:
        said = ngettext(
            "%(count)s namn, adress eller telefonnummer är borttaget ur fri text.",
            "%(count)s namn, adresser och telefonnummer är borttagna ur fri text.",
            discretion.removed,
        )
        yield Note(said % {"count": words.number(discretion.removed)})


def _by_authority(rows: Rows, tree: Tree) -> Authorities:
    authorities: dict[Place, list[Mapping[str, Any]]] = {}
    for home, some in tree.grouped(rows):
        authorities.setdefault(home.authority, []).extend(some)
    return list(authorities.items())


def _contacts(systems: Sequence[int], discretion: Discretion) -> dict[int, str]:
    """Who can tell more, as a function and never a name: the owner's title and unit."""
    rows = SystemRole.objects.running(timezone.localdate()).filter(
        system__in=systems, role=Role.SYSTEM_OWNER
    )
    found = rows.order_by("is_deputy", "pk").values_list(
        "system", "user__title", "user__unit__name"
    )
    contacts: dict[int, str] = {}
    for system, title, unit in found:
        function = discretion.kept(title) or str(Role.SYSTEM_OWNER.label)
        contacts.setdefault(system, f"{function}, {unit}")
    return contacts


@dataclass(frozen=True)
class Exchange:
    """What one of the authority's systems regularly gets from, or gives to, somebody else."""

    system: str
    way: str
    other: str
    carries: str
    method: str
    frequency: str


def _exchanges(rows: Rows, tree: Tree, user: User, eyes: User) -> Exchanges:
    """Flows over the border of an authority, by the authority that tells of them."""
    ids = {row["pk"] for row in rows}
    seen = Integration.objects.visible_to(user).present().values("pk")
    flows = Integration.objects.visible_to(eyes).present().filter(pk__in=seen)
    touching = flows.filter(Q(source__in=ids) | Q(target__in=ids)).select_related(*ENDS)
    found: Exchanges = {}
    for flow in touching.order_by("sort_key", "pk"):
        out, back = _("lämnar till"), _("hämtar från")
        if flow.direction == Integration.Direction.BOTH_WAYS:
            out = back = _("utbyter med")
        for mine, other, party, way in (
            (flow.source, flow.target, flow.target_party, out),
            (flow.target, flow.source, flow.source_party, back),
        ):
            if mine is None or mine.pk not in ids:
                continue
            authority = tree.home(mine.unit_id).authority
            named = _named(authority, other, party, tree)
            if named:
                told = _exchange(flow, mine.name, way, named)
                found.setdefault(authority, []).append(told)
    return found


def _named(authority: Place, other: System | None, party: ExternalParty | None, tree: Tree) -> str:
    """The counterpart; "" when it is the same authority. Another authority's system is not named."""
    if other is None:
        return str(party)
    home = tree.home(other.unit_id)
    return "" if home.authority == authority else home.authority.name


def _exchange(flow: Integration, system: str, way: str, other: str) -> Exchange:
    method = str(dict(Integration.Method.choices).get(flow.method, ""))
    return Exchange(system, way, other, flow.carries, method, flow.frequency)


@dataclass(frozen=True)
class Telling:
    """Writes the rows of the open edition; every text passes discretion. `is_brief`: for reading."""

    contacts: dict[int, str]
    discretion: Discretion
    is_brief: bool

    def systems(self, rows: Rows) -> Iterator[tuple[Cell, ...]]:
        fields = {key: SystemRegister.field(key) for key in FIELDS}
        for row in rows:
            texts = {key: self.discretion.kept(field.text(row)) for key, field in fields.items()}
            number, began = number_of(row["pk"]), texts["in_use_year"]
            ended = texts["ended_year"] if row["c_lifecycle"] == GONE else ""
            life = " ".join(part for part in (texts["lifecycle"], ended) if part)
            used = self._users(texts["use.units"] or texts["unit"])
            contact = self.contacts.get(row["pk"]) or texts["unit"]
            description = texts["description"] or None
            if self.is_brief:
                name = f"{texts['name']}\n{number}"
                yield name, description, used, _life(life, began) or None, contact
            else:
                yield number, texts["name"], description, used, life or None, began or None, contact

    def _users(self, units: str) -> str:
        """Who uses it; of many the first few and how many more."""
        names = units.split(", ")
        if not self.is_brief or len(names) <= MOST_USERS:
            return units
        said = {"first": ", ".join(names[: MOST_USERS - 1]), "more": len(names) - MOST_USERS + 1}
        return _("%(first)s och %(more)s till") % said

    def exchanges(self, found: Iterable[Exchange]) -> Iterator[tuple[Cell, ...]]:
        for one in found:
            yield tuple(self.discretion.kept(text) or None for text in astuple(one))


def _life(stage: str, began: str) -> str:
    """The stage of life, and since when the system has been used."""
    if not began:
        return stage
    since = _("i drift sedan %(year)s") % {"year": began}
    is_running = not stage or stage == str(System.Lifecycle.IN_USE.label)
    return since.capitalize() if is_running else f"{stage}, {since}"


def _system_columns(*, is_brief: bool) -> tuple[Column, ...]:
    """Widths are of a page, where number and name stand together, and so do stage of life and year."""
    undescribed = _("inte beskrivet")
    name = Column(_("Register eller system"), width=36)
    description = Column(_("Vad det är till för"), width=48, empty=undescribed)
    used, life = Column(_("Används av"), width=36), Column(_("Läge"), width=20)
    contact = Column(_("Närmare upplysningar"), width=34)
    if is_brief:
        return name, description, used, life, contact
    return Column(_("Nr")), name, description, used, life, Column(_("I drift sedan")), contact


def _exchange_columns() -> tuple[Column, ...]:
    return (
        Column(_("System")),
        Column(_("Hur")),
        Column(_("Motpart")),
        Column(_("Vad"), empty=_("inte beskrivet")),
        Column(_("På vilket sätt")),
        Column(_("Hur ofta")),
    )


def _in_words(authorities: Authorities, exchanges: Exchanges, telling: Telling) -> Iterator[Block]:
    """One part per authority: its registers, then what it exchanges with others."""
    for authority, rows in authorities:
        yield Heading(authority.name)
        yield Table(_system_columns(is_brief=True), tuple(telling.systems(rows)))
        found = exchanges.get(authority, [])
        if found:
            yield Heading(_("Regelbundet utbyte med andra"), level=2)
            yield Table(_exchange_columns(), tuple(telling.exchanges(found)))
    if not authorities:
        yield Note(_("Här finns inga system."))


def _in_excel(authorities: Authorities, exchanges: Exchanges, telling: Telling) -> Iterator[Block]:
    """Two tables in all, with the authority as a column."""
    named = Column(_("Myndighet"))
    systems = [
        (authority.name, *cells)
        for authority, rows in authorities
        for cells in telling.systems(rows)
    ]
    yield Table(
        (named, *_system_columns(is_brief=False)), tuple(systems), title=_("Register och system")
    )
    flows = [
        (authority.name, *cells)
        for authority, _rows in authorities
        for cells in telling.exchanges(exchanges.get(authority, []))
    ]
    if flows:
        yield Table((named, *_exchange_columns()), tuple(flows), title=_("Utbyte med andra"))
