"""How the addresses of reviews are asked for in the URL matrix."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bryggan.dossiers import actions
from bryggan.dossiers.models import Sample
from bryggan.dossiers.population import Population
from bryggan.dossiers.tests.making import finished
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.tests.addresses import initiative
from bryggan.kit.testing.cast import Cast

type Asked = tuple[tuple[Any, ...], dict[str, Any]]

# Answers that are no pages.
NO_PAGES = {"sample_population"}


def sample(cast: Cast) -> Sample:
    """One of education's, drawn by the auditor."""
    found = Sample.objects.first()
    if found is None:
        days = {"started_on": date(2025, 1, 1), "closed_on": date(2025, 6, 1)}
        finished(cast.education, cast.strategist, name="Ett som är klart", **days)
        population = Population.of(Initiative.objects.visible_to(cast.auditor))
        found = actions.draw_sample(
            cast.education_authority, by=cast.auditor, population=population, seed="elva", size=1
        )
    return found


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "review GET": lambda cast: ((), {}),
    "evidence_table GET": lambda cast: ((), {}),
    "draw_sample GET": lambda cast: ((), {}),
    "draw_sample POST": lambda cast: ((), {"size": 1, "seed": "elva"}),
    "sample_population GET": lambda cast: ((sample(cast).pk,), {}),
    "judge_purpose GET": lambda cast: ((initiative(cast).pk,), {}),
    "judge_purpose POST": lambda cast: (
        (initiative(cast).pk,),
        {"answer": "exists", "quotation": "Alla ska veta"},
    ),
}
