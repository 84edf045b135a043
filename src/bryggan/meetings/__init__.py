"""Möten: groups that prepare, what they take up, how each member sees it beforehand, and what they recommend.

Nouns: `Body`, `Seat`, `Meeting`, `AgendaItem`, `Score`, `Minutes`. A group of employees recommends; one named
person decides, under her own point, after the group has been consulted. The meeting is the screen.
Start reading in `matters.py` (what can be taken up), then `process.py`, `actions.py` and `closing.py`.
"""
