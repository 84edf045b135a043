"""The municipality's own Word templates: one for all papers, and one of its own for any paper that needs it.

A file is checked before it is taken in use. If a paper cannot be made in it all the same, the paper is
made in Bryggan's and says so, and those in `TOLD` are told.
"""

import os
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

MEGABYTE = 1024 * 1024
MAX_PACKED_BYTES = 5 * MEGABYTE


class TemplateRefused(ValueError):
    """A file that is not taken as template; the message is for the one who chose it."""


class TemplateError(ValueError):
    """A template that a paper cannot be made in; the message is for whoever looks after it."""


# What may go wrong where a template is not as Word would have made it.
UNWRITABLE = (ValueError, LookupError, AttributeError, TypeError)
# Each is told the paper's name, its title, and why it could not be made in the municipality's template.
TOLD: list[Callable[[str, Any, str], None]] = []


def path(paper: str = "") -> Path:
    """Where the template of a paper lies, by the paper's name; that of all papers without one."""
    name = f"word-template-{paper}.docx" if paper else "word-template.docx"
    return Path(settings.BRYGGAN_VAR) / "files" / name


def current(paper: str = "") -> Path | None:
    """The template that a paper is made in: its own, else that of all papers; None is Bryggan's."""
    return next((kept for kept in (path(paper), path()) if kept.is_file()), None)


def in_use_since(paper: str = "") -> datetime | None:
    """Since when a template is in use for that very paper, or for all papers."""
    kept = path(paper)
    return datetime.fromtimestamp(kept.stat().st_mtime, UTC) if kept.is_file() else None


def checked(content: bytes, known: Mapping[str, str]) -> bytes:
    """Check a file that somebody chose and give the template to keep. Raises TemplateRefused.

    `known`: the fields it may hold, as `declared.known_fields` gives them.
    """
    # Named, not imported: Word's library would slow down the start of every command.
    check = import_string("bryggan.kit.papers.template_check.checked")
    return bytes(check(content, known))


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


def take_into_use(prepared: Path, paper: str = "") -> None:
    os.replace(prepared, path(paper))  # noqa: PTH105  # one step, also over the one in use


def remove(paper: str = "") -> None:
    path(paper).unlink(missing_ok=True)
