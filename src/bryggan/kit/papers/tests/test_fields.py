"""Fields in a municipality's template: read across Word's runs, filled in wherever text stands, told when wrong."""

import io
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from bryggan.kit.papers import Heading, Paragraph, word
from bryggan.kit.papers.declared import known_fields
from bryggan.kit.papers.fields import COMMON, field_key, values_of
from bryggan.kit.papers.own_template import TemplateError, TemplateRefused
from bryggan.kit.papers.template_check import checked
from bryggan.kit.papers.tests.samples import paper, wide_table

KNOWN = {**dict.fromkeys([field.name for field in COMMON], ""), "innehall": ""}
BOX = """<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>
<w:p><w:r><w:t>Dnr {text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_text(*texts: str) -> bytes:
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def made_in(template: bytes, **differences: Any) -> Any:
    blocks = (Heading("Läget"), Paragraph("Brödet."))
    return Document(io.BytesIO(word.render(paper(*blocks, **differences), template=template)))


def boxes_of(document: Any) -> list[str]:
    boxes = document.element.body.iter(qn("w:txbxContent"))
    return ["".join(text.text for text in box.iter(qn("w:t"))) for box in boxes]


def words_of(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_a_field_stands_in_body_header_footer_table_and_text_box() -> None:
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kommunen {{ datum }}"
    section.header.add_table(1, 1, Mm(120)).cell(0, 0).text = "{{ utgava }}"
    section.footer.paragraphs[0].text = "{{ framtagen_av }}"
    document.add_paragraph("Om {{ omfattning }}")
    document.add_table(1, 2).cell(0, 1).text = "{{ urval }}"
    box = document.add_paragraph("Vid sidan ")
    box._p.append(parse_xml(BOX.format(ns=nsdecls("w"), text="{{ titel }}")))

    made = made_in(checked(saved(document), KNOWN))
    header = made.sections[0].header
    assert header.paragraphs[0].text == "Kommunen 2026-11-22"
    assert header.tables[0].cell(0, 0).text == "Intern"
    assert made.sections[0].footer.paragraphs[0].text == "Anna Lind"
    assert "Om Socialnämnden med 6 enheter" in words_of(made)
    assert made.tables[0].cell(0, 1).text == "Läge: drift"
    assert boxes_of(made) == ["Dnr Systemförteckning, Socialnämnden"]
    assert "{{" not in "".join(made.element.body.itertext())


@pytest.mark.parametrize(
    "runs",
    [
        ("{{ ti", "tel }}"),
        ("{", "{ titel }", "}"),
        tuple("{{ titel }}"),
        ("Före {", "{", "titel", "}} efter"),
    ],
)
def test_a_field_that_word_has_split_over_runs_is_whole(runs: tuple[str, ...]) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for number, text in enumerate(runs):
        paragraph.add_run(text).bold = number == 0
    made = made_in(checked(saved(document), KNOWN), title="Kallelse")
    filled = next(one for one in made.paragraphs if "Kallelse" in one.text)
    assert filled.text == "".join(runs).replace("{{ titel }}", "Kallelse").replace(
        "{{titel}}", "Kallelse"
    )
    assert filled.runs[0].bold


def test_what_was_typed_into_a_paper_is_never_read_as_a_field() -> None:
    made = made_in(with_text("{{ titel }}"), title="{{ datum }} & <b>", made_by="{{ 7*7 }}")
    assert words_of(made)[0] == "{{ datum }} & <b>"
    assert "{{ 7*7 }}" in [cell.text for table in made.tables for cell in table.columns[1].cells]


def test_the_content_comes_where_the_template_says_and_the_rest_after_it() -> None:
    template = with_text("Före", "{{ innehåll }}", "Efter", "Underskrift: {{ framtagen av }}")
    words = words_of(made_in(checked(template, KNOWN)))
    before, content, after = (words.index(word) for word in ("Före", "Brödet.", "Efter"))
    assert before < content < after
    assert words[-1] == "Underskrift: Anna Lind"
    assert words_of(made_in(with_text("Bara detta")))[-1] == "Brödet."


def test_after_a_table_lying_down_the_rest_of_the_template_stands() -> None:
    template = with_text("{{ innehall }}", "Efter")
    made: Any = Document(io.BytesIO(word.render(paper(wide_table(3)), template=template)))
    assert [one.page_width > one.page_height for one in made.sections] == [False, True, False]
    assert words_of(made)[-1] == "Efter"


def test_what_a_field_says_is_not_said_again() -> None:
    template = with_text("{{ titel }}, {{ datum }}", "{{ innehall }}")
    made = made_in(template)
    assert words_of(made).count("Systemförteckning, Socialnämnden") == 0
    named = [cell.text for cell in made.tables[0].columns[0].cells]
    assert "Uppgifter från" not in named
    assert {"Omfattning", "Urval", "Utelämnat"} <= set(named)


WRONG: dict[str, tuple[str, tuple[str, ...]]] = {
    "unknown": ("{{ lunchmeny }}", ("{{ lunchmeny }} i brödtexten", "inget sådant fält")),
    "misspelt": ("{{ framtaggen_av }}", ("Menas {{ framtagen_av }}?",)),
    "unclosed": ("Hej {{ titel } och mer", ("{{ titel }", "avslutas inte med }}")),
    "never begun": ("Hej titel }}", ("börjar inte med {{",)),
    "nested": ("{{ {{ titel }} }}", ("avslutas inte", "börjar inte")),
    "three braces": ("{{{ titel }}}", ("{{{ titel }}}",)),
    "arithmetic": ("{{ 7*7 }}", ("{{ 7*7 }} i brödtexten: det finns inget sådant fält.",)),
    "a way in": ("{{ ''.__class__.__mro__ }}", ("det finns inget sådant fält",)),
    "a filter": ("{{ titel|upper }}", ("{{ titel|upper }}",)),
    "a loop": ("{% for x in y %}{% endfor %}", ("{% for x in y %}", "inga villkor")),
    "empty": ("{{ }}", ("{{ }}",)),
    "content beside words": ("Här: {{ innehall }}", ("ensamt i ett eget stycke",)),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_broken_field_is_refused_by_name_and_place(text: str, said: tuple[str, ...]) -> None:
    with pytest.raises(TemplateRefused) as refused:
        checked(with_text("Först {{ titel }}", text), KNOWN)
    for words in said:
        assert words in str(refused.value)


def in_header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ namn }}"


def in_first_footer(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_footer.paragraphs[0].text = "{{ namn }}"


def in_table(document: Any) -> None:
    document.add_table(1, 1).cell(0, 0).text = "{{ namn }}"


def in_box(document: Any) -> None:
    box = parse_xml(BOX.format(ns=nsdecls("w"), text="{{ namn }}"))
    document.sections[0].header.paragraphs[0]._p.append(box)


@pytest.mark.parametrize(
    ("put", "where"),
    [
        (in_header, "{{ namn }} i sidhuvudet"),
        (in_first_footer, "{{ namn }} i sidfoten"),
        (in_table, "{{ namn }} i en tabell:"),
        (in_box, "{{ namn }} i en textruta i sidhuvudet"),
    ],
)
def test_it_is_said_where_a_field_stands(put: Callable[[Any], None], where: str) -> None:
    document = Document()
    put(document)
    with pytest.raises(TemplateRefused, match=where.replace("{", r"\{")):
        checked(saved(document), KNOWN)


def test_the_content_has_one_place_in_the_last_section_of_the_body() -> None:
    for twice in (("{{ innehall }}", "{{ innehall }}"), ("{{ innehall }}",)):
        document = Document()
        for text in twice:
            document.add_paragraph(text)
        if len(twice) == 1:
            document.add_section()
        with pytest.raises(TemplateRefused, match="innehall"):
            checked(saved(document), KNOWN)
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "{{ innehall }}"
    with pytest.raises(TemplateRefused, match="ensamt"):
        checked(saved(document), KNOWN)


def test_a_field_of_another_paper_is_told_with_the_papers_that_have_it() -> None:
    with pytest.raises(TemplateRefused, match="ges bara av Tjänsteskrivelse"):
        checked(with_text("{{ diarienummer }}"), known_fields())
    assert checked(with_text("{{ diarienummer }}"), known_fields("tjansteskrivelse"))


def test_a_field_that_the_paper_lacks_is_named() -> None:
    with pytest.raises(TemplateError, match=r"\{\{ namnd \}\} i brödtexten"):
        made_in(with_text("{{ namnd }}"))
    assert "Socialnämnden" in words_of(
        made_in(with_text("{{ namnd }}"), given=(("namnd", "Socialnämnden"),))
    )


def test_every_common_field_says_something_of_every_paper() -> None:
    nothing = paper(
        title="x",
        subtitle="x",
        scope="",
        filters=(),
        completeness="",
        made_by="",
        edition="",
        omitted=0,
    )
    assert set(values_of(nothing)) == {field.name for field in COMMON}
    assert all(values_of(nothing).values())


@pytest.mark.parametrize(
    "written", [" framtagen_av ", "Framtagen av", "framtagen-av", "FRAMTAGEN  AV"]
)
def test_a_field_is_read_as_it_was_meant(written: str) -> None:
    assert field_key(written) == "framtagen_av"
    assert field_key(" Nämnd ") == "namnd"


def test_both_copies_of_a_text_box_are_filled_in() -> None:
    document = Document()
    paragraph = document.add_paragraph("Vid sidan ")
    box = parse_xml(BOX.format(ns=nsdecls("w"), text="{{ utgava }}"))
    paragraph._p.append(box)
    paragraph._p.append(deepcopy(box))
    assert boxes_of(made_in(saved(document))) == ["Dnr Intern", "Dnr Intern"]
