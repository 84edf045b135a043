"""How the addresses of merging and of synonyms are asked for in the matrix of permissions."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast, make_supplier, make_system
from bryggan.registers import actions
from bryggan.registers.models import Synonym
from bryggan.systems.models import System

type Specimen = tuple[tuple[Any, ...], dict[str, Any]]


def alike(cast: Cast) -> Specimen:
    """Two systems that look alike, for the list to hold."""
    _twin(cast)
    return ("system",), {}


def two(cast: Cast) -> Specimen:
    return ("system", cast.system.pk, _twin(cast).pk), {}


def _twin(cast: Cast) -> System:
    there = System.objects.filter(name="Skol-plattformen").first()
    hanging: dict[str, Any] = {
        "cost.license": 90_000,
        "role.system_owner": [cast.system_steward],
    }
    return there or make_system(
        cast.care,
        name="Skol-plattformen",
        supplier=make_supplier("Levera Sverige AB"),
        description="Läxor och frånvaro",
        **hanging,
    )


def synonym(cast: Cast) -> Specimen:
    there = Synonym.objects.filter(word="lärplattform").first()
    made = there or actions.add_synonym("lärplattform", by=cast.strategist, means="skolplattform")
    return (made.pk,), {}


def words(cast: Cast) -> Specimen:
    synonym(cast)
    return (), {}


SPECIMENS: dict[str, Callable[[Cast], Specimen]] = {
    "merge_candidates GET": alike,
    "merge_suggest GET": lambda cast: (("system",), {"andra": "sko"}),
    "merge_page GET": two,
    "merge_page POST": two,
    "tell_apart POST": two,
    "synonym_list GET": words,
    "add_synonym POST": lambda cast: ((), {"word": "HVB", "means": "hem för vård"}),
    "remove_synonym POST": synonym,
}
NO_PAGES = {"merge_suggest"}
