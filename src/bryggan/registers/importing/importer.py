"""What a noun declares to be imported: its targets, how they are read and compared, and what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.db import models

from bryggan.kit.register.fields import (
    Choice,
    Day,
    Field,
    Money,
    Whole,
    Year,
    YesNo,
)
from bryggan.kit.register.register import Register
from bryggan.kit.verdict import ALLOWED, Verdict
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User
from bryggan.registers import cells
from bryggan.registers.cells import Read
from bryggan.registers.models import SourceText

SKIP = "-"
OWN = "own"

type KeysOf = Callable[[int, Mapping[str, Any], Mapping[str, Any]], set[str]]
type Reader = Callable[[object], Read[Any]]


@dataclass(frozen=True)
class Target:
    """Somewhere a column can go. `read` turns a cell into the comparable plain value of the field."""

    key: str
    label: str
    read: Reader
    synonyms: tuple[str, ...] = ()
    is_secret: bool = False


@dataclass
class PlannedRow:
    """One row of the file: what it says, whom it hits, and what would change."""

    number: int
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    secret_texts: dict[str, str] = field(default_factory=dict)
    remarks: list[dict[str, Any]] = field(default_factory=list)
    record_id: int | None = None
    record_version: int | None = None
    outcome: str = ""
    changes: dict[str, list[Any]] = field(default_factory=dict)
    conflicts: dict[str, list[Any]] = field(default_factory=dict)
    message: str = ""
    is_chosen: bool = True
    base_version: int | None = None
    number_given: int | None = None

    def remark(self, column: str, value: object, message: str) -> None:
        said = {"row": self.number, "column": column, "value": str(value)[:300], "message": message}
        self.remarks.append(said)


@dataclass(frozen=True)
class Ask:
    """Words that no rule can read, asked about once for all the rows that hold them.

    `choices`: what can be answered, value and words. Without an answer it is as `otherwise` says.
    """

    key: str
    column: str
    words: str
    rows: int
    choices: Sequence[tuple[str, str]]
    otherwise: str
    answer: str = ""


@dataclass
class Found:
    """What the rows mention that the register lacks: it is made when the plan is applied."""

    units: dict[tuple[str, ...], str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    own_fields: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Watched:
    """Rows whose history matters: their noun, which record each hangs on, and the keys a change touches."""

    noun: str
    owners: Mapping[int, int]
    keys_of: KeysOf


def changed_names(row: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The field keys that one change touched; own fields one by one."""
    names = {*before, *after}
    if "own_fields" in names:
        old, new = before.get("own_fields") or {}, after.get("own_fields") or {}
        names |= {f"own.{key}" for key in {*old, *new} if old.get(key) != new.get(key)}
    return names


