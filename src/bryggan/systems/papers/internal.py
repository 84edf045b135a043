"""The internal edition: everything that the one who makes it may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit import words
from bryggan.kit.papers.model import (
    Block,
    Cell,
    Column,
    Figures,
    Heading,
    KeyFigure,
    Note,
    Paper,
    Table,
)
from bryggan.kit.register.fields import Field
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.on_paper import cell_of, column_of, filters_of, made_by
from bryggan.people.models import Unit, User
from bryggan.systems.calculation import Total
from bryggan.systems.models import Criticality, System
from bryggan.systems.papers.grouping import Home, Rows, Tree
from bryggan.systems.register import SystemRegister

LONGEST_TEXT = 160
CRITICALITY = "vulnerability.criticality"
OWNER, COUNTERPART = "role.system_owner", "role.it_counterpart"
# A slide is read from a distance, so it has fewer columns; a page folds two facts into one.
SLIDE = (
    "name",
    OWNER,
    COUNTERPART,
    "lifecycle",
    "supplier",
    "contract_end",
    "cost_sum",
    CRITICALITY,
)
SHEET = (
    "name",
    "description",
    "unit",
    OWNER,
    COUNTERPART,
    "lifecycle",
    "hosting",
    "supplier",
    "user_count",
    "contract_end",
    "cost_sum",
    CRITICALITY,
)
PAGE = tuple(key for key in SHEET if key not in ("hosting", COUNTERPART))
# In millimetres of a page lying down; when a column is left out the others share its room.
WIDTHS = {
    "name": 34,
    "description": 41,
    "unit": 31,
    OWNER: 31,
    "lifecycle": 21,
    "supplier": 24,
    "user_count": 19,
    "contract_end": 22,
    "cost_sum": 20,
    CRITICALITY: 17,
}
COLUMNS = {"pptx": SLIDE, "xlsx": SHEET}
TITLES = {
    "name": gettext_lazy("System"),
    "description": gettext_lazy("Till för"),
    "unit": gettext_lazy("Enhet"),
    OWNER: gettext_lazy("Ägare"),
    COUNTERPART: gettext_lazy("IT-motpart"),
    "lifecycle": gettext_lazy("Läge"),
    "hosting": gettext_lazy("Drift"),
    "user_count": gettext_lazy("Användare"),
    "contract_end": gettext_lazy("Avtal till"),
    "cost_sum": gettext_lazy("Kr i år"),
    CRITICALITY: gettext_lazy("Kritiskt"),
}
CRITICALITY_WORDS = {
    Criticality.CRITICAL: gettext_lazy("Helt"),
    Criticality.MOSTLY: gettext_lazy("Till stor del"),
    Criticality.MOSTLY_NOT: gettext_lazy("Till liten del"),
    Criticality.NOT_CRITICAL: gettext_lazy("Nej"),
}


def make(user: User, unit: Unit | None, question: Question, *, form: str) -> Paper:
    """The systems that answer the question within a unit and all under it, None is everything."""
    listing = Listing(SystemRegister, question, user)
    found = within(listing.found(), unit)
    wanted = [SystemRegister.field(key) for key in (*SHEET, "completeness")]
    rows = list(listing.values(listing.sorted(found), wanted))
    tree = Tree()
    groups = tree.grouped(rows)
    fields = _shown(rows, groups, COLUMNS.get(form, PAGE))
    tables = _whole(groups, fields) if form == "xlsx" else _by_home(groups, fields, form)
    return Paper(
        title=title_of(unit),
        made_on=timezone.now(),
        scope=scope_words(unit, tree, len(rows)),
        filters=filters_of(listing),
        completeness=_completeness(rows),
        made_by=made_by(user),
        edition=_("Intern"),
        omitted=SystemRegister.omitted(found, user),
        blocks=(_figures(rows), *_summary(groups), *tables, *_shortened(rows, fields, form)),
    )


def within(found: models.QuerySet[System], unit: Unit | None) -> models.QuerySet[System]:
    return found if unit is None else found.filter(unit__path__startswith=unit.path)


def title_of(unit: Unit | None) -> str:
    said = _("Systemförteckning")
    return f"{said}, {unit.name}" if unit else said


def scope_words(unit: Unit | None, tree: Tree, count: int) -> str:
    """Which part of the organisation, with everything under it, and how many systems."""
    if unit is None:
        name = next(
            (place.name for place in tree.places.values() if place.path.count("/") == 1), ""
        )
    else:
        name = _("%(unit)s med allt därunder") % {"unit": unit.name}
    return _("%(part)s, %(count)s system") % {"part": name, "count": words.number(count)}


def _completeness(rows: Rows) -> str:
    """How much is known, as the list counts it, and how many have an amount."""
    if not rows:
        return ""
    share = Decimal(sum(row["c_completeness"] for row in rows)) / len(rows)
    said = _("%(share)s av grunduppgifterna är kända (ägare, IT-motpart, läge, kostnad, användare)")
    return f"{said % {'share': words.percent(share)}}; {_total(rows).words}"


def _total(rows: Rows) -> Total:
    return Total.over(row["c_cost_sum"] for row in rows)


def _figures(rows: Rows) -> Figures:
    total = _total(rows)
    known = words.money_sek(total.amount) if total.amount is not None else _("okänt")
    figures = [
        KeyFigure(words.number(len(rows)), _("system")),
        KeyFigure(known, _("kostnad i år, exkl. moms"), total.words),
    ]
    for key, label in ((OWNER, _("saknar ägare")), (COUNTERPART, _("saknar IT-motpart"))):
        field = SystemRegister.field(key)
        figures.append(KeyFigure(words.number(sum(map(field.is_empty, rows))), label))
    return Figures(tuple(figures))


def _shown(rows: Rows, groups: Sequence[tuple[Home, Rows]], keys: Iterable[str]) -> list[Field]:
    """The columns that say something: criticality where it may be seen, units where headings do not."""
    fields = [SystemRegister.field(key) for key in keys]
    criticality = SystemRegister.field(CRITICALITY)
    if all(criticality.is_empty(row) for row in rows):
        fields = [field for field in fields if field.key != CRITICALITY]
    if all(row["c_unit_id"] == home.pk for home, some in groups for row in some):
        fields = [field for field in fields if field.key != "unit"]
    return fields


def _summary(groups: Sequence[tuple[Home, Rows]]) -> Iterable[Block]:
    """How many systems and how much money each part has."""
    if len(groups) < 2:
        return
    columns = (
        Column(_("Nämnd eller bolag")),
        Column(_("Förvaltning")),
        Column(_("System"), "number"),
        Column(_("Kr i år"), "number", empty=_("okänt")),
        Column(_("Har belopp"), "number"),
    )
    lines = []
    for home, rows in groups:
        total = _total(rows)
        below = home.administration.name if home.administration else None
        lines.append((home.authority.name, below, len(rows), total.amount, total.counted))
    whole = sum((_total(rows) for _home, rows in groups), Total())
    said = (_("Summa"), None, whole.of, whole.amount, whole.counted)
    yield Table(columns, tuple(lines), total=said, title=_("Systemen per nämnd"))


def _columns(fields: Sequence[Field]) -> list[Column]:
    """The columns by their short titles."""
    made = ((field, column_of(field)) for field in fields)
    return [
        replace(column, title=str(TITLES.get(field.key, column.title))) for field, column in made
    ]


def _page_columns(fields: Sequence[Field]) -> Iterable[Column]:
    """The columns as a page has room for them: owner and IT counterpart share one."""
    for field, column in zip(fields, _columns(fields), strict=True):
        title = _("Ägare och IT-motpart") if field.key == OWNER else column.title
        yield replace(column, title=title, width=WIDTHS[field.key])


def _page_cell(field: Field, row: Mapping[str, Any], form: str) -> Cell:
    """A cell as there is room for it on a page: long texts cut, two facts in one."""
    value = cell_of(field, row)
    if field.key == "description" and value:
        return Truncator(" ".join(str(value).split())).chars(LONGEST_TEXT, truncate=" …")
    if field.key == CRITICALITY and value:
        return str(CRITICALITY_WORDS[row[field.alias]])
    if form == "pptx":
        return value
    if field.key == "name":
        return f"{value}\n{number_of(row['pk'])}"
    if field.key == OWNER:
        counterpart = SystemRegister.field(COUNTERPART)
        of_it = counterpart.text(row)
        said = _("IT: %(name)s") % {"name": of_it} if of_it else column_of(counterpart).empty
        return f"{value or column_of(field).empty}\n{said}"
    if field.key == "lifecycle":
        hosting = SystemRegister.field("hosting").text(row)
        return ", ".join(part for part in (str(value or ""), hosting.lower()) if part) or None
    return value


def number_of(pk: int) -> str:
    return f"{System.prefix}-{pk:04d}"


def _by_home(
    groups: Sequence[tuple[Home, Rows]], fields: Sequence[Field], form: str
) -> Iterable[Block]:
    """A heading per authority, one per administration under it, and their systems."""
    columns = tuple(_columns(fields) if form == "pptx" else _page_columns(fields))
    authority = None
    for home, rows in groups:
        if home.authority != authority:
            authority = home.authority
            yield Heading(authority.name)
        if home.administration:
            yield Heading(home.administration.name, level=2)
        cells = tuple(tuple(_page_cell(field, row, form) for field in fields) for row in rows)
        yield Table(columns, cells, total=_sum(rows, fields) if len(rows) > 1 else None)
    if not groups:
        yield Note(_("Inget system passar urvalet."))


def _sum(rows: Rows, fields: Sequence[Field]) -> tuple[Cell, ...]:
    total = _total(rows)
    said = {"name": _("Summa (%(of)s)") % {"of": total.words}, "cost_sum": total.amount}
    return tuple(said.get(field.key) for field in fields)


def _whole(groups: Sequence[tuple[Home, Rows]], fields: Sequence[Field]) -> Iterable[Block]:
    """For Excel all in one table, with the headings as columns and every text in full."""
    columns = (
        Column(_("Nr")),
        Column(_("Nämnd eller bolag")),
        Column(_("Förvaltning")),
        *_columns(fields),
    )
    lines = []
    for home, rows in groups:
        below = home.administration.name if home.administration else None
        for row in rows:
            cells = (cell_of(field, row) for field in fields)
            lines.append((number_of(row["pk"]), home.authority.name, below, *cells))
    yield Table(columns, tuple(lines), title=_("System"))


def _shortened(rows: Rows, fields: Sequence[Field], form: str) -> Iterable[Block]:
    description = SystemRegister.field("description")
    texts = (description.text(row) for row in rows)
    if form == "xlsx" or description not in fields or all(len(t) <= LONGEST_TEXT for t in texts):
        return
    yield Note(
        _("Långa beskrivningar är förkortade. De står i sin helhet i Excel och på systemkorten.")
    )
