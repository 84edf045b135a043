"""Who did what, when, with which before and after.

Nouns: `Event` (one per action), `Change` (one per touched row), `Batch` (an import, bulk edit,
merge or undo), `Clearance` (the narrow way past: masking and disposal). The app lies at the bottom
and has no foreign keys out of itself: actor, unit and record are plain ids, so nothing cascades into it.
Start reading in `models.py`; rows are written by `kit.writer` only.
"""
