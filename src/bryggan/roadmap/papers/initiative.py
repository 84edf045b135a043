"""Initiativet på en sida: what it is for, how it goes, when, with which money, and what comes next."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.initiatives import queries
from bryggan.initiatives.facts import facts_of
from bryggan.initiatives.models import Consequence, Initiative, Likelihood, MoneyKind
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.model import Block, Cell, Column, Facts, Heading, Paper, Paragraph, Table
from bryggan.kit.plain import whole_number
from bryggan.kit.register.on_paper import entry, made_by
from bryggan.people.models import User
from bryggan.roadmap.pictures import standing_words
from bryggan.roadmap.queries import KINDS

NAME = "initiativ"
LONGEST, MOST_ROWS = 420, 4
PEOPLE = ("lead", "sponsor", "benefit_owner", "steward")


@paper
class InitiativePage(DeclaredPaper):
    """One page to lay on the table: texts are shortened and of each list the first stand there."""

    name = NAME
    title = gettext_lazy("Initiativet på en sida")
    formats = ("docx", "pptx", "pdf")
    is_listed = False
    options: ClassVar[tuple[Choice, ...]] = (Choice("initiativ", gettext_lazy("Initiativ")),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        one = _chosen(options["initiativ"], user)
        facts = facts_of([one], (*PEOPLE, "needs"))[one.pk]
        return Paper(
            title=one.name,
            subtitle=f"{one.number}, {one.unit}",
            made_on=timezone.now(),
            filters=(_("Ett initiativ"),),
            completeness=_gaps(one, facts),
            made_by=made_by(user),
            is_tight=True,
            blocks=(
                Heading(_("Läget"), 2),
                _standing(one, facts),
                *_texts(one),
                *_next(one, user),
                *_money(one),
                *_risks(one),
            ),
        )


def _chosen(number: str, user: User) -> Initiative:
    """The initiative by its number, "12" or "I-0012"."""
    pk = whole_number(number.upper().removeprefix(f"{Initiative.prefix}-"))
    found = queries.initiatives_seen(user).filter(pk=pk or 0).first()
    if found is None:
        raise NoSuchPaper(number)
    return found


def _gaps(one: Initiative, facts: dict[str, Any]) -> str:
    """What nobody has said of it."""
    asked = (
        (_("vem som leder"), facts["lead"]),
        (_("mål"), one.goals),
        (_("tid"), one.starts_on or one.started_on or one.time_words),
        (_("nyttoansvarig"), facts["benefit_owner"]),
        (_("status"), one.health),
    )
    missing = [label for label, told in asked if not told]
    if not missing:
        return _("inget av det som står här saknas")
    return _("saknas: %(what)s") % {"what": ", ".join(missing)}


def _standing(one: Initiative, facts: dict[str, Any]) -> Facts:
    start, end = one.started_on or one.starts_on, one.closed_on or one.ends_on
    time = one.time_words
    if start or end:
        first = words.date_text(start) if start else "…"
        time = f"{first} – {words.date_text(end) if end else '…'}"
    pairs: list[tuple[str, Cell]] = [
        (_("Fas och status"), standing_words(one)),
        (_("Läget i ord"), _short(one.status_text) or None),
        (_("Tid"), time or None),
        (_("Leder"), facts["lead"]),
        (_("Beställare"), facts["sponsor"]),
        (_("Nyttoansvarig"), facts["benefit_owner"]),
        (_("Tar emot och förvaltar"), facts["steward"]),
        (_("Behov bakom"), facts["needs"]),
    ]
    return Facts(tuple(pairs))


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST, truncate=" …")


def _texts(one: Initiative) -> Iterable[Block]:
    for title, text in ((_("Vad"), one.description), (_("Mål"), one.goals)):
        if text:
            yield Heading(title, 3)
            yield Paragraph(_short(text))


def _next(one: Initiative, user: User) -> Iterable[Block]:
    """The milestones that are still ahead, and what it waits for."""
    ahead = queries.milestones_of(one).filter(done_on=None)[:MOST_ROWS]
    rows: list[tuple[Cell, ...]] = [(row.name, row.due_on) for row in ahead]
    rows += [
        (_("Väntar på %(what)s") % {"what": row.depends_on.name}, row.depends_on.ends_on)
        for row in queries.dependencies_seen(one, user)[:MOST_ROWS]
    ]
    if rows:
        yield Heading(_("Härnäst"), 3)
        yield Table((Column(_("Vad"), width=4), Column(_("Senast"), "date")), tuple(rows))


def _money(one: Initiative) -> Iterable[Block]:
    kinds = (*KINDS, MoneyKind.OUTCOME)
    years: dict[int, dict[str, Any]] = {}
    for row in queries.money_of(one):
        sums = years.setdefault(row.year, {})
        sums[row.kind] = sums.get(row.kind, 0) + row.amount_sek
    if not years:
        return
    columns = (
        Column(_("Kronor exkl. moms")),
        *(Column(str(MoneyKind(kind).label), "money", empty="–") for kind in kinds),
    )
    rows = tuple(
        (str(year), *(sums.get(kind) for kind in kinds)) for year, sums in sorted(years.items())
    )
    yield Heading(_("Pengar"), 3)
    yield Table(columns, rows)


def _risks(one: Initiative) -> Iterable[Block]:
    """The heaviest first."""
    rows = sorted(queries.risks_of(one), key=lambda row: -row.weight)[:MOST_ROWS]
    if not rows:
        return
    columns = (Column(_("Risk"), width=3), Column(_("Bedömd")), Column(_("Åtgärd"), width=3))
    yield Heading(_("Risker"), 3)
    yield Table(columns, tuple((row.what, _judged(row), row.measure or None) for row in rows))


def _judged(row: Any) -> str:
    if not row.weight:
        return _("inte bedömd")
    return f"{Likelihood(row.likelihood).label}, {str(Consequence(row.consequence).label).lower()}"


def offered(one: Initiative, user: User) -> list[dict[str, str]]:
    """In the menu of the initiative's own page."""
    return [
        entry(
            reverse("paper_file", args=[NAME, form]) + f"?initiativ={one.number}",
            _("På en sida"),
            form,
        )
        for form in InitiativePage.formats
    ]


InitiativeRegister.record_papers.append(offered)
