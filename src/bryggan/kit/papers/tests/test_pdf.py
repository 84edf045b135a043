"""The PDF is tagged, Swedish, and holds the rows."""

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from bryggan.kit.charts import BarChart, Series
from bryggan.kit.papers import Figure, Heading, Paper, Paragraph, pdf
from bryggan.kit.papers.tests.samples import hostile_paper, paper, systems, wide_table


def asked(tool: str, made: Paper, folder: Path, *options: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed (poppler-utils)")
    file = folder / "paper.pdf"
    file.write_bytes(pdf.render(made))
    target = ["-"] if tool == "pdftotext" else []
    command = [found, *options, str(file), *target]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603


def test_it_is_tagged_titled_and_dated(tmp_path: Path) -> None:
    told = asked("pdfinfo", paper(), tmp_path)
    assert "Tagged:          yes" in told
    assert "Title:           Systemförteckning, Socialnämnden" in told
    assert "Author:          Anna Lind" in told
    assert "A4" in told


def test_it_claims_pdf_ua_and_swedish() -> None:
    content = pdf.render(paper())
    assert b"pdfuaid:part" in content
    assert b"/Lang(sv)" in content


def test_every_row_is_there_with_the_header_on_each_page(tmp_path: Path) -> None:
    text = asked("pdftotext", paper(systems(120)), tmp_path, "-layout")
    pages = text.split("\f")[:-1]
    assert all(f"S-{number:04d}" in text for number in range(1, 121))
    assert all("Leverantör" in page for page in pages)
    assert all(f"Sida {place} av {len(pages)}" in page for place, page in enumerate(pages, 1))


def test_the_head_and_what_was_left_out_are_printed(tmp_path: Path) -> None:
    text = asked("pdftotext", paper(), tmp_path)
    assert "3 uppgifter utelämnade" in text
    assert "129 av 320 har belopp" in text


def test_a_wide_table_lies_down(tmp_path: Path) -> None:
    told = asked("pdfinfo", paper(Paragraph("a"), wide_table(3)), tmp_path, "-f", "1", "-l", "2")
    sizes = [
        line.split()[3:6]
        for line in told.splitlines()
        if line.startswith("Page") and "size" in line
    ]
    assert float(sizes[0][0]) < float(sizes[0][2])
    assert float(sizes[1][0]) > float(sizes[1][2])


def test_what_was_typed_is_never_markup(tmp_path: Path) -> None:
    text = asked("pdftotext", hostile_paper(), tmp_path)
    assert '<script>alert("x")</script>' in text
    assert "#import x $a$ *b*" in text


def test_the_same_paper_gives_the_same_file() -> None:
    fixed = paper(made_on=datetime.date(2026, 11, 22))
    assert pdf.render(fixed) == pdf.render(fixed)


def test_no_bar_of_a_long_chart_is_cut_off(tmp_path: Path) -> None:
    names = tuple(f"Enhet {number:02d}" for number in range(60))
    series = (Series("", tuple(range(60))),)
    long = BarChart(title="Alla", summary="", categories=names, series=series, unit="st")
    text = asked("pdftotext", paper(Figure(long)), tmp_path)
    assert all(name in text for name in names)


def test_headings_need_not_begin_at_the_first_level_or_go_in_steps() -> None:
    made = paper(Heading("Andra", 2), Heading("Tredje", 3), Heading("Första"), Heading("Hopp", 3))
    assert pdf.render(made).startswith(b"%PDF-")
