"""The parts of a tjänsteskrivelse: the headings that the authority has said its letters have, in its order.

A line of the matter's account that is one of the headings begins that part; what stands before the first is
the matter itself.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bryggan.decisions.models import Decision, LetterForm
from bryggan.people.models import Unit

MOST_HEADINGS = 20
LONGEST_HEADING = 80


@dataclass(frozen=True)
class Part:
    heading: str
    text: str


def form_of(authority: Unit) -> list[str]:
    """The authority's own headings, in its order; none where it has said nothing."""
    form = LetterForm.objects.filter(unit=authority, withdrawn_at=None).first()
    return list(form.headings) if form else []


def parts_of(decision: Decision) -> list[Part]:
    """The letter's parts with their text; a part of the authority's that nobody has written is empty."""
    return parted(decision.background, form_of(decision.unit))


def parted(text: str, headings: list[str]) -> list[Part]:
    """The text cut at the headings that stand on lines of their own, with or without a colon or #."""
    known = {_plain(heading): heading for heading in headings}
    found: dict[str, list[str]] = {heading: [] for heading in headings}
    before: list[str] = []
    lines = before
    for line in text.splitlines():
        heading = known.get(_plain(line))
        if heading is not None:
            lines = found[heading]
        else:
            lines.append(line)
    own = "\n".join(before).strip()
    parts = [Part(heading, "\n".join(rows).strip()) for heading, rows in found.items()]
    return [Part(_("Ärendet"), own), *parts] if own or not parts else parts


def _plain(line: str) -> str:
    return " ".join(line.strip(" #:*").split()).casefold()


def readable(text: str) -> list[str]:
    """One heading a line, each once."""
    lines = [" ".join(line.strip(" #:*").split()) for line in text.splitlines()]
    return list(dict.fromkeys(line for line in lines if line))
