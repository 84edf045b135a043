"""Metod: how a matter is taken from need to benefit where one works, step by step, on one common spine.

Nouns: `Method`, `MethodVersion`, `MethodStep`, `Requirement`, `MethodChoice`. A method is content, shipped
or the municipality's own; its versions are frozen once in use, and every step lies in one of the phases
that all methods share, so that everything can be summed. Start reading in `models.py`.
"""
