"""What happens when another municipality's list is read in: suggestions, and never an approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bryggan.approvals import permissions, queries
from bryggan.approvals.models import Suggestion
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import User, root_unit
from bryggan.search.fields import sort_key


@dataclass(frozen=True)
class Told:
    """How many suggestions were new, said something else than before, were as before, or are gone."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0


@action("suggestions.read", allow=permissions.read_suggestions)
def read_suggestions(
    write: Writer, source: str, *, by: User, rows: Sequence[dict[str, Any]]
) -> Told:
    """The list replaces the one read from the same municipality before; the same list changes nothing."""
    source = " ".join(source.split())
    if not source:
        raise NotPossible(_("Skriv vilken kommun listan kommer från."), field="source")
    root = root_unit()
    if sort_key(source) in {sort_key(root.name), sort_key(queries.municipality_name())}:
        raise NotPossible(_("Det är er egen lista."), field="source")
    held = queries.suggestions_from(source)
    new = changed = 0
    for row in rows:
        known = held.pop(sort_key(str(row["name"])), None)
        if known is None:
            write.create(
                Suggestion,
                unit=root,
                source=source,
                source_key=sort_key(source),
                read_at=write.now,
                **row,
            )
            new += 1
        elif any(getattr(known, key) != value for key, value in row.items()):
            write.change(known, **row, read_at=write.now)
            changed += 1
    for gone in held.values():
        write.withdraw(gone)
    same = len(rows) - new - changed
    return Told(new=new, changed=changed, same=same, gone=len(held))
