"""What assessments put on paper: the picture of all systems, and the list of replacements."""

from collections.abc import Iterable
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.assessments import portfolio
from bryggan.assessments.replacing import Year
from bryggan.assessments.words import kind_words
from bryggan.kit import words
from bryggan.kit.charts import Bubbles
from bryggan.kit.charts.beside import cell_words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Heading,
    KeyFigure,
    Note,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.register.on_paper import made_by
from bryggan.people.models import User
from bryggan.systems.calculation import Total
from bryggan.systems.papers.grouping import unit_choices, unit_of

EVERYTHING, GOING = "allt", "bort"
OWN_ADDITION = gettext_lazy(
    "Frågorna följer Guide för kommunal e-utveckling, Jönköpings län 2013, bilaga 3. Skalan, axlarna, gränserna,"
    " förslagen och inriktningarna är Bryggans eget tillägg."
)


def _scope(value: str, count: int) -> tuple[str, str]:
    """The path of the chosen unit, and in words what is covered."""
    unit = unit_of(value)
    many = ngettext("%(count)s system", "%(count)s system", count) % {"count": words.number(count)}
    if unit is None:
        return "", many
    return unit.path, _("%(unit)s med allt därunder, %(many)s") % {"unit": unit.name, "many": many}


def _path(value: str) -> str:
    unit = unit_of(value)
    return unit.path if unit else ""


@paper
class PortfolioPicture(DeclaredPaper):
    """Where the systems stand: worth against technology, for whoever has to choose among them."""

    name = "systemens-lage"
    title = gettext_lazy("Systemens läge")
    description = gettext_lazy(
        "Bilden med systemens värde för verksamheten mot teknik och leverantör, vad som är beslutat, var de"
        " svarande är oense, och hela tabellen."
    )
    formats = ("pptx", "docx", "pdf", "xlsx")
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Omfattning"), unit_choices),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        found = portfolio.picture(user, _path(options["unit"]))
        return Paper(
            title=str(cls.title),
            made_on=timezone.now(),
            scope=_scope(options["unit"], found.count)[1],
            completeness=_(
                "%(few)s system har för få svar, %(unasked)s är inte bedömda. %(money)s."
            )
            % {
                "few": len(found.too_few),
                "unasked": found.outline.unasked,
                "money": found.outline.total.words,
            },
            made_by=made_by(user),
            blocks=tuple(cls._blocks(found, options.form)) if found.count else (_nothing(),),
        )

    @classmethod
    def _blocks(cls, found: portfolio.Picture, form: str) -> Iterable[Block]:
        chart = found.chart()
        yield Heading(_("I korthet"))
        yield Figures(
            (
                KeyFigure(words.number(found.count), _("system på bilden")),
                KeyFigure(words.number(found.outline.decided), _("med beslutad inriktning")),
                KeyFigure(words.number(len(found.disagreeing)), _("där de svarande är oense")),
            )
        )
        yield Note(str(OWN_ADDITION))
        yield Heading(_("Var systemen står"))
        yield Figure(chart)
        if found.disagreeing:
            yield Heading(_("Här är de svarande oense"))
            yield Table(
                (
                    Column(_("System")),
                    Column(_("Enhet")),
                    Column(_("Steg isär, av 100"), "number"),
                ),
                tuple(
                    (one.name, one.unit, one.assessment.spread if one.assessment else None)
                    for one in found.disagreeing
                ),
            )
        if form != "pptx":
            yield Heading(_("Alla på bilden"))
            yield _table(chart)


def _nothing() -> Note:
    return Note(_("Inget system har svar från både verksamheten och IT än."), "sun")


def _table(chart: Bubbles) -> Table:
    told = chart.rows()
    kinds = ("number", "text", "number", "text", "number", "text", "money", "text")
    columns = tuple(
        Column(title, kind, empty=cell_words(None) if kind == "money" else "")  # type: ignore[arg-type]
        for title, kind in zip(told.header, kinds, strict=True)
    )
    return Table(columns, told.rows)


@paper
class ReplacementList(DeclaredPaper):
    """Utbyteslistan: year by year what goes, why it stands there, and what it costs a year."""

    name = "utbyteslista"
    title = gettext_lazy("Utbyteslista")
    description = gettext_lazy(
        "Vad som ska ersättas, avvecklas eller föras samman år för år: beslut, planerade år, support som upphör,"
        " avtal som inte kan förlängas, och vad svaren talar för."
    )
    formats = ("xlsx", "docx", "pptx", "pdf")
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Omfattning"), unit_choices),
        Choice(
            "show",
            gettext_lazy("Vad som tas med"),
            lambda user: [(EVERYTHING, _("Allt")), (GOING, _("Det som ska bort"))],
        ),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        today = timezone.localdate()
        only_going = options["show"] == GOING
        found = portfolio.replacements(user, today, _path(options["unit"]), only_going=only_going)
        total = sum((year.total for year in found.years), Total())
        if options.form == "xlsx":
            blocks: Iterable[Block] = (_whole(found.years),)
        else:
            blocks = _year_by_year(found.years, total)
        return Paper(
            title=str(cls.title),
            made_on=timezone.now(),
            scope=_scope(options["unit"], found.count)[1],
            filters=(_("Det som ska bort"),) if only_going else (),
            completeness=total.words,
            made_by=made_by(user),
            omitted=found.omitted,
            blocks=(*blocks, Note(str(OWN_ADDITION))),
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("System"), width=2.8),
        Column(_("Enhet"), width=2.3),
        Column(_("Vad"), width=2),
        Column(_("Varför"), width=6),
        Column(_("Kr i år"), "money", width=1.9, decimals=0, empty=_("okänt")),
    )


def _rows(year: Year) -> list[tuple[Cell, ...]]:
    named, today = kind_words(), timezone.localdate()
    rows: list[tuple[Cell, ...]] = []
    for row in year.rows:
        reasons = portfolio.reason_words(row, today)
        if row.is_late:
            reasons.append(_("Något tar slut före målåret."))
        said = portfolio.kind_said(row, named)
        rows.append((row.facts.name, row.facts.unit, said, " ".join(reasons), row.facts.cost))
    return rows


def _year_by_year(years: Iterable[Year], total: Total) -> Iterable[Block]:
    today = timezone.localdate()
    held = list(years)
    if not held:
        yield Note(_("Inget är känt som ska ersättas."), "ok")
        return
    yield Heading(_("I korthet"))
    yield Figures(
        (
            KeyFigure(words.number(total.of), _("system på listan")),
            KeyFigure(
                words.number(sum(row.is_decided for row in portfolio.rows_of(held))),
                _("med beslutad inriktning"),
            ),
            KeyFigure(
                words.money_sek(total.amount) if total.amount is not None else _("okänt"),
                _("kostar de tillsammans om året"),
                total.words,
            ),
        )
    )
    for year in held:
        sums = year.total
        yield Heading(portfolio.year_words(year, today))
        yield Paragraph(sums.words)
        yield Table(
            _columns(),
            tuple(_rows(year)),
            total=(_("Summa"), None, None, None, sums.amount),
        )


def _whole(years: Iterable[Year]) -> Table:
    """One table to sort and filter in, with the year as its first column."""
    rows = tuple((year.year, *row) for year in years for row in _rows(year))
    return Table((Column(_("År"), empty=_("utan år")), *_columns()), rows)
