"""The tasks about a record on that record's own page."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.duties import next_steps, queries
from bryggan.duties.models import Task
from bryggan.duties.register import TaskRegister
from bryggan.kit.register.register import Panel, Register
from bryggan.people.models import User

MOST_SHOWN = 20


def shows_tasks(register: type[Register]) -> None:
    """A register whose records people promise things about says so once: the panel is there where there are any."""

    def is_there(user: Any) -> Exists:
        about = {"about_noun": register.noun(), "about_id": OuterRef("pk")}
        return Exists(Task.objects.present().filter(**about))

    register.panels.append(Panel("tasks", _("Uppgifter"), draw_tasks, is_there=is_there))


def draw_tasks(record: Any, user: User) -> SafeString:
    """What is to be done first, by its day; then what is done or dropped, the newest first."""
    found = list(queries.tasks_about(record, user)[: MOST_SHOWN + 1])
    if not found:
        return SafeString("")
    today = timezone.localdate()
    rows = [
        (task, TaskRegister.url(task.pk), next_steps.chips_of(task, today))
        for task in found[:MOST_SHOWN]
    ]
    context = {"rows": rows, "is_cut": len(found) > MOST_SHOWN, "most": MOST_SHOWN}
    return render_to_string("duties/panel_tasks.html", context)
