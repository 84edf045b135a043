"""Measurements of a municipality larger than any: how long each page takes, how much it weighs, how fast files are read.

`run` does it all on both databases and writes `docs/matningar.md`. `fill.py` makes the database,
`measure.py` measures it, `telling.py` writes what was measured. Nothing here is a timed test. Where the
data lies is said as for everything else: `BRYGGAN_VAR`, or `DATABASE_URL` for PostgreSQL.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bryggan.config.settings")
django.setup()
