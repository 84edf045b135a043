from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.meetings.choices import Step, step_choices
from bryggan.meetings.models.bodies import Body
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet


class MeetingQuerySet(RecordQuerySet["Meeting"]):
    def open(self) -> Self:
        """Not yet held: its agenda can still change."""
        return self.present().exclude(step=Step.CLOSED)


class Meeting(Record):
    """A group meets on a day, with an agenda; closed, what was said is frozen as minnesanteckningar."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("Grupp")
    )
    # The group and the day, so that it is found and sorted by both.
    name = models.CharField(_("Möte"), max_length=140, editable=False)
    held_on = models.DateField(_("Dag"))
    starts_at = models.CharField(_("Tid"), max_length=40, blank=True)
    place = models.CharField(_("Plats"), max_length=120, blank=True)
    step = models.CharField(
        _("Steg"), max_length=20, choices=step_choices, default=Step.PLANNED, editable=False
    )
    # From then everyone sees how everyone has scored, and nobody scores any more.
    grades_shown_at = models.DateTimeField(_("Bedömningarna visade"), null=True, blank=True)
    attended = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("Närvarande")
    )
    closed_on = models.DateField(_("Avslutat"), null=True, blank=True)

    prefix: ClassVar[str] = "MO"
    sorted_by: ClassVar[str] = "name"
    searched: ClassVar[tuple[str, ...]] = ("name",)
    unit_from: ClassVar[str] = "body"

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Möte")
        indexes = [
            models.Index(
                fields=["-held_on", "sort_key", "id"],
                condition=Q(withdrawn_at=None),
                name="meetings_newest",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                "body",
                "held_on",
                condition=Q(withdrawn_at=None),
                name="meetings_one_a_day",
                violation_error_message=_("Gruppen har redan ett möte den dagen."),
            ),
            models.CheckConstraint(
                condition=~Q(step=Step.CLOSED) | Q(closed_on__isnull=False),
                name="meetings_closed_has_day",
            ),
        ]

    @property
    def is_closed(self) -> bool:
        return self.step == Step.CLOSED


class Minutes(Record):
    """Minnesanteckningar as they were frozen when the meeting was closed; a correction is a new version."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("Möte")
    )
    place = models.PositiveSmallIntegerField(_("Version"), default=1)
    frozen = models.JSONField(_("Fryst innehåll"), default=dict)
    digest = models.CharField(_("Kontrollsumma"), max_length=64)
    correction = models.TextField(_("Rättelse"), blank=True)
    frozen_on = models.DateField(_("Fryst"))

    unit_from: ClassVar[str] = "meeting"

    objects = RecordQuerySet["Minutes"].as_manager()

    class Meta:
        verbose_name = _("Minnesanteckningar")
        constraints = [
            models.UniqueConstraint("meeting", "place", name="meetings_minutes_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.place}"
