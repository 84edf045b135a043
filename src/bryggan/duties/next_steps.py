"""What happens next with a task: the box, the chips and the sentence at the top of its page; whose turn it is."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.duties import permissions, queries
from bryggan.duties.models import Lateness, Step, Task
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import NextStep
from bryggan.kit.verdict import Verdict, denied
from bryggan.notices.queries import names_of
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User

MOST_WAITING = 100
STEP_TONES: dict[str, str] = {Step.OPEN: "go", Step.DONE: "ok", Step.DROPPED: "none"}
LATENESS_TONES: dict[str, str] = {
    Lateness.LATE: "bad",
    Lateness.NEAR: "warn",
    Lateness.LATER: "none",
}


def badges(task: Task, today: date) -> SafeString:
    return chips_of(task, today) + chip("", task.number)


def chips_of(task: Task, today: date) -> SafeString:
    """Where it is, and how it stands to its day when that is near or has passed."""
    shown = chip(STEP_TONES[task.step], str(Step(task.step).label))
    lateness = task.lateness(today)
    if lateness in (Lateness.LATE, Lateness.NEAR):
        shown += chip(LATENESS_TONES[lateness], str(lateness.label))
    return shown


def lead_of(task: Task) -> str:
    """Who has it and by when, or what became of it."""
    if task.step == Step.DONE and task.done_on:
        return _("%(name)s blev klar %(day)s.") % {
            "name": task.responsible.name,
            "day": words.date_text(task.done_on),
        }
    if task.due_on and task.step == Step.OPEN:
        return _("%(name)s ska vara klar senast %(day)s.") % {
            "name": task.responsible.name,
            "day": words.date_text(task.due_on),
        }
    return _("Ansvarig: %(name)s.") % {"name": task.responsible.name}


def next_step(task: Task, user: User) -> NextStep:
    if task.step == Step.OPEN:
        return NextStep(
            title=_("Gör uppgiften och säg att den är klar"),
            text=_("Den som gav uppgiften får veta vad det blev."),
            button=_("Klar"),
            reason=permissions.finish_task(user, task).reason,
            url=reverse("finish_task", args=[task.pk]),
        )
    is_done = task.step == Step.DONE
    return NextStep(
        title=_("Uppgiften är klar") if is_done else _("Uppgiften utgår"),
        text=task.done_note,
        button=_("Öppna igen"),
        reason=permissions.reopen_task(user, task).reason,
        url=reverse("reopen_task", args=[task.pk]),
    )


def follows_course(user: User, task: Task) -> Verdict:
    """Where it came from stands, and what became of it is said when it is finished or dropped."""
    return denied(_("Det här skrivs när uppgiften ges och avslutas."))


def draw_about(task: Task, user: User) -> SafeString:
    """What it is about and where it was agreed, as links for as long as the reader sees them."""
    parts = SafeString("")
    named = names_of([(task.about_noun, task.about_id)], user).get(
        (task.about_noun, task.about_id or 0)
    )
    if named is not None and named.url != task.came_from_url:
        link = format_html('<a href="{}">{}</a>', named.url, named.name)
        parts += format_html("<p>{} {}</p>", _("Gäller"), link)
    if task.came_from:
        came = format_html("{}", task.came_from)
        if task.came_from_url:
            came = format_html('<a href="{}">{}</a>', task.came_from_url, task.came_from)
        parts += format_html("<p>{} {}</p>", _("Kom från"), came)
    return parts


def draw_drop(task: Task, user: User) -> SafeString:
    """The other way out: it is not going to be done."""
    if task.step != Step.OPEN or not permissions.drop_task(user, task):
        return SafeString("")
    return format_html(
        '<p><a href="{}">{}</a></p><p class="soft small">{}</p>',
        reverse("drop_task", args=[task.pk]),
        _("Uppgiften ska inte göras"),
        _("Den står kvar i listan som utgått, med skälet."),
    )


@waits(queries.tasks_of)
def tasks_to_do(user: User) -> list[Waiting]:
    """The person's own tasks, each with its day."""
    return [
        Waiting(
            text=task.name,
            url=reverse("register_page", args=["uppgift", task.pk]),
            detail=task.came_from or task.number,
            due_on=task.due_on,
        )
        for task in queries.tasks_of(user)[:MOST_WAITING]
    ]
