"""The fields that a Word template may hold, `{{ titel }}`: what each says, and those that every paper gives.

What one kind of paper gives besides is declared on it, as `DeclaredPaper.gives`. A field is a plain name;
capitals, å ä ö, spaces and hyphens are read as one would mean them: `{{ Framtagen av }}` is `framtagen_av`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.papers.model import Paper
from bryggan.kit.words import date_text

CONTENT = "innehall"
_NO_DIACRITICS = str.maketrans("åäöé", "aaoe")
_APART = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A field by its name, and what stands in its place, in words for whoever makes a template."""

    name: str
    meaning: Any
    says: Callable[[Paper], str] | None = None

    @property
    def code(self) -> str:
        """Give it as it is written in a template."""
        return f"{{{{ {self.name} }}}}"


COMMON = (
    TemplateField("titel", gettext_lazy("Papperets titel"), lambda paper: paper.title),
    TemplateField(
        "underrubrik",
        gettext_lazy("Underrubriken, om papperet har någon"),
        lambda paper: paper.subtitle,
    ),
    TemplateField(
        "datum",
        gettext_lazy("Dagen då uppgifterna hämtades, 2026-11-26"),
        lambda paper: date_text(paper.made_day()),
    ),
    TemplateField(
        "uppgifter_fran",
        gettext_lazy("Dagen och klockslaget då uppgifterna hämtades"),
        lambda paper: paper.made_words(),
    ),
    TemplateField(
        "omfattning",
        gettext_lazy("Vilken del av verksamheten papperet gäller"),
        lambda paper: paper.scope or "–",
    ),
    TemplateField(
        "urval",
        gettext_lazy("Vad som är valt ut, till exempel ur en lista"),
        lambda paper: paper.selection_words(),
    ),
    TemplateField(
        "fullstandighet",
        gettext_lazy("Vad som saknas i uppgifterna"),
        lambda paper: paper.completeness or "–",
    ),
    TemplateField(
        "utelamnat",
        gettext_lazy("Hur många uppgifter som är utelämnade"),
        lambda paper: paper.omitted_words() or _("Inget"),
    ),
    TemplateField(
        "utgava", gettext_lazy("Öppen eller intern utgåva"), lambda paper: paper.edition or "–"
    ),
    TemplateField(
        "framtagen_av",
        gettext_lazy("Den som tog fram papperet"),
        lambda paper: paper.made_by or "–",
    ),
)
CONTENT_FIELD = TemplateField(
    CONTENT,
    gettext_lazy("Platsen för papperets innehåll, ensamt i ett stycke. Utan den kommer det sist"),
)


def values_of(paper: Paper) -> dict[str, str]:
    """Give what the paper says in each field it gives."""
    common = {field.name: field.says(paper) for field in COMMON if field.says is not None}
    return common | dict(paper.given)


def field_key(written: str) -> str:
    """Give the name that was meant by what somebody wrote between the braces."""
    return _APART.sub("_", written.strip().casefold().translate(_NO_DIACRITICS))
