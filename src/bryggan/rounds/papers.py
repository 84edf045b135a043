"""A round to take to the meeting: how far it has come, what was changed, how much more is known."""

from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Column,
    Figures,
    Heading,
    KeyFigure,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.plain import whole_number
from bryggan.kit.register.on_paper import entry, filters_of, made_by
from bryggan.people.models import User
from bryggan.rounds import following, queries
from bryggan.rounds.models import Round


@paper
class RoundPaper(DeclaredPaper):
    """Uppdateringsrundan: its figures, who is left, every change, and who said that it is somebody else."""

    name = "uppdateringsrunda"
    title = gettext_lazy("Uppdateringsrunda")
    formats = ("docx", "xlsx", "pdf")
    is_listed = False
    options: ClassVar[tuple[Choice, ...]] = (Choice("runda", gettext_lazy("Runda")),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        rounds = Round.objects.visible_to(user).present().exclude(step=Round.Step.DRAFT)
        wanted = whole_number(options["runda"])
        round = rounds.filter(pk=wanted or 0).select_related("started_by").first()
        if round is None:
            raise NoSuchPaper(options["runda"])
        return Paper(
            title=f"{cls.title} {round.name}",
            subtitle=_("Startad av %(name)s, sista dag %(day)s")
            % {"name": round.started_by.name, "day": words.date_text(round.last_on)},
            made_on=timezone.now(),
            made_by=made_by(user),
            filters=filters_of(queries.listing_of(round, round.started_by)),
            blocks=tuple(_blocks(round, user)),
        )


def _blocks(round: Round, user: User) -> list[Block]:
    asks = following.asks_of(round, user)
    said = following.field_labels(queries.fields_of(round))
    return [
        _figures(following.progress(asks)),
        Paragraph(_("Frågor om: %(fields)s.") % {"fields": said}),
        Heading(_("Så långt har de kommit"), 2),
        Table(
            (Column(_("Enhet")), Column(_("Besvarade"), "number"), Column(_("Av"), "number")),
            tuple(
                (one.name, one.answered, one.total)
                for one in following.by_administration(round, asks, user)
            ),
        ),
        Heading(_("Så mycket är känt"), 2),
        _known(round, following.known_before_and_now(round, asks, user)),
        Heading(_("De tillfrågade"), 2),
        Table(
            (Column(_("Person")), Column(_("Svar"), "number"), Column(_("Av"), "number")),
            tuple((one.person.name, one.answered, one.asked) for one in following.by_person(asks)),
        ),
        Heading(_("Vad som har ändrats"), 2),
        _changes(round, user),
        Heading(_("Säger att det är någon annan"), 2),
        Table(
            (Column(_("Post")), Column(_("Tillfrågad")), Column(_("Föreslagen")), Column(_("Ord"))),
            tuple(
                (str(record), str(ask.person or ""), str(ask.suggested or ""), ask.note)
                for ask, record, _url in following.declined(round, asks, user)
            ),
            empty=_("Ingen har sagt det."),
        ),
    ]


def _figures(done: following.Progress) -> Figures:
    said = {"answered": words.number(done.answered), "asked": words.number(done.asked)}
    return Figures(
        (
            KeyFigure(_("%(answered)s av %(asked)s") % said, _("besvarade")),
            KeyFigure(words.number(done.changed), _("uppgifter ändrade")),
            KeyFigure(words.number(done.declined), _("säger ”inte jag”")),
            KeyFigure(words.number(done.nobody), _("har ingen att fråga")),
        )
    )


def _known(round: Round, known: list[following.Known]) -> Table:
    """How many records had each field filled in, before and now."""
    return Table(
        (
            Column(_("Uppgift")),
            Column(_("Före"), "number"),
            Column(_("Nu") if round.step == Round.Step.OPEN else _("Efter"), "number"),
            Column(_("Av"), "number"),
        ),
        tuple((str(one.label), one.before, one.after, one.total) for one in known),
    )


def _changes(round: Round, user: User) -> Table:
    """Every change with what stood before and after."""
    return Table(
        (
            Column(_("Dag"), "date"),
            Column(_("Post")),
            Column(_("Uppgift")),
            Column(_("Före")),
            Column(_("Efter")),
            Column(_("Av")),
        ),
        tuple(
            (
                timezone.localtime(one.told.at).date(),
                str(one.record),
                line.label,
                line.before,
                line.after,
                one.told.actor,
            )
            for one in following.changes(round, user)
            for line in one.told.lines
        ),
        empty=_("Inget är ändrat."),
    )


def offered(round: Round) -> list[dict[str, str]]:
    """What the round's page offers to take along."""
    return [
        entry(
            reverse("paper_file", args=[RoundPaper.name, form]) + f"?runda={round.pk}",
            str(RoundPaper.title),
            form,
        )
        for form in RoundPaper.formats
    ]
