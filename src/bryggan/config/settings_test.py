"""Settings for the tests: the same as everywhere, with the least that tests need otherwise."""

import os
import tempfile

# A folder of its own for each process: one that empties its files must not empty another's.
os.environ["BRYGGAN_VAR"] = tempfile.mkdtemp(prefix="bryggan-test-")

from bryggan.config.settings import *  # noqa: F403, E402

# A test begins from the same rows and events as the one before it, and sees its own changes.
BRYGGAN_REMEMBERS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, as in an installation: of one in memory no table can be read while another thread writes in it.
    DATABASES["default"]["TEST"] = {"NAME": str(BRYGGAN_VAR / "test.sqlite3")}  # noqa: F405
