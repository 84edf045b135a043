"""Who may give a task, change it, and say that it is done."""

from django.utils.translation import gettext as _

from bryggan.duties.models import Step, Task
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role


def give_task(user: User, unit: Unit) -> Verdict:
    """Everyone who works here may give somebody a task, herself too."""
    if user.is_external:
        return denied(_("Uppgifter ges av dem som arbetar i kommunen."))
    return ALLOWED


def change_task(user: User, task: Task) -> Verdict:
    """Whoever has it, whoever gave it, or the manager over the unit; what is settled stands."""
    if task.step != Step.OPEN:
        return denied(_("Uppgiften är avslutad. Öppna den igen för att ändra den."))
    return _settle(user, task)


def finish_task(user: User, task: Task) -> Verdict:
    return _settle(user, task)


def reopen_task(user: User, task: Task) -> Verdict:
    return _settle(user, task)


def drop_task(user: User, task: Task) -> Verdict:
    return _settle(user, task)


def _settle(user: User, task: Task) -> Verdict:
    if user.is_built_in or user.pk in (task.responsible_id, task.given_by_id):
        return ALLOWED
    if user.has_role_over(task.unit, Role.MANAGER):
        return ALLOWED
    return denied(
        _("Uppgiften sköts av %(name)s, av den som gav den eller av chefen.")
        % {"name": task.responsible.name}
    )


def remind_of_tasks(user: User, subject: object) -> Verdict:
    """Reminders come by themselves."""
    return ALLOWED if user.is_built_in else denied(_("Påminnelser skickas av Bryggan självt."))
