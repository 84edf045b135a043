"""The fields of a Word template: found wherever text stands, told where and why they are wrong, filled in.

Word splits a text into runs as it pleases, so a field is read across them. It is a plain name that is
looked up: nothing that stands in a template is ever evaluated (docs/beslut/0026-falt-i-mallen.md).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from bryggan.kit.papers.fields import CONTENT, field_key
from bryggan.kit.papers.own_template import TemplateError
from bryggan.kit.words import one_line, plain

_PARAGRAPH, _TEXT, _RUN = qn("w:p"), qn("w:t"), qn("w:r")
_BREAKS = (qn("w:tab"), qn("w:br"), qn("w:cr"))
_STORIES = {
    RELATIONSHIP_TYPE.HEADER: "header",
    RELATIONSHIP_TYPE.FOOTER: "footer",
    RELATIONSHIP_TYPE.FOOTNOTES: "note",
    RELATIONSHIP_TYPE.ENDNOTES: "note",
}
_OPEN, _CLOSE = "{{", "}}"
_STATEMENT = re.compile(r"\{[%#].*?(?:[%#]\}|$)")
_SHOWN = 40
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class _Mark:
    """What looks like a field, from and to which letter of its paragraph; `wrong` says why it is none."""

    written: str
    start: int
    end: int
    wrong: str = ""

    @property
    def name(self) -> str:
        return field_key(self.written[2:-2])


@dataclass(frozen=True, slots=True)
class _Found:
    """A mark, the paragraph it stands in, and in which part of the document that is."""

    mark: _Mark
    paragraph: Any
    story: str

    @property
    def where(self) -> str:
        """Say where it stands, as one would tell a colleague."""
        story = {
            "body": _("brödtexten"),
            "header": _("sidhuvudet"),
            "footer": _("sidfoten"),
            "note": _("en fotnot"),
        }[self.story]
        kinds = {qn("w:txbxContent"): _("en textruta"), qn("w:tbl"): _("en tabell")}
        inner = next(
            (kinds[one.tag] for one in self.paragraph.iterancestors() if one.tag in kinds), ""
        )
        if not inner:
            return story
        if self.story == "body":
            return inner
        return _("%(inner)s i %(story)s") % {"inner": inner, "story": story}


@dataclass(frozen=True)
class Filled:
    """Which fields were filled in, those of the body by themselves, and the paragraph of the content."""

    everywhere: frozenset[str]
    in_body: frozenset[str]
    content: Any = None


def faults(document: DocumentObject, known: Mapping[str, str]) -> list[str]:
    """Say of every field that is wrong which it is, where it stands and what may have been meant.

    `known`: the name of each field, to why it cannot be used here; nothing where it can.
    """
    found = list(_find(document))
    told = [said for one in found if (said := _fault(one, known))]
    return list(dict.fromkeys([*told, *_content_faults(found)]))


def fill(document: DocumentObject, values: Mapping[str, str]) -> Filled:
    """Fill in every field but the content's. Raises TemplateError, naming the field, if one is wrong."""
    found = list(_find(document))
    known = dict.fromkeys([*values, CONTENT], "")
    for one in found:
        if not one.mark.wrong and one.mark.name not in known:
            told = {"field": one.mark.written, "where": one.where}
            raise TemplateError(
                _("%(field)s i %(where)s: det här papperet har inte det fältet.") % told
            )
    for said in faults(document, known):
        raise TemplateError(said)
    content = None
    # From the last, so that what comes before it in its paragraph stays where it is.
    for one in reversed(found):
        if one.mark.name == CONTENT:
            content = one.paragraph
        else:
            _put(one.paragraph, one.mark, values[one.mark.name])
    return Filled(
        everywhere=frozenset(one.mark.name for one in found),
        in_body=frozenset(one.mark.name for one in found if one.story == "body"),
        content=content,
    )


