"""Tasks as list, page and file, and their place in the menu."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Case, CharField, Q, Value, When
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.duties import actions, next_steps
from bryggan.duties.models import NEAR, Lateness, Step, Task
from bryggan.kit.register import past
from bryggan.kit.register.beside import Sql
from bryggan.kit.register.computed import ComputedChoice
from bryggan.kit.register.fields import Choice, Day, Field, Link, LongText, Text
from bryggan.kit.register.links import Reference, UnitReference
from bryggan.kit.register.register import NextStep, Panel, Register, Section, register
from bryggan.people.models import Unit, User


def units(user: Any) -> Any:
    return Unit.objects.present()


def people(user: Any) -> Any:
    """Whoever can have a task: the municipality's own."""
    return User.objects.present().filter(is_external=False, is_built_in=False)


def lateness(user: Any) -> Sql:
    """How an open task stands to its day, as a column."""
    today = timezone.localdate()
    is_open = Q(step=Step.OPEN)
    return Case(
        When(is_open & Q(due_on__lt=today), then=Value(Lateness.LATE.value)),
        When(is_open & Q(due_on__lte=today + NEAR), then=Value(Lateness.NEAR.value)),
        When(is_open & Q(due_on__isnull=False), then=Value(Lateness.LATER.value)),
        default=None,
        output_field=CharField(),
    )


@register
class TaskRegister(Register):
    """Uppgifterna."""

    model = Task
    slug = "uppgift"
    icon = "check"
    group = _("Möten & beslut")
    place = 28
    title = _("Uppgifter")
    singular = _("uppgiften")
    new_title = _("Ny uppgift")
    lead = _("Vad som ska göras, av vem och till när.")
    empty_text = _("Uppgifter kommer ur möten och beslut, eller läggs upp här.")
    default_sort = "due_on"
    mine = "responsible"
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Vad"), is_needed=True),
        UnitReference(key="unit", label=_("Enhet"), options=units, is_needed=True),
        Reference(key="responsible", label=_("Ansvarig"), options=people, is_needed=True),
        Day(key="due_on", label=_("Klar senast")),
        LongText(key="note", label=_("Att tänka på")),
        Choice(
            key="step",
            label=_("Steg"),
            options=Step,
            tones=next_steps.STEP_TONES,
            is_editable=False,
        ),
        ComputedChoice(
            key="lateness",
            label=_("Läge"),
            options=Lateness,
            tones=next_steps.LATENESS_TONES,
            calculate=lateness,
        ),
        Text(key="came_from", label=_("Kom från"), is_editable=False),
        Reference(key="given_by", label=_("Gavs av"), options=people, is_editable=False),
        Day(key="done_on", label=_("Klar"), is_editable=False),
        LongText(key="done_note", label=_("Vad det blev"), is_editable=False),
    )
    default_columns = ("name", "step", "responsible", "due_on", "lateness", "came_from")
    sections = (
        Section("task", _("Uppgiften"), ("name", "responsible", "due_on", "unit", "note")),
        Section(
            "settled",
            _("Var den kom ifrån och vad det blev"),
            ("came_from", "given_by", "done_on", "done_note"),
            allow=next_steps.follows_course,
        ),
    )
    create_with = actions.give_task
    change_with = actions.change_task
    read_with = ("unit", "responsible")

    @classmethod
    def starts_with(cls, asked: Mapping[str, str], user: Any) -> dict[str, Any]:
        return {"unit": user.unit_id, "responsible": user.pk}

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_step(record, user)

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.badges(record, timezone.localdate())

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record)


TaskRegister.panels += [
    Panel("about", _("Hör ihop med"), next_steps.draw_about, place="side"),
    Panel("drop", _("Avsluta på annat sätt"), next_steps.draw_drop, place="side"),
]

past.leaves_untold(Task, "about_noun", "about_id", "came_from_url")
past.worded(
    task__given=_("gav uppgiften"),
    task__changed=_("ändrade uppgiften"),
    task__finished=_("gjorde klart uppgiften"),
    task__dropped=_("lät uppgiften utgå"),
    task__reopened=_("öppnade uppgiften igen"),
    tasks__reminded=_("påminde om uppgiften"),
)
