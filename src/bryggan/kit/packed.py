"""A packed file unpacked once, keeping nothing: what it says of its own size may be untrue."""

import zipfile

# In the names of parts of office files that run by themselves.
ACTIVE_PARTS = ("vbaproject", "vbadata", "activex", "oleobject")
ENCRYPTED = 0x1
CHUNK = 1 << 18


class TooLarge(Exception):
    """It unpacks to more than is allowed, or into too many parts."""


class Locked(Exception):
    """A part of it needs a password."""


def unpack_once(
    archive: zipfile.ZipFile, *, most_bytes: int, most_parts: int | None = None
) -> None:
    """Raises TooLarge or Locked, and whatever a spoilt archive makes the standard library raise."""
    members = archive.infolist()
    if most_parts is not None and len(members) > most_parts:
        raise TooLarge
    if sum(member.file_size for member in members) > most_bytes:
        raise TooLarge
    unpacked = 0
    for member in members:
        if member.flag_bits & ENCRYPTED:
            raise Locked
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > most_bytes:
                    raise TooLarge
