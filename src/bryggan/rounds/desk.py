"""What stands on the page where a person answers: her records, how far she has come, the one before her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit import words
from bryggan.kit.register import editing
from bryggan.kit.register.fields import Field, Row
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.people.models import User
from bryggan.rounds import beside, filing, following, queries
from bryggan.rounds.forms import DeclineForm
from bryggan.rounds.models import Ask, Confirmation, Round, Way

TONES = {Ask.Step.WAITING: "none", Ask.Step.ANSWERED: "ok", Ask.Step.DECLINED: "calm"}

type Confirmations = Mapping[tuple[int, str], Confirmation]
# A question with its record.
type Line = tuple[Ask, Any]


@dataclass(frozen=True)
class Desk:
    """Somebody before her questions in one round: on her own page, or by her link alone."""

    round: Round
    person: User
    way: Way
    token: str = ""

    def home(self) -> str:
        if self.token:
            return reverse("open_round", args=[self.token])
        return reverse("my_round", args=[self.round.pk])

    def at(self, ask: Ask) -> str:
        return f"{self.home()}?fraga={ask.pk}"

    def answer_url(self, ask: Ask) -> str:
        if self.token:
            return reverse("open_answer", args=[self.token, ask.pk])
        return reverse("answer_ask", args=[self.round.pk, ask.pk])

    def decline_url(self, ask: Ask) -> str:
        if self.token:
            return reverse("open_decline", args=[self.token, ask.pk])
        return reverse("decline_ask", args=[self.round.pk, ask.pk])

    def template(self) -> str:
        return "rounds/open_round.html" if self.token else "rounds/my_round.html"


def context(
    seat: Desk, wanted: int | None, *, is_all: bool, form: editing.RecordForm | None
) -> dict[str, Any]:
    """The page's content; `wanted` is the question asked for, else the first that waits."""
    register, fields = REGISTERS[seat.round.slug], queries.fields_of(seat.round)
    own, deputy = lines_of(seat.round, seat.person)
    main = own or deputy
    is_open = seat.round.step == Round.Step.OPEN
    waiting = [line for line in main if line[0].step == Ask.Step.WAITING]
    current = next((line for line in (*own, *deputy) if line[0].pk == wanted), None)
    if current is None and is_open and not is_all:
        current = waiting[0] if waiting else None
    shown = main if is_all else [current] if current else []
    ids = [ask.record_id for ask, _record in shown]
    rows = queries.rows_of(register, seat.person, ids, fields)
    known = queries.confirmations_of(register.noun(), ids)
    place = main.index(current) if current in main else None
    return {
        "seat": seat,
        "round": seat.round,
        "mine_words": _("Mina %(title)s") % {"title": following.lowered(register.title)},
        "register": register,
        "is_open": is_open,
        "is_all": is_all,
        "own": [_listed(seat, line) for line in main],
        "deputy": [_listed(seat, line) for line in (deputy if own else [])],
        "done": len(main) - len(waiting),
        "total": len(main),
        "changed": sum(ask.changed_count for ask, _record in main),
        "current": _current(seat, register, fields, current, rows, known, form)
        if current and is_open
        else None,
        "before_url": seat.at(main[place - 1][0]) if place else "",
        "after_url": seat.at(main[place + 1][0])
        if place is not None and place + 1 < len(main)
        else "",
        "heads": [one.label for one in fields],
        "table": [_in_row(seat, line, fields, rows, known) for line in main] if is_all else [],
        "has_files": filing.has_files(seat.round) and not seat.token and is_open,
        "decline": decline_form(seat.round, current[0], None) if current else None,
    }


def lines_of(round: Round, person: User) -> tuple[list[Line], list[Line]]:
    """Her own questions, and those she is deputy for, each by the name of the record."""
    asks = list(queries.asks_for(round, person))
    rows = REGISTERS[round.slug].rows(person).select_related("unit")
    records = rows.in_bulk([ask.record_id for ask in asks])
    lines = [(ask, records[ask.record_id]) for ask in asks if ask.record_id in records]
    lines.sort(key=lambda line: (line[1].sort_key, line[1].pk))
    own = [line for line in lines if line[0].is_own]  # type: ignore[attr-defined]
    return own, [line for line in lines if not line[0].is_own]  # type: ignore[attr-defined]


