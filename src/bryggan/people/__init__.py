"""Who is responsible here, and who may.

Nouns: `Unit` (a tree: group, municipality, nämnd as authority, administration, department, workplace,
company), `User`, `Assignment` (a role in a unit, with share of time, from, to and deputy). Holds the
abstract `Record` that every noun with a Register builds on, and the one `visible_to`.
Start reading in `models.py`, then `roles.py`.
"""
