"""How many needs a list leaves out, because they are not sorted yet or are marked.

The number is told only where it can tell nothing else: of a whole administration and by course and days. To
a search for a word, or to the filter of a workplace, the number of what is hidden would be an answer.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bryggan.kit import remembering, words
from bryggan.kit.plain import whole_numbers
from bryggan.kit.register.fields import Range
from bryggan.kit.register.listing import Listing, Question
from bryggan.needs.models import Need, Origin
from bryggan.people.models import Unit

# Fewer than this are not told by number.
FEW = 5
TELLS_NO_WORD = frozenset(
    {"step", "sorting", "unit", "origin", "voiced_on", "step_on", "first_answered_on", "opened_on"}
    | {"met_on", "wake_on", "answer_days", "sorted_days", "met_days", "reason"}
)


def beside(listing: Listing) -> dict[str, Any]:
    """What the list says of those it leaves out; nothing to an external person, for whom they do not exist."""
    if listing.user.is_external:
        return {}
    if not may_be_told(listing.question):
        return {"omitted": True, "omitted_words": _general()}
    count = _count(listing)
    if not count:
        return {}
    if count < FEW:
        said = _("Färre än %(few)s behov till är inte med.") % {"few": FEW}
    else:
        said = _("%(count)s behov till är inte med.") % {"count": words.number(count)}
    return {"omitted": True, "omitted_words": f"{said} {_general()}"}


def _general() -> str:
    return _("Behov som inte är sorterade, och skyddade, syns bara för närmast berörda.")


def may_be_told(question: Question) -> bool:
    """Whether nothing is asked to which the number itself would be an answer."""
    chosen = dict(question.chosen)
    asked = {*chosen, *dict(question.spans)}
    if question.words or question.marked or asked - TELLS_NO_WORD:
        return False
    has_nameless = Origin.LETTERBOX in chosen.get("origin", ())
    return not has_nameless and not _is_narrow(chosen.get("unit", ()))


def _is_narrow(values: tuple[str, ...]) -> bool:
    """Whether one of the chosen units is a workplace, or a unit by itself."""
    pks = whole_numbers(values)
    if len(pks) < len(values):
        return True
    return Unit.objects.filter(pk__in=pks, kind=Unit.Kind.WORKPLACE).exists()


def _count(listing: Listing) -> int:
    """All that answer the question, but for those that this person sees."""
    everything = _everything(listing).order_by()
    total: int = remembering.remembered(
        ("needs there are", remembering.asked(everything.values("pk"))), everything.count
    )
    found = listing.found().order_by()
    # The list itself has counted what it shows, and remembers it by these words.
    seen: int = remembering.remembered(
        ("count", remembering.asked(found.values("pk"))), found.count
    )
    return total - seen


def _everything(listing: Listing) -> QuerySet[Any]:
    rows: QuerySet[Any] = Need.objects.present()
    known = listing.register.by_key()
    chosen, spans = dict(listing.question.chosen), dict(listing.question.spans)
    for key in [key for key in known if key in chosen or key in spans]:
        span = spans.get(key, Range())
        rows = known[key].filtered(rows, listing.user, chosen.get(key, ()), span)
    return rows
