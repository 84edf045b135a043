"""Who does what, out of addresses and names; a name that is nobody's, or several people's, stays with the row."""

import re
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from bryggan.initiatives.importing_rows import remark
from bryggan.people import permissions
from bryggan.people.models import User
from bryggan.people.queries import also_known_as
from bryggan.registers import cells
from bryggan.registers.cells import Read
from bryggan.registers.importing.importer import Importer, PlannedRow
from bryggan.registers.words_in_text import same

_BETWEEN = re.compile(r"\s*[,;/\n]\s*")
_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NOBODY = frozenset({"vakant", "vakans", "tillsätts", "ingen", "saknas", "ej utsedd", "?"})


def names(value: object | None) -> Read[Any]:
    """The addresses and names of a cell, in their order."""
    text = cells.long_text(value).value or ""
    return Read(tuple(part for part in _BETWEEN.split(text) if part) or None)


class PeopleByName:
    """The people there are, by name and address. Without the right to add people only they can be meant."""

    def __init__(self, by: User) -> None:
        self.may_make = bool(permissions.create_person(by, by.unit))

    @cached_property
    def addresses(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, email in User.objects.present().values_list("name", "email"):
            found.setdefault(same(name), []).append(email)
            found.setdefault(email, []).append(email)
        return found

    def settle(self, row: PlannedRow, importer: Importer) -> None:
        """The addresses of each part in the initiative; what names nobody is remarked on and left."""
        for key in [key for key in row.values if key.startswith("role.")]:
            found: dict[str, None] = {}
            for words in row.values.pop(key):
                address, said = self._address(words)
                if address:
                    found[address] = None
                if said:
                    remark(row, importer, key, words, said)
            if found:
                row.values[key] = list(found)

    def _address(self, words: str) -> tuple[str, str]:
        written = _ADDRESS.search(words)
        said = written[0].lower() if written else same(words)
        known = self.addresses.get(said) or list(also_known_as([said]).values())
        if len(known) == 1:
            return known[0], "" if written else _("läst som %(address)s") % {"address": known[0]}
        if known:
            return "", _("flera heter så: orden står kvar")
        if written and self.may_make:
            return said, ""
        if said in _NOBODY:
            return "", _("ingen är utsedd")
        return "", _("ingen i Bryggan heter så: orden står kvar")
