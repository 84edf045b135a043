"""The column that says what is decided of a system, in the municipality's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.safestring import SafeString

from bryggan.assessments.words import TONES, kind_words
from bryggan.kit.register.computed import ComputedChoice
from bryggan.kit.register.fields import Row, chip, count_by


@dataclass(frozen=True, kw_only=True)
class DispositionField(ComputedChoice):
    """The disposition in force; nothing is decided of most systems."""

    def text(self, row: Row) -> str:
        value = row[self.alias]
        return kind_words().get(value, "") if value else ""

    def html(self, row: Row) -> SafeString:
        value = row[self.alias]
        return chip(TONES[value], self.text(row)) if value else SafeString("")

    def counted(self, queryset: models.QuerySet[Any], user: Any) -> list[tuple[str, str, int]]:
        counts = count_by(queryset.alias(**{self.alias: self.expression(user)}), self.alias)
        return [(key, word, counts[key]) for key, word in kind_words().items() if key in counts]

    def labels(self, values: Sequence[str], user: Any) -> list[str]:
        words = kind_words()
        return [words.get(value, value) for value in values]
