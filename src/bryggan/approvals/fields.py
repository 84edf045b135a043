"""The one kind of column that only apps have: several platforms, kept as their codes with commas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Count, Q

from bryggan.approvals.models import Platform
from bryggan.approvals.open_format import codes, platform_words
from bryggan.kit.register.fields import Field, Row


class PlatformsInput(forms.MultipleChoiceField):
    """Boxes in the form, "web, ipad" in the record."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return ", ".join(code for code in Platform.values if code in chosen)

    def prepare_value(self, value: Any) -> Any:
        return codes(value) if isinstance(value, str) else value


@dataclass(frozen=True, kw_only=True)
class Platforms(Field):
    """What the app runs on; a filter on one finds every app that has it."""

    filtered_by: ClassVar[str] = "choice"

    def text(self, row: Row) -> str:
        return ", ".join(platform_words(row[self.alias] or ""))

    def export(self, row: Row) -> Any:
        return self.text(row)

    def chosen(self, values: Sequence[str]) -> Q:
        condition = Q(pk__in=[])
        for code in values:
            if code in Platform.values:
                condition |= Q(**{f"{self.alias}__contains": code})
        return condition

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        asked = {code: Count("pk", filter=Q(platforms__contains=code)) for code in Platform.values}
        counts = queryset.order_by().aggregate(**asked)
        return [
            (str(code), str(label), counts[code])
            for code, label in Platform.choices
            if counts[code]
        ]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        words = dict(Platform.choices)
        return [str(words.get(value, value)) for value in values]

    def form_field(self, user: Any) -> forms.Field:
        return PlatformsInput(choices=Platform.choices, **self.form_options())
