"""What have we agreed, until when.

Nouns: `Supplier`, `Contract`. The dates that matter (last day of notice, next renewal, last possible
end, when re-procurement must start) are worked out in `calculation.py` and shown with their arithmetic.
Start reading in `models.py`, then `calculation.py`.
"""
