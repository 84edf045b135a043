"""What is due now and then, whoever asks: run by `bryggan run-due` from a timer, harmless to run twice.

Each app declares its own in `tasks.py`, which every process finds by itself.
"""

from collections.abc import Callable

type Work = Callable[[], int]
DUE: dict[str, tuple[object, Work]] = {}


def due(name: object) -> Callable[[Work], Work]:
    """Declare periodic work by the words it is told with; it answers how many rows it touched."""

    def register(work: Work) -> Work:
        key = f"{work.__module__}.{work.__name__}"
        if key in DUE:
            raise ValueError(f"{key} is declared twice.")
        DUE[key] = (name, work)
        return work

    return register
