"""Names of people, their addresses and telephone numbers taken out of free text that anyone may read."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bryggan.people.models import User

_ADDRESS = re.compile(r"[^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+\.[A-Za-zÅÄÖåäö]{2,}")
_TELEPHONE = re.compile(r"(?<![\w-])(?:\+46|0)[\s-]?\d{1,3}(?:[\s/-]?\d){5,8}(?![\w-])")


@dataclass
class Discretion:
    """Knows everybody in the register by first and last name; a first name alone is not recognised."""

    names: tuple[str, ...]
    removed: int = field(default=0)

    @classmethod
    def read(cls) -> "Discretion":
        """Also those who have left: their names may still stand in a text."""
        known = User.objects.filter(is_built_in=False).values_list("name", flat=True)
        return cls(tuple(name for name in set(known) if " " in name.strip()))

    def kept(self, text: str | None) -> str:
        """The text without what points out a person."""
        if not text:
            return ""
        text, addresses = _ADDRESS.subn(_("[adress borttagen]"), text)
        text, numbers = _TELEPHONE.subn(_("[nummer borttaget]"), text)
        self.removed += addresses + numbers
        folded = " ".join(text.casefold().split())
        here = [name for name in self.names if " ".join(name.casefold().split()) in folded]
        for name in sorted(here, key=len, reverse=True):
            pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"s?(?!\w)"
            text, times = re.subn(pattern, _("[namn borttaget]"), text, flags=re.IGNORECASE)
            self.removed += times
        return text
