"""What a sample is drawn from: the initiatives that answer a question, as one person sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import Exists, OuterRef, QuerySet

from bryggan.initiatives.models import Initiative, Passage
from bryggan.methods.models import Phase
from bryggan.people.scope import Organisation


class Member(NamedTuple):
    pk: int
    number: str
    authority: str
    closed_on: date | None
    is_entered_after: bool


@dataclass(frozen=True)
class Population:
    """`members` are read once: what is drawn from is what is kept."""

    members: tuple[Member, ...]
    address: str = ""
    filters: str = ""

    @classmethod
    def of(cls, rows: QuerySet[Initiative], *, address: str = "", filters: str = "") -> Self:
        """Out of rows that the person who draws sees, by one question and the organisation."""
        organisation = Organisation.read()
        told = rows.order_by("pk").values_list("pk", "unit_id", "closed_on", entered_after())
        members = tuple(
            Member(
                pk,
                Initiative(pk=pk).number,
                organisation.administration(unit).place.name,
                closed_on,
                bool(is_entered_after),
            )
            for pk, unit, closed_on, is_entered_after in told
        )
        return cls(members, address, filters)

    @cached_property
    def strata(self) -> dict[str, list[str]]:
        """The numbers by nämnd, both in order."""
        found: dict[str, list[str]] = {}
        for member in sorted(self.members, key=lambda one: (one.authority, one.number)):
            found.setdefault(member.authority, []).append(member.number)
        return found

    @property
    def entered_after(self) -> int:
        """How many were entered when they were already closed: nobody saw them run."""
        return sum(member.is_entered_after for member in self.members)

    @property
    def first_closed_on(self) -> date | None:
        return min((one.closed_on for one in self.members if one.closed_on), default=None)

    @property
    def last_closed_on(self) -> date | None:
        return max((one.closed_on for one in self.members if one.closed_on), default=None)

    def initiatives(self, numbers: Iterable[str]) -> list[Initiative]:
        """The rows of these numbers, in their order."""
        keys = {member.number: member.pk for member in self.members}
        wanted = [keys[number] for number in numbers]
        rows = Initiative.objects.select_related("unit").in_bulk(wanted)
        return [rows[pk] for pk in wanted]


def entered_after() -> Any:
    """Whether the initiative was entered as already closed: its last gate was passed before Bryggan."""
    before = Passage.objects.present().filter(
        initiative=OuterRef("pk"), is_before=True, step_to__phase=Phase.CLOSED
    )
    return Exists(before)
