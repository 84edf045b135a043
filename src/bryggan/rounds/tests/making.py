"""Rounds for the tests: written and started through the actions, as people do it."""

import hashlib
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from bryggan.kit.testing.cast import make_system
from bryggan.people.models import Unit, User
from bryggan.rounds import actions, links
from bryggan.rounds.models import AnswerLink, Ask, Round
from bryggan.systems.models import System

FIELDS = ("description", "lifecycle", "user_count")
ROLES = ("role.system_steward", "role.system_owner", "role.it_counterpart")
LAST = date(2099, 12, 31)


def make_held(unit: Unit, name: str, *, values: Any = None, **roles: User) -> System:
    """A system with somebody in each role: `make_held(unit, "Arkivet", system_steward=stina)`."""
    hanging: dict[str, Any] = {f"role.{role}": [person] for role, person in roles.items()}
    return make_system(unit, name=name, **hanging, **(values or {}))


def make_draft(
    by: User,
    *,
    name: str = "Hösten",
    question: str = "?",
    fields: Sequence[str] = FIELDS,
    asks: Sequence[str] = ROLES,
    last_on: date = LAST,
    **values: Any,
) -> Round:
    return actions.create_round(
        "system",
        by=by,
        name=name,
        question=question,
        fields=fields,
        asks=asks,
        last_on=last_on,
        **values,
    )


def make_round(by: User, **differences: Any) -> Round:
    """A round that has been started."""
    round = make_draft(by, **differences)
    actions.start_round(round, by=by)
    return round


def ask_about(round: Round, system: System) -> Ask:
    return Ask.objects.select_related("round", "person").get(round=round, record_id=system.pk)


def token_of(round: Round, person: User) -> str:
    """The token that stands in the person's letter."""
    link = AnswerLink.objects.get(round=round, person=person)
    token = links.token_of(round.pk, person.pk, link.seed)
    assert hashlib.sha256(token.encode()).hexdigest() == link.digest
    return token


def open_url(round: Round, person: User) -> str:
    return reverse("open_round", args=[token_of(round, person)])


def sheet_of(content: bytes) -> tuple[Any, Any, list[str]]:
    """The workbook, its sheet of rows, and the headings."""
    book = load_workbook(BytesIO(content))
    rows = book.worksheets[0]
    return book, rows, [str(cell.value) for cell in rows[1]]


def uploaded(book: Any) -> SimpleUploadedFile:
    buffer = BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("svar.xlsx", buffer.getvalue())


def fill(page: Any, **values: Any) -> dict[str, Any]:
    """What a browser sends from the form of the page, with some things typed."""
    form = page.context["current"]["form"]
    sent: dict[str, Any] = {"filled": "1"}
    for field in form:
        value = field.value()
        sent[field.html_name] = "" if value is None else value
    return sent | values
