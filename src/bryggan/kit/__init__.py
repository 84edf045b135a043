"""How everything common is done once: Action with Writer and Verdict, Process, Register, papers, charts, components.

The kit has no tables. Start reading in `action.py` and `writer.py` (how rows change), then
`register/` (how a noun becomes list, page, export and import).
"""
