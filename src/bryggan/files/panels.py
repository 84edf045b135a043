"""The panel on a record's page: its files, what was frozen of it, what has been handed out."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.files import permissions, places, queries
from bryggan.files.choices import FileKind, SecrecyGround
from bryggan.files.models import File
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel, Register, register_of
from bryggan.kit.writer import noun_of
from bryggan.people.models import User

KIND_TONES: dict[str, str] = {
    FileKind.WORKING: "none",
    FileKind.ESTABLISHED: "ok",
    FileKind.RECEIVED: "ok",
}
MOST_SHOWN = 50


def takes_files(register: type[Register], *, comes_later: bool = False) -> None:
    """A register whose records have files says so once: the panel is on its pages from here on.

    `comes_later`: where few who open the page look for files.
    """
    places.offer(register)
    register.panels.append(
        Panel("files", gettext_lazy("Handlingar"), draw_files, comes_later=comes_later)
    )


def chips_of(file: File) -> SafeString:
    shown = chip(KIND_TONES[file.kind], str(FileKind(file.kind).label))
    if file.secrecy:
        shown += chip("warn", _("Sekretess %(section)s") % {"section": file.secrecy})
    return shown


def secrecy_words(file: File) -> str:
    return str(SecrecyGround(file.secrecy).label) if file.secrecy else ""


def size_words(size: int | None) -> str:
    """ "340 kB", "2,4 MB"."""
    if size is None:
        return ""
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": words.number(max(round(size / 1000), 1))}
    return _("%(size)s MB") % {"size": words.number(round(size / 1_000_000, 1))}


def draw_files(record: Any, user: User) -> SafeString:
    register = register_of(noun_of(type(record)))
    assert register is not None
    found = queries.files_of(record, user)
    files = list(found[:MOST_SHOWN])
    seen = len(files) if len(files) < MOST_SHOWN else found.count()
    verdict = permissions.attach_file(user, record)
    may_disclose = permissions.disclose_documents(user, record)
    context = {
        "record": record,
        "slug": register.slug,
        "rows": [(file, chips_of(file), size_words(file.size_bytes)) for file in files],
        "hidden": queries.every_file_of(record).count() - seen,
        "frozen": list(queries.frozen_versions_of(record, user)[:MOST_SHOWN]),
        "verdict": verdict,
        "may_disclose": may_disclose,
        "disclosures": list(queries.disclosures_of(record, user)[:MOST_SHOWN])
        if may_disclose
        else [],
    }
    return render_to_string("files/panel_files.html", context)
