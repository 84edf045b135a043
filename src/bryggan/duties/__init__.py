"""Uppgifter: what somebody has promised to do, by when, and what came of it.

Nouns: `Task`. A task says where it came from (a meeting, a decision) and what it is about; whoever has it
is told, reminded, and finds it in *Mitt arbete*. Start reading in `models.py`, then `actions.py`.
"""
