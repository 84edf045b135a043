"""Who may follow and comment, and who sends what the tool sends."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.notices.models import Comment, Follow, Mail, Notice
from bryggan.people.models import User
from bryggan.people.roles import Role

WRITING_ROLES = tuple(role for role in Role if role != Role.AUDITOR)


def follow_record(user: User, record: Any) -> Verdict:
    """Whoever sees a record may follow it, while it is in the register."""
    if record.withdrawn_at is not None:
        return denied(_("Posten är borttagen ur registret, så det finns inget att följa."))
    return ALLOWED


def unfollow_record(user: User, follow: Follow) -> Verdict:
    if follow.user_id == user.pk:
        return ALLOWED
    return denied(_("Var och en väljer själv vad hen följer."))


def write_comment(user: User, record: Any) -> Verdict:
    """Whoever is employed and sees the record. An external person needs a role there other than auditor.

    The auditor reads what is said, but takes no part in it: her questions are asked in the audit.
    """
    if record.withdrawn_at is not None:
        return denied(_("Posten är borttagen ur registret och kan inte kommenteras."))
    if user.is_external and not user.has_role_over(record.unit, *WRITING_ROLES):
        return denied(_("Den som granskar läser kommentarerna men skriver inga."))
    return ALLOWED


def change_comment(user: User, comment: Comment) -> Verdict:
    """Nobody's words are changed by another."""
    if comment.author_id == user.pk:
        return ALLOWED
    return denied(_("Bara den som skrev kommentaren får ändra den."))


def withdraw_comment(user: User, comment: Comment) -> Verdict:
    """Its author, or an administrator who says why."""
    if comment.author_id == user.pk or user.is_built_in or user.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Bara den som skrev kommentaren eller en administratör får ta bort den."))


def read_notices(user: User, notices: Iterable[Notice]) -> Verdict:
    if all(notice.user_id == user.pk for notice in notices):
        return ALLOWED
    return denied(_("Var och en läser det som sagts till hen själv."))


def choose_letters(user: User, person: User) -> Verdict:
    if user.pk == person.pk:
        return ALLOWED
    return denied(_("Var och en väljer själv hur ofta brevet kommer."))


def by_the_tool(user: User) -> Verdict:
    """What goes out by itself is nobody's to send by hand."""
    return ALLOWED if user.is_built_in else denied(_("Det här gör Bryggan självt."))


def tell_followers(user: User, subject: object) -> Verdict:
    return by_the_tool(user)


def write_mail(user: User, person: User) -> Verdict:
    return by_the_tool(user)


def retry_mail(user: User, mail: Mail) -> Verdict:
    return by_the_tool(user)


def report_mail(user: User, mail: Mail) -> Verdict:
    return by_the_tool(user)
