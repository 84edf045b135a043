"""What happens to the municipality's own Word template."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.papers import own_template
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.reports import permissions


@action("template.changed", allow=permissions.change_template, is_told=True)
def change_template(write: Writer, content: bytes, *, by: User, name: str) -> None:
    """From here every Word paper is made in this template. What was checked is kept, not the file itself."""
    try:
        kept = own_template.checked(content)
    except own_template.TemplateRefused as refusal:
        raise NotPossible(refusal, field="file") from refusal
    write.because(name[:200])
    # Put in place only when its event is written, so that a template never changes unseen.
    prepared = own_template.prepare(kept)
    transaction.on_commit(partial(own_template.take_into_use, prepared))


@action("template.removed", allow=permissions.remove_template, is_told=True)
def remove_template(write: Writer, subject: None, *, by: User) -> None:
    """From here Word papers look as Bryggan makes them."""
    if own_template.current() is None:
        raise NotPossible(_("Ingen egen mall används."))
    transaction.on_commit(own_template.remove)
