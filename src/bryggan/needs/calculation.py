"""How long needs take, as pure arithmetic on counts."""

from collections.abc import Mapping


def median_days(counts: Mapping[int, int]) -> float | None:
    """The middle of so many needs per number of days; between the two middle ones where they are even.

    None of nothing. `counts` maps days (0 and up) to how many needs took that long.
    """
    total = sum(counts.values())
    if not total:
        return None
    lower, upper = (total - 1) // 2, total // 2
    found: list[int] = []
    passed = 0
    for days in sorted(counts):
        passed += counts[days]
        while len(found) < 2 and passed > (lower, upper)[len(found)]:
            found.append(days)
    return sum(found) / 2


def share(part: int, whole: int) -> int | None:
    """Part of the whole in per cent; of nothing there is no share."""
    return round(100 * part / whole) if whole else None
