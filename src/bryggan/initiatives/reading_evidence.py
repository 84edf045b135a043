"""What a plan says of papers, decisions and benefit in passing: "slutrapport finns i Teams", "SN 2025-06-11 § 71". Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from bryggan.initiatives.models.choices import Purpose, Saying
from bryggan.registers import cells
from bryggan.registers.dates_in_text import find_date
from bryggan.registers.reading.sheet import shown
from bryggan.registers.words_in_text import same

# What each paper is called, and the key of the rule that asks for it.
_PAPERS: Mapping[str, str] = {
    "risk_analysis": r"risk(?:- och sårbarhets)?analys(?:en)?",
    "benefit_case": r"nyttokalkyl(?:en)?|business case|kalkyl(?:en)?",
    "evaluation": r"slutrapport(?:en)?|projektutvärdering(?:en)?|utvärdering(?:en)?",
    "plan": r"projektplan(?:en)?|tidplan(?:en)?",
}
_MISSING = re.compile(r"saknas|finns (?:inte|ej)|(?:ej|inte) (?:gjord|upprättad|klar)")
_THERE = re.compile(r"\b(?:finns|ligger) (?:i|på|hos)\b|^se\b")
_DONE = re.compile(r"\b(?:gjord|klar|finns|upprättad|framtagen)\b")
_FILE = re.compile(r"[^/\\:*?\"<>|]{1,180}\.(?:docx?|xlsx?|pptx?|pdf|od[tsp]|msg)", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST_LINK = 500

_CASE = re.compile(r"(?:dnr|diarienr|diarienummer)\.?:?\s*(?P<number>\S.{0,58})", re.IGNORECASE)
_PARAGRAPH = re.compile(r".*?(?P<day>20\d\d-\d\d-\d\d).*§\s*\d+.*")
_BUDGET_YEAR = re.compile(r"(?:i\s+)?(?:budget|bu)\s*(?P<year>20\d\d)", re.IGNORECASE)
_UNCLEAR = ("oklart", "okänt", "vet ej", "vet inte", "?")
_NOT_DECIDED = ("nej", "ej beslutat", "inte beslutat", "ingen", "saknas")

_BENEFIT: Mapping[str, int] = {
    "låg": 2, "liten": 2, "liten nytta": 2, "låg nytta": 2,
    "medel": 3, "mellan": 3, "medelhög": 3, "medelstor": 3,
    "hög": 4, "stor": 4, "stor nytta": 4, "hög nytta": 4,
    "mycket hög": 5, "mycket stor": 5, "mycket liten": 1, "mycket låg": 1,
}  # fmt: skip
_PURPOSES: Mapping[str, str] = {
    "lagkrav": Purpose.LAW, "lag": Purpose.LAW, "kvalitet": Purpose.QUALITY,
    "säkerhet": Purpose.SECURITY, "effektivisering": Purpose.EFFICIENCY,
    "effektivisera": Purpose.EFFICIENCY, "ökat behov": Purpose.DEMAND, "volym": Purpose.DEMAND,
}  # fmt: skip


class Paper(NamedTuple):
    """What is said of one paper: whether it is there, in which words, and where."""

    key: str
    answer: str
    words: str = ""
    link: str = ""
    file_name: str = ""
    dated_on: date | None = None

    @property
    def said(self) -> str:
        """The same on one line, as it is compared and shown."""
        return said_of(self.answer, self.words or self.file_name or self.link)


def said_of(answer: str, where: str) -> str:
    """What is said of a paper on one line."""
    return f"{Saying(answer).label}: {' '.join(where.split())}"


def in_passing(text: str) -> list[Paper]:
    """The papers that a comment speaks of; of one whose place is not told it is known in part only."""
    said = same(text)
    found = []
    for key, names in _PAPERS.items():
        if re.search(rf"\b(?:{names})\b", said):
            answer = _answer(said)
            if answer:
                found.append(Paper(key, answer, text))
    return found


def _answer(said: str) -> str:
    if _MISSING.search(said):
        return Saying.MISSING
    if _THERE.search(said):
        return Saying.EXISTS
    return Saying.PARTLY if _DONE.search(said) else ""


def paper(key: str, value: object | None) -> Paper | None:
    """What a column of its own says of a paper: a link, a file's name, that it is missing, or words."""
    if cells.is_nothing(value, cells.NO_ANSWER):
        return None
    text = " ".join(shown(value).split())
    said = same(text)
    link = _LINK.fullmatch(text)
    if link and len(text) <= _LONGEST_LINK:
        return Paper(key, Saying.EXISTS, link=text)
    if _FILE.fullmatch(text):
        return Paper(key, Saying.EXISTS, text, file_name=text)
    if said in (*cells.NONE_THERE, "no") or _MISSING.search(said):
        return Paper(key, Saying.MISSING, text)
    if said in ("ja", "j", "yes", "finns", "gjord", "klar", "?", "delvis"):
        return Paper(key, Saying.PARTLY, text)
    return Paper(key, Saying.EXISTS, text, dated_on=_day(text))


