"""Bubbles: the size is the area, the unknown is never small, nobody's number is hidden, and it is the same every time."""

import math
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from bryggan.kit.charts import Bubble, Bubbles
from bryggan.kit.charts.bubbles import apart, radius_of
from bryggan.kit.charts.png import png
from bryggan.kit.charts.svg import svg

HOSTILE = '<script>alert("x")</script>' + "x" * 300


def bubbles(*points: Bubble, **differences: Any) -> Bubbles:
    settled: dict[str, Any] = {
        "title": "Läget",
        "summary": "Två system",
        "x_word": "Teknik",
        "y_word": "Värde",
        "size_word": "Kr",
        "corners": ("a", "b", "c", "d"),
        "legend": (("Byt ut", "sun"),),
    }
    return Bubbles(points=points, **(settled | differences))


def drawn(chart: Bubbles, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart, **options))  # noqa: S314 - our own drawing


def circles(chart: Bubbles) -> list[dict[str, str]]:
    return [found.attrib for found in drawn(chart).iter("{http://www.w3.org/2000/svg}circle")]


def test_the_area_follows_the_size() -> None:
    assert radius_of(400, 400, 28) == 28
    assert radius_of(100, 400, 28) == 14
    assert radius_of(1, 400, 28) == radius_of(None, 400, 28) == 11


def test_the_unknown_is_a_broken_ring_and_what_is_decided_has_a_ring_of_its_own() -> None:
    unknown, known, ring = circles(
        bubbles(Bubble("A", 10, 10), Bubble("B", 90, 90, Decimal(5), is_firm=True))
    )[0:3]
    rings = [one for one in (unknown, known, ring) if "ring" in one["class"]]
    assert {one.get("stroke-dasharray") for one in rings} == {"4 3", None}


def test_whiskers_are_drawn_only_where_people_differ() -> None:
    def lines(point: Bubble) -> int:
        tree = drawn(bubbles(point))
        return len(list(tree.iter("{http://www.w3.org/2000/svg}line")))

    none = lines(Bubble("A", 50, 50, 1))
    assert lines(Bubble("A", 50, 50, 1, x_reach=(50, 50))) == none
    assert lines(Bubble("A", 50, 50, 1, x_reach=(40, 60))) == none + 3
    assert lines(Bubble("A", 50, 50, 1, x_reach=(40, 60), y_reach=(0, 100))) == none + 6


def test_no_bubble_hides_anothers_number() -> None:
    placed = apart([(100.0, 100.0, 25.0), *[(100.0, 100.0, 11.0)] * 8])
    for one, (x, y) in enumerate(placed):
        for a, b in placed[one + 1 :]:
            assert math.hypot(x - a, y - b) >= 22
    assert placed[0] == (100.0, 100.0)
    assert apart([(100.0, 100.0, 11.0)] * 200) == [(100.0, 100.0)] * 200


def test_it_is_drawn_the_same_every_time_with_links_and_the_key() -> None:
    chart = bubbles(
        Bubble("Journalen", 20, 80, 5, note="byt ut 2027", url="/system/1/"),
        Bubble("Kartan", 80, 20),
    )
    assert svg(chart) == svg(chart)
    words = "1. Journalen: Teknik 20, Värde 80. byt ut 2027"
    assert f'href="/system/1/" aria-label="{words}"' in svg(chart)
    told = [
        "".join(one.itertext()) for one in drawn(chart).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert "1. Journalen – byt ut 2027" in told
    assert "Byt ut" in told
    assert chart.urls() == ("/system/1/",)


def test_the_table_says_all_that_the_picture_shows() -> None:
    chart = bubbles(Bubble("Journalen", 20, 80, None, (10, 30), note="byt ut"), note_word="Vad")
    told = chart.rows()
    assert told.header == (
        "Nr",
        "Namn",
        "Teknik",
        "Lägst–högst",
        "Värde",
        "Lägst–högst",
        "Kr",
        "Vad",
    )
    assert told.rows == ((1, "Journalen", 20, "10–30", 80, "–", None, "byt ut"),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"point": Bubble("A", 101, 50)},
        {"point": Bubble("A", 50, 50, x_reach=(-1, 60))},
        {"point": Bubble("A", 50, 50, size=-1)},
        {"x_range": (5, 5)},
    ],
)
def test_what_cannot_be_placed_is_refused(wrong: dict[str, Any]) -> None:
    point = wrong.pop("point", Bubble("A", 5, 5))
    with pytest.raises(ValueError, match="scale|size"):
        bubbles(point, **wrong)


def test_nothing_in_it_can_break_out_and_paper_has_its_own_colours() -> None:
    chart = bubbles(
        Bubble(HOSTILE, 1, 1, 5, note=HOSTILE, url="javascript:alert(1)", is_firm=True),
        Bubble("B", 2, 2, tone="dark"),
        x_word=HOSTILE,
        title=HOSTILE,
    )
    for options in ({}, {"standalone": True}, {"width": 340}):
        tree = drawn(chart, **options)
        assert not list(tree.iter("{http://www.w3.org/2000/svg}script"))
        assert "javascript:" not in svg(chart, **options)
    assert not re.search(r'class="', svg(chart, standalone=True))
    assert png(chart).startswith(b"\x89PNG")
