"""Where a text lies, and how it is taken away: in every table of the installation, sessions and files.

No app has to register what it keeps, so none can be forgotten: all models are walked, with their
text and JSON columns, derived sort keys and search rows. Upper and lower case are the same text.
Codes (columns with choices, names of events), numbers and dates are no text and are left.
"""

import re
import zipfile
from collections.abc import Iterator
from html import escape
from json import dumps
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from bryggan.history.models import Change, Event
from bryggan.kit.writer import search_row
from bryggan.search import writing
from bryggan.search.fields import SortKeyField, folded, sort_key
from bryggan.search.models import SearchRow

SHORTEST = 3
# The database is asked for the beginning only: SQLite refuses long patterns.
ASKED_FOR = 100
# What no text of anybody lies in, or what is walked in its own way.
LEFT = frozenset(
    {
        "sessions.session",
        "search.searchrow",
        "people.signinfailure",
        "contenttypes.contenttype",
        "auth.permission",
    }
)
# Words of the tool itself, by which rows are found: not what anybody has written.
CODES = frozenset(
    (
        "password",
        "noun",
        "slug",
        "key",
        "request_id",
        "stored_as",
        "task_path",
        "queue_name",
        "backend_name",
    )
)
NOT_FILES = frozenset({"static", "secret-key"})
DATABASE = re.compile(r".*\.sqlite3(-wal|-shm|-journal)?")


def find(text: str) -> dict[str, int]:
    """How many rows and files hold the text, by where they lie. Nothing is written."""
    counts = {}
    for model in _models():
        counts[model._meta.label_lower] = sum(1 for _row in _holding(model, text))
    counts["search.searchrow"] = len(_search_rows(text))
    counts["sessions.session"] = len(_sessions(text))
    counts["files"] = len(_files(text))
    return {place: count for place, count in counts.items() if count}


def replace(text: str, replacement: str) -> dict[str, int]:
    """Take the text away everywhere; how many rows and files were touched, by where they lie.

    Only inside an open clearance, since history is touched too. A file that holds the text is emptied
    as a whole, and a session that does is ended.
    """
    counts = find(text)
    pattern = re.compile(re.escape(text), re.IGNORECASE)
    for model in _models():
        for row in list(_holding(model, text)):
            _replace_in_row(row, pattern, replacement)
    _replace_in_search(text, pattern, replacement)
    Session.objects.filter(pk__in=[session.pk for session in _sessions(text)]).delete()
    for file in _files(text):
        file.write_text(replacement, encoding="utf-8")
    return counts


def tables() -> list[str]:
    """The tables in which `replace` may have left old text behind."""
    every: list[type[models.Model]] = [*_models(), SearchRow, Session]
    return [model._meta.db_table for model in every]


def _models() -> list[type[models.Model]]:
    every: list[type[models.Model]] = list(apps.get_models(include_auto_created=True))
    return [model for model in every if model._meta.label_lower not in LEFT and _columns(model)]


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, SortKeyField)
        and not getattr(field, "choices", None)
        and not field.primary_key
        and field.name not in CODES
        and not (model is Event and field.name == "name")
    ]


def _holding(model: type[models.Model], text: str) -> Iterator[models.Model]:
    """The rows in which the text stands. The database sorts out most, the last look is taken here."""
    pattern = re.compile(re.escape(text), re.IGNORECASE)
    columns = _columns(model)
    casts = {f"as_text_{field.name}": Cast(field.name, models.TextField()) for field in columns}
    condition = Q()
    start = text[:ASKED_FOR]
    for variant in {start, start.lower(), start.upper(), start.title()}:
        # JSON lies escaped in SQLite, and as it is but for quotation marks in PostgreSQL.
        quoted = (dumps(variant)[1:-1], dumps(variant, ensure_ascii=False)[1:-1])
        for written in {variant, *quoted}:
            for name in casts:
                condition |= Q(**{f"{name}__icontains": written})
    for row in model._base_manager.alias(**casts).filter(condition).iterator(chunk_size=500):
        if any(_has(getattr(row, field.attname), pattern) for field in columns):
            yield row


def _has(value: Any, pattern: re.Pattern[str]) -> bool:
    if isinstance(value, dict):
        return any(_has(part, pattern) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_has(part, pattern) for part in value)
    return isinstance(value, str) and bool(pattern.search(value))


def _replace_in_row(row: models.Model, pattern: re.Pattern[str], replacement: str) -> None:
    model = type(row)
    sorted_by = getattr(row, "sorted_by", "")
    for field in _columns(model):
        # What must be told apart from its neighbours keeps its number beside the words.
        is_name = bool(field.unique) or field.name == sorted_by
        words = f"{replacement} {row.pk}" if is_name else replacement
        value = _replaced(getattr(row, field.attname), pattern, words, keeps_keys=model is Change)
        if isinstance(value, str) and field.max_length:
            value = value[: field.max_length]
        setattr(row, field.attname, value)
    if sorted_by:
        row.sort_key = sort_key(str(getattr(row, sorted_by)))  # type: ignore[attr-defined]
    if hasattr(row, "version"):
        row.version += 1
    written = {field.attname: getattr(row, field.attname) for field in _written(model)}
    model._base_manager.filter(pk=row.pk).update(**written)
    if getattr(row, "searched", ()) and getattr(row, "withdrawn_at", None) is None:
        writing.put([search_row(row)])


def _written(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    derived = {"sort_key", "version"}
    more = [field for field in model._meta.concrete_fields if field.name in derived]
    return [*_columns(model), *more]


def _replaced(value: Any, pattern: re.Pattern[str], words: str, *, keeps_keys: bool) -> Any:
    """The same value without the text. The outermost keys of a change are names of columns: left."""
    if isinstance(value, dict):
        return {
            key if keeps_keys else pattern.sub(lambda _: words, key): _replaced(
                part, pattern, words, keeps_keys=False
            )
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_replaced(part, pattern, words, keeps_keys=False) for part in value]
    return pattern.sub(lambda _: words, value) if isinstance(value, str) else value


def _search_rows(text: str) -> list[SearchRow]:
    whole, key = folded(text), sort_key(text)
    rows = SearchRow.objects.filter(
        Q(text__contains=whole[:ASKED_FOR]) | Q(title_key__contains=key[:ASKED_FOR])
    )
    return [row for row in rows if whole in row.text or key in row.title_key]


def _replace_in_search(text: str, pattern: re.Pattern[str], replacement: str) -> None:
    """What a record's own columns no longer say is not found by search either."""
    rows = _search_rows(text)
    for row in rows:
        row.title = pattern.sub(lambda _: replacement, row.title)[:300]
        row.title_key = sort_key(row.title)
        row.text = row.text.replace(folded(text), folded(replacement))
    writing.put(rows)


def _sessions(text: str) -> list[Session]:
    pattern = re.compile(re.escape(text), re.IGNORECASE)
    return [session for session in Session.objects.all() if _has(session.get_decoded(), pattern)]


def _files(text: str) -> list[Path]:
    """Stored files that hold the text: as it is, or inside a packed office file."""
    wanted = {form.encode() for form in (text, escape(text), escape(text, quote=False))}
    wanted |= {text.encode("cp1252", "ignore"), text.encode("utf-16-le")} - {b""}
    root = Path(settings.BRYGGAN_VAR)
    return [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and path.relative_to(root).parts[0] not in NOT_FILES
        and not DATABASE.fullmatch(path.name)
        and any(form in part for part in _parts(path) for form in wanted)
    ]


def _parts(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield packed.read(name)
