"""The words that mean the same in most municipalities, as they are shipped, and the municipality's own."""

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from bryggan.kit.meanings import Thesaurus
from bryggan.registers import queries

_FILE = Path(__file__).parent / "content" / "synonyms.toml"


@cache
def areas() -> dict[str, list[list[str]]]:
    """The shipped rows by the area of work that they belong to."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {area["name"]: area["rows"] for area in read["area"]}


def thesaurus() -> Thesaurus:
    """The shipped words with the municipality's own, which win."""
    return _thesaurus(tuple(queries.synonyms().values_list("word", "means")))


@lru_cache(maxsize=4)
def _thesaurus(own: tuple[tuple[str, str], ...]) -> Thesaurus:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    rows = [row for rows in areas().values() for row in rows]
    return Thesaurus(rows, dict(own), read["parts"])
