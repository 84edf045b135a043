"""What is due by itself for files: bytes that no row points at any more leave the disk."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.files import queries, storing
from bryggan.kit.due import due

# An upload that is going on has its bytes before its row.
LEFT_FOR = timedelta(days=1)


@due(_("Filer som ingen handling pekar på"))
def stray_bytes() -> int:
    """Bytes whose row was disposed of, or never came to be."""
    used, removed = queries.digests_in_use(), 0
    oldest = (timezone.now() - LEFT_FOR).timestamp()
    for digest, path in storing.every_digest():
        if digest not in used and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
