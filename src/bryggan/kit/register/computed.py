"""Worked-out columns that can be filtered as what they are: a number, a day."""

from collections.abc import Callable
from dataclasses import dataclass

from bryggan.kit import words
from bryggan.kit.register.fields import Day, Whole
from bryggan.kit.register.links import Computed


@dataclass(frozen=True, kw_only=True)
class ComputedWhole(Computed, Whole):  # type: ignore[override]  # a property there, a constant here
    """A worked-out number, filtered from and to."""

    show: Callable[..., str] = words.number
    is_figure: bool = True


@dataclass(frozen=True, kw_only=True)
class ComputedDay(Computed, Day):  # type: ignore[override]
    """A worked-out date, filtered from and to."""

    show: Callable[..., str] = words.date_text
