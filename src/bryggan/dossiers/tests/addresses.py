"""How the addresses of reviews are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.dossiers.tests.making import drawn_sample
from bryggan.initiatives.tests.addresses import initiative
from bryggan.kit.testing.cast import Cast

type Asked = tuple[tuple[Any, ...], dict[str, Any]]

# Answers that are no pages.
NO_PAGES = {"sample_population"}


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "review GET": lambda cast: ((), {}),
    "evidence_table GET": lambda cast: ((), {}),
    "draw_sample GET": lambda cast: ((), {}),
    "draw_sample POST": lambda cast: ((), {"size": 1, "seed": "elva"}),
    "sample_population GET": lambda cast: ((drawn_sample(cast).pk,), {}),
    "judge_purpose GET": lambda cast: ((initiative(cast).pk,), {}),
    "judge_purpose POST": lambda cast: (
        (initiative(cast).pk,),
        {"answer": "exists", "quotation": "Alla ska veta"},
    ),
}
