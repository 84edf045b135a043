"""Handlingar: what a record rests on, exactly, and what of it may be handed out.

Nouns: `File`, `FrozenVersion`, `CaseNumberRule`, `Disclosure`. A file belongs to a record of any register
(`noun`, `record_id`) and is never easier to see than that record. Start reading in `models.py`, then
`checking.py` (what is taken in) and `actions.py`.
"""
