"""What is frozen with a decision, as it is handed out: which of its fields are masked together."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.decisions.models import Decision
from bryggan.files.frozen_documents import EVERY, FrozenDocument, Group, holds_frozen
from bryggan.kit.writer import noun_of

SUMS = ("together_sek", "whole_term_sek", "year_sek", "agreement_sek", "share_sek")
GROUPS = (
    Group("name", gettext_lazy("Ärendets namn"), (("decision", "name"),)),
    Group(
        "grounds",
        gettext_lazy("Underlag och skäl"),
        (("decision", "background"), ("decision", "reasons"), ("decision", "kind_reason")),
    ),
    Group("wording", gettext_lazy("Beslutets ordalydelse"), (("decision", "wording"),)),
    Group("sums", gettext_lazy("Belopp"), tuple(("decision", name) for name in SUMS)),
    Group(
        "together",
        gettext_lazy("Andra inköp"),
        tuple(("together", EVERY, name) for name in ("other_name", "reason", "sum_sek")),
    ),
    Group("people", gettext_lazy("Namn på dem som beslutade"), (("decided_by",), ("in_place_of",))),
)


def frozen_of(decision: Decision) -> Iterator[FrozenDocument]:
    if decision.digest and decision.decided_on:
        yield FrozenDocument(
            key=f"decision-{decision.pk}",
            number=decision.number,
            name=_("Fryst underlag %(number)s") % {"number": decision.number},
            day=decision.decided_on,
            digest=decision.digest,
            content=decision.frozen,
            held_as="beslut",
            groups=GROUPS,
        )


holds_frozen(noun_of(Decision), frozen_of)
