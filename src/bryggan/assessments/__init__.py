"""What is a system worth to those who use it, and how well does it stand: statements answered, and what follows.

Nouns: `Assessment`, `Answer`, `Disposition`, `DispositionKind`. The questions follow bilaga 3 of Guide för
kommunal e-utveckling (Jönköpings län 2013); scale, axes, limits and dispositions are our own addition.
Start reading in `calculation.py`, then `models.py`; `portfolio.py` sees all systems at once.
"""
