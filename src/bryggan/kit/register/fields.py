"""The kinds of columns a Register can have: how each is queried, shown, filtered, edited and exported.

A field's `key` is the attribute of the record. What may be secret lies in a row beside the record
(`beside`), fetched only through that row's own `visible_to`: hidden, it reads as absent everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Count, F, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.kit.plain import whole_number
from bryggan.kit.register.beside import Beside, Sql
from bryggan.kit.register.inputs import DayInput, KronorField

EMPTY = "-"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Range:
    """A chosen interval: both ends inclusive, either may be open."""

    low: str = ""
    high: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """What every kind shares. `synonyms` are headings under which files are known to have it."""

    key: str
    label: Any
    help: Any = ""
    beside: Beside | None = None
    is_needed: bool = False
    is_editable: bool = True
    is_column: bool = True
    synonyms: tuple[str, ...] = ()

    is_number: ClassVar[bool] = False
    filtered_by: ClassVar[str] = "text"  # text, choice, range

    @cached_property
    def alias(self) -> str:
        return "c_" + self.key.replace(".", "_")

    @property
    def attribute(self) -> str:
        return self.key.rpartition(".")[2]

    def columns(self, user: Any) -> dict[str, Sql]:
        """What the list's one query fetches for this field."""
        return {self.alias: self.expression(user)}

    def file_columns(self, user: Any) -> dict[str, Sql]:
        """What a file needs besides."""
        return {}

    def expression(self, user: Any) -> Sql:
        return self.beside.value(user, self.attribute) if self.beside else F(self.attribute)

    def sorted_by(self) -> str:
        return self.alias

    def is_empty(self, row: Row) -> bool:
        return row[self.alias] in (None, "")

    def text(self, row: Row) -> str:
        value = row[self.alias]
        return "" if value is None else str(value)

    def html(self, row: Row) -> SafeString:
        return format_html("{}", self.text(row))

    def fact(self, row: Row) -> SafeString:
        """The value on the record's own page: uncut, and its name leads nowhere from there."""
        return self.html(row)

    def export(self, row: Row) -> Any:
        """The value in a file: text, number or date that the import reads back to the same."""
        return row[self.alias]

    def condition(self, chosen: Sequence[str], span: Range) -> Q:
        """Which rows a filter lets through; `-` stands for "tom"."""
        wanted = [value for value in chosen if value != EMPTY]
        condition = self.empty() if EMPTY in chosen else Q()
        if wanted:
            condition |= self.chosen(wanted)
        return condition

    def filtered(
        self, queryset: models.QuerySet[Any], user: Any, chosen: Sequence[str], span: Range
    ) -> models.QuerySet[Any]:
        """Of the records those that the filter lets through, as this person sees them."""
        needed = {self.alias: self.expression(user)}
        found: models.QuerySet[Any] = queryset.alias(**needed)
        return found.filter(self.condition(chosen, span))

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.alias}__icontains": values[0]})

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True}) | Q(**{self.alias: ""})

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        """The values a facet offers: (value, word, how many of the records have it)."""
        return []

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        """The words of chosen values."""
        return list(values)

    def choosable(self, user: Any) -> tuple[models.QuerySet[Any], ...]:
        """The records a value is chosen from; none when the value is typed."""
        return ()

    def form_field(self, user: Any) -> forms.Field:
        return forms.CharField(max_length=300, **self.form_options())

    def form_options(self) -> dict[str, Any]:
        return {"label": self.label, "help_text": self.help, "required": self.is_needed}

    def initial(self, record: Any, user: Any) -> Any:
        """The value as the form shows it."""
        return getattr(self.holder(record, user), self.attribute, None)

    def initials(self, records: Sequence[Any], user: Any) -> dict[int, Any]:
        """The same of several records by id, in as many questions whether they are few or many."""
        if self.beside is None:
            return {record.pk: self.initial(record, user) for record in records}
        rows = self.beside.rows(user).filter(**{f"{self.beside.fk}__in": records})
        return dict(rows.values_list(f"{self.beside.fk}_id", self.attribute))

    def holder(self, record: Any, user: Any) -> Any:
        if self.beside is None:
            return record
        return self.beside.rows(user).filter(**{self.beside.fk: record}).first()


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line of text."""


@dataclass(frozen=True, kw_only=True)
class Link(Text):
    """The name that leads to the record's page."""

    def html(self, row: Row) -> SafeString:
        return format_html('<a class="row-link" href="{}">{}</a>', row["url"], self.text(row))

    def fact(self, row: Row) -> SafeString:
        return format_html("{}", self.text(row))

    def sorted_by(self) -> str:
        return "sort_key"


class Lines(forms.CharField):
    """Several lines as the register has them: a browser sends them back with other line endings, which is no change."""

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        return said.replace("\r\n", "\n") if said else said


@dataclass(frozen=True, kw_only=True)
class LongText(Field):
    """Several lines of text."""

    def form_field(self, user: Any) -> forms.Field:
        return Lines(widget=forms.Textarea(attrs={"rows": 4}), **self.form_options())

    def html(self, row: Row) -> SafeString:
        text = self.text(row)
        return format_html("{}", text if len(text) <= 160 else text[:157].rstrip() + " …")

    def fact(self, row: Row) -> SafeString:
        return format_html("{}", self.text(row))


