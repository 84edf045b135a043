"""What seems amiss in a register, and how much of it is known: rules as data, each with a text and a way to mend.

Nouns: `RuleSetting`, `Dismissal`, `Figure`. Start reading in `rules.py`: how an app declares a rule.
"""
