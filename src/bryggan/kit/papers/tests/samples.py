"""Papers to render in tests: one as it should be, and one by somebody who means harm."""

import datetime
from typing import Any

from bryggan.kit.charts import BarChart, Point, Series, Span, StackedBarChart, Timeline, TimelineRow
from bryggan.kit.papers import (
    Cell,
    Column,
    Facts,
    Figure,
    Figures,
    Heading,
    KeyFigure,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
)

HOSTILE = '<script>alert("x")</script>\n"#import x $a$ *b*' + "y" * 300
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3")

COLUMNS = (
    Column("Nr"),
    Column("System"),
    Column("Leverantör", empty="okänd"),
    Column("Kostnad per år", kind="money", empty="okänt"),
    Column("Avtal till", kind="date"),
)


def system_rows(count: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            f"S-{number:04d}",
            f"Verksamhetssystem {number}",
            None if number % 7 == 0 else "Tietoevry Care AB",
            None if number % 3 == 0 else 12_000 * number,
            None if number % 5 == 0 else datetime.date(2027, 1 + number % 12, 28),
        )
        for number in range(1, count + 1)
    )


def systems(count: int = 60, **differences: Any) -> Table:
    rows = system_rows(count)
    total: tuple[Cell, ...] = ("", "Summa", None, 31_645_000, None)
    settled: dict[str, Any] = {
        "columns": COLUMNS,
        "rows": rows,
        "total": total,
        "title": "Alla system",
    }
    return Table(**(settled | differences))


def wide_table(count: int) -> Table:
    columns = (*COLUMNS, Column("Läge"), Column("Enhet"), Column("Ägare"))
    rows = tuple((*row, "Drift", "Hemtjänst Söder", "Anna Lind") for row in system_rows(count))
    return Table(columns, rows)


def bar_chart() -> BarChart:
    return BarChart(
        title="System per förvaltning",
        summary="Social har flest, 74 av 135.",
        categories=("Social", "Kommunledning", "Kultur"),
        series=(Series("", (74, 61, None)),),
        unit="system",
    )


def timeline() -> Timeline:
    span = Span(datetime.date(2024, 1, 1), None, "tills vidare")
    day = Point(datetime.date(2026, 11, 30), "säg upp", "alarm")
    lines = (TimelineRow("Trygghetslarm", (span,), (day,), "Social"),)
    today = datetime.date(2026, 11, 22)
    return Timeline(title="Avtalen", summary="Ett avtal.", lines=lines, today=today)


def paper(*blocks: Any, **differences: Any) -> Paper:
    stacked = StackedBarChart(
        title="Klassning",
        summary="Hälften är klassade.",
        categories=("Social", "Kultur"),
        series=(
            Series("Klassad", (51, 2), tone="ok"),
            Series("Inte klassad", (23, None), tone="soft"),
        ),
        unit="system",
    )
    settled: dict[str, Any] = {
        "title": "Systemförteckning, Socialnämnden",
        "subtitle": "Nordviks kommun",
        "made_on": datetime.datetime(2026, 11, 22, 15, 40, tzinfo=datetime.UTC),
        "scope": "Socialnämnden med 6 enheter",
        "filters": ("Läge: drift",),
        "completeness": "129 av 320 har belopp",
        "made_by": "Anna Lind",
        "edition": "Intern",
        "omitted": 3,
        "blocks": blocks
        or (
            Heading("Läget"),
            Figures((KeyFigure("320", "system", "12 fler än i fjol"),)),
            Paragraph(("Nämnden har ", Run("60 system", bold=True), ".")),
            Note("Säg upp Trygghetslarm.", "sun"),
            Facts((("Ansvarig", "Anna Lind"), ("Antal", 1840))),
            Heading("Diagram", 2),
            Figure(bar_chart()),
            Figure(stacked),
            Figure(timeline()),
            PageBreak(),
            Heading("Systemen"),
            systems(),
        ),
    }
    return Paper(**(settled | differences))


def hostile_paper() -> Paper:
    h = HOSTILE
    chart = BarChart(title=h, summary=h, categories=(h,), series=(Series(h, (1,)),), unit=h)
    line = TimelineRow(h, (Span(None, None, h),), (Point(datetime.date(2026, 1, 1), h),), h)
    time = Timeline(title=h, summary=h, lines=(line,), today=datetime.date(2026, 1, 1))
    rows = ((h, "\x00\x0b\ud800 ok", "x"), FORMULAS[:3], ("lång text " * 500, 1, FORMULAS[3]))
    blocks = (
        Heading(h), Heading(h, 2), Heading(h, 3), Paragraph(h * 5), Note(h, "alarm"), Facts(((h, h),)),
        Figures((KeyFigure(h, h, h),) * 5), Table((Column(h), Column("b"), Column("c")), rows, title=h),
        Figure(chart), Figure(time),
    )  # fmt: skip
    return paper(
        *blocks, title=h, subtitle=h, scope=h, filters=(h,), completeness=h, made_by=h, edition=h
    )
