"""What the page of a merge shows and reads: two records side by side, and the choices between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bryggan.kit.verdict import first_denial
from bryggan.people.models import User
from bryggan.registers.joining import is_blank
from bryggan.registers.mergeable import Clash, Mergeable

KEPT, GONE, BOTH = "kept", "gone", "both"


@dataclass(frozen=True)
class Choice:
    """A field with both records' values; `is_open` when one has to be chosen."""

    name: str
    label: str
    kept: str
    gone: str
    is_open: bool
    chosen: str


@dataclass(frozen=True)
class ClashShown:
    """Rows of both, with what can be done with them."""

    name: str
    clash: Clash
    chosen: str

    @property
    def kept(self) -> list[str]:
        return [words for _row, words in self.clash.kept]

    @property
    def gone(self) -> list[str]:
        return [words for _row, words in self.clash.gone]


class MergeForm:
    """Two records on their way to be one, as asked and as posted."""

    def __init__(
        self, kind: Mergeable, kept: Any, gone: Any, by: User, posted: Mapping[str, str] | None
    ) -> None:
        self.kind, self.kept, self.gone, self.by = kind, kept, gone, by
        self.posted = posted or {}
        self.warnings = list(kind.warnings(kept, gone))
        self.verdict = first_denial(
            kind.allow(by, kept), kind.allow(by, gone), kind.refuses(by, kept, gone)
        )
        self.is_sure = self.posted.get("is_sure") == "1"
        self.choices = [one for name in kind.fields if (one := self._choice(name)) is not None]
        self.clashes = [
            ClashShown(f"c.{clash.key}", clash, self._chosen(f"c.{clash.key}", KEPT, BOTH))
            for clash in kind.clashes(kept, gone)
        ]

    def _choice(self, name: str) -> Choice | None:
        """Nothing where both say the same, or nothing."""
        kept, gone = getattr(self.kept, name), getattr(self.gone, name)
        if kept == gone or (is_blank(kept) and is_blank(gone)):
            return None
        field: Any = self.kind.model._meta.get_field(name)
        default = GONE if is_blank(kept) else KEPT
        is_open = not is_blank(kept) and not is_blank(gone)
        chosen = self._chosen(f"f.{name}", default) if is_open else default
        label = str(capfirst(field.verbose_name))
        return Choice(
            f"f.{name}", label, _words(self.kept, field), _words(self.gone, field), is_open, chosen
        )

    def _chosen(self, name: str, default: str, *more: str) -> str:
        asked = self.posted.get(name, default)
        return asked if asked in {KEPT, GONE, *more} else default

    def errors(self) -> list[str]:
        if self.warnings and not self.is_sure:
            return [_("Läs varningen och kryssa i att ni är säkra.")]
        return []

    def values(self) -> dict[str, Any]:
        """The chosen values by column, where they are not the ones that are there."""
        names = {one.name.removeprefix("f.") for one in self.choices if one.chosen == GONE}
        return {name: getattr(self.gone, name) for name in self.kind.fields if name in names}

    def dropped(self) -> list[models.Model]:
        """The rows that were chosen away."""
        return [
            row
            for shown in self.clashes
            for row, _words in {KEPT: shown.clash.gone, GONE: shown.clash.kept}.get(
                shown.chosen, ()
            )
        ]


def _words(record: Any, field: Any) -> str:
    """A value as people read it."""
    value = getattr(record, field.name)
    if is_blank(value):
        return ""
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    return str(value)
