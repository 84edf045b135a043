"""The municipality's own ready answers: added and removed by those who prepare needs."""

from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.needs import permissions
from bryggan.needs.actions import readable
from bryggan.needs.models import Duty, ReadyText, Sorting
from bryggan.needs.reasons import TURNS
from bryggan.people.models import User

# A reason is one line among others.
LONGEST_LABEL = 80


@action("ready_text.added", allow=permissions.add_ready_text)
def add_ready_text(
    write: Writer, turn: str, *, by: User, label: str, text: str, duty: str = ""
) -> ReadyText:
    """A reason that the municipality often gives, with the text it answers by."""
    if turn not in TURNS:
        raise NotPossible(_("Välj vilket svar texten hör till."), field="turn")
    if (turn == Sorting.OTHER_DUTY) != (duty in Duty.values):
        raise NotPossible(_("Välj hur det ska anmälas."), field="turn")
    label = readable(label, field="label")
    if len(label) > LONGEST_LABEL:
        raise NotPossible(_("Skälet ska vara kort: en rad."), field="label")
    text = readable(text, field="text")
    same = ReadyText.objects.filter(turn=turn, duty=duty, label=label, withdrawn_at=None)
    if same.exists():
        raise NotPossible(_("Det finns redan ett sådant skäl."), field="label")
    return write.create(ReadyText, turn=turn, duty=duty, label=label, text=text)


@action("ready_text.removed", allow=permissions.remove_ready_text)
def remove_ready_text(write: Writer, ready_text: ReadyText, *, by: User) -> None:
    """It is no longer offered; what has been answered with it can still be counted."""
    if ready_text.withdrawn_at is not None:
        raise NotPossible(_("Texten är redan borttagen."))
    write.withdraw(ready_text)
