"""What is known of the demo municipality while it is entered: what all that enter it share."""

import tomllib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bryggan.contracts.models import Contract, Supplier
from bryggan.kit.action import action
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User
from bryggan.systems.models import ExternalParty, System, Tag

CONTENT = Path(__file__).resolve().parent / "content"

type Row = dict[str, Any]


@dataclass
class Municipality:
    """What has been entered so far, by the keys of the content."""

    write: Writer
    by: User
    root: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    tags: dict[tuple[str, str], Tag] = field(default_factory=dict)
    systems: dict[str, System] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    parties: dict[str, ExternalParty] = field(default_factory=dict)


def content(file: str) -> Row:
    with (CONTENT / f"{file}.toml").open("rb") as opened:
        return tomllib.load(opened)


def fill_demo(user: User, subject: object) -> Verdict:
    """Only the tool itself fills a demo."""
    return ALLOWED if user.is_built_in else denied(_("Demon fylls av Bryggan självt."))


fills = partial(action, allow=fill_demo)
