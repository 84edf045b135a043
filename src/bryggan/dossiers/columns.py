"""The columns of the auditors' table, as EY asked for them in Lund 2021 (granskning av digitalisering, 3.5)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bryggan.initiatives.evidence import Facts, Seen, rule
from bryggan.initiatives.models import Initiative

# What the auditors ask of purpose and goals is somebody's judgement: no rule sees it by itself.
CLEAR_PURPOSE = "clear_purpose"
TIME_FRAME = "time_frame"
BUDGET = "budget"


@dataclass(frozen=True)
class Column:
    """`key` is that of the evidence rule. `done`: the word for what is there; without one it is told as it is."""

    key: str
    title: Any
    done: Any = ""

    @property
    def is_in_words(self) -> bool:
        return not self.done


PROJECT = _("Projekt")
ADMINISTRATION = _("Förvaltning")
COLUMNS = (
    Column("description", _("Beskrivning")),
    Column(TIME_FRAME, _("Tidsram")),
    Column(BUDGET, _("Budget")),
    Column("benefit_case", _("Nyttokalkyl"), _("Genomförd")),
    Column("evaluation", _("Projektutvärdering"), _("Genomförd")),
    Column(CLEAR_PURPOSE, _("Tydligt syfte och mål"), _("Ja")),
    Column("risk_analysis", _("Riskanalys"), _("Ja")),
)


@rule(CLEAR_PURPOSE, _("Tydligt syfte och mål"), at="judge_purpose")
def _clear_purpose(one: Initiative, facts: Facts) -> Seen | None:
    """Never seen by itself: somebody says so by name, and quotes."""
    return None
