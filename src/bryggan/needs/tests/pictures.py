"""Pictures as telephones and ill will make them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

SERIAL = "SN-4711-UNIK"
CAMERA = "Telefon X200"
TAKEN_AT = "2026:11:22 07:13:42"
COMMENT = b"taget av Elins telefon"


def plain(size: tuple[int, int] = (400, 300), form: str = "JPEG", mode: str = "RGB") -> bytes:
    made = BytesIO()
    Image.new(mode, size, 128 if len(mode) == 1 else (180,) * len(mode)).save(made, form)
    return made.getvalue()


def telling(size: tuple[int, int] = (2400, 1200)) -> bytes:
    """As a telephone makes it: lying on its side, with place, time and serial number."""
    image = Image.new("RGB", size, "white")
    image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Fabrikat", CAMERA, TAKEN_AT
    exif[0x0112] = 6
    exif.get_ifd(0x8769).update({0xA431: SERIAL, 0x9003: TAKEN_AT})
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (59.0, 19.0, 45.77), 3: "E", 4: (18.0, 4.0, 7.11), 29: "2026:11:22"}
    )
    made = BytesIO()
    image.save(made, "JPEG", exif=exif, comment=COMMENT)
    return made.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60 000 points in square."""

    def part(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b""))
        + part(b"IEND", b"")
    )


def animated() -> bytes:
    made = BytesIO()
    frames: list[Any] = [Image.new("RGB", (60, 60), hue) for hue in ("red", "green", "blue")]
    frames[0].save(made, "WEBP", save_all=True, append_images=frames[1:])
    return made.getvalue()
