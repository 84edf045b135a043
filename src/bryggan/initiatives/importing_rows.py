"""What the cells of a row say, brought into the shape in which it is compared; what stays words stays words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.initiatives import reading_course, reading_evidence
from bryggan.initiatives.calculation import HAS_BEGUN
from bryggan.initiatives.models import State
from bryggan.initiatives.reading_course import Course
from bryggan.initiatives.reading_evidence import Paper
from bryggan.methods.models import Phase
from bryggan.registers.importing.importer import Ask, Importer, PlannedRow
from bryggan.registers.words_in_text import same

START, END = "starts_on", "ends_on"
ONE_OFF, YEARLY = "one_off_cost_sek", "yearly_cost_sek"
COMMENT = "own.kommentar"
PHASE_CELLS = ("course.phase", "course.status")
LONGEST_TIME = 300
# What rests and has no day to be taken up again is asked about after so long.
RESTS = timedelta(days=90)
_ALIKE = re.compile(r"(?:jfr|jämför|samma som|se)\s*(?:nr|nummer|rad)?\.?\s*(?P<number>\d{1,5})\b")


@dataclass
class Told:
    """What a row says that is no value of a field: where it stands, the papers, its number in the file."""

    course: Course = field(default_factory=Course)
    words: str = ""
    # Whether the file says the phase, or it is only put in the first one.
    has_phase: bool = False
    papers: dict[str, Paper] = field(default_factory=dict)
    number: str = ""
    same_as: str = ""
    started_on: date | None = None
    closed_on: date | None = None
    wakes_on: date | None = None
    # Remarks that only matter where it is new: what stands here already is not put anywhere.
    if_new: list[tuple[str, str, str]] = field(default_factory=list)


def remark(row: PlannedRow, importer: Importer, key: str, value: object, said: str) -> None:
    """A remark on the cell that goes to the target, under the file's own heading."""
    row.remark(importer.titles.get(key, ""), value, said)


def settle_time(row: PlannedRow, importer: Importer) -> None:
    """The days that can be told; what is written otherwise than as a day is kept in words as well."""
    cells = {key: row.values.pop(key) for key in (START, END) if row.values.get(key)}
    days = {key: day for key, (day, _words) in cells.items() if day}
    is_turned = len(days) == len((START, END)) and days[END] < days[START]
    if is_turned:
        said = _("slutet ligger före starten: inga dagar tas, orden står kvar")
        remark(row, importer, END, cells[END][1] or days[END], said)
    else:
        row.values |= days
    words = [
        f"{importer.titles.get(key, key)}: {said or day}"
        for key, (day, said) in cells.items()
        if said or is_turned
    ]
    held = row.values.get("time_words")
    if words:
        row.values["time_words"] = ". ".join([*([held] if held else []), *words])[:LONGEST_TIME]


def settle_money(row: PlannedRow, importer: Importer) -> None:
    """The sums that can be told; a span, "ingår" and what stands in another column's place stay words."""
    words = [str(row.values["budget_words"])] if row.values.get("budget_words") else []
    for key in (ONE_OFF, YEARLY):
        cell = row.values.pop(key, None)
        if cell is None:
            continue
        sek, said, is_yearly = cell
        title = importer.titles.get(key, key)
        if is_yearly and key == ONE_OFF and sek is not None:
            told = _("en kostnad per år i kolumnen för kostnaden en gång: står kvar i ord")
            sek, said = None, row.texts.get(title, "")
            remark(row, importer, key, said, told)
        if sek is not None:
            row.values[key] = sek
        if said:
            words.append(f"{title}: {said}")
    spent = row.values.pop("told.outcome", None)
    if spent:
        words.append(f"{importer.titles.get('told.outcome', '')}: {spent}")
        remark(row, importer, "told.outcome", spent, _("inget år: står kvar i ord"))
    if words:
        row.values["budget_words"] = ". ".join(words)


def settle_benefit(row: PlannedRow, importer: Importer) -> None:
    """A step on the scale, a purpose, or words on how it is reckoned."""
    read = reading_evidence.benefit(row.values.pop("benefit", None))
    if read is None:
        return
    text = row.texts.get(importer.titles.get("benefit", ""), "")
    told = {"benefit": read.step, "purpose": read.purpose, "benefit_note": read.note}
    row.values |= {key: value for key, value in told.items() if value and not row.values.get(key)}
    if read.remark:
        remark(row, importer, "benefit", text, read.remark)


