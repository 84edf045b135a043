"""How far something has come, as people write it in a plan: "Pågår", "80%", "stoppad", "enligt plan". Pure."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bryggan.initiatives.models.choices import Health, State
from bryggan.methods.models import Phase
from bryggan.registers import cells
from bryggan.registers.reading.sheet import shown
from bryggan.registers.words_in_text import nearest_word, same

_PERCENT = re.compile(r"(?P<part>\d{1,3})\s*(?:%|procent)(?:\s*(?:klart?|färdigt?))?")
_WHOLE = 100


class Course(NamedTuple):
    """What is told: a phase, that it rests or became nothing, how it goes. All may be unknown."""

    phase: str = ""
    state: str = ""
    health: str = ""


_PHASES: Mapping[str, tuple[str, ...]] = {
    Phase.PREPARATION: (
        "idé", "ide", "idéer", "förslag", "behov", "ny", "nytt", "inkommen", "inkommet", "bereds",
        "under beredning", "ej påbörjad", "ej påbörjat", "inte påbörjad", "inte påbörjat",
        "ej startat", "ej startad", "inte startad", "inte startat", "planerad", "planerat",
        "planeras", "planering", "kö", "i kö", "ska bli av", "not started", "planned", "idea",
    ),
    Phase.PRESTUDY: (
        "utredning", "utreds", "under utredning", "behovsanalys", "analys", "analysfas",
        "initiering", "prestudy", "feasibility study",
    ),
    Phase.DECISION: (
        "väntar på beslut", "inför beslut", "inväntar beslut", "för beslut", "beslutad", "beslutat",
        "beslutas", "godkänd", "godkänt", "approved",
    ),
    Phase.PROCUREMENT: (
        "upphandling", "upphandlas", "under upphandling", "avrop", "avropas", "procurement",
    ),
    Phase.IMPLEMENTATION: (
        "pågår", "pågående", "genomförs", "under genomförande", "genomförandefas", "införs", "införande",
        "under införande", "påbörjad", "påbörjat", "startad", "startat", "igång", "aktiv", "aktivt",
        "utveckling", "utförande", "in progress", "ongoing", "active", "execution",
    ),
    Phase.PILOT: ("pilotfas", "test", "testas", "provas", "prövas"),
    Phase.HANDOVER: (
        "överlämnas", "under överlämning", "driftsätts", "driftsättning", "avslutas", "avslutsfas",
        "under avslut",
    ),
    Phase.FOLLOW_UP: (
        "drift", "i drift", "driftsatt", "förvaltning", "i förvaltning", "förvaltas", "följs upp",
        "effekthemtagning", "nyttorealisering",
    ),
    Phase.CLOSED: (
        "klar", "klart", "klara", "klara initiativ", "färdig", "färdigt", "avslutad", "avslut",
        "avslutade", "avslutade projekt", "genomförd", "genomfört", "slutförd", "slutfört", "stängd",
        "stängt", "levererad", "levererat", "done", "completed", "closed", "finished",
    ),
}  # fmt: skip
_STATES: Mapping[str, tuple[str, ...]] = {
    State.PARKED: (
        "stoppad", "stoppat", "pausad", "pausat", "paus", "vilande", "parkerad", "parkerat", "avvaktar",
        "avvaktas", "bordlagd", "bordlagt", "uppskjuten", "uppskjutet", "framflyttad", "on hold", "paused",
    ),
    State.REJECTED: (
        "avbruten", "avbrutet", "avslagen", "avslaget", "avfärdad", "nedlagd", "nedlagt", "utgår",
        "utgått", "inställd", "inställt", "blir inte av", "cancelled", "canceled", "rejected",
    ),
}  # fmt: skip
_HEALTH: Mapping[str, tuple[str, ...]] = {
    Health.GREEN: ("grön", "grönt", "går bra", "ok", "green", "on track"),
    Health.YELLOW: ("gul", "gult", "avvikelse", "viss avvikelse", "mindre avvikelse", "risk", "yellow", "at risk"),
    Health.RED: ("röd", "rött", "stor avvikelse", "större avvikelse", "kritisk", "försenad", "försenat", "red", "off track"),
}  # fmt: skip


def _words(
    kind: type[Phase | State | Health], more: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Each word with what it stands for; the label on screen is a word for it too."""
    labels = {same(str(label)): str(value) for value, label in kind.choices}
    return labels | {word: str(value) for value, words in more.items() for word in words}


def course(value: object | None) -> tuple[Course, str] | None:
    """What the words say, and in whose words it is read; None when nothing is said.

    An empty course: the words were not understood.
    """
    if cells.is_nothing(value):
        return None
    said = same(shown(value)).rstrip(".!")
    part = _percent(value, said)
    if part is not None:
        return part
    phases, states, health = _words(Phase, _PHASES), _words(State, _STATES), _words(Health, _HEALTH)
    # "Pågår" is the word of a state too, which says less than a phase.
    states.pop(same(str(State.ACTIVE.label)))
    known = health | states | phases
    word = said if said in known else nearest_word(said, known)
    if word is None:
        return Course(), ""
    if word in phases:
        return Course(phase=phases[word]), str(Phase(phases[word]).label)
    if word in states:
        return Course(state=states[word]), str(State(states[word]).label)
    return Course(health=health[word]), str(Health(health[word]).label)


def _percent(value: object, said: str) -> tuple[Course, str] | None:
    """How much of it is done: some of it is being carried out, all of it is closed. Excel keeps 80 % as 0,8."""
    found = _PERCENT.fullmatch(said)
    if found is None and not (isinstance(value, float) and 0 < value <= 1):
        return None
    part = int(found["part"]) if found else round(100 * float(str(value)))
    if part > _WHOLE:
        return Course(), ""
    begun = Phase.IMPLEMENTATION if part < _WHOLE else Phase.CLOSED
    phase = begun if part else Phase.PREPARATION
    return Course(phase=phase.value), str(phase.label)


def answered(code: str) -> Course:
    """What somebody has said that a word stands for: the code of a phase or of a state, or its label."""
    named = {same(str(label)): value for kind in (Phase, State) for value, label in kind.choices}
    code = named.get(same(code), code)
    if code in Phase.values:
        return Course(phase=code)
    return Course(state=code) if code in (State.PARKED, State.REJECTED) else Course()


def choices() -> list[tuple[str, str]]:
    """What can be answered: every phase, that it rests, that it became nothing."""
    states = (State.PARKED, State.REJECTED)
    return [
        *((str(value), str(label)) for value, label in Phase.choices),
        *((one.value, str(one.label)) for one in states),
    ]


def is_said_plainly(value: object | None, label: str) -> bool:
    """Whether the cell says the very word that it is read as."""
    return same(shown(value)) == same(label) or not label
