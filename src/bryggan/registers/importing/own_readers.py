"""Files that are no table of records: a higher app reads them its own way, in the same two steps.

A reader is given the file, who reads it in, the command's options and where to write; it hands back the
command's exit code: 0 all taken, 1 some not, 2 nothing could be done.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bryggan.people.models import User

type Told = Callable[[str], object]
type OwnReader = Callable[[Path, User, Mapping[str, Any], Told], int]

OWN_READERS: dict[str, OwnReader] = {}


def reads_own(name: str) -> Callable[[OwnReader], OwnReader]:
    """Function decorator: `bryggan import NAME FILE` is read by it."""

    def register(reader: OwnReader) -> OwnReader:
        OWN_READERS[name] = reader
        return reader

    return register
