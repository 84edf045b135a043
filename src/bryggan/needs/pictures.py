"""Pictures that people send: made anew, so that a picture tells nothing but what it shows.

What the camera wrote (where, when, which telephone) is not copied, and what is no picture never gets in.
A stored picture has a random name and a day that is the same for all, so that no file tells when it came.
"""

import os
import uuid
import warnings
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from bryggan.kit.action import NotPossible

MEGABYTE = 1024 * 1024
MOST_BYTES = 15 * MEGABYTE
# A telephone takes up to fifty million points as JPEG, which can be read small; others are read whole.
MOST_POINTS = {"JPEG": 110_000_000, "MPO": 110_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
LONGEST_SIDE = 1600
QUALITY = 82
FOLDER = "behov"
# One day for every file, the same whenever it came.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
# A large picture takes memory while it is read: one at a time in each process.
_one_at_a_time = Lock()


def made_anew(file: File[Any]) -> bytes:
    """The picture as a JPEG of at most 1600 points, upright, without any data about it.

    NotPossible when it is too large, or nothing that can be read as JPEG, PNG or WebP.
    """
    if (file.size or 0) > MOST_BYTES:
        raise NotPossible(
            _("Bilden är större än %(most)s MB. Ta en mindre, eller lämna behovet utan bild.")
            % {"most": MOST_BYTES // MEGABYTE},
            field="picture",
        )
    try:
        with _one_at_a_time, warnings.catch_warnings():
            # What Pillow warns of is refused below, in words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _read(file)
    except NotPossible:
        raise
    except Exception as fault:  # noqa: BLE001  # whatever a broken file makes the decoder say
        raise _unreadable() from fault


def _read(file: File[Any]) -> bytes:
    file.seek(0)
    with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as opened:
        if opened.width * opened.height > MOST_POINTS.get(opened.format or "", 0):
            raise NotPossible(
                _("Bilden har för många bildpunkter. Ta en mindre, eller lämna behovet utan bild."),
                field="picture",
            )
        # Only JPEG can be read at a fraction of its size; for others this does nothing.
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    return _as_jpeg(upright)


def _as_jpeg(upright: Image.Image) -> bytes:
    """Painted on a white ground of its own, so that nothing but the points comes along."""
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ground = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        ground.paste(layer, mask=layer)
    else:
        ground.paste(upright.convert("RGB"))
    made = BytesIO()
    ground.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def _unreadable() -> NotPossible:
    return NotPossible(
        _(
            "Bilden gick inte att läsa. Den ska vara JPEG, PNG eller WebP. Behovet går bra utan bild."
        ),
        field="picture",
    )


def keep(content: bytes) -> str:
    """Store a picture that has been made anew; its name in the store."""
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.jpg", ContentFile(content))
    path = Path(default_storage.path(name))
    for place in (path, path.parent):
        os.utime(place, (ALWAYS, ALWAYS))
    return name


def keep_anew(name: str) -> str:
    """The stored picture once more as a file of its own: the disk too remembers when a file was made."""
    with default_storage.open(name) as file:
        return keep(file.read())


def remove(name: str) -> None:
    """Take away a picture that nothing points at."""
    if not name:
        return
    default_storage.delete(name)
    folder = Path(default_storage.path(FOLDER))
    if folder.is_dir():
        os.utime(folder, (ALWAYS, ALWAYS))
