"""Who may add files, establish them, mark them secret and hand them out."""

from typing import Any

from django.utils.translation import gettext as _

from bryggan.files import queries
from bryggan.files.models import File
from bryggan.files.places import takes
from bryggan.kit.register.register import register_of
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.kit.writer import noun_of
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role


def attach_file(user: User, record: Any) -> Verdict:
    """Whoever may change the record; its manager and the board's secretary also when it stands as it is."""
    if not takes(record):
        return denied(_("Här läggs inga handlingar in."))
    if user.is_built_in:
        return ALLOWED
    if user.is_external:
        return denied(_("Handlingar läggs in av kommunens egna."))
    register = register_of(noun_of(type(record)))
    if register is not None and register.change_with is not None:
        if register.change_with.verdict(user, record):
            return ALLOWED
        if user.has_role_over(record.unit, Role.MANAGER, Role.BOARD_SECRETARY):
            return ALLOWED
    return denied(
        _("Handlingar läggs in av den som får ändra posten, chefen eller nämndsekreteraren.")
    )


def attach_link(user: User, record: Any) -> Verdict:
    return attach_file(user, record)


def establish_file(user: User, file: File) -> Verdict:
    return _of_record(user, file)


def add_version(user: User, file: File) -> Verdict:
    return _of_record(user, file)


def withdraw_file(user: User, file: File) -> Verdict:
    """Only working material goes away: what is a public document stands (arkivlagen 10 §)."""
    if not file.is_working:
        return denied(_("Handlingen är allmän och tas inte bort. Den kan få en ny version."))
    return ALLOWED if file.uploaded_by_id == user.pk else _of_record(user, file)


def mark_secret(user: User, file: File) -> Verdict:
    """Whoever put it there says so, and whoever may change the record; what is hidden hurts nobody."""
    return ALLOWED if file.uploaded_by_id == user.pk else _of_record(user, file)


def lift_secrecy(user: User, file: File) -> Verdict:
    """To show is weightier than to hide: the manager, the secretary or the administrator."""
    if user.is_built_in or user.has_role_over(
        file.unit, Role.MANAGER, Role.BOARD_SECRETARY, Role.ADMINISTRATOR
    ):
        return ALLOWED
    return denied(_("Sekretessmarkeringen tas bort av chefen eller nämndsekreteraren."))


def _of_record(user: User, file: File) -> Verdict:
    record = queries.record_behind(file, user)
    if record is None:
        return denied(_("Posten som handlingen hör till finns inte längre."))
    return attach_file(user, record)


def disclose_documents(user: User, record: Any) -> Verdict:
    """Public documents are handed out by the board's secretary or the administrator."""
    if user.is_built_in or user.has_role_over(
        record.unit, Role.BOARD_SECRETARY, Role.ADMINISTRATOR
    ):
        return ALLOWED
    return denied(
        _("Handlingar lämnas ut av nämndsekreteraren i %(unit)s eller administratören.")
        % {"unit": record.unit.name}
    )


def set_case_number_rule(user: User, unit: Unit) -> Verdict:
    """How case numbers look is said by the board's secretary, who keeps the register of them."""
    if user.is_built_in or user.has_role_over(unit, Role.BOARD_SECRETARY, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(
        _("Diarienumrets form anges av nämndsekreteraren i %(unit)s.") % {"unit": unit.name}
    )
