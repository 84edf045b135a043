from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.duties.models import Task
from bryggan.kit import trace
from bryggan.meetings.choices import REASONED, Score, Stance
from bryggan.meetings.matters import SORTS
from bryggan.meetings.models.meeting import Meeting
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class AgendaItemQuerySet(RecordQuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        """Headings, and what is about a record that this person sees through its own door."""
        if user.is_built_in:
            return self
        seen = Q(about_id=None)
        for sort in SORTS.values():
            record = sort.seen(user).filter(pk=OuterRef("about_id")).order_by()
            seen |= Q(Exists(record), about_noun=sort.noun)
        return super().visible_to(user).filter(seen)


class AgendaItem(Record):
    """What a meeting takes up: a record of any register, by noun and id, or only a heading; and what came of it."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="items", verbose_name=_("Möte")
    )
    place = models.PositiveSmallIntegerField(_("Nummer"))
    name = models.CharField(_("Punkt"), max_length=300)
    about_noun = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    brief = models.TextField(_("I korthet"), blank=True)
    proposal = models.TextField(_("Förslag"), blank=True)
    # What the matter lacked when it was put on the agenda, and why it was taken up all the same.
    gaps = models.JSONField(_("Saknas"), default=list, blank=True)
    added_why = models.CharField(_("Varför den tas upp ändå"), max_length=300, blank=True)
    conflicted = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("Jäviga")
    )
    stance = models.CharField(_("Ställningstagande"), max_length=30, choices=Stance, blank=True)
    reasons = models.TextField(_("Motivering"), blank=True)
    conditions = models.TextField(_("Villkor"), blank=True)
    dissent = models.TextField(_("Avvikande mening"), blank=True)
    moved_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="moved_to",
        verbose_name=_("Bordlades"),
    )

    unit_from: ClassVar[str] = "meeting"

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Punkt på dagordningen")
        indexes = [models.Index(fields=["about_noun", "about_id"], name="meetings_item_about")]
        constraints = [
            models.UniqueConstraint(
                "meeting",
                "about_noun",
                "about_id",
                condition=Q(withdrawn_at=None, about_id__isnull=False),
                name="meetings_matter_once",
                violation_error_message=_("Ärendet står redan på dagordningen."),
            ),
            models.CheckConstraint(
                condition=~Q(stance__in=sorted(REASONED)) | ~Q(reasons="") | ~Q(conditions=""),
                name="meetings_stance_has_reasons",
                violation_error_message=_("Skriv varför."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GradeQuerySet(RecordQuerySet["Grade"]):
    def visible_to(self, user: User) -> Self:
        """One's own; all of them once the meeting shows them. Nobody looks before that, whatever she leads,
        not through another's eyes either.
        """
        shown = Meeting.objects.filter(pk=OuterRef("item__meeting"), grades_shown_at__isnull=False)
        is_herself = trace.on_behalf_of.get() is None
        own = Q(user=user) if is_herself else Q(pk__in=[])
        return super().visible_to(user).filter(own | Exists(shown))


class Grade(Record):
    """How one member sees a matter before the meeting: benefit and complexity, blind to the others'."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="grades", verbose_name=_("Punkt")
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Ledamot")
    )
    benefit = models.PositiveSmallIntegerField(_("Nytta"), choices=Score, null=True, blank=True)
    complexity = models.PositiveSmallIntegerField(
        _("Komplexitet"), choices=Score, null=True, blank=True
    )
    remark = models.CharField(_("Kommentar"), max_length=300, blank=True)

    unit_from: ClassVar[str] = "item"

    objects = GradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bedömning")
        constraints = [
            models.UniqueConstraint(
                "item", "user", condition=Q(withdrawn_at=None), name="meetings_one_grade_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.item}"


class AgreedTaskQuerySet(RecordQuerySet["AgreedTask"]):
    def visible_to(self, user: User) -> Self:
        """What was agreed of the points that this person sees."""
        points = AgendaItem.objects.visible_to(user).filter(pk=OuterRef("item"))
        return super().visible_to(user).filter(Exists(points))


class AgreedTask(Record):
    """What somebody is to do after the meeting, written while it goes on; closing makes it a task of hers."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="agreed", verbose_name=_("Punkt")
    )
    name = models.CharField(_("Vad"), max_length=200)
    responsible = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Vem")
    )
    due_on = models.DateField(_("Senast"), null=True, blank=True)
    task = models.ForeignKey(
        Task,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Uppgift"),
    )

    unit_from: ClassVar[str] = "item"
    sorted_by: ClassVar[str] = "name"

    objects = AgreedTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("Överenskommet")
