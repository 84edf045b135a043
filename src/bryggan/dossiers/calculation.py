"""How a sample is drawn, so that anybody can draw it again: `docs/verifiera_urval.py` does the same offline.

Of each number the SHA-256 of the seed, a colon and the number is taken; those with the lowest are drawn.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256


def lot(seed: str, number: str) -> str:
    """The place of a number in the draw, as 64 hexadecimal digits."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def drawn(numbers: Iterable[str], seed: str, size: int) -> list[str]:
    """The `size` numbers with the lowest lots, the lowest first; all of them when they are fewer."""
    return sorted(sorted(set(numbers)), key=lambda number: lot(seed, number))[:size]


def drawn_by_stratum(
    strata: Mapping[str, Iterable[str]], seed: str, size: int, *, is_by_authority: bool
) -> list[str]:
    """`size` out of all together, or out of each stratum, the strata in the order of their names."""
    if not is_by_authority:
        return drawn((number for numbers in strata.values() for number in numbers), seed, size)
    return [number for name in sorted(strata) for number in drawn(strata[name], seed, size)]


def population_digest(strata: Mapping[str, Iterable[str]]) -> str:
    """What recognises a population: SHA-256 of its lines "nämnd;number", sorted, each ended by a newline."""
    lines = sorted(f"{name};{number}\n" for name, numbers in strata.items() for number in numbers)
    return sha256("".join(lines).encode()).hexdigest()