def settle_papers(row: PlannedRow, importer: Importer, told: Told, *, keeps_comment: bool) -> None:
    """What is said of papers and of the decision, in columns of their own and in passing."""
    for key in [key for key in row.values if key.startswith("evidence.")]:
        text = row.values.pop(key)
        paper = reading_evidence.paper(key.removeprefix("evidence."), text)
        if paper is not None:
            told.papers[paper.key] = paper
            remark(row, importer, key, text, _("läst som %(said)s") % {"said": paper.said})
    _settle_decision(row, importer, told)
    text = row.values.pop("told.comment", None)
    if text and str(text).startswith("="):
        remark(row, importer, "told.comment", text, _("en formel utan värde: tas inte"))
    elif text:
        if keeps_comment:
            row.values[COMMENT] = text
        for paper in reading_evidence.in_passing(str(text)):
            told.papers.setdefault(paper.key, paper)
            remark(
                row,
                importer,
                "told.comment",
                text,
                _("läst som %(said)s") % {"said": _named(paper)},
            )
        found = _ALIKE.search(same(str(text)))
        told.same_as = found["number"] if found else ""
    row.values |= {f"evidence.{key}": paper.said for key, paper in told.papers.items()}


def _named(paper: Paper) -> str:
    return f"{reading_evidence.name_of(paper.key)}, {reading_evidence.answer_of(paper.answer)}"


def _settle_decision(row: PlannedRow, importer: Importer, told: Told) -> None:
    text = row.values.pop("told.decision", None)
    read = reading_evidence.decision(text)
    if read is None:
        return
    if read.paper is not None:
        told.papers["decision"] = read.paper
    values = {"case_number": read.case_number, "target_budget_year": read.budget_year}
    row.values |= {key: value for key, value in values.items() if value and not row.values.get(key)}
    if read.remark:
        remark(row, importer, "told.decision", text, read.remark)


class Courses:
    """How far each row has come. Words that are not understood are counted, and asked about."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.unknown: Counter[str] = Counter()
        self.today = timezone.localdate()

    def settle(self, row: PlannedRow, importer: Importer, told: Told, under: str) -> None:
        """Phase, state and health out of the cells, else out of the heading above; what is unsaid is remarked on."""
        read, said = Course(), ""
        for key in PHASE_CELLS:
            cell = row.values.pop(key, None)
            if cell is not None:
                one = self._read(row, importer, key, cell)
                read = Course(*(old or new for old, new in zip(read, one, strict=True)))
                said = said or cell[0]
        column = next((key for key in PHASE_CELLS[::-1] if key in importer.titles), "")
        heading = reading_course.course(under) if not any(read) and not said else None
        if heading is not None:
            read, said = heading[0], under
            remark(row, importer, column, under, _("läst av rubriken ovanför raden"))
        told.words, told.has_phase = said, bool(read.phase)
        if not read.phase and (not said or read.state or read.health):
            told_so = _("säger inte hur långt det har kommit: läggs i Beredning")
            told.if_new.append((column, said, told_so))
        told.course = read._replace(phase=read.phase or Phase.PREPARATION.value)
        self._settle_days(row, told, column)

    def _read(self, row: PlannedRow, importer: Importer, key: str, cell: Sequence[str]) -> Course:
        words, *codes = cell
        read = Course(*codes)
        answer = self.answers.get(status_key(words), "")
        if any(read) and not answer:
            return read
        self.unknown[words] += 1
        answered = reading_course.answered(answer)
        if any(answered):
            labels = dict(reading_course.choices())
            label = labels[answered.phase or answered.state]
            remark(
                row,
                importer,
                key,
                words,
                _("läst som %(said)s, som någon svarat") % {"said": label},
            )
            return answered
        said = _("förstod inte: läggs i Beredning tills någon svarar eller flyttar det")
        remark(row, importer, key, words, said)
        return read

    def _settle_days(self, row: PlannedRow, told: Told, column: str) -> None:
        start, end = (_day(row.values.get(key)) for key in (START, END))
        phase, words = told.course.phase, told.words
        if phase in HAS_BEGUN and start is not None:
            told.started_on = start if start <= self.today else None
            if told.started_on is None and phase != Phase.CLOSED:
                told.if_new.append((column, words, _("har börjat, men starten ligger framåt")))
        if phase == Phase.CLOSED:
            told.closed_on = end if end is not None and end <= self.today else None
            if told.closed_on is None:
                said = _("avslutat, men filen säger inte vilken dag: räknas från i dag")
                told.if_new.append((column, words, said))
        if told.course.state == State.PARKED:
            told.wakes_on = self.today + RESTS
            said = _("vilar: tas upp igen %(day)s om ingen säger annat")
            told.if_new.append((column, words, said % {"day": told.wakes_on}))

    def asks(self, column: str) -> list[Ask]:
        """Each word that was not understood, with every phase it may mean."""
        otherwise = _("Vet inte, lägg det i Beredning")
        return [
            Ask(
                status_key(words),
                column,
                words,
                rows,
                reading_course.choices(),
                otherwise,
                self.answers.get(status_key(words), ""),
            )
            for words, rows in sorted(self.unknown.items())
        ]


def status_key(words: str) -> str:
    return f"status:{same(words)}"


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
