"""How the addresses of assessments are asked for."""

from collections.abc import Callable
from typing import Any

from bryggan.assessments import actions
from bryggan.assessments.models import Answer, Assessment, Disposition
from bryggan.assessments.tests.making import BUSINESS, make_disposition, of_four, soon, stands
from bryggan.kit.testing.cast import Cast, tool

type Made = tuple[tuple[Any, ...], dict[str, Any]]


def plain(cast: Cast) -> Made:
    return (), {}


def assessed(cast: Cast) -> Assessment:
    """The assessment of the cast's system; the same one however often it is asked for."""
    return Assessment.objects.filter(system=cast.system).first() or of_four(cast)


def shown(cast: Cast) -> Made:
    """A picture and a list with something on them."""
    assessed(cast)
    if not Disposition.objects.filter(system=cast.other_system).exists():
        make_disposition(cast.other_system)
    return (), {}


def page(cast: Cast, **posted: Any) -> Made:
    return (assessed(cast).pk,), posted


def answering(cast: Cast, **posted: Any) -> Made:
    """The steward is asked; she alone answers."""
    held = assessed(cast)
    mine = Answer.objects.filter(assessment=held, respondent=cast.system_steward).first()
    if mine is None:
        mine = actions.ask_respondent(held, by=tool(), user=cast.system_steward, side=BUSINESS)
    return (mine.pk,), posted


def decided(cast: Cast, **posted: Any) -> Made:
    return (cast.system.pk,), posted


DECISION = {"kind": "replace", "reason": "Slut på stöd", "decided_on": "2026-01-02"}

SPECIMENS: dict[str, Callable[[Cast], Made]] = {
    "assessment_map GET": shown,
    "replacement_list GET": shown,
    "assessment_method GET": plain,
    "open_assessment GET": lambda cast: ((), {"id": cast.system.pk}),
    "open_assessment POST": lambda cast: (
        (),
        {"id": cast.system.pk, "last_day": soon().isoformat(), "roles": "on"},
    ),
    "disposition_kinds GET": plain,
    "change_disposition_kind POST": lambda cast: (
        ("keep",),
        {"keep-name": "Förvalta", "keep-is_offered": "on"},
    ),
    "save_answer GET": answering,
    "save_answer POST": lambda cast: answering(cast, done="1", **stands(BUSINESS, 3)),
    "assessment_page GET": page,
    "ask_respondent POST": lambda cast: page(
        cast, user=cast.system_steward.email, side=str(BUSINESS)
    ),
    "remind_respondents POST": page,
    "close_assessment POST": page,
    "prolong_assessment POST": lambda cast: page(cast, last_day=soon().isoformat()),
    "decide_disposition GET": decided,
    "decide_disposition POST": lambda cast: decided(
        cast, decided_by=cast.manager.email, **DECISION
    ),
}
