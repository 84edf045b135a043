from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.search.fields import SortKeyField


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> Self:
        """One's own views, and those shared with one's unit, one's roles or all."""
        roles = {assignment.role for assignment in user.current_assignments}
        return self.filter(
            Q(owner=user)
            | Q(shared_with=SavedView.Sharing.ALL)
            | Q(shared_with=SavedView.Sharing.UNIT, unit__in=user.unit.ancestor_ids())
            | Q(shared_with=SavedView.Sharing.ROLE, role__in=roles)
        )


class SavedView(models.Model):
    """A question to a list that somebody wants to put again: filters, order and columns by name."""

    class Sharing(models.TextChoices):
        MINE = "mine", _("Bara jag")
        UNIT = "unit", _("Min enhet")
        ROLE = "role", _("En roll")
        ALL = "all", _("Alla")

    slug = models.CharField(max_length=40)
    name = models.CharField(_("Namn"), max_length=80)
    address = models.TextField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_views")
    shared_with = models.CharField(
        _("Visas för"), max_length=10, choices=Sharing, default=Sharing.MINE
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=30, choices=Role, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["slug", "owner"], name="registers_view_slug")]

    def __str__(self) -> str:
        return self.name


class OwnField(models.Model):
    """A field that the municipality has added to a noun; its values lie in the record's `own_fields`."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Tal")

    slug = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    label = models.CharField(_("Rubrik"), max_length=120)
    kind = models.CharField(_("Slag"), max_length=10, choices=Kind, default=Kind.TEXT)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sort_key = SortKeyField(max_length=300, blank=True, editable=False)

    sorted_by = "label"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "key"], name="registers_own_field_once")
        ]

    def __str__(self) -> str:
        return self.label


class Mapping(models.Model):
    """Which column of a file goes into which field, saved by name and shared by all who import."""

    slug = models.CharField(max_length=40)
    name = models.CharField(_("Namn"), max_length=80)
    columns = models.JSONField(default=dict)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "name"], name="registers_mapping_once")
        ]

    def __str__(self) -> str:
        return self.name


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> Self:
        """Who made the import sees it, and the central roles: the file may hold what is secret."""
        return self if user.is_built_in or user.is_central else self.filter(owner=user)


class Import(models.Model):
    """A file on its way into a register: read, planned, looked at, applied, perhaps undone."""

    class Step(models.TextChoices):
        UPLOADED = "uploaded", _("Uppladdad")
        PLANNED = "planned", _("Provkörd")
        APPLIED = "applied", _("Inläst")
        CANCELLED = "cancelled", _("Avbruten")
        FAILED = "failed", _("Gick inte att läsa")

    slug = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=80, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(null=True, blank=True)
    columns = models.JSONField(default=dict)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="imports")
    step = models.CharField(max_length=20, choices=Step, default=Step.UPLOADED)
    uploaded_at = models.DateTimeField()
    progress = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    empties_clear = models.BooleanField(_("Tomma celler tömmer fältet"), default=False)
    batch_id = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ImportQuerySet.as_manager()


class ImportRow(models.Model):
    """What the plan says of one row of the file, and what became of it."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("Ny")
        UPDATED = "updated", _("Ändras")
        UNCHANGED = "unchanged", _("Oförändrad")
        SKIPPED = "skipped", _("Hoppas över")
        FAILED = "failed", _("Tas inte")

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    record_id = models.BigIntegerField(null=True, blank=True)
    record_version = models.PositiveIntegerField(null=True, blank=True)
    changes = models.JSONField(default=dict)
    conflicts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    is_chosen = models.BooleanField(default=True)
    taken = models.JSONField(default=list)
    message = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="registers_import_row_once")
        ]
        indexes = [models.Index(fields=["source", "outcome"], name="registers_import_outcome")]


class NotSame(models.Model):
    """Somebody has looked at two records that seem alike and said that they are two; lower id first."""

    noun = models.CharField(max_length=60)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    reason = models.TextField(_("Varför"), blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Inte samma")
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "one", "other"],
                condition=Q(withdrawn_at=None),
                name="registers_not_same_once",
            )
        ]


class Synonym(models.Model):
    """A word that the municipality uses for another: records called by either are compared as the same."""

    word = models.CharField(_("Ord"), max_length=80)
    means = models.CharField(_("Betyder"), max_length=80)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sort_key = SortKeyField(max_length=300, blank=True, editable=False)

    sorted_by = "word"

    class Meta:
        verbose_name = _("Synonym")
        constraints = [
            models.UniqueConstraint(
                "sort_key", condition=Q(withdrawn_at=None), name="registers_synonym_once"
            )
        ]

    def __str__(self) -> str:
        return self.word


class SourceText(models.Model):
    """What a file said of a record, as it stood: shown under "Ur filen". Hidden with the row it is about."""

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True, blank=True)
    import_id = models.BigIntegerField()
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "record_id"], name="registers_source_text_once")
        ]
