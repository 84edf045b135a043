from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """Many actions done as one: an import, a bulk edit, a merge or an undo. It can be undone as a whole."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        BULK_EDIT = "bulk_edit", _("Massändring")
        MERGE = "merge", _("Sammanslagning")
        UNDO = "undo", _("Ångring")
        DEMO = "demo", _("Demodata")
        LETTERBOX = "letterbox", _("Tömning av brevlådan")

    kind = models.CharField(max_length=20, choices=Kind)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        indexes = [models.Index(fields=["actor_id", "-at"], name="history_batch_actor")]


class Event(models.Model):
    """One action by one person. Codes and raw values only: the words are chosen when it is shown."""

    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    on_behalf_of_id = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="history_event_at"),
            models.Index(fields=["actor_id", "-at"], name="history_event_actor"),
        ]


class Change(models.Model):
    """What one action did to one row: the touched fields before and after, as plain JSON values."""

    class Kind(models.TextChoices):
        CREATED = "created", _("skapad")
        CHANGED = "changed", _("ändrad")
        WITHDRAWN = "withdrawn", _("borttagen ur registret")
        RESTORED = "restored", _("återställd")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="changes")
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["noun", "record_id", "-id"], name="history_change_record")]


class Clearance(models.Model):
    """A decision to mask or dispose: while it is open, and only inside its transaction, history yields."""

    class Kind(models.TextChoices):
        MASK = "mask", _("Maskering")
        DISPOSAL = "disposal", _("Gallring")

    kind = models.CharField(max_length=20, choices=Kind)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField()
    reason = models.TextField()
    decision = models.CharField(max_length=200)
    is_open = models.BooleanField(default=True)
    touched = models.JSONField(default=dict)
