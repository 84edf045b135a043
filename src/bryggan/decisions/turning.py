"""The turns of a matter as they are said to others than those who handle it: apps above hear each of them here."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bryggan.decisions.choices import Outcome
from bryggan.decisions.models import Decision
from bryggan.kit import words
from bryggan.kit.writer import Writer
from bryggan.people.models import User

# What has happened, in a sentence, and those who have been told of this very turn already.
type Hears = Callable[[Writer, Decision, str, Sequence[User]], None]
HEARING: list[Hears] = []


def hears_turns(hears: Hears) -> Hears:
    """A higher app tells those whose matter it is, in the same transaction."""
    HEARING.append(hears)
    return hears


def tell_turn(write: Writer, decision: Decision, said: str, told: Sequence[User] = ()) -> None:
    for hears in HEARING:
        hears(write, decision, said, told)


def key_of(decision: Decision) -> str:
    """One turn of one matter: the row's own version tells it from the turns before and after."""
    return f"decision.{decision.pk}.{decision.version}"


def considered(decision: Decision, said: str) -> str:
    """What a group recommends; it decides nothing."""
    return _("ärendet ”%(name)s” %(said)s") % _told(decision, said=said)


def passed_on(decision: Decision, *, to_people: bool) -> str:
    who = _("den som har delegation") if to_people else decision.passed_to
    return _("ärendet ”%(name)s” är lämnat för beslut till %(who)s.") % _told(decision, who=who)


def referred_back(decision: Decision, reason: str) -> str:
    said = _("ärendet ”%(name)s” är återremitterat: %(reason)s")
    return said % _told(decision, reason=reason)


def withdrawn(decision: Decision, reason: str) -> str:
    said = _("ärendet ”%(name)s” kommer inte att beslutas: %(reason)s")
    return said % _told(decision, reason=reason)


def replaced(decision: Decision, reason: str) -> str:
    said = _("beslutet ”%(name)s” ska ersättas av ett nytt: %(reason)s")
    return said % _told(decision, reason=reason)


def decided(decision: Decision) -> str:
    """The outcome, as what, on which day, by which paragraph of a board's minutes, and the wording."""
    day = words.date_text(decision.decided_on) if decision.decided_on else ""
    where = [decision.decided_as, day, decision.reported_paragraph]
    said = _("”%(name)s” är beslutat (%(where)s): %(outcome)s. %(wording)s")
    return said % _told(
        decision,
        where=" ".join(part for part in where if part),
        outcome=str(Outcome(decision.outcome).label).lower() if decision.outcome else "",
        wording=decision.wording,
    )


def _told(decision: Decision, **values: Any) -> dict[str, Any]:
    return {"name": decision.name, **values}
