"""Behov: what is missing where the work is done, voiced in a minute, prepared, and always answered.

Nouns: `Need`, `Supporter`, `Answer`, `Reply`, `Picture`, `Slip`. Anyone voices a need; somebody in the
administration prepares it; everyone who stands behind it is told at every turn, anonymous ones by a code.
Start reading in `process.py`, then `actions.py`; who sees what stands in `models/need.py`.
"""