class Importer:
    """How one register is imported. Subclass, override what the noun needs, and call `imports`."""

    register: ClassVar[type[Register]]
    name_key: ClassVar[str] = "name"
    # Whether rows with the same name and unit are as many records, told apart by their order.
    keeps_twins: ClassVar[bool] = False

    def __init__(self, by: User) -> None:
        self.by = by
        # What a person has said of words that could not be read, by the key of the question.
        self.answers: Mapping[str, str] = {}
        # What the file calls each target that one of its columns goes to.
        self.titles: dict[str, str] = {}
        # New records by the number of their row; they get their ids when the buffer is written.
        self.made: dict[int, Any] = {}

    def targets(self) -> list[Target]:
        """The register's editable fields; a subclass adds what only files have."""
        made = []
        for column in self.register.every_field():
            reader = self.reader(column) if column.is_editable else None
            if reader is not None:
                made.append(
                    Target(
                        column.key,
                        str(column.label),
                        reader,
                        column.synonyms,
                        is_secret=column.beside is not None,
                    )
                )
        return made

    def worked_out(self) -> list[str]:
        """The labels of what the tool works out itself: no file can give it."""
        return [str(f.label) for f in self.register.every_field() if not f.is_editable]

    def reader(self, column: Field) -> Reader | None:
        """How a cell of this kind of field is read; None when files cannot give it."""
        return plain_reader(column)

    def current(self, ids: Sequence[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
        """The comparable values of existing records, in a constant number of queries."""
        plain = [key for key in keys if "." not in key]
        rows = self.register.model._base_manager.filter(pk__in=ids).values("pk", *plain)
        return {row.pop("pk"): {k: comparable(v) for k, v in row.items()} for row in rows}

    def watched(self, ids: Sequence[int]) -> "list[Watched]":
        """The rows whose history tells what people have changed in these records."""
        return [Watched(self.register.noun(), {pk: pk for pk in ids}, changed_names)]

    def prepare(self, rows: Sequence[PlannedRow]) -> None:
        """Bring the values that were read into the shape they are compared in."""

    def verdict(self, row: PlannedRow, records: Mapping[int, Any]) -> Verdict:
        """Whether this person may write this row: the verdict of the register's own actions."""
        create, change = self.register.create_with, self.register.change_with
        assert create is not None
        assert change is not None
        if row.record_id is None:
            return create.verdict(self.by, self.unit_there(row))
        return change.verdict(self.by, records[row.record_id]) if row.changes else ALLOWED

    def unit_there(self, row: PlannedRow) -> Unit:
        """The unit a new record would belong to, as far as it exists already."""
        return self.by.unit

    def discover(self, rows: Sequence[PlannedRow], found: Found) -> None:
        """What the rows mention that must be made first."""

    def asks(self, found: Found) -> list[Ask]:
        """What could not be read and a person can answer, each once."""
        return []

    def settle(self, found: Found, kinds: Mapping[str, str]) -> None:
        """What a person said of what was found, such as the kind of a new unit."""

    def resolve(self, write: Writer, found: Found) -> "Resolved":
        """Make what was found, and give back the records that plain values stand for."""
        return Resolved()

    def values(self, planned: Mapping[str, Any], resolved: "Resolved") -> dict[str, Any]:
        """The values as the actions take them."""
        return {key: resolved.value(key, value) for key, value in planned.items()}

    def unit_of(self, planned: Mapping[str, Any], resolved: "Resolved") -> Unit:
        return self.by.unit

    def after(
        self, write: Writer, rows: Sequence[PlannedRow], found: Found, resolved: "Resolved"
    ) -> None:
        """What follows when all rows are in."""

    def summary(self, found: Found) -> dict[str, Any]:
        """Counts and lists about what was found, for the report."""
        return {}

    def place_of(self, row: PlannedRow) -> Any:
        """Where the row says the record belongs, comparable with `place_of_unit`."""
        return None

    def place_of_unit(self, unit_id: int) -> Any:
        return None

    def is_same_elsewhere(self, row: PlannedRow, unit_id: int) -> bool:
        """Whether the only record by the name is the row's, although it belongs to another unit."""
        return True

    def labels(self) -> dict[str, str]:
        """What each key of a planned value is called on screen."""
        return {target.key: target.label for target in self.targets()}

    def has_more(self, rows: Sequence[PlannedRow], found: Found) -> bool:
        """Whether there is anything to write besides the rows themselves."""
        return False

    def secret_source_texts(self, rows: Sequence[PlannedRow], import_id: int) -> list[SourceText]:
        """The source texts of columns that may be secret, kept with the row they are about."""
        return []

    @classmethod
    def of(cls, slug: str, by: User) -> Self | None:
        made = IMPORTERS.get(slug)
        return made(by) if made else None  # type: ignore[return-value]


class Resolved:
    """Plain values to records: people by address, units by path, words by kind."""

    def __init__(self) -> None:
        self.records: dict[str, dict[Any, models.Model]] = {}

    def value(self, key: str, value: Any) -> Any:
        return value


IMPORTERS: dict[str, type[Importer]] = {}


def imports(made: type[Importer]) -> type[Importer]:
    """Class decorator: the register can be imported from here on."""
    IMPORTERS[made.register.slug] = made
    return made


def plain_reader(column: Field) -> Reader | None:
    """The reader of fields that hold one plain value."""
    if isinstance(column, Choice):
        options = choice_words(column)
        return lambda value: cells.choice(value, options)
    if isinstance(column, YesNo):
        return cells.yes_no
    if isinstance(column, Day):
        return lambda value: _iso(cells.date(value))
    if isinstance(column, Year):
        return cells.year
    if isinstance(column, Money):
        return lambda value: _whole_sek(cells.money(value))
    if isinstance(column, Whole):
        return cells.whole_number
    return None


def choice_words(column: Choice) -> dict[str, list[str]]:
    words = {str(value): [str(label)] for value, label in column.options.choices}
    for word, value in (column.cell_synonyms or {}).items():
        words[str(value)].append(word)
    return words


def _iso(read: Read[Any]) -> Read[Any]:
    return Read(read.value.isoformat() if read.value else None, read.remark)


def _whole_sek(read: Read[Any]) -> Read[Any]:
    return Read(None if read.value is None else round(read.value), read.remark)


def comparable(value: Any) -> Any:
    """A model value as the readers give it: dates as text, amounts as whole numbers, nothing as None."""
    if value in ("", [], ()):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "quantize"):
        return int(value)
    return value
