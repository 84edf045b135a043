"""An answer on its way to one need, or to many in one move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.history.models import Batch
from bryggan.kit import words
from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer, batch, noun_of
from bryggan.needs import actions, permissions, queries, turns
from bryggan.needs.models import Need, Sorting, Step
from bryggan.needs.reasons import REOPENED, all_reasons
from bryggan.people.models import User
from bryggan.registers import actions as registers
from bryggan.registers.queries import Left, Why

MOST_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class ReadyAnswer:
    """What those who stand behind are told: the turn, why, in which words. `given`: system or app."""

    turn: str
    reason: str
    text: str
    wake_on: date | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """How many needs got the answer, and why the others were left as they were, by their id."""

    answered: int = 0
    left: dict[int, str] = field(default_factory=dict)
    batch: Batch | None = None


@action("need.prepared", allow=permissions.prepare_need)
def prepare_need(
    write: Writer,
    need: Need,
    *,
    by: User,
    values: Mapping[str, Any],
    ready: ReadyAnswer | None = None,
) -> None:
    """What preparation made of the need, and what those who stand behind it are told: both or neither."""
    actions.change_need.within(write, need, by=by, values=values)
    if ready is not None:
        answer(write, need, ready, by=by)


def answer(write: Writer, need: Need, ready: ReadyAnswer, *, by: User) -> None:
    """Give the need its turn by the action that does it."""
    told: dict[str, Any] = {"by": by, "text": ready.text, "reason": ready.reason}
    if ready.turn == Step.ASKED:
        actions.ask_sender.within(write, need, **told)
    elif ready.turn == Step.PARKED:
        actions.park_need.within(write, need, wake_on=ready.wake_on, **told)
    elif ready.turn == Step.MET:
        actions.meet_need.within(write, need, **told)
    elif ready.turn == REOPENED:
        actions.reopen_need.within(write, need, **told)
    elif ready.turn in Sorting.values:
        given = dict(ready.given)
        if ready.turn == Sorting.OTHER_DUTY:
            reason = all_reasons().get(ready.reason)
            given["duty"] = reason.duty if reason else ""
        actions.sort_need.within(write, need, sorting=ready.turn, given=given, **told)
    else:
        raise NotPossible(_("Välj vad behovet blir."), field="turn")


def answer_needs(
    needs: Sequence[Need], ready: ReadyAnswer, *, by: User, versions: Mapping[int, int]
) -> Outcome:
    """The same answer to many needs, in one batch that can be taken back as a whole.

    A need that somebody changed since it was shown (`versions`), or that the answer does not fit, is left
    as it was, with why. Raises NotPossible where the answer itself is not ready; nothing is changed then.
    """
    if not needs:
        raise NotPossible(_("Markera minst ett behov."))
    if len(needs) > MOST_AT_ONCE:
        raise NotPossible(
            _("Markera högst %(most)s behov åt gången.") % {"most": words.number(MOST_AT_ONCE)}
        )
    _is_ready(ready)
    outcome = Outcome()
    try:
        with batch(by=by, kind=Batch.Kind.BULK_EDIT, reason=_told(len(needs), ready)) as write:
            _answer_each(write, needs, ready, versions, outcome, by=by)
            if not outcome.answered:
                raise _NoneAnswered
            _tell_left(write, outcome, by=by)
            outcome.batch = write.batch
    except _NoneAnswered:
        outcome.batch = None
    return outcome


class _NoneAnswered(Exception):
    """Ends the transaction without an empty batch."""


def _answer_each(
    write: Writer,
    needs: Sequence[Need],
    ready: ReadyAnswer,
    versions: Mapping[int, int],
    outcome: Outcome,
    *,
    by: User,
) -> None:
    rows = queries.locked([need.pk for need in needs])
    for need in needs:
        row = rows[need.pk]
        if row.withdrawn_at is not None or row.version != versions.get(need.pk, row.version):
            outcome.left[need.pk] = _("Någon annan har ändrat sedan sidan visades.")
            continue
        try:
            answer(write, row, ready, by=by)
            outcome.answered += 1
        except (NotPossible, Refused) as refusal:
            outcome.left[need.pk] = refusal.reason


def _is_ready(ready: ReadyAnswer) -> None:
    """What is wrong with the answer itself is said before any need is touched."""
    if ready.turn not in turns.IN_THE_DESK:
        raise NotPossible(_("Välj vad behoven blir."), field="reason")
    actions.readable(ready.text, field="text")


def _told(count: int, ready: ReadyAnswer) -> str:
    """The batch in a sentence."""
    said = ngettext("Svar på %(count)s behov: %(turn)s", "Svar på %(count)s behov: %(turn)s", count)
    return said % {"count": words.number(count), "turn": turns.ALL[ready.turn].label}


def _tell_left(write: Writer, outcome: Outcome, *, by: User) -> None:
    if outcome.left and write.batch is not None:
        noun = noun_of(Need)
        left = [Left(noun, pk, "", Why.REFUSED, why) for pk, why in outcome.left.items()]
        registers.leave_out.within(write, write.batch, by=by, left=left)
