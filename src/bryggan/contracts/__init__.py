"""What have we agreed, until when, and what was chosen when the day came.

Nouns: `Supplier`, `Contract`, `Course` (what was chosen for a contract). The dates that matter (last day of
notice, next renewal, last possible end, when re-procurement must start) are worked out in `calculation.py`
and shown with their arithmetic; by when one has to decide, and when one is reminded, in `deadlines.py`.
Start reading in `models.py`, then those two.
"""
