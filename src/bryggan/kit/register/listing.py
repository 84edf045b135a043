"""From an address to rows: which filters, columns, order and page somebody asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.db import models
from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext as _

from bryggan.kit import remembering
from bryggan.kit.plain import whole_number, whole_numbers
from bryggan.kit.register.beside import Beside
from bryggan.kit.register.fields import EMPTY, Field, Range, Row
from bryggan.kit.register.register import Register
from bryggan.search import queries as search
from bryggan.search.models import SearchRow

PAGE = 50


@dataclass(frozen=True)
class Question:
    """What was asked of a list. It can be written back as an address, saved as a view, and printed."""

    words: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    spans: tuple[tuple[str, Range], ...] = ()
    sort: str = ""
    columns: tuple[str, ...] = ()
    page: int = 1
    marked: tuple[int, ...] = field(default=())

    @classmethod
    def read(cls, address: QueryDict, register: type[Register]) -> Self:
        """Unknown keys and nonsense are passed over: an old or mistyped address still gives a list."""
        known = register.by_key()
        chosen, spans = [], []
        for key in known:
            values = tuple(v for v in address.getlist(f"f.{key}") if v != "" and "\0" not in v)
            if values:
                chosen.append((key, values[:50]))
            span = Range(address.get(f"f.{key}.from", ""), address.get(f"f.{key}.to", ""))
            if span.low or span.high:
                spans.append((key, span))
        sort = address.get("sort", "")
        asked_page = whole_number(address.get("page", "1")) or 1
        return cls(
            words=address.get("q", "").strip().replace("\0", "")[:200],
            chosen=tuple(chosen),
            spans=tuple(spans),
            sort=sort if sort.lstrip("-") in known else "",
            columns=tuple(key for key in address.getlist("col") if key in known),
            page=asked_page if asked_page < 1_000_000 else 1,
            marked=tuple(whole_numbers(address.getlist("id"))),
        )

    @property
    def has_filter(self) -> bool:
        return bool(self.words or self.chosen or self.spans)

    def address(self, **changed: Any) -> str:
        """The query part of the address of this question, with some things changed."""
        asked = replace(self, **changed) if changed else self
        pairs: list[tuple[str, str]] = []
        if asked.words:
            pairs.append(("q", asked.words))
        pairs += [(f"f.{key}", value) for key, values in asked.chosen for value in values]
        for key, span in asked.spans:
            pairs += [(f"f.{key}.from", span.low)] if span.low else []
            pairs += [(f"f.{key}.to", span.high)] if span.high else []
        pairs += [("col", key) for key in asked.columns]
        if asked.sort:
            pairs.append(("sort", asked.sort))
        if asked.page > 1:
            pairs.append(("page", str(asked.page)))
        pairs += [("id", str(pk)) for pk in asked.marked]
        return "?" + urlencode(pairs)

    def without(self, key: str) -> str:
        return self.address(
            chosen=tuple(pair for pair in self.chosen if pair[0] != key),
            spans=tuple(pair for pair in self.spans if pair[0] != key),
            page=1,
        )


@dataclass(frozen=True)
class Listing:
    """A question put to a register by a person."""

    register: type[Register]
    question: Question
    user: Any

    def columns(self) -> list[Field]:
        keys = self.question.columns or self.register.default_columns
        known = self.register.by_key()
        return [known[key] for key in keys]

    def found(self, *, but: str = "") -> models.QuerySet[Any]:
        """The records that answer the question, unsorted. `but`: leave one facet's own filter out."""
        return self._found_but(but) if but else self._found

    @cached_property
    def _found(self) -> models.QuerySet[Any]:
        return self._found_but("")

    def _found_but(self, but: str) -> models.QuerySet[Any]:
        queryset = self.register.rows(self.user)
        known = self.register.by_key()
        asked = dict(self.question.chosen), dict(self.question.spans)
        for key in [key for key in known if key in asked[0] or key in asked[1]]:
            if key == but:
                continue
            chosen, span = asked[0].get(key, ()), asked[1].get(key, Range())
            queryset = known[key].filtered(queryset, self.user, chosen, span)
        if self.question.words:
            hits = SearchRow.objects.filter(
                search.matching(self.register.noun(), self.question.words)
            )
            queryset = queryset.filter(pk__in=hits.values("record_id"))
        if self.question.marked:
            queryset = queryset.filter(pk__in=self.question.marked)
        return queryset

    def sorted(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        asked = self.question.sort or self.register.default_sort
        column = self.register.by_key().get(asked.lstrip("-"))
        if column is None:
            return queryset.order_by("sort_key", "pk")
        path = column.sorted_by()
        if path == column.alias:
            queryset = queryset.alias(**{path: column.expression(self.user)})
        order = F(path)
        by = order.desc(nulls_last=True) if asked.startswith("-") else order.asc(nulls_last=True)
        return queryset.order_by(by, "sort_key", "pk")

    def values(
        self, queryset: models.QuerySet[Any], columns: Iterable[Field], *, is_file: bool = False
    ) -> models.QuerySet[Any, dict[str, Any]]:
        """The rows as dicts with what the columns need, in one query."""
        wanted: dict[str, Any] = {}
        for column in columns:
            wanted.update(column.columns(self.user))
            if is_file:
                wanted.update(column.file_columns(self.user))
        return queryset.values("pk", "version", **wanted)

    def page(self) -> "Page":
        found = self.found()
        asked = remembering.asked(found.order_by().values("pk"))
        total = remembering.remembered(("count", asked), found.count)
        last = max(1, -(-total // PAGE))
        number = min(self.question.page, last)
        first = (number - 1) * PAGE
        # The columns are worked out for the rows of the page alone, not for all that are sorted.
        shown = self.sorted(found).values("pk")[first : first + PAGE]
        of_page = self.sorted(self.register.rows(self.user).filter(pk__in=shown))
        rows = list(self.values(of_page, self.columns()))
        return Page(self, rows, total, number, last)

    def all_rows(self, columns: Sequence[Field]) -> Iterator[dict[str, Any]]:
        """Every row of the answer, read in chunks: what an export runs over."""
        queryset = self.values(self.sorted(self.found()), columns, is_file=True)
        yield from with_urls(self.register, queryset.iterator(chunk_size=2_000))

    def facet(self, key: str) -> list["FacetValue"]:
        """The values of one column with how many records have each, "tom" among them."""
        column = self.register.field(key)
        found = self.found(but=key)
        chosen = dict(self.question.chosen).get(key, ())
        empty = column.filtered(found, self.user, (EMPTY,), Range())
        values = [
            FacetValue(value, label, count, value in chosen)
            for value, label, count in column.counted(found, self.user)
        ]
        values.append(FacetValue(EMPTY, _("(tom)"), empty.count(), EMPTY in chosen))
        return [value for value in values if value.count or value.is_chosen]

    def filter_words(self) -> list[tuple[str, str, str]]:
        """The filters in force as people read them: (label, words, address without it)."""
        said = []
        known = self.register.by_key()
        for key, values in self.question.chosen:
            column = known[key]
            words = column.labels([value for value in values if value != EMPTY], self.user)
            shown = ", ".join([*words, *([_("(tom)")] if EMPTY in values else [])])
            said.append((str(column.label), shown, self.question.without(key)))
        for key, span in self.question.spans:
            shown = f"{span.low or '…'} – {span.high or '…'}"
            said.append((str(known[key].label), shown, self.question.without(key)))
        if self.question.words:
            said.append((_("Sökord"), self.question.words, self.question.address(words="", page=1)))
        return said


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    listing: Listing
    rows: list[dict[str, Any]]
    total: int
    number: int
    last: int

    @property
    def shown(self) -> list[dict[str, Any]]:
        return list(with_urls(self.listing.register, self.rows))


def with_urls(register: type[Register], rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Each row with the address of its page; the pattern is resolved once."""
    pattern = register.url(0)
    head, _zero, tail = pattern.rpartition("0")
    for row in rows:
        yield {**row, "url": f"{head}{row['pk']}{tail}"}


def row_of(register: type[Register], user: Any, pk: int) -> dict[str, Any] | None:
    """One visible record as a row with every field of the register."""
    listing = Listing(register, Question(), user)
    found = register.rows(user).filter(pk=pk)
    rows = list(with_urls(register, listing.values(found, register.every_field())))
    return rows[0] if rows else None


def record_and_row(
    register: type[Register], user: Any, pk: int, fields: Iterable[Field]
) -> tuple[Any, dict[str, Any]] | None:
    """One visible record, and the same as a row with these fields and what is beside it, hidden or to be shown; one query."""
    wanted: dict[str, Any] = {**register.hidden_beside(user), **register.there(user)}
    beside: dict[Beside, list[Field]] = {}
    for column in fields:
        if column.beside is None:
            wanted.update(column.columns(user))
        else:
            beside.setdefault(column.beside, []).append(column)
    for one, columns in beside.items():
        wanted[one.whole_name] = one.whole(user, [column.attribute for column in columns])
    found = register.rows(user).filter(pk=pk).annotate(**wanted)
    along = register.read_with if register.has_unit() else ()
    record = (found.select_related(*along) if along else found).first()
    if record is None:
        return None
    row = {"pk": record.pk, "version": record.version, "url": register.url(pk)}
    row |= {name: getattr(record, name) for name in wanted}
    for one, columns in beside.items():
        held = row[one.whole_name] or {}
        for column in columns:
            kind: Any = one.model._meta.get_field(column.attribute)
            row[column.alias] = kind.to_python(held.get(column.attribute))
    return record, row


def neighbours(listing: Listing, pk: int) -> tuple[int | None, int | None, int, int]:
    """Previous and next record in the list one came from, this one's place, and the list's length."""
    ids = list(listing.sorted(listing.found()).values_list("pk", flat=True)[:5_000])
    if pk not in ids:
        return None, None, 0, len(ids)
    place = ids.index(pk)
    return (
        ids[place - 1] if place else None,
        ids[place + 1] if place + 1 < len(ids) else None,
        place + 1,
        len(ids),
    )
