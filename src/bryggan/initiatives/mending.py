"""Where on an initiative what is missing is mended: a part of its page, a table of its own, or evidence given."""

from django.urls import reverse

from bryggan.initiatives.evidence import RULES
from bryggan.initiatives.models import Initiative

# Parts of the page that are edited by themselves.
SECTIONS = frozenset({"about", "people", "time", "size", "benefit", "money", "decision", "closing"})
SLUG = "initiativ"


def mended_at(initiative: Initiative, key: str) -> str:
    """The address where the requirement is met: the rule's own, else where evidence is given."""
    at = RULES[key].at if key in RULES else ""
    if at in SECTIONS:
        return reverse("register_edit", args=[SLUG, initiative.pk, at])
    if at:
        return reverse(at, args=[initiative.pk])
    return evidence_url(initiative, key)


def evidence_url(initiative: Initiative, key: str) -> str:
    """Where somebody says of a requirement that it is there, or that it is not."""
    return reverse("give_evidence", args=[initiative.pk, key])
