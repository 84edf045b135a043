"""A chart says the same in its picture, its words and the table beside it."""

import datetime
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from bryggan.kit.charts import (
    BarChart,
    Chart,
    Matrix,
    MatrixPoint,
    Point,
    Series,
    Span,
    StackedBarChart,
    Timeline,
    TimelineRow,
)
from bryggan.kit.charts.fonts import font_folder
from bryggan.kit.charts.measure import cut, fold, text_width
from bryggan.kit.charts.parts import parts
from bryggan.kit.charts.png import png
from bryggan.kit.charts.scale import time_scale
from bryggan.kit.charts.svg import picture, svg

TODAY = datetime.date(2026, 11, 22)
HOSTILE = '<script>alert("x")</script>\n"\x00\ud800\' onload=' + "x" * 400


def bars(**differences: Any) -> BarChart:
    settled: dict[str, Any] = {
        "title": "System per förvaltning",
        "summary": "Social har flest.",
        "categories": ("Social", "Kultur"),
        "series": (Series("", (1840, None), urls=("/system/?unit=1", "/system/?unit=2")),),
        "unit": "system",
    }
    return BarChart(**(settled | differences))


def contracts(*lines: TimelineRow, **differences: Any) -> Timeline:
    settled: dict[str, Any] = {"title": "Avtal", "summary": "", "today": TODAY}
    return Timeline(lines=lines, **(settled | differences))


def hostile_charts() -> list[Chart]:
    h = HOSTILE
    word: dict[str, Any] = {"title": h, "summary": h}
    spans = (Span(None, None, h, url=h), Span(TODAY, TODAY, h))
    return [
        bars(
            categories=(h, h),
            series=(Series(h, (1, 2), urls=("javascript:alert(1)", h)),),
            unit=h,
            **word,
        ),
        StackedBarChart(
            categories=(h,), series=(Series(h, (1,)), Series(h, (None,))), unit=h, **word
        ),
        contracts(TimelineRow(h, spans, (Point(TODAY, h, url=h),), h, "//evil.example"), **word),
        Matrix(points=(MatrixPoint(h, 1, 1, h),), x_word=h, y_word=h, corners=(h, h, h, h), **word),
    ]


def parsed(chart: Chart, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart, **options))  # noqa: S314 - our own drawing


def texts(tree: ElementTree.Element) -> list[str]:
    return ["".join(found.itertext()) for found in tree.iter("{http://www.w3.org/2000/svg}text")]


def test_an_unknown_value_is_said_and_never_drawn_as_zero() -> None:
    drawn = parsed(bars(series=(Series("", (5, None)),)))
    rects = list(drawn.iter("{http://www.w3.org/2000/svg}rect"))
    assert "okänt" in texts(drawn)
    assert len([r for r in rects if "fill-brand" in (r.get("class") or "")]) == 1


def test_numbers_are_written_the_swedish_way() -> None:
    assert "1\u00a0840" in texts(parsed(bars()))


def test_a_stack_with_an_unknown_part_does_not_pretend_to_a_whole() -> None:
    chart = StackedBarChart(
        title="K",
        summary="",
        categories=("A",),
        unit="st",
        series=(Series("x", (3,)), Series("y", (None,))),
    )
    assert "3 + okänt" in texts(parsed(chart))


def test_every_bar_with_an_address_is_a_link_that_says_what_it_leads_to() -> None:
    drawn = parsed(bars())
    links = {
        a.get("href"): a.get("aria-label") for a in drawn.iter("{http://www.w3.org/2000/svg}a")
    }
    assert links == {
        "/system/?unit=1": "Social: 1\u00a0840 system",
        "/system/?unit=2": "Kultur: okänt system",
    }


def test_a_picture_with_links_is_a_group_and_one_without_is_an_image() -> None:
    assert parsed(bars()).get("role") == "group"
    assert parsed(bars(series=(Series("", (1, 2)),))).get("role") == "img"
    assert parsed(bars(), standalone=True).get("role") == "img"


def test_title_and_summary_are_the_text_alternative() -> None:
    drawn = parsed(bars())
    words = {child.get("id"): child.text for child in drawn if child.get("id")}
    assert words[drawn.get("aria-labelledby")] == "System per förvaltning"
    assert words[drawn.get("aria-describedby")] == "Social har flest."


@pytest.mark.parametrize("chart", hostile_charts(), ids=lambda chart: type(chart).__name__)
@pytest.mark.parametrize("width", [720, 340])
@pytest.mark.parametrize("standalone", [True, False])
def test_hostile_text_stays_text_and_within_the_picture(
    chart: Chart, width: int, standalone: bool
) -> None:
    drawing = svg(chart, width=width, standalone=standalone)
    tree = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing
    tags = {element.tag.partition("}")[2] for element in tree.iter()}
    attributes = {name for element in tree.iter() for name in element.attrib}
    assert "script" not in tags
    assert not {name for name in attributes if name.startswith("on")}
    assert "javascript:" not in str([e.get("href") for e in tree.iter()])
    assert "style" not in attributes
    for element in tree.iter("{http://www.w3.org/2000/svg}text"):
        words, size = element.text or "", float(element.get("font-size", "0"))
        long = text_width(words, size, bold=element.get("font-weight") == "700")
        start = float(element.get("x", "0"))
        ends = {"end": start, "middle": start + long / 2}.get(
            element.get("text-anchor", ""), start + long
        )
        assert ends <= width + 1, words


def test_an_address_elsewhere_by_a_trick_is_no_link() -> None:
    for url in ("javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x"):
        assert "<a" not in svg(bars(series=(Series("", (1, 2), urls=(url, "")),)))


