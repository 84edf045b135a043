"""APT-bladet as a paper: one page to take along to the meeting and put on the wall."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.model import Block, Cell, Column, Heading, Lines, Paper, Paragraph, Table
from bryggan.kit.plain import whole_number
from bryggan.kit.register.on_paper import made_by
from bryggan.needs import workplace_sheet as sheets
from bryggan.needs.workplace_sheet import Line, Part, Sheet
from bryggan.people.models import User

LINES = 4


@paper
class WorkplaceSheet(DeclaredPaper):
    """APT-bladet: what the workplace got, what became of what it asked for, what others ask for, room for more."""

    name = "apt-blad"
    title = gettext_lazy("APT-bladet")
    description = gettext_lazy(
        "En sida att ta med till APT: vad arbetsplatsen fått, vad det blev av det den bett om, "
        "vad andra bett om och plats för nya behov."
    )
    formats = ("pdf", "docx")
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Arbetsplats"), lambda user: sheets.unit_choices(user)),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        unit = sheets.unit_seen_by(user, whole_number(options["unit"]) or 0)
        if unit is None:
            raise NoSuchPaper(options["unit"])
        sheet = sheets.sheet_of(unit, user, timezone.localdate())
        day = words.date_text(sheet.held_on) if sheet.held_on else ""
        return Paper(
            title=unit.name,
            subtitle=_("APT-bladet till mötet %(day)s") % {"day": day} if day else _("APT-bladet"),
            made_on=timezone.now(),
            made_by=made_by(user),
            filters=(_("det som alla på arbetsplatsen får läsa"),),
            is_tight=True,
            blocks=(*_met(sheet), *_own(sheet), *_others(sheet), *_room(sheet)),
        )


def _met(sheet: Sheet) -> Iterable[Block]:
    yield Heading(_("Detta fick ni"), 2)
    yield _table(
        (Column(_("Behov"), width=34), Column(_("Så blev det"), width=53), _day(_("Infört"))),
        sheet.met,
        lambda line: (line.said, line.on),
        _("Inget av det ni har bett om har införts det senaste året."),
    )


def _own(sheet: Sheet) -> Iterable[Block]:
    yield Heading(_("Det ni bad om"), 2)
    yield _table(
        (Column(_("Behov"), width=34), Column(_("Läget och svaret"), width=53), _day(_("Sedan"))),
        sheet.own,
        lambda line: (_told(line), line.on),
        _("Ni har inte bett om något än."),
    )


def _others(sheet: Sheet) -> Iterable[Block]:
    yield Heading(_("Har ni det också?"), 2)
    yield _table(
        (
            Column(_("Behov"), width=39),
            Column(_("Var"), width=22),
            Column(_("Antal"), "number", width=8),
            Column(_("Ställ er bakom på"), width=31),
        ),
        sheet.others,
        lambda line: (line.unit, line.people, line.address),
        _("Just nu finns inget öppet behov hos andra."),
    )


def _table(
    columns: tuple[Column, ...], part: Part, told: Callable[[Line], tuple[Cell, ...]], empty: str
) -> Table:
    """The needs of a part, and a last row that says how many there was no room for."""
    rows = [(f"{line.name} ({line.number})", *told(line)) for line in part.lines]
    if part.rest:
        said = _("och %(rest)s till") % {"rest": words.number(part.rest)}
        rows.append((said, *(None for _column in columns[1:])))
    return Table(columns, tuple(rows), empty=empty)


def _room(sheet: Sheet) -> Iterable[Block]:
    yield Heading(_("Nytt från det här mötet"), 2)
    yield Paragraph(
        _(
            "Vad är i vägen, och vem berörs? Lämna själv på %(address)s, eller skriv här så skriver "
            "chefen in det. Behoven bereds av %(who)s."
        )
        % {"address": sheet.form_address, "who": sheet.preparers}
    )
    yield Lines(LINES)


def _day(title: str) -> Column:
    return Column(title, "date", width=13)


def _told(line: Line) -> str:
    """What became of it and why, and who said so; of what waits only that it does."""
    if not line.said:
        return line.state
    return _("%(state)s. %(said)s (%(who)s)") % {
        "state": line.state,
        "said": line.said,
        "who": line.who,
    }