class DecisionWords(NamedTuple):
    """A decision in words: the number of its case, the budget it stands in, or what is known of it."""

    paper: Paper | None = None
    case_number: str = ""
    budget_year: int | None = None
    remark: str | None = None


def decision(value: object | None) -> DecisionWords | None:
    """What a cell says of the decision; by whom alone, or "ja", is known in part."""
    if cells.is_nothing(value, cells.NO_ANSWER):
        return None
    text = " ".join(shown(value).split())
    said = same(text)
    case, budget = _CASE.fullmatch(text), _BUDGET_YEAR.fullmatch(text)
    if case:
        number = case["number"].strip()
        return DecisionWords(case_number=number, remark=_("läst som diarienummer"))
    if budget:
        year = int(budget["year"])
        return DecisionWords(
            budget_year=year, remark=_("läst som budgetår %(year)s") % {"year": year}
        )
    if said in _UNCLEAR:
        return DecisionWords(remark=_("säger inte om det är beslutat: inget tas"))
    if said in _NOT_DECIDED:
        return DecisionWords(
            Paper("decision", Saying.MISSING, text), remark=_("läst som att beslut saknas")
        )
    paragraph = _PARAGRAPH.fullmatch(text)
    if paragraph:
        day = _day(paragraph["day"])
        return DecisionWords(
            Paper("decision", Saying.EXISTS, text, dated_on=day),
            remark=_("läst som ett taget beslut"),
        )
    said_in_part = _("läst som delvis redovisat: dag och nummer saknas")
    return DecisionWords(Paper("decision", Saying.PARTLY, text), remark=said_in_part)


class BenefitWords(NamedTuple):
    """The benefit in words: a step on the scale, what it is for, or how it is reckoned."""

    step: int | None = None
    purpose: str = ""
    note: str = ""
    remark: str | None = None


def benefit(value: object | None) -> BenefitWords | None:
    """What a cell says of the benefit; what is neither a step nor a purpose stays in words."""
    if cells.is_nothing(value, cells.NO_ANSWER):
        return None
    text = " ".join(shown(value).split())
    said = same(text)
    if said in ("1", "2", "3", "4", "5"):
        return BenefitWords(step=int(said))
    if said in _BENEFIT:
        step = _BENEFIT[said]
        return BenefitWords(step=step, remark=_("läst som %(step)s av 5") % {"step": step})
    if said in _PURPOSES:
        label = Purpose(_PURPOSES[said]).label
        return BenefitWords(
            purpose=_PURPOSES[said], remark=_("läst som syftet %(label)s") % {"label": label}
        )
    return BenefitWords(note=text, remark=_("ingen siffra: står kvar i ord"))


def step(value: object | None) -> cells.Read[int | None]:
    """A step from 1 to 5, or a word for one; between two steps it is none."""
    if cells.is_nothing(value, cells.NO_ANSWER):
        return cells.Read(None)
    said = same(shown(value))
    if said in ("1", "2", "3", "4", "5"):
        return cells.Read(int(said))
    if said in _BENEFIT:
        return cells.Read(_BENEFIT[said], _("läst som %(step)s av 5") % {"step": _BENEFIT[said]})
    raise cells.Unreadable(_("Väntade ett tal mellan 1 och 5: inget tas."))


def _day(text: str) -> date | None:
    found = find_date(text)
    return found.first if found and found.first == found.last else None


def name_of(key: str) -> str:
    """What the paper is called."""
    names = {
        "risk_analysis": _("Riskanalys"),
        "benefit_case": _("Nyttokalkyl"),
        "evaluation": _("Slutrapport"),
        "plan": _("Projektplan"),
        "decision": _("Beslut"),
    }
    return names.get(key, key)


def answer_of(answer: str) -> str:
    """Whether it is there, in the middle of a sentence."""
    return str(Saying(answer).label).lower()
