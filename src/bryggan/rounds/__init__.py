"""Uppdateringsrundan: each responsible person is asked little, in the row, whether what is registered is true.

Nouns: `Round`, `Ask`, `Confirmation`. Start reading in `actions.py`.
"""
