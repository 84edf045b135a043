"""For which part of the organisation a start page is drawn, and how its parts are named."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models

from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import Unit

type Pairs = tuple[tuple[str, str], ...]

# Above these there are no administrations: what lies right under them is one.
ROOF = (Unit.Kind.GROUP, Unit.Kind.MUNICIPALITY, Unit.Kind.REGION)


@dataclass(frozen=True)
class Place:
    """A unit of the organisation as the start page needs it."""

    pk: int
    name: str
    path: str
    kind: str


@dataclass(frozen=True)
class Share:
    """A part of the organisation: a unit with all under it, or (`is_alone`) the unit by itself."""

    place: Place
    is_alone: bool = False

    @property
    def value(self) -> str:
        """As the filter on who bears a cost writes it."""
        return f"={self.place.pk}" if self.is_alone else str(self.place.pk)


@dataclass(frozen=True)
class Organisation:
    """Every unit, read at once."""

    places: dict[int, Place]

    @classmethod
    def read(cls) -> "Organisation":
        rows = Unit.objects.order_by("path").values_list("pk", "name", "path", "kind")
        return cls({pk: Place(pk, name, path, kind) for pk, name, path, kind in rows})

    @cached_property
    def root(self) -> Place:
        """The top of the tree: the first unit with nobody above it."""
        return next(place for place in self.places.values() if place.path.count("/") == 1)

    def above(self, pk: int) -> list[Place]:
        """The unit itself and everything above it, topmost first."""
        place = self.places[pk]
        ids = (int(part) for part in place.path.split("/") if part)
        return [self.places[each] for each in ids if each in self.places]

    def administration(self, pk: int) -> Share:
        """The nämnd, administration or company nearest under the municipality that the unit lies in."""
        for place in self.above(pk):
            if place.kind not in ROOF:
                return Share(place)
        return Share(self.places[pk], is_alone=True)


@dataclass(frozen=True)
class Scope:
    """A unit with all under it, as one person sees it; the root stands for everything."""

    user: Any
    organisation: Organisation
    unit: Place

    @property
    def is_whole(self) -> bool:
        return self.unit == self.organisation.root

    def rows(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Of the records those whose unit lies within."""
        if self.is_whole:
            return queryset
        return queryset.filter(unit__path__startswith=self.unit.path)

    def url(self, slug: str, *pairs: tuple[str, str]) -> str:
        """The list that shows the same records."""
        within: Pairs = () if self.is_whole else (("f.unit", str(self.unit.pk)),)
        asked = urlencode([*pairs, *within])
        return REGISTERS[slug].list_url() + (f"?{asked}" if asked else "")

    def part_of(self, pk: int) -> Share:
        """Which part a unit belongs to: right under the scope's unit, or an administration elsewhere."""
        chain = self.organisation.above(pk)
        if self.is_whole or self.unit not in chain:
            return self.organisation.administration(pk)
        below = chain[chain.index(self.unit) + 1 :]
        return Share(below[0]) if below else Share(self.unit, is_alone=True)
