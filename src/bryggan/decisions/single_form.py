"""A page with one form, as `kit.single_form` has it, and the person who asks for it."""

from bryggan.kit.single_form import Sheet, add, answered
from bryggan.people.signed_in import person_of

__all__ = ["Sheet", "add", "answered", "person_of"]
