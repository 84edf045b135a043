"""Initiativ: a matter on its way from need to benefit, on the method of those who run it.

Nouns: `Initiative`; on it hang `Share`, `InitiativeNeed`, `InitiativeRole`, `Milestone`, `MoneyRow`, `Grant`,
`Dependency`, `RiskRow`, `Lesson`, `StatusReport`, `PilotCriterion`, `ScreeningAnswer`, `Evidence`, `Passage`.
Start reading in `models/initiative.py`, then `evidence.py` (what is there), `gates.py` (what the next gate
asks) and `course.py` (what sets phase, step and state).
"""
