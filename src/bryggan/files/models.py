"""Files of records, what was frozen of them, how case numbers look, and what has been handed out."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bryggan.files.choices import ContentKind, FileKind, SecrecyGround
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.people.models import User
from bryggan.people.records import Record, RecordQuerySet
from bryggan.people.roles import Role

# Who sees what is marked secret of the units that her role is for, besides whoever put it there.
READS_SECRETS = (Role.MANAGER, Role.BOARD_SECRETARY, Role.ADMINISTRATOR, Role.AUDITOR)


class AboutRecordQuerySet[R: "AboutRecord"](RecordQuerySet[R]):
    """Rows about records of other registers: seen by whoever sees the record, through its own door."""

    def about(self, record: models.Model) -> Self:
        return self.filter(noun=record._meta.label_lower, record_id=record.pk)

    def visible_to(self, user: User, about: models.Model | None = None) -> Self:
        """`about`: only the rows about that record; then its door alone is asked, not that of every register."""
        rows = self if about is None else self.about(about)
        return rows.filter(self.seen_by(user, about))

    def seen_by(self, user: User, about: models.Model | None) -> Q:
        seen = Q(pk__in=[])
        for register in REGISTERS.values():
            if about is None or isinstance(about, register.model):
                seen |= Q(noun=register.noun()) & self.through(register, user)
        return seen

    def through(self, register: type[Register], user: User) -> Q:
        """What is seen of the rows about one register's records."""
        return Q(Exists(_record(register, user)))


def _record(register: type[Register], user: User) -> models.QuerySet[Any]:
    return register.rows(user).filter(pk=OuterRef("record_id")).order_by()


def _of_units_led(user: User) -> Q:
    """The records whose secrets she reads by her role."""
    if user.has_role(Role.ADMINISTRATOR) and not user.is_external:
        return Q()
    led = Q(pk__in=[])
    for path in user.role_paths(*READS_SECRETS):
        led |= Q(unit__path__startswith=path)
    return led


class FileQuerySet(AboutRecordQuerySet["File"]):
    def current(self) -> Self:
        """The newest version of each."""
        newer = File.objects.filter(replaces=OuterRef("pk"), withdrawn_at=None)
        return self.present().exclude(Exists(newer))

    def through(self, register: type[Register], user: User) -> Q:
        """What is marked secret is seen by whoever put it there and by those with a duty over the unit."""
        seen = Q(Exists(_record(register, user)))
        if user.is_built_in:
            return seen
        led = Exists(_record(register, user).filter(_of_units_led(user)))
        return seen & (Q(secrecy="") | Q(uploaded_by=user) | Q(led))


class AboutRecord(Record):
    """A row about a record of any register, by noun and id."""

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        abstract = True


class File(AboutRecord):
    """A file or a link that a record rests on. The bytes lie in the store under their checksum.

    Working material can be taken away; what is established or received stands, and gets new versions.
    """

    name = models.CharField(_("Namn"), max_length=200)
    kind = models.CharField(_("Slag av handling"), max_length=20, choices=FileKind)
    dated_on = models.DateField(_("Handlingens datum"), null=True, blank=True)
    established_on = models.DateField(_("Upprättad"), null=True, blank=True)
    url = models.URLField(_("Länk"), max_length=500, blank=True)
    content_kind = models.CharField(_("Filtyp"), max_length=10, choices=ContentKind, blank=True)
    digest = models.CharField(_("Kontrollsumma"), max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField(_("Storlek"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Lades in av")
    )
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
        verbose_name=_("Ersätter"),
    )
    secrecy = models.CharField(
        _("Sekretess enligt OSL"), max_length=10, choices=SecrecyGround, blank=True
    )

    prefix: ClassVar[str] = "H"
    sorted_by: ClassVar[str] = "name"

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("Handling")
        indexes = [
            models.Index(fields=["noun", "record_id", "id"], name="files_of_record"),
            models.Index(fields=["digest"], name="files_by_digest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="files_has_name",
                violation_error_message=_("En handling måste ha ett namn."),
            ),
            models.CheckConstraint(
                condition=(~Q(url="") & Q(digest="")) | (Q(url="") & ~Q(digest="")),
                name="files_is_link_or_file",
                violation_error_message=_("En handling är en fil eller en länk."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=FileKind.ESTABLISHED) | Q(established_on__isnull=False),
                name="files_established_has_day",
                violation_error_message=_("En upprättad handling har en dag."),
            ),
        ]

    @property
    def file_name(self) -> str:
        """What it is called when it is fetched: the ending says what the bytes are."""
        return f"{self.name}.{self.content_kind}"

    @property
    def is_working(self) -> bool:
        return self.kind == FileKind.WORKING


class FrozenVersionQuerySet(AboutRecordQuerySet["FrozenVersion"]):
    def seen_by(self, user: User, about: models.Model | None) -> Q:
        """Also what was frozen of a file, for as long as its reader sees that."""
        seen = super().seen_by(user, about)
        if about is not None and not isinstance(about, File):
            return seen
        files = File.objects.visible_to(user).filter(pk=OuterRef("record_id"))
        return seen | Q(Exists(files.order_by()), noun=File._meta.label_lower)


class FrozenVersion(AboutRecord):
    """What stood somewhere at a moment, in the form of `kit.canonical`, with the checksum that recognises it."""

    name = models.CharField(_("Vad"), max_length=200)
    kind = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    digest = models.CharField(_("Kontrollsumma"), max_length=64)
    frozen_at = models.DateTimeField(_("Fryst"))
    frozen_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Fryst av")
    )

    sorted_by: ClassVar[str] = "name"

    objects = FrozenVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fryst version")
        indexes = [models.Index(fields=["noun", "record_id", "id"], name="files_frozen_of_record")]


class CaseNumberRule(Record):
    """How an authority writes its case numbers: `examples`, one a line. `unit` is the authority."""

    examples = models.TextField(_("Exempel"))

    objects = RecordQuerySet["CaseNumberRule"].as_manager()

    class Meta:
        verbose_name = _("Diarienumrets form")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(withdrawn_at=None),
                name="files_one_case_number_rule",
                violation_error_message=_("Nämnden har redan en form för sina diarienummer."),
            )
        ]

    def __str__(self) -> str:
        return self.examples


class DisclosureQuerySet(AboutRecordQuerySet["Disclosure"]):
    def visible_to(self, user: User, about: models.Model | None = None) -> Self:
        """Who asked for what is known to those who hand out, and to the auditor."""
        if user.is_built_in:
            return self
        led = Q(pk__in=[])
        for path in user.role_paths(Role.BOARD_SECRETARY, Role.ADMINISTRATOR, Role.AUDITOR):
            led |= Q(unit__path__startswith=path)
        rows = super().visible_to(user, about)
        if user.has_role(Role.ADMINISTRATOR) and not user.is_external:
            return rows
        return rows.filter(led)


class Disclosure(AboutRecord):
    """Public documents were handed out: which, what was left out and by which section, to whom in words."""

    name = models.CharField(_("Ur"), max_length=300)
    given_to = models.CharField(_("Till"), max_length=300, blank=True)
    asked_for = models.TextField(_("Vad som begärdes"))
    given = models.JSONField(_("Lämnades ut"), default=list)
    left_out = models.JSONField(_("Utelämnades"), default=list)
    disclosed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Lämnades ut av")
    )
    disclosed_at = models.DateTimeField(_("Utlämnat"))

    sorted_by: ClassVar[str] = "name"

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Utlämnande")
        indexes = [
            models.Index(fields=["noun", "record_id", "id"], name="files_disclosed_of_record")
        ]
