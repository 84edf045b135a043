"""Vad som finns att visa: the auditors' table of any initiatives, random samples, whole files, and who read what.

Nouns: `Sample`, `SampleRow`, `Reading`. What a cell of the table says is found by the evidence rules of
`initiatives`; nothing of it is stored here but what a sample froze as it was drawn.
Start reading in `table.py`, then `calculation.py` (how a sample is drawn) and `reading.py` (what is logged).
"""
