"""A task: one thing that one person has promised to do."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.kit import trace
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role

# So long before its day a task is near.
NEAR = timedelta(days=3)


class Step(models.TextChoices):
    OPEN = "open", _("Att göra")
    DONE = "done", _("Klar")
    DROPPED = "dropped", _("Utgår")


class Lateness(models.TextChoices):
    """How an open task stands to its day."""

    LATE = "late", _("Försenad")
    NEAR = "near", _("Inom tre dagar")
    LATER = "later", _("Senare")


def step_choices() -> list[tuple[str, Any]]:
    """A function, so that a new step needs no migration."""
    return list(Step.choices)


class TaskQuerySet(RecordQuerySet["Task"]):
    def about(self, record: models.Model) -> Self:
        return self.filter(about_noun=record._meta.label_lower, about_id=record.pk)

    def visible_to(self, user: User, about: models.Model | None = None) -> Self:
        """Whoever has it or gave it, who sees what it is about through that one's own door, the manager where it
        is done, and those who see everything. A task about nothing is nobody else's business.

        `about`: only the tasks about that record; then its door alone is asked.
        """
        if user.is_built_in or (user.has_role(Role.ADMINISTRATOR) and not user.is_external):
            return self if about is None else self.about(about)
        seen = Q(responsible=user) | Q(given_by=user) | user.audited()
        for path in user.role_paths(Role.MANAGER):
            seen |= Q(unit__path__startswith=path)
        for register in _registers_behind_tasks(about):
            record = register.rows(user).filter(pk=OuterRef("about_id")).order_by()
            seen |= Q(Exists(record), about_noun=register.noun())
        rows = super().visible_to(user).filter(seen)
        return rows if about is None else rows.about(about)

    def open(self) -> Self:
        return self.present().filter(step=Step.OPEN)

    def late(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def near(self, today: date) -> Self:
        """Due today or within three days."""
        return self.open().filter(due_on__range=(today, today + NEAR))


def _registers_behind_tasks(about: models.Model | None) -> list[type[Register]]:
    """Those that some task is about: the others' doors need not be asked."""
    if about is not None:
        return [one for one in REGISTERS.values() if isinstance(about, one.model)]
    named = Task.objects.exclude(about_noun="").order_by().values_list("about_noun").distinct()
    nouns = trace.once("duties.nouns", lambda: {noun for (noun,) in named})
    return [one for one in REGISTERS.values() if one.noun() in nouns and one.model is not Task]


class Task(Record):
    """What somebody has promised to do, by when; `unit` is where it is done."""

    name = models.CharField(_("Vad"), max_length=300)
    responsible = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("Ansvarig")
    )
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Gavs av")
    )
    due_on = models.DateField(_("Klar senast"), null=True, blank=True)
    note = models.TextField(_("Att tänka på"), blank=True)
    # What it is about in another register, by noun and id, so that any register will do.
    about_noun = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    # Where it was agreed, in words, and the page of that in the tool.
    came_from = models.CharField(_("Kom från"), max_length=200, blank=True)
    came_from_url = models.CharField(max_length=200, blank=True)
    step = models.CharField(
        _("Steg"), max_length=20, choices=step_choices, default=Step.OPEN, editable=False
    )
    done_on = models.DateField(_("Klar"), null=True, blank=True)
    done_note = models.TextField(_("Vad det blev"), blank=True)

    prefix: ClassVar[str] = "U"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name", "note", "came_from")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("Uppgift")
        indexes = [
            models.Index(
                fields=["responsible", "due_on"],
                condition=Q(step=Step.OPEN, withdrawn_at=None),
                name="duties_open_of_person",
            ),
            models.Index(
                fields=["due_on", "sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="duties_by_day",
            ),
            models.Index(fields=["about_noun", "about_id"], name="duties_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="duties_task_has_name",
                violation_error_message=_("En uppgift måste säga vad som ska göras."),
            ),
            models.CheckConstraint(
                condition=~Q(step=Step.DONE) | Q(done_on__isnull=False),
                name="duties_done_has_day",
                violation_error_message=_("En uppgift som är klar har en dag."),
            ),
        ]

    def lateness(self, today: date) -> Lateness | None:
        """How it stands to its day; None once it is settled, or without a day."""
        if self.step != Step.OPEN or self.due_on is None:
            return None
        if self.due_on < today:
            return Lateness.LATE
        return Lateness.NEAR if self.due_on <= today + NEAR else Lateness.LATER
