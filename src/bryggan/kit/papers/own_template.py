"""The municipality's own Word template: one file, checked before it is taken in use."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

MEGABYTE = 1024 * 1024
MAX_PACKED_BYTES = 5 * MEGABYTE


class TemplateRefused(ValueError):
    """A file that is not taken as template; the message is for the one who chose it."""


def path() -> Path:
    return Path(settings.BRYGGAN_VAR) / "files" / "word-template.docx"


def current() -> Path | None:
    """The template that Word papers are made in; None is Bryggan's own."""
    kept = path()
    return kept if kept.is_file() else None


def in_use_since() -> datetime | None:
    kept = current()
    return datetime.fromtimestamp(kept.stat().st_mtime, UTC) if kept else None


def checked(content: bytes) -> bytes:
    """Check a file that somebody chose and give the template to keep. Raises TemplateRefused."""
    # Named, not imported: Word's library would slow down the start of every command.
    check = import_string("bryggan.kit.papers.template_check.checked")
    return bytes(check(content))


def default() -> bytes:
    """Give Bryggan's own template, to make one's own from."""
    make = import_string("bryggan.kit.papers.word_template.default_template")
    return bytes(make())


def prepare(content: bytes) -> Path:
    """Write the template beside the one in use; `take_into_use` puts it there."""
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
        file.write(content)
    return Path(file.name)


def take_into_use(prepared: Path) -> None:
    os.replace(prepared, path())  # noqa: PTH105  # one step, also over the one in use


def remove() -> None:
    path().unlink(missing_ok=True)
