"""What happens around an import besides the rows themselves."""

from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.registers import permissions
from bryggan.registers.models import Mapping, OwnField


@action("own_field.added", allow=permissions.add_own_field)
def add_own_field(write: Writer, slug: str, *, by: User, key: str, label: str) -> OwnField:
    """The municipality adds a field of its own to a noun; the same key again is the same field."""
    found = OwnField.objects.filter(slug=slug, key=key).first()
    if found is None:
        return write.create(OwnField, slug=slug, key=key, label=label)
    if found.withdrawn_at is not None:
        write.restore(found)
    return found


@action("mapping.saved", allow=permissions.save_mapping)
def save_mapping(
    write: Writer, slug: str, *, by: User, name: str, columns: dict[str, str]
) -> Mapping:
    """Which column goes where is kept by name, for all who import the same kind of file."""
    if not name.strip():
        raise NotPossible(_("Ge kopplingen ett namn."), field="name")
    found = Mapping.objects.filter(slug=slug, name=name).first()
    if found is None:
        return write.create(Mapping, slug=slug, name=name, columns=columns, owner=by)
    write.change(found, columns=columns)
    return found
