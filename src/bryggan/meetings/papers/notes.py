"""After a meeting: minnesanteckningar, from what was frozen when it was closed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    Run,
    Table,
)
from bryggan.kit.register.on_paper import entry, made_by
from bryggan.meetings import queries, shown
from bryggan.meetings.choices import Stance
from bryggan.meetings.models import Meeting, Minutes
from bryggan.meetings.papers.ground import chosen_meeting
from bryggan.meetings.register import MeetingRegister
from bryggan.people.models import User

MOST_OFFERED = 60


def closed_choices(user: Any) -> list[tuple[str, str]]:
    rows = queries.closed_meetings(user)[:MOST_OFFERED]
    return [(str(one.pk), one.name) for one in rows]


@paper
class MeetingNotes(DeclaredPaper):
    """Minnesanteckningar: who was there, what the group said of each matter, who does what, what was put off."""

    name = "minnesanteckningar"
    title = gettext_lazy("Minnesanteckningar")
    description = gettext_lazy("Vad en grupp sade om varje ärende, och vem som gör vad.")
    options: ClassVar[tuple[Choice, ...]] = (Choice("mote", gettext_lazy("Möte"), closed_choices),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        meeting = chosen_meeting(user, options)
        minutes = queries.last_minutes(meeting)
        if minutes is None:
            raise NoSuchPaper(options["mote"])
        frozen = minutes.frozen
        hidden = shown.hidden_numbers(meeting, user)
        points = [point for point in frozen["items"] if point["number"] not in hidden]
        return Paper(
            title=_("Minnesanteckningar %(meeting)s") % {"meeting": meeting.name},
            made_on=timezone.now(),
            scope=meeting.body.name,
            filters=(_("Ett möte"),),
            completeness=_("Frysta %(day)s, version %(place)s")
            % {"day": f"{minutes.frozen_on:%Y-%m-%d}", "place": minutes.place},
            omitted=len(hidden),
            made_by=made_by(user),
            blocks=tuple(_notes(frozen, points, minutes, is_slides=options.form == "pptx")),
        )


def _notes(
    frozen: Mapping[str, Any], points: list[Any], minutes: Minutes, *, is_slides: bool
) -> Iterator[Block]:
    yield Facts(
        (
            (_("Dag"), date.fromisoformat(frozen["held_on"])),
            (_("Plats"), frozen["place"] or None),
            (_("Ledde mötet"), frozen["led_by"]),
            (_("Var med"), ", ".join(frozen["attended"]) or None),
            (_("Var inte med"), ", ".join(frozen["absent"]) or None),
        )
    )
    for correction in queries.corrections_of(minutes.meeting):
        yield Note(_("Rättelse: %(text)s") % {"text": correction}, "sun")
    yield Heading(_("Så sade gruppen"))
    yield _overview(points)
    tasks = [(point, task) for point in points for task in point["tasks"]]
    yield Heading(_("Vem gör vad"))
    yield _tasks(tasks)
    for point in points:
        yield from _point(point, level=1 if is_slides else 2)
    yield Note(
        _(
            "Gruppen bereder och rekommenderar. Beslut fattas av den som har delegation, eller nämnden."
        ),
        "calm",
    )
    if not is_slides:
        yield Heading(_("Kontrollsumma"), 2)
        yield Paragraph(minutes.digest)


def stance_words(stance: str) -> str:
    return str(Stance(stance).label) if stance else ""


def _overview(points: list[Any]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (point["number"], point["name"], point["record"] or None, stance_words(point["stance"]))
        for point in points
    ]
    return Table(
        columns=(
            Column(_("Nr"), "number", width=0.5),
            Column(_("Ärende"), width=4),
            Column(_("Nummer"), width=1),
            Column(_("Gruppen säger"), width=2),
        ),
        rows=tuple(rows),
    )


def _tasks(tasks: list[tuple[Any, Any]]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            task["name"],
            task["responsible"],
            date.fromisoformat(task["due_on"]) if task["due_on"] else None,
            point["number"],
        )
        for point, task in tasks
    ]
    return Table(
        columns=(
            Column(_("Vad"), width=4),
            Column(_("Vem"), width=2),
            Column(_("Senast"), "date", width=1.2),
            Column(_("Punkt"), "number", width=0.7),
        ),
        rows=tuple(rows),
        empty=_("Inga uppgifter delades ut."),
    )


def _point(point: Mapping[str, Any], *, level: int) -> Iterator[Block]:
    said = (
        ("", point["reasons"]),
        (_("Villkor: "), point["conditions"]),
        (_("Avvikande mening: "), point["dissent"]),
    )
    yield Heading(f"{point['number']}. {point['name']}", level)
    yield Paragraph((Run(stance_words(point["stance"]), bold=True),))
    for label, text in said:
        if text:
            yield Paragraph((Run(label, bold=True), text) if label else text)
    if point["conflicted"]:
        names = ", ".join(point["conflicted"])
        yield Paragraph(_("Jäv, deltog inte: %(names)s.") % {"names": names})
    if point["gaps"]:
        gaps = ", ".join(point["gaps"])
        yield Note(_("Togs upp fast något saknades: %(gaps)s.") % {"gaps": gaps}, "sun")


def offered(meeting: Meeting, user: User) -> list[dict[str, str]]:
    """In the menu of the page of a meeting that has been held."""
    if not meeting.is_closed:
        return []
    made = {
        "docx": _("Minnesanteckningar, Word"),
        "pptx": _("Minnesanteckningar, PowerPoint"),
        "pdf": _("Minnesanteckningar, PDF"),
        "xlsx": _("Vem gör vad, Excel"),
    }
    return [
        entry(
            f"{reverse('paper_file', args=[MeetingNotes.name, form])}?mote={meeting.pk}",
            label,
            form,
        )
        for form, label in made.items()
    ]


MeetingRegister.record_papers.append(offered)
