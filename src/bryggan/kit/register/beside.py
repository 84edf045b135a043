"""Rows beside a record that may have to be hidden: what is seen of them, and how many are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Exists, Expression, F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from bryggan.kit import trace

type Sql = Expression | F | Subquery


@dataclass(frozen=True)
class Beside:
    """A row beside the record that may be hidden: its model, and its foreign key to the record."""

    model: type[models.Model]
    fk: str

    def rows(self, user: Any) -> models.QuerySet[Any]:
        """The rows that this person sees."""
        return self._seen(user).filter(withdrawn_at=None)

    def hides_from(self, user: Any) -> bool:
        """Whether there may be rows that this person does not see; who sees all gives no condition."""
        return bool(self._seen(user).query.has_filters())

    def _seen(self, user: Any) -> models.QuerySet[Any]:
        """The first gate; the question is worded once per request, since a page puts it many times."""
        kept = trace.per_request.get()
        key = f"beside.{self.model._meta.label}.{user.pk}"
        if kept is not None and key in kept:
            rows: models.QuerySet[Any] = kept[key]
            return rows.all()
        seen = self.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        if kept is not None:
            kept[key] = seen
        return seen  # type: ignore[no-any-return]

    def hidden(self, user: Any) -> models.QuerySet[Any]:
        """The rows that this person may not see."""
        every = self.model._default_manager.filter(withdrawn_at=None)
        return every.exclude(pk__in=self.rows(user).order_by().values("pk"))

    @property
    def whole_name(self) -> str:
        return f"whole_{self.model._meta.model_name}"

    def whole(self, user: Any, attributes: Sequence[str]) -> Sql:
        """Several values of the row in one column: a page asks for all of them, a list for few."""
        rows = self.rows(user).filter(**{self.fk: OuterRef("pk")})
        held = JSONObject(**{name: F(name) for name in attributes})
        return Subquery(rows.values(held=held)[:1])

    @property
    def hidden_name(self) -> str:
        return f"hidden_{self.model._meta.model_name}"

    def hidden_count(self, user: Any) -> Sql:
        """Beside each record, how many rows this person may not see."""
        hidden = self.hidden(user).order_by().filter(**{self.fk: OuterRef("pk")})
        counted = hidden.values(self.fk).annotate(n=Count("pk")).values("n")
        return Subquery(counted)

    def of(self, rows: models.QuerySet[Any], records: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Of the rows those that lie beside the records."""
        return rows.filter(Exists(records.order_by().filter(pk=OuterRef(self.fk))))

    def of_few(
        self, rows: models.QuerySet[Any], records: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """The same, asked from the other end: quick where the records are few."""
        return rows.filter(**{f"{self.fk}__in": records.order_by().values("pk")})

    def value(self, user: Any, attribute: str) -> Sql:
        return Subquery(self.rows(user).filter(**{self.fk: OuterRef("pk")}).values(attribute)[:1])
