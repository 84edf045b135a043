"""Questions about files: what a record has, what stands behind a file, what nothing points at."""

from typing import Any

from django.db.models import Q, QuerySet

from bryggan.files.choices import FileKind
from bryggan.files.models import CaseNumberRule, Disclosure, File, FrozenVersion
from bryggan.kit.register.register import Register, register_of
from bryggan.notices.queries import record_of
from bryggan.people.models import Unit, User

AUTHORITIES = (Unit.Kind.AUTHORITY, Unit.Kind.COMPANY)


def register_behind(row: Any) -> type[Register] | None:
    """The register of the record that a file, a frozen version or a disclosure is about."""
    return register_of(row.noun)


def record_behind(row: Any, user: User) -> Any:
    """The record that the row is about, as this person sees it; None when it does not exist for her."""
    return record_of(row.noun, row.record_id, user)


def files_of(record: Any, user: User) -> QuerySet[File]:
    """The newest version of each, the established and received first."""
    rows = File.objects.visible_to(user, about=record).current()
    return rows.select_related("uploaded_by").order_by("kind", "sort_key", "pk")


def versions_of(file: File, user: User) -> list[File]:
    """The file and every version before it, the newest first."""
    rows = File.objects.visible_to(user).filter(noun=file.noun, record_id=file.record_id)
    by_key = {row.pk: row for row in rows.select_related("uploaded_by")}
    found, one = [], by_key.get(file.pk)
    while one is not None and one not in found:
        found.append(one)
        one = by_key.get(one.replaces_id or 0)
    return found


def every_version_of(file: File) -> list[File]:
    """The file with every version before and after it, also those that few may see, the oldest first."""
    rows = {row.pk: row for row in File.objects.filter(noun=file.noun, record_id=file.record_id)}
    found = {file.pk}
    while True:
        before = {pk for pk in rows if any(rows[one].replaces_id == pk for one in found)}
        after = {pk for pk, row in rows.items() if row.replaces_id in found}
        if before | after <= found:
            return [rows[pk] for pk in sorted(found)]
        found |= before | after


def is_replaced(file: File) -> bool:
    return File.objects.present().filter(replaces=file).exists()


def frozen_versions_of(record: Any, user: User) -> QuerySet[FrozenVersion]:
    rows = FrozenVersion.objects.visible_to(user, about=record).present()
    return rows.select_related("frozen_by").order_by("-frozen_at", "-pk")


def frozen_file(file: File, user: User) -> FrozenVersion | None:
    """What was frozen when the file was established."""
    return frozen_versions_of(file, user).first()


def disclosures_of(record: Any, user: User) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.visible_to(user, about=record).present()
    return rows.select_related("disclosed_by").order_by("-disclosed_at", "-pk")


def every_file_of(record: Any) -> QuerySet[File]:
    """All newest versions, also those that few may see."""
    return File.objects.about(record).current().order_by("pk")


def documents_of(record: Any) -> QuerySet[File]:
    """What a disclosure has to account for: every public document, also where a later version of it lies beside,
    and the newest of each working material.
    """
    rows = File.objects.about(record).present()
    is_public = ~Q(kind=FileKind.WORKING)
    newest = File.objects.about(record).current()
    return rows.filter(is_public | Q(pk__in=newest.values("pk"))).order_by("pk")


def authorities(user: User) -> QuerySet[Unit]:
    return Unit.objects.present().filter(kind__in=AUTHORITIES).order_by("path")


def rules_by_authority() -> dict[int, CaseNumberRule]:
    return {rule.unit_id: rule for rule in CaseNumberRule.objects.present()}


def rule_of(authority: Unit) -> CaseNumberRule | None:
    return CaseNumberRule.objects.present().filter(unit=authority).first()


def digests_in_use() -> set[str]:
    """The checksums that a file still points at, also one that was taken away and is not disposed of."""
    return set(File.objects.exclude(digest="").values_list("digest", flat=True))