def _fault(found: _Found, known: Mapping[str, str]) -> str:
    mark = found.mark
    told = {"field": mark.written, "where": found.where}
    if mark.wrong:
        return f"{_('%(field)s i %(where)s:') % told} {mark.wrong}"
    if found.story == "note":
        return _("%(field)s i %(where)s: där fylls fält inte i. Flytta det.") % told
    if mark.name not in known:
        usable = [name for name, why in known.items() if not why]
        meant = get_close_matches(mark.name, usable, n=1, cutoff=_ALIKE)
        if not meant:
            return _("%(field)s i %(where)s: det finns inget sådant fält.") % told
        told["meant"] = f"{{{{ {meant[0]} }}}}"
        return _("%(field)s i %(where)s: det finns inget sådant fält. Menas %(meant)s?") % told
    why = known[mark.name]
    return f"{_('%(field)s i %(where)s:') % told} {why}" if why else ""


def _content_faults(found: Sequence[_Found]) -> list[str]:
    """The content has one place: a paragraph of its own, in the body's last section."""
    places = [one for one in found if one.mark.name == CONTENT and not one.mark.wrong]
    told = {"field": places[0].mark.written if places else ""}
    if len(places) > 1:
        return [_("%(field)s står på flera ställen. Innehållet har bara en plats.") % told]
    for one in places:
        stands_alone = _text_of(one.paragraph).strip() == one.mark.written
        if one.paragraph.getparent().tag != qn("w:body") or not stands_alone:
            return [_("%(field)s måste stå ensamt i ett eget stycke i brödtexten.") % told]
        after = [one.paragraph, *one.paragraph.itersiblings(_PARAGRAPH)]
        if any(
            paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None for paragraph in after
        ):
            return [_("%(field)s måste stå i mallens sista avsnitt.") % told]
    return []


def _find(document: DocumentObject) -> Iterator[_Found]:
    """Every mark, in headers and footers first."""
    for root, story in _stories(document):
        for paragraph in root.iter(_PARAGRAPH):
            for mark in _marks(_text_of(paragraph)):
                yield _Found(mark, paragraph, story)


def _stories(document: DocumentObject) -> Iterator[tuple[Any, str]]:
    for tie in document.part.rels.values():
        story = _STORIES.get(tie.reltype)
        if story and not tie.is_external:
            part: Any = tie.target_part
            yield (part.element if hasattr(part, "element") else parse_xml(part.blob)), story
    yield document.element.body, "body"


def _marks(text: str) -> Iterator[_Mark]:
    at = 0
    while (start := text.find(_OPEN, at)) >= 0:
        yield from _outside(text[at:start])
        end, next_open = text.find(_CLOSE, start + 2), text.find(_OPEN, start + 2)
        if end < 0 or 0 <= next_open < end:
            at = next_open if next_open > 0 else len(text)
            yield _Mark(_cut(text[start:at]), start, at, _("fältet avslutas inte med }}."))
            continue
        at = end + 2
        while text[at : at + 1] == "}":
            at += 1
        yield _Mark(text[start:at], start, at)
    yield from _outside(text[at:])


def _outside(text: str) -> Iterator[_Mark]:
    """What is no field and yet meant as one."""
    for statement in _STATEMENT.finditer(text):
        said = _("en mall kan bara ha fält, inga villkor eller upprepningar.")
        yield _Mark(_cut(statement[0]), 0, 0, said)
    before, closed, _after = text.partition(_CLOSE)
    if closed:
        yield _Mark(_cut(before[-_SHOWN:].strip() + closed), 0, 0, _("fältet börjar inte med {{."))


def _cut(text: str) -> str:
    short = " ".join(text.split())
    return short if len(short) <= _SHOWN else f"{short[:_SHOWN].rstrip()} …"


def _pieces(paragraph: Any) -> list[tuple[Any, str]]:
    """The paragraph's own pieces of text, not those of a text box that is anchored in it."""
    return [
        (node, node.text or "" if node.tag == _TEXT else "\t")
        for node in paragraph.iter(_TEXT, *_BREAKS)
        if node.getparent().tag == _RUN and next(node.iterancestors(_PARAGRAPH)) is paragraph
    ]


def _text_of(paragraph: Any) -> str:
    return "".join(text for _node, text in _pieces(paragraph))


def _put(paragraph: Any, mark: _Mark, words: str) -> None:
    """Write the words where the field begins, as it looks there, and take the rest of the field away."""
    at, left = 0, plain(one_line(words))
    for node, text in _pieces(paragraph):
        start, end = max(mark.start - at, 0), min(mark.end - at, len(text))
        at += len(text)
        if start >= end or node.tag != _TEXT:
            continue
        node.text = text[:start] + left + text[end:]
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        left = ""
