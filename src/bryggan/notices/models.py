from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import User
from bryggan.people.roles import Role


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, user: User) -> Self:
        """What one follows is one's own business."""
        return self.filter(user=user)

    def present(self) -> Self:
        return self.filter(withdrawn_at=None)


class Follow(models.Model):
    """A person wants to know what others do to one record. Noun and id are plain, so any register will do."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="follows", verbose_name=_("Den som följer")
    )
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    # The newest event that she has been told of, or that was there when she began to follow.
    told_to = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "noun", "record_id"],
                condition=Q(withdrawn_at=None),
                name="notices_follow_once",
                violation_error_message=_("Du följer redan posten."),
            )
        ]
        indexes = [
            models.Index(
                fields=["noun", "record_id"],
                condition=Q(withdrawn_at=None),
                name="notices_follow_of_record",
            )
        ]


class Comment(models.Model):
    """What somebody has written about a record, for all who see that record. Taken back it is a gap, not gone."""

    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="comments", verbose_name=_("Skriven av")
    )
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    text = models.TextField(_("Kommentar"))
    mentioned = models.ManyToManyField(
        User, blank=True, related_name="mentions", verbose_name=_("Nämnda")
    )
    written_at = models.DateTimeField(_("Skriven"))
    changed_at = models.DateTimeField(_("Ändrad"), null=True, blank=True)
    # Why somebody else than the author took it away.
    reason = models.CharField(_("Skäl"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    class Meta:
        verbose_name = _("kommentar")
        indexes = [
            models.Index(fields=["noun", "record_id", "id"], name="notices_comment_of_record")
        ]


class LetterChoice(models.Model):
    """How often a person wants her letter. Whoever has not chosen gets it daily."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("Varje dag, om det finns något nytt")
        WEEKLY = "weekly", _("En gång i veckan, om det finns något nytt")
        NEVER = "never", _("Aldrig, jag läser i Bryggan")

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="letter_choice")
    rhythm = models.CharField(_("Brev"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""


def reads_every_mail(user: User) -> bool:
    """Whoever looks after the installation; in the demo everyone, since nothing is sent there."""
    return settings.BRYGGAN_DEMO or user.is_built_in or user.has_role(Role.ADMINISTRATOR)


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: User) -> Self:
        """One's own letters, and to some every letter."""
        return self if reads_every_mail(user) else self.filter(user=user)


class Mail(models.Model):
    """One letter to one person: what was sent, when, and by the notices that point here, why.

    Before the server is called the attempt is noted (`tried_at`), after it how it went: `sent_at`, or
    `fault`. Neither means that it was never known to arrive, and such a letter is not sent again.
    """

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="mails", verbose_name=_("Till")
    )
    address = models.CharField(_("Adress"), max_length=254)
    subject = models.CharField(_("Ämne"), max_length=200)
    body = models.TextField(_("Text"))
    # The day it counts for: a person gets one letter a day at most.
    day = models.DateField(_("Dag"))
    made_at = models.DateTimeField(_("Skrivet"))
    tried_at = models.DateTimeField(_("Försökt skicka"), null=True, blank=True)
    sent_at = models.DateTimeField(_("Skickat"), null=True, blank=True)
    fault = models.CharField(_("Fel"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="notices_mail_once_a_day")
        ]
        indexes = [
            models.Index(fields=["-made_at"], name="notices_mail_made_at"),
            models.Index(fields=["-sent_at"], name="notices_mail_sent_at"),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """What one person is told is hers alone."""
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None, withdrawn_at=None)


class Notice(models.Model):
    """Somebody is told something once. It holds codes and ids: words and names are looked up as it is shown."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="notices", verbose_name=_("Till")
    )
    kind = models.CharField(_("Slag"), max_length=60)
    # What it is about once, so that nobody is told the same twice.
    key = models.CharField(max_length=160)
    noun = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    values: Any = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(_("Sagt"))
    read_at = models.DateTimeField(_("Läst"), null=True, blank=True)
    # When it was put in a letter: stays when the letter itself has been disposed of.
    mailed_at = models.DateTimeField(_("I brev"), null=True, blank=True)
    mail = models.ForeignKey(
        Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("avisering")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notices_notice_told_once")
        ]
        indexes = [
            models.Index(
                fields=["user", "-told_at"],
                condition=Q(withdrawn_at=None),
                name="notices_notice_of_user",
            ),
            models.Index(
                fields=["user"],
                condition=Q(read_at=None, withdrawn_at=None),
                name="notices_notice_unread",
            ),
            models.Index(
                fields=["told_at"],
                condition=Q(read_at=None, mailed_at=None, withdrawn_at=None),
                name="notices_notice_unsent",
            ),
        ]
