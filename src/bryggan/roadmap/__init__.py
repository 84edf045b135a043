"""Färdplan: where the initiatives of a unit, or of all, are going, when, and with which money.

Nouns: `AdoptedRoadmap`, a färdplan as the unit's leadership adopted it. Start reading in `queries.py` (what
stands on it, counted), then `calculation.py` (what has become otherwise since it was adopted) and `views.py`.
"""
