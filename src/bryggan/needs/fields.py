"""The columns of needs that no other register has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from bryggan.kit.register.fields import Choice, Row, count_by
from bryggan.kit.register.links import Computed
from bryggan.needs.reasons import label_of


@dataclass(frozen=True, kw_only=True)
class Scale(Choice):
    """A step on a scale, stored as its number so that lists sort by it."""

    options: Any

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True})

    def form_field(self, user: Any) -> forms.Field:
        choices = [("", _("Inte uppskattat")), *self.options.choices]
        return forms.TypedChoiceField(
            choices=choices, coerce=int, empty_value=None, **self.form_options()
        )


@dataclass(frozen=True, kw_only=True)
class ReasonCode(Computed):
    """The code of a reason, in the words of the reason."""

    filtered_by: ClassVar[str] = "choice"

    def text(self, row: Row) -> str:
        code = row[self.alias]
        return label_of(code) if code else ""

    def chosen(self, values: Sequence[str]) -> Q:
        return Q(**{f"{self.alias}__in": list(values)})

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = count_by(queryset.alias(**{self.alias: self.expression(user)}), self.alias)
        return [(code, label_of(code), count) for code, count in counts.items() if code]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        return [label_of(code) for code in values]
