"""What a Register must remember: saved views, imports, own fields; and bulk edit with undo.

Nouns: `SavedView`, `Import` with its `ImportRow`s, `Mapping`, `OwnField`, `UploadedFile` content kept
under `var/`. Start reading in `models.py`, then `importing/` (plan and apply) and `undo.py`.
"""
