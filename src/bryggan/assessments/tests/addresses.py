"""How the addresses of assessments are asked for."""

from collections.abc import Callable
from typing import Any

from bryggan.assessments.models import Assessment
from bryggan.assessments.tests.making import (
    BUSINESS,
    IT,
    answer_of,
    make_assessment,
    make_disposition,
    of_four,
    soon,
    stands,
)
from bryggan.kit.testing.cast import Cast

type Made = tuple[tuple[Any, ...], dict[str, Any]]


def plain(cast: Cast) -> Made:
    return (), {}


def shown(cast: Cast) -> Made:
    """A picture and a list with something on them."""
    of_four(cast)
    make_disposition(cast.other_system)
    return (), {}


def assessed(cast: Cast) -> Assessment:
    return Assessment.objects.filter(system=cast.system).first() or of_four(cast)


def page(cast: Cast, **posted: Any) -> Made:
    return (assessed(cast).pk,), posted


def open_with_one(cast: Cast) -> Assessment:
    return make_assessment(cast.system, (cast.system_steward, BUSINESS), (cast.it_counterpart, IT))


def answering(cast: Cast, **posted: Any) -> Made:
    """The steward is asked; she alone answers."""
    held = Assessment.objects.filter(system=cast.system).first() or open_with_one(cast)
    return (answer_of(held, cast.system_steward, BUSINESS).pk,), posted


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
