"""Fields that point at other records: a unit, a supplier, the people in a role, tags."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, TextField
from django.db.models.sql.compiler import SQLCompiler
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.kit.plain import whole_numbers
from bryggan.kit.register import choosing
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.fields import Field, Row, chip, count_by

MOST_CHOICES = 200


@dataclass(frozen=True, kw_only=True)
class Reference(Field):
    """Another record. `path`: the attribute that shows its name; `options`: which ones can be chosen."""

    options: Callable[[Any], models.QuerySet[Any]]
    name_path: str = "name"
    sort_path: str = "sort_key"
    filtered_by: ClassVar[str] = "choice"

    def columns(self, user: Any) -> dict[str, Sql]:
        return {
            self.alias: F(f"{self.key}__{self.name_path}"),
            f"{self.alias}_id": F(f"{self.key}_id"),
        }

    def sorted_by(self) -> str:
        return f"{self.key}__{self.sort_path}"

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.key}__in": whole_numbers(values)})

    def empty(self) -> Q:
        return Q(**{f"{self.key}__isnull": True})

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = count_by(queryset, f"{self.key}_id")
        rows = self.options(user).filter(pk__in=queryset.order_by().values(self.key))
        named = rows.order_by(self.sort_path).values_list("pk", self.name_path)[:MOST_CHOICES]
        return [(str(pk), str(name), counts.get(pk, 0)) for pk, name in named]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        return names_of(self.options(user), values, self.name_path)

    def choosable(self, user: Any) -> tuple[models.QuerySet[Any], ...]:
        return (self.options(user).order_by(self.sort_path),)

    def form_field(self, user: Any) -> forms.Field:
        return choosing.one_of(self, user)

    def initial(self, record: Any, user: Any) -> Any:
        return getattr(record, f"{self.key}_id", None)

    def initials(self, records: Sequence[Any], user: Any) -> dict[int, Any]:
        ids = {record.pk: self.initial(record, user) for record in records}
        named = self.options(user).model._base_manager.in_bulk(set(ids.values()) - {None})
        return {pk: named.get(pointed_at) for pk, pointed_at in ids.items()}


@dataclass(frozen=True, kw_only=True)
class UnitReference(Reference):
    """The unit a record belongs to. Choosing a unit in the filter takes everything under it.

    "=12" stands for unit 12 itself, without those under it.
    """

    sort_path: str = "path"

    def chosen(self, values: Sequence[str]) -> Q:
        model = self.options(None).model
        condition = Q()
        alone = whole_numbers(value[1:] for value in values if value.startswith("="))
        if alone:
            condition |= Q(**{f"{self.key}__in": alone})
        for path in model._default_manager.filter(pk__in=whole_numbers(values)).values_list(
            "path", flat=True
        ):
            condition |= Q(**{f"{self.key}__path__startswith": path})
        return condition or Q(pk__in=[])

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        alone = [value[1:] for value in values if value.startswith("=")]
        said = [
            _("%(unit)s (bara enheten själv)") % {"unit": name}
            for name in names_of(self.options(user), alone, self.name_path)
        ]
        return [*super().labels(values, user), *said]

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        """Each unit with the records of itself and all under it, as a tree."""
        counts = count_by(queryset, f"{self.key}_id")
        units = list(self.options(user).order_by("path").values_list("pk", "path", "name"))
        paths = {pk: path for pk, path, _name in units}
        sums: dict[str, int] = {}
        for pk, count in counts.items():
            for above in _above(paths.get(pk, "")):
                sums[above] = sums.get(above, 0) + count
        return [
            (str(pk), "\u2003" * max(path.count("/") - 2, 0) + str(name), sums[path])
            for pk, path, name in units
            if path in sums
        ]


# Stands between joined names: a sign that no name holds, since a name may hold a comma.
BETWEEN = "\x1f"


class Joined(Subquery):
    """The column `joined` of the rows as one text with BETWEEN between, in the rows' own order.

    Both databases join in the order of a sorted subquery; a window, the other way that SQLite before
    3.44 has, costs ten times as much per row.
    """

    output_field = TextField()
    template = "(SELECT %(join)s(joined, '%(between)s') FROM (%(subquery)s) AS ordered)"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> Any:
        join = "STRING_AGG" if connection.vendor == "postgresql" else "GROUP_CONCAT"
        return super().as_sql(compiler, connection, *args, join=join, between=BETWEEN, **extra)


@dataclass(frozen=True, kw_only=True)
class Many(Field):
    """Rows of a link model that hang on the record: names joined in one column of the list's query.

    `link`: the link model, `fk` its key to the record, `target` its key to what is shown,
    `only`: which of the link rows (a role, a kind of tag).
    """

    link: type[models.Model]
    fk: str
    target: str
    only: dict[str, Any]
    options: Callable[[Any], models.QuerySet[Any]]
    missing: Any = ""
    order: tuple[str, ...] = ("pk",)
    # What stands in a file, when names are not enough to be read back: a person's address.
    file_name: str = "name"
    filtered_by: ClassVar[str] = "choice"

    def rows(self) -> models.QuerySet[Any]:
        rows = self.link._default_manager.filter(**self.only)
        has_end = any(field.name == "withdrawn_at" for field in self.link._meta.fields)
        return rows.filter(withdrawn_at=None) if has_end else rows

    def file_columns(self, user: Any) -> dict[str, Sql]:
        if self.file_name == "name":
            return {}
        return {f"{self.alias}_file": self._joined(self.file_name)}

    def text(self, row: Row) -> str:
        return super().text(row).replace(BETWEEN, ", ")

    def export(self, row: Row) -> Any:
        """With semicolons, so that a name with a comma in it is read back as one."""
        if self.file_name != "name":
            return (row[f"{self.alias}_file"] or "").replace(BETWEEN, ", ")
        names = super().text(row).split(BETWEEN)
        is_torn = len(names) == 1 and "," in names[0]
        return f"{names[0]};" if is_torn else "; ".join(names)

    def expression(self, user: Any) -> Sql:
        return self._joined("name")

    def _joined(self, name: str) -> Sql:
        rows = self.rows().filter(**{self.fk: OuterRef("pk")}).order_by(*self.order)
        return Joined(rows.values(joined=F(f"{self.target}__{name}")))

    def html(self, row: Row) -> SafeString:
        text = self.text(row)
        if not text and self.missing:
            return chip("warn", str(self.missing))
        return format_html("{}", text)

    def sorted_by(self) -> str:
        return self.alias

    def empty(self) -> Q:
        return ~Exists(self.rows().filter(**{self.fk: OuterRef("pk")}))  # type: ignore[return-value]

    def chosen(self, values: Sequence[str]) -> Q:
        ids = whole_numbers(values)
        linked = self.rows().filter(**{f"{self.target}__in": ids})
        return Q(pk__in=linked.values(self.fk))

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        used = self.rows().filter(**{f"{self.fk}__in": queryset.order_by().values("pk")})
        grouped = (
            used.order_by()
            .values_list(f"{self.target}_id", f"{self.target}__name")
            .annotate(n=Count(self.fk, distinct=True))
            .order_by("-n", f"{self.target}__name")[:MOST_CHOICES]
        )
        return [(str(pk), str(name), count) for pk, name, count in grouped]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        return names_of(self.options(user), values, "name")

    def choosable(self, user: Any) -> tuple[models.QuerySet[Any], ...]:
        return (self.options(user).order_by("sort_key"),)

    def form_field(self, user: Any) -> forms.Field:
        return choosing.some_of(self, user)

    def initial(self, record: Any, user: Any) -> Any:
        if record.pk is None:
            return []
        rows = self.rows().filter(**{self.fk: record}).order_by("pk")
        return list(rows.values_list(f"{self.target}_id", flat=True))

    def initials(self, records: Sequence[Any], user: Any) -> dict[int, Any]:
        rows = self.rows().filter(**{f"{self.fk}__in": records}).select_related(self.target)
        found: dict[int, Any] = {record.pk: [] for record in records}
        for row in rows.order_by("pk"):
            found[getattr(row, f"{self.fk}_id")].append(getattr(row, self.target))
        return found


@dataclass(frozen=True, kw_only=True)
class Computed(Field):
    """A figure or word worked out by the query: shown, sorted and exported, never edited here.

    `calculate(user)` gives the expression; `show(value)` its words.
    """

    calculate: Callable[[Any], Sql]
    show: Callable[[Any], str] = str
    is_figure: bool = False
    is_editable: bool = False

    @property
    def is_number(self) -> bool:  # type: ignore[override]
        return self.is_figure

    def expression(self, user: Any) -> Sql:
        return self.calculate(user)

    def text(self, row: Row) -> str:
        value = row[self.alias]
        return "" if value is None else self.show(value)

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True})


def names_of(queryset: models.QuerySet[Any], values: Sequence[str], name: str) -> list[str]:
    ids = whole_numbers(values)
    return [str(found) for found in queryset.filter(pk__in=ids).values_list(name, flat=True)]


def _above(path: str) -> list[str]:
    """The path and every path above it."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: place + 1]) + "/" for place in range(len(parts))]
