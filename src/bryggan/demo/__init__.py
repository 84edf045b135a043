"""A whole municipality to try Bryggan on: Sundvalla, with people, systems, contracts and their gaps.

No nouns. `content/` is what the municipality has, as TOML that a person can read and mend; `loading.py`
enters it into an empty database through the same actions that people use; the command `demo` makes
the database and starts. Start reading in `content/systems.toml`.
"""
