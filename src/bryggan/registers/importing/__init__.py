"""Import in two steps: the plan (read, map, match, compare; writes nothing) and the apply (one batch).

`importer.py` is what a noun declares, `mapping.py` puts columns to targets, `plan.py` makes the plan,
`applying.py` carries it out through the register's own actions.
"""