@dataclass(frozen=True, kw_only=True)
class Whole(Field):
    """A whole number; nothing is unknown, never 0."""

    lowest: int = 0
    highest: int = 100_000_000
    is_grouped: bool = True
    is_number: ClassVar[bool] = True
    filtered_by: ClassVar[str] = "range"

    def text(self, row: Row) -> str:
        value = row[self.alias]
        if value is None:
            return ""
        return words.number(value) if self.is_grouped else str(value)

    def condition(self, chosen: Sequence[str], span: Range) -> Q:
        condition = self.empty() if EMPTY in chosen else Q()
        inside = Q()
        for end, lookup in ((span.low, "gte"), (span.high, "lte")):
            bound = self.bound(end)
            if bound is not None:
                inside &= Q(**{f"{self.alias}__{lookup}": bound})
        return condition | inside if inside else condition

    def bound(self, end: str) -> Any:
        digits = "".join(end.split())
        number = whole_number(digits.removeprefix("-")) if len(digits) < 12 else None
        return -number if number and digits.startswith("-") else number

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True})

    def form_field(self, user: Any) -> forms.Field:
        return forms.IntegerField(
            min_value=self.lowest, max_value=self.highest, **self.form_options()
        )


@dataclass(frozen=True, kw_only=True)
class Year(Whole):
    lowest: int = 1900
    highest: int = 2100
    is_grouped: bool = False


@dataclass(frozen=True, kw_only=True)
class Money(Whole):
    """Kronor excl. moms. Nothing is unknown, never 0."""

    def export(self, row: Row) -> Any:
        value = row[self.alias]
        return None if value is None else int(value)

    def form_field(self, user: Any) -> forms.Field:
        return KronorField(**self.form_options())

    def initial(self, record: Any, user: Any) -> Any:
        value = super().initial(record, user)
        return value if value is None else Decimal(value)


@dataclass(frozen=True, kw_only=True)
class Day(Whole):
    """A date."""

    is_number: ClassVar[bool] = False

    def text(self, row: Row) -> str:
        value = row[self.alias]
        return "" if value is None else words.date_text(value)

    def bound(self, end: str) -> Any:
        try:
            return date.fromisoformat(end.strip())
        except ValueError:
            return None

    def html(self, row: Row) -> SafeString:
        text = self.text(row)
        return format_html('<span class="figure">{}</span>', text) if text else SafeString()

    def form_field(self, user: Any) -> forms.Field:
        widget = DayInput()
        return forms.DateField(widget=widget, **self.form_options())


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few words. `tones` gives the shape and colour that stands beside the word."""

    options: type[models.TextChoices]
    tones: Mapping[str, str] | None = None
    cell_synonyms: Mapping[str, str] | None = None
    filtered_by: ClassVar[str] = "choice"

    def text(self, row: Row) -> str:
        value = row[self.alias]
        return str(labels_of(self.options).get(value, value) or "")

    def export(self, row: Row) -> Any:
        return self.text(row)

    def html(self, row: Row) -> SafeString:
        value = row[self.alias]
        if not value or not self.tones:
            return format_html("{}", self.text(row))
        return chip(self.tones.get(value, "none"), self.text(row))

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.alias}__in": list(values)})

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = count_by(queryset.alias(**{self.alias: self.expression(user)}), self.alias)
        return [
            (str(value), str(label), counts[value])
            for value, label in self.options.choices
            if value in counts
        ]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        words = dict(self.options.choices)
        return [str(words.get(value, value)) for value in values]

    def form_field(self, user: Any) -> forms.Field:
        blank = [] if self.is_needed else [("", _("Okänt"))]
        return forms.ChoiceField(choices=[*blank, *self.options.choices], **self.form_options())


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Yes, no or unknown."""

    filtered_by: ClassVar[str] = "choice"

    def text(self, row: Row) -> str:
        value = row[self.alias]
        return "" if value is None else _("Ja") if value else _("Nej")

    def export(self, row: Row) -> Any:
        return self.text(row)

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True})

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.alias}__in": [value == "ja" for value in values]})

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = count_by(queryset.alias(**{self.alias: self.expression(user)}), self.alias)
        offered = (("ja", _("Ja"), True), ("nej", _("Nej"), False))
        return [(value, word, counts[said]) for value, word, said in offered if said in counts]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        return [_("Ja") if value == "ja" else _("Nej") for value in values]

    def form_field(self, user: Any) -> forms.Field:
        return forms.TypedChoiceField(
            choices=[("", _("Okänt")), ("ja", _("Ja")), ("nej", _("Nej"))],
            coerce=lambda value: value == "ja",
            empty_value=None,
            **self.form_options(),
        )

    def initial(self, record: Any, user: Any) -> Any:
        value = super().initial(record, user)
        return "" if value is None else "ja" if value else "nej"


@cache
def labels_of(options: type[models.TextChoices]) -> dict[str, Any]:
    """The words of the values, each said in the language of the moment when it is written."""
    return {member.value: member.label for member in options}


def count_by(queryset: models.QuerySet[Any], name: str) -> dict[Any, int]:
    """How many records have each value of a column, in one query."""
    grouped = queryset.order_by().values_list(F(name)).annotate(n=Count("pk"))
    return dict(grouped)


def chip(tone: str, word: str) -> SafeString:
    """Status as shape and word, never colour alone; without a tone it is only a word."""
    if not tone:
        return format_html('<span class="chip">{}</span>', word)
    return format_html(
        '<span class="chip {}"><span aria-hidden="true">{}</span> {}</span>',
        tone,
        SHAPES[tone],
        word,
    )


SHAPES = {"ok": "●", "go": "◐", "none": "○", "warn": "▲", "bad": "■", "calm": "◆"}
