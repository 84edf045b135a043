"""Which kind of decision a matter seems to be, and why: the tool proposes, a person confirms."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bryggan.decisions.choices import DecisionKind, MatterKind
from bryggan.decisions.mandate import Answer
from bryggan.decisions.models import Decision


@dataclass(frozen=True)
class Proposal:
    kind: str
    reason: str


def kind_of(decision: Decision, answer: Answer) -> Proposal:
    """Urgent if that is what it is; by a point if one suffices; else the board's own."""
    if decision.matter == MatterKind.URGENT:
        said = _("Nämndens avgörande kan inte avvaktas: ordföranden beslutar (KL 6:39).")
        return Proposal(DecisionKind.URGENT, said)
    if answer.lowest is not None:
        told = {"code": answer.lowest.code, "post": answer.lowest.post_name.lower()}
        said = _("Ryms i delegationsordningens punkt %(code)s: %(post)s beslutar.") % told
        return Proposal(DecisionKind.DELEGATED, said)
    if answer.asks:
        said = _("Ange beloppen, så visar sig vem som får besluta.")
        return Proposal(DecisionKind.DELEGATED, said)
    return Proposal(DecisionKind.BOARD, answer.reason)
