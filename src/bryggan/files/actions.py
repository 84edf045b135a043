"""What happens to a file: put there, established, given a new version, taken away, marked secret."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.files import checking, permissions, queries, storing
from bryggan.files.choices import FileKind, SecrecyGround
from bryggan.files.freezing import freeze
from bryggan.files.models import File
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer, noun_of
from bryggan.people.models import User


@action("file.attached", allow=permissions.attach_file)
def attach_file(
    write: Writer,
    record: Any,
    *,
    by: User,
    content: bytes,
    called: str,
    kind: str = FileKind.WORKING,
    dated_on: date | None = None,
    secrecy: str = "",
) -> File:
    """A file is kept with the record, as working material or received; `called` is only shown."""
    return put_with(
        write,
        record,
        by=by,
        content=content,
        called=called,
        kind=kind,
        dated_on=dated_on,
        secrecy=secrecy,
    )


def put_with(
    write: Writer,
    record: Any,
    *,
    by: User,
    content: bytes,
    called: str,
    kind: str = FileKind.WORKING,
    dated_on: date | None = None,
    secrecy: str = "",
) -> File:
    """The file of an action that has asked for its own verdict, as when somebody shows what a gate asks for."""
    _check_new(kind, secrecy, dated_on)
    kept = _kept(content, called)
    return write.create(
        File,
        unit=record.unit,
        noun=noun_of(type(record)),
        record_id=record.pk,
        kind=kind,
        dated_on=dated_on,
        secrecy=secrecy,
        uploaded_by=by,
        **kept,
    )


@action("file.linked", allow=permissions.attach_link)
def attach_link(
    write: Writer,
    record: Any,
    *,
    by: User,
    url: str,
    called: str,
    dated_on: date | None = None,
    secrecy: str = "",
) -> File:
    """What lies in another system is pointed at; whoever keeps that may change it, so it is never established."""
    _check_new(FileKind.WORKING, secrecy, dated_on)
    if not url.startswith(("https://", "http://")):
        raise NotPossible(_("Länken ska börja med https://."), field="url")
    return write.create(
        File,
        unit=record.unit,
        noun=noun_of(type(record)),
        record_id=record.pk,
        kind=FileKind.WORKING,
        name=_named(called),
        url=url,
        dated_on=dated_on,
        secrecy=secrecy,
        uploaded_by=by,
    )


def _check_new(kind: str, secrecy: str, dated_on: date | None) -> None:
    if kind not in (FileKind.WORKING, FileKind.RECEIVED):
        raise NotPossible(_("Lägg in handlingen först. Sedan upprättas den."), field="kind")
    if secrecy and secrecy not in SecrecyGround.values:
        raise NotPossible(_("Välj en paragraf i listan."), field="secrecy")
    if dated_on is not None and dated_on > timezone.localdate():
        raise NotPossible(_("Handlingen kan inte vara daterad framåt."), field="dated_on")


def _named(called: str) -> str:
    name = " ".join(called.split())
    if not name:
        raise NotPossible(_("Skriv vad handlingen heter."), field="called")
    return name[: checking.LONGEST_NAME]


def _kept(content: bytes, called: str) -> dict[str, Any]:
    """What is known of the bytes once they are checked and stored."""
    kind = checking.kind_of(content, called)
    return {
        "name": checking.plain_name(called),
        "content_kind": kind,
        "digest": storing.keep(content),
        "size_bytes": len(content),
    }


@action("file.established", allow=permissions.establish_file)
def establish_file(write: Writer, file: File, *, by: User, established_on: date) -> None:
    """Working material becomes a public document: dated, frozen with its checksum, never changed again."""
    if file.url:
        raise NotPossible(
            _("En länk kan ändras av andra. Lägg in filen i stället och upprätta den.")
        )
    if not file.is_working or queries.is_replaced(file):
        raise NotPossible(_("Bara den senaste versionen av ett arbetsmaterial kan upprättas."))
    if established_on > timezone.localdate():
        raise NotPossible(_("Dagen har inte varit än."), field="established_on")
    if storing.read(file.digest) is None:
        raise NotPossible(_("Filens innehåll är inte längre det som lades in."))
    write.change(file, kind=FileKind.ESTABLISHED, established_on=established_on)
    freeze(write, file, kind="file", name=file.name, content=_content_of(file))


def _content_of(file: File) -> dict[str, Any]:
    return {
        "file_name": file.file_name,
        "sha256": file.digest,
        "size_bytes": file.size_bytes,
        "dated_on": file.dated_on,
        "established_on": file.established_on,
    }


@action("file.version_added", allow=permissions.add_version)
def add_version(write: Writer, file: File, *, by: User, content: bytes, called: str) -> File:
    """A later version beside the old one, which stands; it is as secret as that one was."""
    if file.url:
        raise NotPossible(_("En länk har inga versioner."))
    if queries.is_replaced(file):
        raise NotPossible(_("Det finns redan en nyare version."))
    kept = _kept(content, called)
    if kept["digest"] == file.digest:
        raise NotPossible(_("Det är samma fil som den som finns."), field="file")
    kind = FileKind.RECEIVED if file.kind == FileKind.RECEIVED else FileKind.WORKING
    return write.create(
        File,
        unit=file.unit,
        noun=file.noun,
        record_id=file.record_id,
        kind=kind,
        secrecy=file.secrecy,
        uploaded_by=by,
        replaces=file,
        **{**kept, "name": file.name},
    )


@action("file.withdrawn", allow=permissions.withdraw_file)
def withdraw_file(write: Writer, file: File, *, by: User, reason: str) -> None:
    """Working material that is not kept; its bytes go some time later, by the rule of disposal."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    if queries.is_replaced(file):
        raise NotPossible(_("Det finns en nyare version. Ta bort den först."))
    write.because(reason.strip())
    write.withdraw(file)


@action("file.marked_secret", allow=permissions.mark_secret)
def mark_secret(write: Writer, file: File, *, by: User, secrecy: str) -> None:
    """Hidden from those without a duty, by a named section, with its earlier versions, which say much the same.

    Whether it holds is tried at each request.
    """
    if secrecy not in SecrecyGround.values:
        raise NotPossible(_("Välj en paragraf i listan."), field="secrecy")
    if not write.change(file, secrecy=secrecy):
        raise NotPossible(_("Handlingen har redan den markeringen."), field="secrecy")
    for earlier in queries.versions_of(file, by)[1:]:
        if not earlier.secrecy:
            write.change(earlier, secrecy=secrecy)


@action("file.secrecy_lifted", allow=permissions.lift_secrecy)
def lift_secrecy(write: Writer, file: File, *, by: User, reason: str) -> None:
    """The file with all its versions is seen by all who see the record again; who and why stands with each."""
    if not file.secrecy:
        raise NotPossible(_("Handlingen har ingen sekretessmarkering."))
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    for version in queries.every_version_of(file):
        write.change(file if version.pk == file.pk else version, secrecy="")
