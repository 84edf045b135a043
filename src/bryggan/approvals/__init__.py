"""Gröna listan: which apps may be used, on what conditions, who said so, and until when.

Nouns: `App`, `AppRequest`. Start reading in `process.py`.
"""
