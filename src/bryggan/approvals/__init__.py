"""Gröna listan: which apps may be used, on what conditions, who said so, and until when.

Nouns: `App`, `AppRequest`, `Screening`, `Suggestion`. An employee requests an app, somebody answers the
screening questions, whoever has the say gives the verdict, and an open page tells everyone.
Start reading in `process.py`, then `actions.py`.
"""
