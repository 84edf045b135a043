"""Before a meeting: the summons with its agenda, and the ground with one part, or slide, per matter."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.kit import words
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
from bryggan.kit.plain import whole_number
from bryggan.kit.register.on_paper import entry, made_by
from bryggan.meetings import queries, shown
from bryggan.meetings.models import Meeting
from bryggan.meetings.register import MeetingRegister
from bryggan.meetings.shown import Point, Spread
from bryggan.people.models import User

MOST_OFFERED = 60
LONGEST_ON_SLIDE = 420


def meeting_choices(user: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in queries.meetings_offered(user)[:MOST_OFFERED]]


def chosen_meeting(user: User, options: Options) -> Meeting:
    """The meeting asked for; without one, the nearest ahead, else the latest."""
    rows = MeetingRegister.rows(user).select_related("body__unit", "unit")
    asked = options["mote"].removeprefix("MO-")
    found = (
        rows.filter(pk=whole_number(asked) or 0).first()
        if asked
        else queries.meetings_offered(user).select_related("body__unit", "unit").first()
    )
    if found is None:
        raise NoSuchPaper(options["mote"] or _("det finns inget möte"))
    return found


def gaps_words(points: list[Point]) -> str:
    """How many points are taken up though something is missing."""
    count = sum(bool(point.item.gaps) for point in points)
    if not count:
        return _("Alla ärenden är färdiga")
    said = ngettext(
        "%(count)s ärende tas upp fast något saknas",
        "%(count)s ärenden tas upp fast något saknas",
        count,
    )
    return said % {"count": count}


def head_of(meeting: Meeting) -> Facts:
    seats = queries.seats_of(meeting.body, meeting.held_on)
    return Facts(
        (
            (_("Dag"), meeting.held_on),
            (_("Tid"), meeting.starts_at or None),
            (_("Plats"), meeting.place or None),
            (_("Leder mötet"), queries.leaders_words(meeting.body)),
            (_("Kallade"), ", ".join(seat.user.name for seat in seats) or None),
        )
    )


def agenda_table(points: list[Point]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            point.number,
            point.name,
            point.item.proposal or None,
            ", ".join(point.item.gaps) or None,
        )
        for point in points
    ]
    return Table(
        columns=(
            Column(_("Nr"), "number", width=0.5),
            Column(_("Ärende"), width=3),
            Column(_("Förslag"), width=3),
            Column(_("Saknas"), width=1.5),
        ),
        rows=tuple(rows),
        empty=_("Dagordningen är tom."),
    )


@paper
class Summons(DeclaredPaper):
    """Kallelse: when, where, who, and the agenda with what each matter lacks."""

    name = "kallelse"
    title = gettext_lazy("Kallelse")
    description = gettext_lazy("Dagordningen till ett möte, med det som saknas utskrivet.")
    formats = ("docx", "pdf")
    options: ClassVar[tuple[Choice, ...]] = (Choice("mote", gettext_lazy("Möte"), meeting_choices),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        meeting = chosen_meeting(user, options)
        points = shown.points_of(meeting, user)
        return Paper(
            title=_("Kallelse till %(meeting)s") % {"meeting": meeting.name},
            made_on=timezone.now(),
            scope=meeting.body.name,
            filters=(_("Ett möte"),),
            completeness=gaps_words(points),
            omitted=sum(point.is_hidden for point in points),
            made_by=made_by(user),
            blocks=(
                head_of(meeting),
                Heading(_("Dagordning")),
                agenda_table(points),
                Note(_("Gruppen bereder och rekommenderar. Den beslutar inte."), "calm"),
            ),
        )


@paper
class MeetingGround(DeclaredPaper):
    """Mötesunderlag: the agenda, then each matter by itself; on slides one matter each."""

    name = "motesunderlag"
    title = gettext_lazy("Mötesunderlag")
    description = gettext_lazy(
        "Allt inför ett möte: dagordningen och ett ärende i taget, med bedömningar när de är visade."
    )
    options: ClassVar[tuple[Choice, ...]] = (Choice("mote", gettext_lazy("Möte"), meeting_choices),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        meeting = chosen_meeting(user, options)
        points = shown.points_of(meeting, user)
        is_slides = options.form == "pptx"
        return Paper(
            title=_("Underlag till %(meeting)s") % {"meeting": meeting.name},
            made_on=timezone.now(),
            scope=meeting.body.name,
            filters=(_("Ett möte"),),
            completeness=gaps_words(points),
            omitted=sum(point.is_hidden for point in points),
            made_by=made_by(user),
            blocks=(
                head_of(meeting),
                Heading(_("Dagordning")),
                agenda_table(points),
                *(block for point in points for block in _matter(point, is_slide=is_slides)),
            ),
        )


def _matter(point: Point, *, is_slide: bool) -> Iterator[Block]:
    """One matter: its facts, its account, the proposal, how it was scored, what it lacks."""
    yield Heading(f"{point.number}. {point.name}", 1 if is_slide else 2)
    if point.facts:
        yield Facts(tuple(point.facts))
    if point.brief:
        yield Paragraph(_short(point.brief) if is_slide else point.brief)
    if point.proposal:
        said = _short(point.proposal) if is_slide else point.proposal
        yield Paragraph((Run(_("Förslag: "), bold=True), said))
    told = tuple(_scored(one) for one in (point.benefit, point.complexity) if one)
    if told:
        yield Facts(told)
    if point.conflicted:
        names = ", ".join(person.name for person in point.conflicted)
        yield Note(_("Jäv: %(names)s") % {"names": names}, "calm")
    if point.item.gaps:
        said = _("Saknas: %(gaps)s. %(why)s")
        gaps = ", ".join(point.item.gaps)
        yield Note((said % {"gaps": gaps, "why": point.item.added_why}).strip(), "sun")


def _short(text: str) -> str:
    """What fits on a slide beside the rest: whole words, and that there is more."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_ON_SLIDE:
        return line
    return f"{line[:LONGEST_ON_SLIDE].rpartition(' ')[0]} …"


def _scored(one: Spread) -> tuple[str, Cell]:
    voted = sum(one.counts)
    said = ngettext("%(said)s (%(count)s har bedömt)", "%(said)s (%(count)s har bedömt)", voted)
    return one.label, said % {"said": one.said, "count": words.number(voted)}


def offered(meeting: Meeting, user: User) -> list[dict[str, str]]:
    """In the menu of the meeting's page, before it is held."""
    if meeting.is_closed:
        return []
    made = (
        (Summons.name, "docx", _("Kallelse, Word")),
        (Summons.name, "pdf", _("Kallelse, PDF")),
        (MeetingGround.name, "pptx", _("Ett ärende per bild, PowerPoint")),
        (MeetingGround.name, "docx", _("Mötesunderlag, Word")),
        (MeetingGround.name, "pdf", _("Mötesunderlag, PDF")),
        (MeetingGround.name, "xlsx", _("Dagordningen, Excel")),
    )
    return [
        entry(f"{reverse('paper_file', args=[name, form])}?mote={meeting.pk}", label, form)
        for name, form, label in made
    ]


MeetingRegister.record_papers.append(offered)
