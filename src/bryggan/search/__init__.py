"""Where is it: one row per record (noun, id, unit, title, own text), kept by the writer.

Noun: `SearchRow`. `writing.py` keeps the rows, `queries.py` finds them; both work on SQLite (FTS5
trigram) and PostgreSQL (pg_trgm). No foreign keys: a hit is shown only after the record's own
`visible_to` has been asked.
"""
