"""Papers that can be asked for by name: declared once in an app's `papers.py`, found by everybody.

A declared paper knows its formats and what can be chosen about it; `make` asks the app's queries,
which start from `visible_to`, and gives a `Paper`. Page, address and command are derived.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.papers import own_template
from bryggan.kit.papers.fields import COMMON, CONTENT_FIELD, TemplateField
from bryggan.kit.papers.formats import FORMATS, Format
from bryggan.kit.papers.model import Note, Paper
from bryggan.kit.words import date_text, one_line

log = logging.getLogger(__name__)

# What the address of a list is written with, besides the filters "f.…".
QUESTION_KEYS = frozenset({"q", "sort", "col", "page", "id"})
_LONGEST_NAME = 120
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|]+')


class NoSuchPaper(LookupError):
    """Nothing to make: an unknown choice, or a record that does not exist for this person."""


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen about a paper; the first of `choices` is meant when none is.

    `choices(user)` gives (value, word) pairs. Without them `make` itself says what it does not know.
    """

    key: str
    label: Any
    choices: Callable[[Any], Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Options:
    """What was chosen: a value per choice, the format, and for papers of a list its address."""

    chosen: Mapping[str, str]
    form: str
    address: QueryDict = field(default_factory=QueryDict)

    def __getitem__(self, key: str) -> str:
        return self.chosen[key]


class DeclaredPaper:
    """Subclass, fill in, and decorate with `@paper`."""

    name: ClassVar[str]  # in addresses and commands: "systemforteckning"
    title: ClassVar[Any]
    description: ClassVar[Any] = ""
    formats: ClassVar[tuple[str, ...]] = ("docx", "pptx", "xlsx", "pdf")
    options: ClassVar[tuple[Choice, ...]] = ()
    # Fields of a Word template that it gives besides those of every paper, as `Paper.given`.
    gives: ClassVar[tuple[TemplateField, ...]] = ()
    # Whether it is made from the page of all papers; else only from the page it belongs to.
    is_listed: ClassVar[bool] = True

    @classmethod
    def make(cls, user: Any, options: Options) -> Paper:
        """Make the paper as this person may see it. Raises NoSuchPaper."""
        raise NotImplementedError

    @classmethod
    def takes_question(cls, chosen: Mapping[str, str]) -> bool:
        """Whether the filters of a list may be handed along, with these choices made."""
        return False


PAPERS: dict[str, type[DeclaredPaper]] = {}


def paper[P: type[DeclaredPaper]](declared: P) -> P:
    """Class decorator: the paper has an address, a place on the page of all papers, a command."""
    if declared.name in PAPERS:
        raise ValueError(f"Two papers are called {declared.name}.")
    PAPERS[declared.name] = declared
    return declared


def read_options(
    declared: type[DeclaredPaper], user: Any, address: QueryDict, form: str
) -> Options:
    """Read what was chosen. Anything unknown raises NoSuchPaper: a mistyped choice must not give
    another paper than the one that was meant."""
    if form not in declared.formats:
        raise NoSuchPaper(form)
    chosen = {}
    for option in declared.options:
        if option.choices is None:
            chosen[option.key] = address.get(option.key, "")
            continue
        values = [value for value, _word in option.choices(user)]
        value = address.get(option.key, values[0] if values else "")
        if value not in values:
            raise NoSuchPaper(option.key)
        chosen[option.key] = value
    for key in address:
        is_question = key in QUESTION_KEYS or key.startswith("f.")
        if key in chosen or (is_question and declared.takes_question(chosen)):
            continue
        raise NoSuchPaper(key)
    return Options(chosen, form, address)


@dataclass(frozen=True)
class PaperFile:
    """A made paper, ready to be saved or sent."""

    name: str
    content_type: str
    content: bytes


def with_own_fields() -> list[type[DeclaredPaper]]:
    """The papers that a template of their own may say more about than one for all papers."""
    return [declared for declared in PAPERS.values() if declared.gives]


def known_fields(paper: str = "") -> dict[str, str]:
    """The fields that the template of a paper may hold, to why one cannot be used; nothing where it can.

    Without a name: the template of all papers, in which only what every paper gives may stand.
    """
    own = PAPERS[paper].gives if paper else ()
    usable = {one.name: "" for one in (*COMMON, CONTENT_FIELD, *own)}
    givers: dict[str, list[str]] = {}
    for declared in with_own_fields():
        for one in declared.gives:
            givers.setdefault(one.name, []).append(str(declared.title))
    said = _("det ges bara av %(papers)s. Ta bort det, eller gör en mall för det papperet.")
    return {name: said % {"papers": ", ".join(papers)} for name, papers in givers.items()} | usable


def make_file(declared: type[DeclaredPaper], user: Any, options: Options) -> PaperFile:
    """Make the paper in its format; Word is written in the municipality's own template if there is one."""
    made = declared.make(user, options)
    kind = FORMATS[options.form]
    content = _rendered(declared, made, kind)
    return PaperFile(file_name(made, kind.extension), kind.content_type, content)


def _rendered(declared: type[DeclaredPaper], made: Paper, kind: Format) -> bytes:
    """A template that fails never costs a paper: it is made in Bryggan's, and says why at the top."""
    template = own_template.current(declared.name) if kind.takes_template else None
    if template is None:
        return kind.render(made)
    try:
        return kind.render(made, template=template)
    except own_template.UNWRITABLE as error:
        why = _("Mallen går inte att skriva i.")
        if isinstance(error, own_template.TemplateError):
            why = str(error)
        else:
            log.exception("%s could not be made in the template", declared.name)
        said = _(
            "Kommunens wordmall gick inte att använda, så papperet är gjort i Bryggans. %(why)s"
        )
        remark = Note(said % {"why": why}, "sun")
        content = kind.render(replace(made, blocks=(remark, *made.blocks)))
        for tell in own_template.TOLD:
            tell(declared.name, declared.title, why)
        return content


def file_name(made: Paper, extension: str) -> str:
    """Name the file as people would: "Systemförteckning, Socialnämnden, intern 2026-11-22.docx"."""
    said = ", ".join(part for part in (made.title, made.edition.lower()) if part)
    words = _NOT_IN_FILE_NAMES.sub(" ", one_line(said))
    kept = one_line(words)[:_LONGEST_NAME].strip(" .") or _("Papper")
    return f"{kept} {date_text(timezone.localdate())}.{extension}"
