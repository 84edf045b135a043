from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import User


class Mail(models.Model):
    """One letter to one person: what was sent, when, and by the notices that point here, why."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="mails", verbose_name=_("Till")
    )
    address = models.EmailField(_("Adress"))
    subject = models.CharField(_("Ämne"), max_length=200)
    body = models.TextField(_("Text"))
    made_at = models.DateTimeField(_("Skrivet"))
    sent_at = models.DateTimeField(_("Skickat"), null=True, blank=True)
    fault = models.CharField(_("Fel"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="notices_mail_made_at")]


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
    mail = models.ForeignKey(
        Mail, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    sorted_by: ClassVar[str] = ""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notices_notice_told_once")
        ]
        indexes = [
            models.Index(
                fields=["user", "-told_at"],
                condition=Q(withdrawn_at=None),
                name="notices_notice_of_user",
            )
        ]
