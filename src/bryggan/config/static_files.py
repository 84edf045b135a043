"""Static files under `var/static`: collected anew only when the package or a file has changed."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """True when the files were collected now, False when they already were in step."""
    stamp = Path(settings.BRYGGAN_VAR) / "static.stamp"
    present = _fingerprint()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == present:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(present)
    return True


def _fingerprint() -> str:
    """Package version, and path, size and time of every file that would be collected."""
    told = [version("bryggan")]
    for finder in get_finders():
        for path, storage in finder.list([]):
            size = storage.size(path)
            told.append(f"{path} {size} {storage.get_modified_time(path).timestamp()}")
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()
