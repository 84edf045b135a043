"""Where the bytes of files lie: each under its own checksum, so that no name that anybody chose is a path."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible

FOLDER = "handlingar"


def folder() -> Path:
    return Path(settings.BRYGGAN_VAR) / "files" / FOLDER


def path_of(digest: str) -> Path:
    return folder() / digest[:2] / digest


def keep(content: bytes) -> str:
    """Store the bytes, unless they are there; their checksum. A transaction that fails leaves them to `stray`."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if path.is_file():
        if read(digest) is None:
            raise NotPossible(
                _("Samma fil har maskerats eller tagits bort ur Bryggan och tas inte emot igen."),
                field="file",
            )
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105  # one step: never half a file
    return digest


def read(digest: str) -> bytes | None:
    """The bytes, None where they are gone or no longer the same: masked, or harmed."""
    try:
        content = path_of(digest).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def every_digest() -> Iterator[tuple[str, Path]]:
    """What lies in the store, by checksum."""
    if folder().is_dir():
        for path in sorted(folder().glob("??/*")):
            yield path.name, path
