"""A table as a browser sends it."""

from typing import Any


def table(prefix: str, *rows: dict[str, Any], held: int = 0) -> dict[str, Any]:
    told: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": held,
    }
    for place, row in enumerate(rows):
        told |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return told
