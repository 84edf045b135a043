"""Which initiatives a table is about: the answer to a question to their register, marked rows, or a sample."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from bryggan.dossiers import queries, table
from bryggan.dossiers.models import Sample
from bryggan.dossiers.population import Population
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit.plain import whole_number
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.on_paper import filters_of
from bryggan.methods.models import Phase
from bryggan.people.models import User

SAMPLE = "urval"
CLOSED = ("phase", (Phase.CLOSED.value,))


@dataclass(frozen=True)
class Selection:
    """What one person sees of what was asked for. With a `sample` it is that, in the order it was drawn."""

    user: User
    question: Question
    sample: Sample | None = None

    @classmethod
    def asked(cls, address: QueryDict, user: User) -> Self | None:
        """Without any filter what is closed; None for a sample that does not exist for this person."""
        question = Question.read(address, InitiativeRegister)
        if SAMPLE in address:
            number = str(address[SAMPLE]).removeprefix(Sample.prefix + "-")
            samples = Sample.objects.visible_to(user).present()
            sample = samples.filter(pk=whole_number(number) or 0).first()
            return cls(user, question, sample) if sample else None
        if not question.has_filter and not question.marked:
            question = replace(question, chosen=(CLOSED,))
        return cls(user, question)

    @cached_property
    def listing(self) -> Listing:
        return Listing(InitiativeRegister, self.question, self.user)

    @cached_property
    def found(self) -> QuerySet[Initiative]:
        """The initiatives in order. What was drawn stays drawn, also when it has left the register since."""
        if self.sample is not None:
            keys = queries.rows_of(self.sample, self.user).order_by().values("initiative")
            seen = Initiative.objects.visible_to(self.user).filter(pk__in=keys)
            return seen.select_related("unit")
        return self.listing.sorted(self.listing.found()).select_related("unit")

    @cached_property
    def total(self) -> int:
        return self.found.order_by().count()

    def rows(self, first: int = 0, last: int | None = None) -> list[table.Row]:
        """The rows of the table, from the first to before the last."""
        if self.sample is None:
            return table.rows_of(list(self.found[first:last]))
        drawn = list(queries.rows_of(self.sample, self.user))
        initiatives = {one.pk: one for one in self.found}
        seen = [(row, initiatives[row.initiative_id]) for row in drawn][first:last]
        told = table.rows_of([one for _row, one in seen])
        return [
            table.since_drawn(row, before.version_then, before.cells_then)
            for row, (before, _one) in zip(told, seen, strict=True)
        ]

    @property
    def words(self) -> tuple[str, ...]:
        """The filter in force, as it stands on page and paper."""
        if self.sample is not None:
            said = _("Slumpmässigt urval %(number)s, frö %(seed)s, draget %(day)s")
            one = self.sample
            return (said % {"number": one.number, "seed": one.seed, "day": one.drawn_on},)
        return filters_of(self.listing)

    @property
    def address(self) -> str:
        """As an address asks for the same again, without its question mark."""
        if self.sample is not None:
            return f"{SAMPLE}={self.sample.pk}"
        return self.question.address(page=1, columns=()).removeprefix("?")

    def population(self) -> Population:
        """All that a sample can be drawn from here."""
        return Population.of(
            self.listing.found(), address=self.address, filters="; ".join(self.words)
        )
