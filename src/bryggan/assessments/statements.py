"""The statements that people take a stand on: versioned content, one file per version, never changed once used."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content"


@dataclass(frozen=True)
class Statement:
    """One statement, by the key that answers are kept under."""

    key: str
    text: str


@dataclass(frozen=True)
class Block:
    """Statements about one thing, answered by one side: the business or IT."""

    key: str
    side: str
    name: str
    statements: tuple[Statement, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(statement.key for statement in self.statements)


@dataclass(frozen=True)
class Method:
    """All blocks of one version, and the source that they follow."""

    version: int
    source: str
    blocks: tuple[Block, ...]

    def of(self, side: str) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.side == side)

    def keys(self, side: str) -> tuple[str, ...]:
        """The keys of the statements that a side answers, in order."""
        return tuple(key for block in self.of(side) for key in block.keys)

    def texts(self) -> dict[str, str]:
        return {one.key: one.text for block in self.blocks for one in block.statements}


@cache
def every() -> dict[int, Method]:
    """Every version there is, by number. ValueError when a key stands twice in one."""
    found = [_read(path) for path in sorted(CONTENT.glob("*.toml"))]
    return {method.version: method for method in found}


def newest() -> Method:
    """What a new assessment asks."""
    versions = every()
    return versions[max(versions)]


def of_version(version: int) -> Method:
    return every()[version]


def _read(path: Path) -> Method:
    with path.open("rb") as opened:
        read = tomllib.load(opened)
    blocks = tuple(
        Block(
            row["key"],
            row["side"],
            row["name"],
            tuple(Statement(one["key"], one["text"]) for one in row["statements"]),
        )
        for row in read["blocks"]
    )
    keys = [key for block in blocks for key in block.keys]
    if len(keys) != len(set(keys)):
        raise ValueError(f"A statement stands twice in {path.name}.")
    return Method(read["version"], read["source"], blocks)
