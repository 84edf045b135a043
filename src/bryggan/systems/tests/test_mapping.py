"""The map's pure functions: deterministic, readable, every flow from left to right."""

import random

import pytest

from bryggan.systems.mapping import (
    Edge,
    Node,
    in_columns,
    label_of,
    overlapping,
    pushed_apart,
    radius_of,
    spread,
)
from bryggan.systems.mapping import Spot as At


def nodes(*keys: str) -> list[Node]:
    return [Node(key, f"System {key}") for key in keys]


def town(count: int, seed: int = 3) -> tuple[list[Node], list[Edge]]:
    """As many systems as a municipality has, with a few hubs and many leaves."""
    chance = random.Random(seed)  # noqa: S311  # a made-up town
    made = [
        Node(f"s{n}", "Verksamhetssystem " * chance.randint(1, 3) + str(n)) for n in range(count)
    ]
    edges = [
        Edge(f"s{n}", f"s{min(int(chance.paretovariate(1.1)), n) - 1}", is_critical=n % 5 == 0)
        for n in range(1, count)
        if n % 9
    ]
    return made, [edge for edge in edges if edge.source != edge.target]


def test_nothing_takes_no_room() -> None:
    assert spread([], []).spots == {}
    assert in_columns([], []).spots == {}


@pytest.mark.parametrize("count", [1, 2, 3, 40, 300])
def test_no_label_lies_over_another(count: int) -> None:
    placed = spread(*town(count))
    assert len(placed.spots) == count
    assert overlapping(placed.spots) == []


def test_everything_lies_inside_the_picture() -> None:
    placed = spread(*town(120))
    for spot in placed.spots.values():
        assert spot.x - spot.half_width >= 0 and spot.x + spot.half_width <= placed.width
        assert spot.y - spot.half_height >= 0 and spot.y + spot.half_height <= placed.height


def test_the_same_map_whatever_order_the_rows_come_in() -> None:
    made, edges = town(60)
    again = spread(made[::-1], edges[::-1])
    assert again == spread(made, edges)


def test_parts_that_do_not_hang_together_do_not_mix() -> None:
    placed = spread(nodes("a", "b", "c", "d"), [Edge("a", "b"), Edge("c", "d")])
    left = max(placed.spots[key].x for key in "ab")
    right = min(placed.spots[key].x for key in "cd")
    below = min(placed.spots[key].y for key in "cd") > max(placed.spots[key].y for key in "ab")
    assert right > left or below


def test_spots_on_one_another_are_parted() -> None:
    spots = {key: At(0, 0, 20, 10) for key in "abcde"}
    assert overlapping(pushed_apart(spots)) == []


@pytest.mark.parametrize(("few", "many"), [(0, 1), (1, 5), (5, 30)])
def test_hubs_are_bigger(few: int, many: int) -> None:
    assert radius_of(few) < radius_of(many) <= 22


def test_long_names_are_cut() -> None:
    assert label_of("HSA") == "HSA"
    assert label_of("Kommungemensamt verksamhetssystem för allt").endswith("…")


def test_columns_run_from_what_it_needs_to_what_needs_it() -> None:
    made = [
        Node("a", "Källan", level=-1),
        Node("b", "Mitten"),
        Node("c", "Följden", level=1),
        Node("d", "Följdens följd", level=2),
    ]
    spots = in_columns(made, [Edge("a", "b"), Edge("b", "c"), Edge("c", "d")]).spots
    assert [spots[key].x for key in "abcd"] == sorted(spot.x for spot in spots.values())
    assert overlapping(spots) == []


def test_columns_are_ordered_so_that_flows_do_not_cross() -> None:
    made = [Node("m", "Mitten")]
    made += [Node(f"one{n}", f"Steg {n}", level=1) for n in range(3)]
    made += [Node(f"two{n}", f"Bortom {2 - n}", level=2) for n in range(3)]
    edges = [Edge("m", f"one{n}") for n in range(3)]
    edges += [Edge(f"one{n}", f"two{n}") for n in range(3)]
    spots = in_columns(made, edges).spots
    assert spots["two0"].y < spots["two1"].y < spots["two2"].y
