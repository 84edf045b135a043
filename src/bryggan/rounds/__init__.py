"""Uppdateringsrundan: each responsible person is asked little, in the row, whether what is registered is true.

Nouns: `Round`, `Ask`, `AnswerLink`, `Confirmation`. A round asks about records of any register that says
whom to ask (`Register.asks`); this app knows none of them by name. Start reading in `process.py`, then
`actions.py` (the round) and `answering.py` (the three ways to answer).
"""
