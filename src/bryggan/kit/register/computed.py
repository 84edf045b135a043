"""Worked-out columns that can be filtered as what they are: a number, a day."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from bryggan.kit import words
from bryggan.kit.register.fields import Choice, Day, Row, Whole, Year
from bryggan.kit.register.links import Computed


@dataclass(frozen=True, kw_only=True)
class ComputedWhole(Computed, Whole):  # type: ignore[override]  # a property there, a constant here
    """A worked-out number, filtered from and to."""

    show: Callable[..., str] = words.number
    is_figure: bool = True


@dataclass(frozen=True, kw_only=True)
class ComputedYear(Computed, Year):  # type: ignore[override]
    """A worked-out year, filtered from and to."""


@dataclass(frozen=True, kw_only=True)
class ComputedChoice(Computed, Choice):
    """One of a few words, worked out by the query."""

    def text(self, row: Row) -> str:
        return Choice.text(self, row)

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True})


@dataclass(frozen=True, kw_only=True)
class ComputedDay(Computed, Day):  # type: ignore[override]
    """A worked-out date, filtered from and to."""

    show: Callable[..., str] = words.date_text