def _listed(seat: Desk, line: Line) -> dict[str, Any]:
    ask, record = line
    return {
        "name": str(record),
        "url": seat.at(ask),
        "tone": TONES[Ask.Step(ask.step)],
        "word": ask.get_step_display(),
        "asked": ask.person.name if ask.person else "",
    }


def _current(
    seat: Desk,
    register: type[Register],
    fields: Sequence[Field],
    line: Line,
    rows: Mapping[int, Row],
    known: Confirmations,
    form: editing.RecordForm | None,
) -> dict[str, Any]:
    """The record before her: a form where she may change it, else what stands and the reason why not."""
    ask, record = line
    assert register.change_with is not None
    verdict = register.change_with.verdict(seat.person, record)
    row = rows[record.pk]
    notes = {one.key: _note(one, row, known) for one in fields}
    if form is None or not form.fields.keys() & {editing.form_name(one) for one in fields}:
        form = editing.form_for(fields, seat.person, record=record)
    return {
        "ask": ask,
        "record": record,
        "role": _role(register, ask),
        "answered": _answered(ask),
        "verdict": verdict,
        "form": form,
        "fields": [(form[editing.form_name(one)], notes[one.key]) for one in fields],
        "facts": [(one.label, one.fact(row), notes[one.key]) for one in fields],
        "answer_url": seat.answer_url(ask),
        "decline_url": seat.decline_url(ask),
        "may_decline": ask.person_id == seat.person.pk and ask.step != Ask.Step.ANSWERED,
        "record_url": "" if seat.token else register.url(record.pk),
    }


def _in_row(
    seat: Desk,
    line: Line,
    fields: Sequence[Field],
    rows: Mapping[int, Row],
    known: Confirmations,
) -> dict[str, Any]:
    ask, record = line
    row = rows[record.pk]
    cells = [(one.label, one.html(row), _note(one, row, known)) for one in fields]
    return {
        **_listed(seat, line),
        "version": record.version,
        "is_waiting": ask.step == Ask.Step.WAITING,
        "answer_url": seat.answer_url(ask),
        "cells": cells,
    }


def _note(column: Field, row: Row, known: Confirmations) -> str:
    found = known.get((row["pk"], column.key))
    return beside.said(column, row, found) if found else ""


def _role(register: type[Register], ask: Ask) -> str:
    """As what she is asked: "systemförvaltare"."""
    column = register.by_key().get(ask.asked_as)
    return following.lowered(column.label) if column else ""


def _answered(ask: Ask) -> str:
    if ask.step != Ask.Step.ANSWERED or ask.answered_by is None or ask.answered_at is None:
        return ""
    told = {
        "name": ask.answered_by.name,
        "day": words.date_text(timezone.localtime(ask.answered_at)),
        "way": ask.get_way_display(),
    }
    return (
        _("Besvarad %(day)s av %(name)s, %(way)s. Du kan svara igen så länge rundan pågår.") % told
    )


def thanks(record: Any, changed: int) -> str:
    if not changed:
        return _("Tack! %(name)s är bekräftat.") % {"name": record}
    said = ngettext(
        "Tack! %(name)s är bekräftat, med %(n)s ändrad uppgift.",
        "Tack! %(name)s är bekräftat, med %(n)s ändrade uppgifter.",
        changed,
    )
    return said % {"name": record, "n": words.number(changed)}


def decline_form(round: Round, ask: Ask, posted: Any) -> DeclineForm:
    register = REGISTERS[round.slug]
    key = ask.asked_as if ask.asked_as in register.asks else register.asks[0]
    return DeclineForm(register, key, posted)
