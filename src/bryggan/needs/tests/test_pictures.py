"""A picture becomes another picture, which tells nothing but what it shows; what is none never gets in."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from bryggan.kit.action import NotPossible
from bryggan.needs import pictures
from bryggan.needs.tests.pictures import (
    CAMERA,
    COMMENT,
    SERIAL,
    TAKEN_AT,
    animated,
    bomb,
    plain,
    telling,
)


def made(content: bytes) -> Image.Image:
    return Image.open(BytesIO(pictures.made_anew(ContentFile(content))))


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    sent = telling()
    assert SERIAL.encode() in sent and COMMENT in sent
    again = pictures.made_anew(ContentFile(sent))

    for secret in (SERIAL.encode(), CAMERA.encode(), TAKEN_AT.encode(), COMMENT, b"Exif", b"ICC_"):
        assert secret not in again
    image = Image.open(BytesIO(again))
    assert (image.format, dict(image.getexif())) == ("JPEG", {})
    # It lay on its side: what was to the left is now at the top.
    assert image.size == (800, 1600)
    top, bottom = image.getpixel((400, 10)), image.getpixel((400, 1590))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert (top[0] > 150, top[1] < 60, bottom[1] > 200) == (True, True, True)


@pytest.mark.parametrize(
    "content",
    [
        plain(),
        plain(form="PNG"),
        plain(form="PNG", mode="RGBA"),
        plain(form="PNG", mode="P"),
        plain(form="PNG", mode="LA"),
        plain(form="PNG", mode="1"),
        plain(form="WEBP"),
        plain(mode="CMYK"),
        plain(mode="L"),
        plain(size=(1, 1)),
        plain(size=(6000, 40)),
        animated(),
    ],
    ids=["jpeg", "png", "clear", "palette", "grey", "bits", "webp", "cmyk", "l", "dot", "long", "moving"],
)  # fmt: skip
def test_every_kind_becomes_a_jpeg(content: bytes) -> None:
    image = made(content)
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert max(image.size) <= 1600
    assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7 " + bytes(200),
        plain()[:200],
        plain(form="PNG")[:60],
        plain(size=(50, 50), form="TIFF"),
        plain(size=(50, 50), form="GIF", mode="P"),
        bomb(),
    ],
    ids=["empty", "text", "gif", "svg", "pdf", "cut", "cut-png", "tiff", "real-gif", "bomb"],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotPossible) as refusal:
        pictures.made_anew(ContentFile(content))

    assert refusal.value.field == "picture"
    assert refusal.value.reason.startswith("Bilden ")


def test_a_picture_of_forty_megabytes_is_refused_unread() -> None:
    with pytest.raises(NotPossible, match="större än 15 MB"):
        pictures.made_anew(ContentFile(bytes(40 * 1024 * 1024)))


def test_a_stored_picture_tells_neither_when_nor_what_it_was_called() -> None:
    name = pictures.keep(pictures.made_anew(ContentFile(plain(), name="Elins bild.jpg")))
    path = Path(default_storage.path(name))
    again = pictures.keep_anew(name)

    assert "Elin" not in name
    assert len({name, again}) == 2
    for place in (path, path.parent, Path(default_storage.path(again))):
        assert datetime.fromtimestamp(place.stat().st_mtime, UTC) == datetime(
            2000, 1, 1, tzinfo=UTC
        )
    for one in (name, again):
        pictures.remove(one)
    assert not path.exists()
    pictures.remove("")
