"""What happens to a task: given, changed, finished, dropped, taken up again, reminded of."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.duties import permissions, telling
from bryggan.duties.models import Task
from bryggan.duties.process import PROCESS
from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer, noun_of
from bryggan.notices.telling import Telling, tell, tell_each
from bryggan.people.models import Unit, User

# What can be said of a task; where it came from and what it is about only when it is given.
SAID = frozenset({"name", "unit", "responsible", "due_on", "note"})
GIVEN = SAID | {"about_noun", "about_id", "came_from", "came_from_url"}


@action("task.given", allow=permissions.give_task)
def give_task(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Task:
    """Somebody gets a thing to do, and is told; without another name it is one's own."""
    told = {name: value for name, value in values.items() if name in GIVEN}
    told = {"unit": unit, "responsible": by, **told}
    _check(told)
    task = write.create(Task, given_by=by, **told)
    if task.pk is None:
        write.flush()  # in a batch it has no number before that
    _tell_given(write, task)
    return task


@action("task.changed", allow=permissions.change_task)
def change_task(write: Writer, task: Task, *, by: User, values: Mapping[str, Any]) -> None:
    """Another day, other words, or somebody else who takes it on and is told."""
    told = {name: value for name, value in values.items() if name in SAID}
    _check(told)
    before = task.responsible_id
    write.change(task, **told)
    if task.responsible_id != before:
        _tell_given(write, task)


def _check(told: Mapping[str, Any]) -> None:
    if "name" in told and not str(told["name"]).strip():
        raise NotPossible(_("Skriv vad som ska göras."), field="name")
    responsible = told.get("responsible")
    if "responsible" in told and responsible is None:
        raise NotPossible(_("Välj vem som är ansvarig."), field="responsible")
    if responsible is not None and (responsible.withdrawn_at or responsible.is_external):
        raise NotPossible(
            _("%(name)s arbetar inte i kommunen.") % {"name": responsible.name},
            field="responsible",
        )


def _tell_given(write: Writer, task: Task) -> None:
    key = f"{telling.GIVEN.key}.{task.pk}.{task.version}"
    tell(write, telling.GIVEN, [task.responsible], key=key, about=task)


@action("task.finished", allow=permissions.finish_task)
def finish_task(write: Writer, task: Task, *, by: User, note: str = "") -> None:
    """It is done, and whoever gave it is told what came of it."""
    step = PROCESS.next(task, "finish")
    done_on = timezone.localdate(write.now)
    write.change(task, step=step, done_on=done_on, done_note=note.strip())
    key = f"{telling.DONE.key}.{task.pk}.{task.version}"
    tell(write, telling.DONE, [task.given_by], key=key, about=task)


@action("task.dropped", allow=permissions.drop_task)
def drop_task(write: Writer, task: Task, *, by: User, reason: str) -> None:
    """It will not be done, for a reason that stays with it."""
    step = PROCESS.next(task, "drop")
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    write.change(task, step=step, done_note=reason.strip())
    _tell_both(write, telling.DROPPED, task, reason)


@action("task.reopened", allow=permissions.reopen_task)
def reopen_task(write: Writer, task: Task, *, by: User, reason: str) -> None:
    """It was not done after all, or is to be done now."""
    step = PROCESS.next(task, "reopen")
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    write.change(task, step=step, done_on=None, done_note="")
    _tell_both(write, telling.REOPENED, task, reason)


def _tell_both(write: Writer, kind: Any, task: Task, reason: str) -> None:
    tell(
        write,
        kind,
        [task.responsible, task.given_by],
        key=f"{kind.key}.{task.pk}.{task.version}",
        about=task,
        reason=reason.strip(),
    )


@action("tasks.reminded", allow=permissions.remind_of_tasks)
def remind_of_tasks(write: Writer, near: Sequence[Task], late: Sequence[Task], *, by: User) -> int:
    """Whoever has a task is told once when its day is near, and once when it has passed."""
    told = 0
    for kind, tasks in ((telling.NEAR, near), (telling.LATE, late)):
        told += len(tell_each(write, kind, [_reminder(kind, task) for task in tasks]))
    return told


def _reminder(kind: Any, task: Task) -> Telling:
    assert task.due_on is not None
    return Telling(
        to=task.responsible,
        # Another day is reminded of anew.
        key=f"{kind.key}.{task.pk}.{task.due_on}",
        noun=noun_of(Task),
        record_id=task.pk,
        values={"day": words.date_text(task.due_on)},
    )
