"""Who may save and share views, edit many rows at once, and undo what was done."""

from django.db.models import Model
from django.utils.translation import gettext as _

from bryggan.history.models import Batch
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.kit.writer import noun_of
from bryggan.people import permissions as people
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.registers import queries
from bryggan.registers.mergeable import mergeable_of
from bryggan.registers.models import SavedView


def save_view(user: User, slug: str) -> Verdict:
    """Everyone may save a question to a list for herself; whom it is shown to is asked apart."""
    return ALLOWED


def share_view(user: User, shared_with: str) -> Verdict:
    """A manager shares with her own unit; a role and all are for those who look after the whole."""
    if shared_with == SavedView.Sharing.MINE or user.is_built_in or user.is_central:
        return ALLOWED
    if shared_with == SavedView.Sharing.UNIT:
        if user.has_role_over(user.unit, Role.MANAGER):
            return ALLOWED
        return denied(_("Bara enhetens chef kan dela en vy med enheten."))
    return denied(
        _(
            "Bara administratören eller digitaliseringsstrategen kan dela en vy med en roll eller alla."
        )
    )


def change_view(user: User, view: SavedView) -> Verdict:
    """Whoever saved it; a shared one also those who look after the whole."""
    if view.owner_id == user.pk:
        return ALLOWED
    if view.shared_with != SavedView.Sharing.MINE and people.keep_register(user):
        return ALLOWED
    return denied(_("Vyn ändras av %(name)s, som sparade den.") % {"name": view.owner.name})


def remove_view(user: User, view: SavedView) -> Verdict:
    return change_view(user, view)


def undo_batch(user: User, batch: Batch) -> Verdict:
    """Whoever did it, and the central roles; once, unless the undo has itself been undone."""
    if batch.kind == Batch.Kind.DEMO:
        return denied(_("Demodata ångras inte: börja om med en ny demo i stället."))
    if batch.kind == Batch.Kind.LETTERBOX:
        return denied(
            _("Det som låg i brevlådan ångras inte: det finns ingen att ge tillbaka det till.")
        )
    if queries.is_undone(batch):
        return denied(_("Det här är redan ångrat."))
    if batch.actor_id == user.pk or people.keep_register(user):
        return ALLOWED
    return denied(
        _("Bara den som gjorde det, administratören eller digitaliseringsstrategen kan ångra.")
    )


def leave_out(user: User, batch: Batch) -> Verdict:
    """What a batch left alone is told by whoever does the batch."""
    if batch.actor_id == user.pk:
        return ALLOWED
    return denied(_("Bara den som gjorde det kan berätta vad som lämnades."))


def merge_records(user: User, record: object) -> Verdict:
    """What two records are is a matter for all who use the register: the central roles merge.

    Of some nouns others do, who know them better: each says itself who.
    """
    kind = mergeable_of(noun_of(type(record))) if isinstance(record, Model) else None
    return kind.allow(user, record) if kind is not None else people.keep_register(user)


def tell_apart(user: User, record: object) -> Verdict:
    return merge_records(user, record)


def add_synonym(user: User, word: object) -> Verdict:
    return people.keep_register(user)


def remove_synonym(user: User, synonym: object) -> Verdict:
    return add_synonym(user, synonym)


def import_file(user: User, slug: object) -> Verdict:
    """A file touches many records at once: the central roles and managers read them in."""
    if user.is_built_in or user.is_central or user.has_role(Role.MANAGER):
        return ALLOWED
    return denied(_("Filer läses in av chefer, digitaliseringsstrategen eller administratören."))


def save_mapping(user: User, slug: object) -> Verdict:
    return import_file(user, slug)


def add_own_field(user: User, slug: object) -> Verdict:
    """A field of the municipality's own changes the form for all: the central roles add it."""
    return people.keep_register(user)
