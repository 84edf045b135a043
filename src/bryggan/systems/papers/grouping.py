"""Under which headings the systems of a unit stand: its authority, and the administration under it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bryggan.people.models import Unit

EVERYTHING = "alla"
OWN_AUTHORITY = (Unit.Kind.AUTHORITY, Unit.Kind.COMPANY)
ROOF = (Unit.Kind.GROUP, Unit.Kind.MUNICIPALITY, Unit.Kind.REGION)

type Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Place:
    pk: int
    name: str
    kind: str
    path: str


@dataclass(frozen=True)
class Home:
    """The authority (nämnd, company, else the municipality) and what lies right under it, if anything."""

    authority: Place
    administration: Place | None

    @property
    def name(self) -> str:
        return (self.administration or self.authority).name

    @property
    def pk(self) -> int:
        return (self.administration or self.authority).pk

    @property
    def order(self) -> tuple[str, str]:
        return self.authority.path, self.administration.path if self.administration else ""


class Tree:
    """Every unit, read at once."""

    def __init__(self) -> None:
        columns = Unit.objects.values_list("pk", "name", "kind", "path")
        self.places = {pk: Place(pk, name, kind, path) for pk, name, kind, path in columns}
        self._homes: dict[int, Home] = {}

    def chain(self, pk: int) -> list[Place]:
        """The unit with everything above it, topmost first."""
        ids = (int(part) for part in self.places[pk].path.split("/") if part)
        return [self.places[each] for each in ids if each in self.places]

    def home(self, pk: int) -> Home:
        if pk not in self._homes:
            self._homes[pk] = self._home(self.chain(pk))
        return self._homes[pk]

    def _home(self, chain: list[Place]) -> Home:
        roof = [place for place in chain if place.kind in ROOF] or chain[:1]
        authority = next((place for place in chain if place.kind in OWN_AUTHORITY), roof[-1])
        below = chain[chain.index(authority) + 1 :]
        return Home(authority, below[0] if below else None)

    def grouped(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Home, Rows]]:
        """Rows (with `c_unit_id`) by home in the order of the organisation, their own order kept."""
        groups: dict[Home, list[Mapping[str, Any]]] = {}
        for row in rows:
            groups.setdefault(self.home(row["c_unit_id"]), []).append(row)
        homes = sorted(groups, key=lambda home: home.order)
        return [(home, groups[home]) for home in homes]


def unit_choices(user: Any) -> list[tuple[str, str]]:
    """The whole organisation first, then every unit as a tree."""
    units = Unit.objects.visible_to(user).present().order_by("path")
    named = units.values_list("pk", "path", "name")
    tree = [(str(pk), "\u2003" * (path.count("/") - 1) + name) for pk, path, name in named]
    return [(EVERYTHING, tree[0][1]), *tree[1:]]


def unit_of(value: str) -> Unit | None:
    """The chosen unit; None is the whole organisation."""
    return None if value == EVERYTHING else Unit.objects.get(pk=int(value))
