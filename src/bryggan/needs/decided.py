"""Matters to decide that are about a need: those who stand behind it hear of every turn."""

from collections.abc import Sequence

from bryggan.decisions import turning
from bryggan.decisions.models import Decision
from bryggan.kit import merged
from bryggan.kit.writer import Writer, noun_of
from bryggan.needs import telling
from bryggan.needs.hearing import hear_of_need
from bryggan.needs.models import Need
from bryggan.people.models import User


@turning.hears_turns
def hear_of_decision(write: Writer, decision: Decision, said: str, told: Sequence[User]) -> None:
    """Also where the need has become one with another: then those behind that one hear of it."""
    if decision.about_noun != noun_of(Need) or decision.about_id is None:
        return
    stands = merged.led_to(Need, [decision.about_id]).get(decision.about_id, decision.about_id)
    need = Need.objects.present().filter(pk=stands).first()
    if need is None:
        return
    text = said[:1].upper() + said[1:]
    hear_of_need(write, need, telling.DECIDED, text=text, key=turning.key_of(decision), but=told)
