"""For which part of the organisation a page counts: one's own, one's administration, or the whole of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext as _

from bryggan.kit import remembering, trace
from bryggan.kit.plain import whole_number
from bryggan.kit.register.fields import Range
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

type Pairs = tuple[tuple[str, str], ...]

# Above these there are no administrations: what lies right under them is one.
ROOF = (Unit.Kind.GROUP, Unit.Kind.MUNICIPALITY, Unit.Kind.REGION)
# They begin with the whole of it, since that is what they look after.
SEES_ALL = (Role.ADMINISTRATOR, Role.DIGITAL_STRATEGIST, Role.CONTROLLER, Role.AUDITOR)
MINE = "mina"


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
        """Every unit; remembered until something is written, since all who are signed in see the same tree."""
        return trace.once("organisation", lambda: remembering.remembered("organisation", cls._read))

    @classmethod
    def _read(cls) -> "Organisation":
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
    """A unit with all under it, as one person sees it; the root stands for everything.

    `is_mine`: of the whole only what the person herself stands for.
    """

    user: Any
    organisation: Organisation
    unit: Place
    is_mine: bool = False

    @property
    def is_whole(self) -> bool:
        return self.unit == self.organisation.root and not self.is_mine

    @property
    def value(self) -> str:
        """As an address writes it."""
        return MINE if self.is_mine else str(self.unit.pk)

    @property
    def name(self) -> str:
        return _("Det jag ansvarar för") if self.is_mine else self.unit.name

    def of(self, register: type[Register]) -> models.QuerySet[Any]:
        """The records of a register within the scope; of a register that knows nobody's own, none is hers."""
        rows = register.rows(self.user)
        if not self.is_mine:
            return self.rows(rows)
        if not register.mine:
            return rows.none()
        # Among those declared: a municipality's own field says nobody's own.
        whose = next(field for field in register.declared() if field.key == register.mine)
        return whose.filtered(rows, self.user, (str(self.user.pk),), Range())

    def rows(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Of the records those whose unit lies within."""
        if self.is_whole:
            return queryset
        return queryset.filter(unit__path__startswith=self.unit.path)

    def url(self, slug: str, *pairs: tuple[str, str]) -> str:
        """The list that shows the same records."""
        asked = urlencode([*pairs, *self.pairs(slug)])
        return REGISTERS[slug].list_url() + (f"?{asked}" if asked else "")

    def pairs(self, slug: str) -> Pairs:
        """The filter that narrows a list to the scope."""
        if self.is_mine:
            return ((f"f.{REGISTERS[slug].mine}", str(self.user.pk)),)
        return () if self.is_whole else (("f.unit", str(self.unit.pk)),)

    @cached_property
    def _parts(self) -> dict[int, Share]:
        return {}

    def part_of(self, pk: int) -> Share:
        """Which part a unit belongs to: right under the scope's unit, or an administration elsewhere."""
        if pk not in self._parts:
            self._parts[pk] = self._part_of(pk)
        return self._parts[pk]

    def _part_of(self, pk: int) -> Share:
        chain = self.organisation.above(pk)
        if self.is_whole or self.unit not in chain:
            return self.organisation.administration(pk)
        below = chain[chain.index(self.unit) + 1 :]
        return Share(below[0]) if below else Share(self.unit, is_alone=True)


def looks_after_all(user: User) -> bool:
    return user.has_role(*SEES_ALL)


def asked_scope(asked: str, user: User, organisation: Organisation) -> Scope:
    """What an address asks for; else one's own administration, and for the central roles everything."""
    if asked == MINE:
        return Scope(user, organisation, organisation.root, is_mine=True)
    place = organisation.places.get(whole_number(asked) or 0)
    if place is None:
        own = organisation.administration(user.unit_id)
        is_wide = own.is_alone or user.is_external or looks_after_all(user)
        place = organisation.root if is_wide else own.place
    return Scope(user, organisation, place)


def choices(scope: Scope, url: str, *, with_mine: bool = False) -> list[dict[str, Any]]:
    """The switch between one's own, one's administration and everything; none where they are the same."""
    root = scope.organisation.root
    own = scope.organisation.administration(scope.user.unit_id)
    offered = [(MINE, _("Mina"))] if with_mine else []
    if not own.is_alone:
        offered.append((str(own.place.pk), own_word(own.place.kind)))
    if scope.unit not in (root, own.place):
        offered.append((str(scope.unit.pk), scope.unit.name))
    offered.append((str(root.pk), whole_word(root.kind)))
    return [
        {"label": label, "url": f"{url}?enhet={value}", "is_current": value == scope.value}
        for value, label in (offered if len(offered) > 1 else [])
    ]


def own_word(kind: str) -> str:
    return _("Mitt bolag") if kind == Unit.Kind.COMPANY else _("Min förvaltning")


def whole_word(kind: str) -> str:
    words = {Unit.Kind.GROUP: _("Hela koncernen"), Unit.Kind.REGION: _("Hela regionen")}
    return words.get(Unit.Kind(kind), _("Hela kommunen"))
