"""Beslut: who may decide what, by which point of the delegation order, and what was decided upon.

Nouns: `Post`, `Holding`, `DelegationOrder`, `DelegationRule`, `Decision`, `ReportList`. To prepare is not
to decide: a group of employees never decides, one named person does, under her own point.
Start reading in `mandate.py` (pure: who may), then `process.py` and `actions.py`.
"""
