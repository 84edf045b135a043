"""What do we have, what does it cost, what hangs on it.

Nouns: `System` (with what may be secret beside it: `Vulnerability`, `Tender`), `Integration`,
`ExternalParty`, `Mention` (named by another system's record, missing in the register), and the rows
that hang on a system: `SystemRole`, `SystemUse`, `Cost`, `ContractUse`.
Verbs: create, change, withdraw a system; connect two; settle a mention.
Start reading in `models.py`, then `actions.py`.
"""
