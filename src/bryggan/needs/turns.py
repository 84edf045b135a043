"""The turns a need can be given by whoever prepares it: what each is called, what it means, and from where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bryggan.needs.models import LEADS_ON, Need, Sorting, Step
from bryggan.needs.process import PROCESS
from bryggan.needs.reasons import REOPENED, TURNS, Reason, all_reasons


@dataclass(frozen=True)
class Turn:
    """One way to answer: in words, what it means in a sentence, and the transition that it makes."""

    key: str
    label: Any
    means: Any
    transition: str


def _sorting(sorting: Sorting, means: Any) -> Turn:
    return Turn(sorting, sorting.label, means, "sort" if sorting in LEADS_ON else "answer")


ONWARDS = _("Går vidare")
ANSWERED = _("Besvaras nu")
NOT_YET = _("Inte än")
AFTERWARDS = _("Sedan det gått vidare")

GROUPS: tuple[tuple[Any, tuple[Turn, ...]], ...] = (
    (
        ONWARDS,
        (
            _sorting(
                Sorting.OBJECT_CHANGE, _("Lämnas till den som förvaltar systemet och dess plan.")
            ),
            _sorting(
                Sorting.INITIATIVE, _("Större än så: flera behöver det, och det kräver beslut.")
            ),
            _sorting(Sorting.TRAINING, _("Det vi har räcker, men det behöver visas.")),
        ),
    ),
    (
        ANSWERED,
        (
            _sorting(Sorting.NO_SYSTEM, _("Ett ändrat arbetssätt löser det.")),
            _sorting(Sorting.EXISTS, _("Säg var: vilket system eller vilken app.")),
            _sorting(Sorting.SUPPORT, _("Något är trasigt eller krånglar: support löser det.")),
            _sorting(
                Sorting.OTHER_DUTY, _("En avvikelse, ett tillbud, en incident: det finns en väg.")
            ),
            _sorting(Sorting.DECLINED, _("Säg ärligt varför, och vad som skulle ändra det.")),
        ),
    ),
    (
        NOT_YET,
        (
            Turn(Step.ASKED, _("Fråga tillbaka"), _("Väntar på svar från avsändaren."), "ask"),
            Turn(Step.PARKED, _("Låt vila"), _("Tas upp igen av sig självt på dagen."), "park"),
        ),
    ),
    (
        AFTERWARDS,
        (
            Turn(Step.MET, _("Infört"), _("Det som saknades finns nu."), "meet"),
            Turn(REOPENED, _("Bered på nytt"), _("Svaret gäller inte längre."), "reopen"),
        ),
    ),
)
ALL: dict[str, Turn] = {turn.key: turn for _title, turns in GROUPS for turn in turns}
# What many needs can be answered with in one move: all but what follows when they have gone on.
IN_THE_DESK = tuple(key for key in TURNS if ALL[key].transition not in ("meet", "reopen"))

type Grouped = list[tuple[Any, list[Turn]]]


def possible(need: Need) -> Grouped:
    """The turns that the need can be given where it stands, by group."""
    grouped = (
        (title, [turn for turn in turns if PROCESS.can(need, turn.transition)])
        for title, turns in GROUPS
    )
    return [(title, turns) for title, turns in grouped if turns]


def reasons_by_turn(keys: Iterable[str]) -> list[tuple[Turn, list[Reason]]]:
    """Every reason that can be given, by turn in the order they are offered."""
    wanted = set(keys)
    offered = [one for one in all_reasons().values() if one.is_offered]
    return [
        (turn, [one for one in offered if one.turn == turn.key])
        for turn in ALL.values()
        if turn.key in wanted
    ]
