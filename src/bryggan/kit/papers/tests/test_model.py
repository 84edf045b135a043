"""What a paper says about itself, and how a cell is written."""

import datetime
from decimal import Decimal

import pytest

from bryggan.kit.papers import Cell, Column, Heading, Note, Paragraph, Table
from bryggan.kit.papers.cells import cell_text, chart_table, line_count, row_texts, shares
from bryggan.kit.papers.tests.samples import bar_chart, paper, systems, wide_table


def test_the_head_says_scope_date_selection_gaps_and_who() -> None:
    assert paper().head() == (
        ("Omfattning", "Socialnämnden med 6 enheter"),
        ("Uppgifter från", "2026-11-22\u00a016:40"),
        ("Urval", "Läge: drift"),
        ("Fullständighet", "129 av 320 har belopp"),
        ("Utelämnat", "3 uppgifter utelämnade"),
        ("Utgåva", "Intern"),
        ("Framtagen av", "Anna Lind"),
    )


def test_nothing_left_out_is_not_mentioned_and_no_filter_says_that_all_is_there() -> None:
    head = dict(paper(omitted=0, filters=()).head())
    assert "Utelämnat" not in head
    assert head["Urval"] == "Inget, allt är med"


def test_one_fact_left_out_is_one() -> None:
    assert paper(omitted=1).omitted_words() == "1 uppgift utelämnad"


def test_a_wide_table_lies_down_with_the_heading_right_above_it() -> None:
    note, heading, table = Note("x"), Heading("Alla"), wide_table(3)
    after = Paragraph("y")
    assert paper(note, heading, table, after).stretches() == (
        (False, (note,)),
        (True, (heading, table)),
        (False, (after,)),
    )


def test_a_ragged_table_and_a_heading_too_deep_are_refused() -> None:
    with pytest.raises(ValueError, match="one cell per column"):
        Table((Column("A"), Column("B")), (("x",),))
    with pytest.raises(ValueError, match="level"):
        Heading("x", 4)


@pytest.mark.parametrize(
    ("value", "column", "expected"),
    [
        (1840, Column("A", kind="number"), "1\u00a0840"),
        (Decimal("2.50"), Column("A", kind="number", decimals=2), "2,50"),
        (1234567, Column("A", kind="money"), "1\u00a0234\u00a0567\u00a0kr"),
        (81, Column("A", kind="percent"), "81\u00a0%"),
        (datetime.date(2026, 11, 22), Column("A", kind="date"), "2026-11-22"),
        (None, Column("A", kind="money", empty="okänt"), "okänt"),
        (0, Column("A", kind="money", empty="okänt"), "0\u00a0kr"),
        (2026, Column("År"), "2026"),
        ("löpande", Column("A", kind="date"), "löpande"),
        (float("nan"), Column("A", kind="number"), "nan"),
    ],
)
def test_a_cell_is_written_by_its_kind(value: Cell, column: Column, expected: str) -> None:
    assert cell_text(value, column) == expected


def test_what_is_not_summed_stays_empty_in_the_row_of_totals() -> None:
    table = systems()
    assert table.total is not None
    assert row_texts(table, table.total) == ["", "Summa", "", "31\u00a0645\u00a0000\u00a0kr", ""]


def test_widths_add_up_and_an_amount_gets_its_line() -> None:
    table = systems()
    room = 50.0
    parts = shares(table, room)
    assert sum(parts) == pytest.approx(1)
    amount = max(cell_text(row[3], table.columns[3]) for row in table.rows)
    assert line_count(amount, parts[3] * room, 1) == 1


def test_widths_that_a_table_states_are_kept() -> None:
    assert shares(Table((Column("A", width=1), Column("B", width=3)), ())) == (0.25, 0.75)


def test_the_table_beside_a_chart_keeps_what_is_unknown_apart_from_zero() -> None:
    table = chart_table(bar_chart())
    assert [row_texts(table, row) for row in table.rows][2] == ["Kultur", "–"]
