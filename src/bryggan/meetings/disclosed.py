"""The frozen notes of a meeting, every version, as they are handed out: which of their fields are masked together."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.files.frozen_documents import EVERY, FrozenDocument, Group, holds_frozen
from bryggan.kit.writer import noun_of
from bryggan.meetings.models import Meeting, Minutes

SAID = ("reasons", "conditions", "dissent")
GROUPS = (
    Group("people", gettext_lazy("Vilka som var med"), (("led_by",), ("attended",), ("absent",))),
    Group(
        "matters",
        gettext_lazy("Vad ärendena gäller"),
        tuple(("items", EVERY, name) for name in ("name", "brief", "proposal", "added_why")),
    ),
    Group("said", gettext_lazy("Vad gruppen sade"), tuple(("items", EVERY, name) for name in SAID)),
    Group("conflicted", gettext_lazy("Jäv"), (("items", EVERY, "conflicted"),)),
    Group("tasks", gettext_lazy("Vem som gör vad"), (("items", EVERY, "tasks"),)),
    Group("correction", gettext_lazy("Rättelse"), (("correction",),)),
)


def frozen_of(meeting: Meeting) -> Iterator[FrozenDocument]:
    for minutes in Minutes.objects.present().filter(meeting=meeting).order_by("place"):
        told = {"number": meeting.number, "place": minutes.place}
        yield FrozenDocument(
            key=f"minutes-{minutes.pk}",
            number=meeting.number,
            name=_("Minnesanteckningar %(number)s version %(place)s") % told,
            day=minutes.frozen_on,
            digest=minutes.digest,
            content=minutes.frozen,
            held_as="anteckningar",
            groups=GROUPS,
        )


holds_frozen(noun_of(Meeting), frozen_of)
