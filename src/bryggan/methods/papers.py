"""A method on paper: the one-page explanation, then step by step what each size demands."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.plain import whole_number
from bryggan.kit.register.on_paper import entry, made_by
from bryggan.methods import course, queries
from bryggan.methods.course import Shown
from bryggan.methods.models import Method, MethodVersion, Size
from bryggan.methods.register import MethodRegister
from bryggan.methods.words import paragraphs
from bryggan.people.models import User


@paper
class MethodPaper(DeclaredPaper):
    """How an initiative goes by one method, for who is to follow it."""

    name = "metod"
    title = gettext_lazy("Metod")
    formats = ("docx", "pdf")
    is_listed = False
    options: ClassVar[tuple[Choice, ...]] = (Choice("metod", gettext_lazy("Metod")),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        number = whole_number(options["metod"].removeprefix("M-"))
        method = MethodRegister.rows(user).select_related("unit").filter(pk=number or 0).first()
        version = method and (queries.version_in_use(method) or queries.draft_of(method))
        if method is None or version is None:
            raise NoSuchPaper(options["metod"])
        shown = course.shown_steps(list(queries.steps_with_requirements(version)))
        return Paper(
            title=method.name,
            subtitle=_version_words(version),
            made_on=timezone.now(),
            scope=method.unit.name,
            filters=(_("En metod"),),
            made_by=made_by(user),
            completeness=_additions(shown),
            blocks=tuple(_blocks(method, version, shown)),
        )


def _version_words(version: MethodVersion) -> str:
    if version.frozen_on is None:
        return _("Version %(place)s, ett utkast") % {"place": version.place}
    said = {"place": version.place, "day": version.frozen_on.isoformat()}
    return _("Version %(place)s, i bruk sedan %(day)s") % said


def _additions(shown: list[Shown]) -> str:
    """How much of it the source does not say."""
    count = sum(one.step.is_own_addition for one in shown)
    count += sum(asked.requirement.is_own_addition for one in shown for asked in one.asked)
    said = ngettext("%(count)s eget tillägg", "%(count)s egna tillägg", count)
    return said % {"count": count} if count else _("Inga egna tillägg")


def _blocks(method: Method, version: MethodVersion, shown: list[Shown]) -> Iterator[Block]:
    yield Heading(_("På en sida"))
    for text in paragraphs(method.explanation):
        yield Paragraph(text)
    yield _facts(
        (_("Hör till"), method.unit.name),
        (_("Källa"), method.source),
        (_("Vad som är ändrat"), version.note),
    )
    yield Heading(_("Gången"))
    yield _row_of_phases(shown)
    yield PageBreak()
    yield Heading(_("Steg för steg"))
    for one in shown:
        yield from _step(one)
    yield Note(
        _(
            "Det lagen kräver står inte i metoden. Det kommer fram ur snabbfrågorna för varje initiativ."
        )
    )


def _facts(*pairs: tuple[str, str]) -> Facts:
    """Only what is said: a line without an answer says nothing here."""
    return Facts(tuple(pair for pair in pairs if pair[1]))


def _row_of_phases(shown: list[Shown]) -> Table:
    columns = (Column(_("Fas")), Column(_("Steg")), Column(_("Grinden efter")))
    rows: list[tuple[Cell, ...]] = [
        (one.phase, f"{one.number}. {one.step.name}", one.step.gate) for one in shown
    ]
    return Table(columns=columns, rows=tuple(rows))


def _step(one: Shown) -> Iterator[Block]:
    step = one.step
    yield Heading(f"{one.number}. {step.name}", level=2)
    if step.explanation:
        yield Paragraph(step.explanation)
    yield _facts(
        (_("Fas"), one.phase),
        (_("Vem gör det"), step.who),
        (_("Grinden efter"), step.gate),
        (_("Vem släpper vidare"), step.decided_by),
        (_("Källa"), _("Eget tillägg") if step.is_own_addition else step.source),
    )
    columns = (
        Column(_("Ska finnas"), width=3),
        *(Column(str(size.label), width=1) for size in Size),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            _name(asked.requirement.name, is_own=asked.requirement.is_own_addition),
            *(_("krävs") if is_asked else "–" for _key, _label, is_asked in asked.sizes),
        )
        for asked in one.asked
    ]
    if rows:
        yield Table(columns=columns, rows=tuple(rows))


def _name(name: str, *, is_own: bool) -> str:
    return _("%(name)s (eget tillägg)") % {"name": name} if is_own else name


def offered(method: Method, user: Any) -> list[dict[str, str]]:
    """In the menu of the method's page."""
    made = {"docx": _("Metoden, Word"), "pdf": _("Metoden, PDF")}
    return [
        entry(
            f"{reverse('paper_file', args=[MethodPaper.name, form])}?metod={method.pk}", label, form
        )
        for form, label in made.items()
    ]


MethodRegister.record_papers.append(offered)
