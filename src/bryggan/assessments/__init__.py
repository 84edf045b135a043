"""What is a system worth to those who use it, and how well does it stand: statements answered, and what follows.

Nouns: `Assessment`, `Answer`, `Disposition`. Start reading in `calculation.py`.
"""