def test_on_screen_colours_are_classes_and_alone_they_are_written_out() -> None:
    screen, alone = svg(bars()), svg(bars(), standalone=True)
    assert "#" not in screen
    assert "class=" not in alone
    assert 'fill="#0b5563"' in alone


def test_a_page_gets_a_wide_and_a_narrow_drawing_with_different_ids() -> None:
    ids = re.findall(r' id="(\w+)"', picture(bars()))
    assert len(ids) == 4
    assert len(set(ids)) == 4


def test_the_table_beside_a_bar_chart_has_every_value() -> None:
    beside = bars(category_word="Förvaltning").rows()
    assert beside.header == ("Förvaltning", "system")
    assert beside.rows == (("Social", 1840), ("Kultur", None))
    assert beside.urls == ("/system/?unit=1", "/system/?unit=2")


def test_the_table_beside_a_timeline_has_every_span_and_day() -> None:
    end = datetime.date(2027, 6, 30)
    row = TimelineRow(
        "Larm", (Span(TODAY, None, "Careium"),), (Point(end, "säg upp"),), "Social", "/s/1"
    )
    beside = contracts(row, TimelineRow("Tom", group="Social")).rows()
    assert beside.rows == (
        ("Social", "Larm", TODAY, "tills vidare", "Careium"),
        ("Social", "Larm", end, end, "säg upp"),
        ("Social", "Tom", None, None, "inga datum"),
    )
    assert beside.urls == ("/s/1", "/s/1", "")


def test_year_9999_is_shown_as_open_and_does_not_stretch_the_calendar() -> None:
    chart = contracts(TimelineRow("A", (Span(TODAY, datetime.date(9999, 12, 31)),)))
    assert time_scale(chart).end.year <= 2027
    assert "polygon" in svg(chart)


@pytest.mark.parametrize(
    ("start", "end", "most", "expected"),
    [
        ((2026, 10, 1), (2027, 3, 1), 12, ["okt", "nov", "dec", "2027", "feb", "mar"]),
        ((2021, 1, 1), (2029, 12, 31), 9, ["2021", "2022", "2023", "2024", "2025", "2026", "2027", "2028", "2029"]),
        ((2021, 1, 1), (2029, 12, 31), 5, ["2022", "2024", "2026", "2028"]),
    ],
)  # fmt: skip
def test_the_calendar_names_as_many_years_or_months_as_there_is_room_for(
    start: tuple[int, int, int], end: tuple[int, int, int], most: int, expected: list[str]
) -> None:
    span = Span(datetime.date(*start), datetime.date(*end))
    scale = time_scale(contracts(TimelineRow("A", (span,))))
    assert [name for _day, name in scale.ticks(most)] == expected


@pytest.mark.parametrize(
    "differences",
    [
        {"series": (Series("", (1,)),)},
        {"series": (Series("", (1, float("nan"))),)},
        {"series": (Series("", (1, float("inf"))),)},
    ],
)
def test_values_that_cannot_be_drawn_are_refused(differences: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="chart|series"):
        bars(**differences)


def test_a_negative_part_of_a_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        StackedBarChart(
            title="", summary="", categories=("A",), unit="", series=(Series("", (-1,)),)
        )


def test_a_point_outside_its_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="within"):
        Matrix(title="", summary="", x_word="", y_word="", points=(MatrixPoint("A", 101, 1),))


def test_negative_bars_and_empty_charts_are_drawn() -> None:
    assert "\u221240" in texts(parsed(bars(series=(Series("", (-40, 20)),))))
    assert "Inga uppgifter att visa" in texts(parsed(bars(categories=(), series=(Series("", ()),))))
    assert "Inga uppgifter att visa" in texts(parsed(contracts()))


def test_text_is_folded_at_spaces_and_cut_with_an_ellipsis() -> None:
    assert fold("ett två tre", text_width("ett två", 10), 10) == ["ett två", "tre"]
    assert fold("a" * 100, 50, 10, lines=2)[0].endswith("…")
    assert text_width(cut("b" * 100, 80, 10), 10) <= 80


def test_word_gets_a_picture_with_the_typeface_made_once() -> None:
    first = png(bars(), ppi=96)
    made = {path.name: path.stat().st_mtime_ns for path in font_folder().iterdir()}
    assert first.startswith(b"\x89PNG")
    assert set(made) == {"PublicSans-Regular.ttf", "PublicSans-Bold.ttf"}
    png(bars(), ppi=96)
    assert made == {path.name: path.stat().st_mtime_ns for path in font_folder().iterdir()}


def test_a_long_chart_is_taken_apart_on_one_scale_and_loses_nothing() -> None:
    names = tuple(f"Enhet {number}" for number in range(60))
    whole = bars(categories=names, series=(Series("", tuple(range(60))),))
    several = parts(whole)
    assert [part.title for part in several][0] == "System per förvaltning (1 av 3)"
    assert tuple(row for part in several for row in part.rows().rows) == whole.rows().rows
    assert {part.extent() for part in several if isinstance(part, BarChart)} == {(0.0, 59.0)}
    assert parts(bars())[0].title == "System per förvaltning"


def test_a_long_timeline_keeps_its_calendar_in_every_part() -> None:
    lines = tuple(
        TimelineRow(f"Avtal {n}", (Span(datetime.date(2020 + n % 9, 1, 1), None),))
        for n in range(50)
    )
    whole = contracts(*lines)
    several = [part for part in parts(whole) if isinstance(part, Timeline)]
    assert tuple(line for part in several for line in part.lines) == lines
    assert {time_scale(part) for part in several} == {time_scale(whole)}
