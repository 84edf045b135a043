"""The bridge: how much stands on each span from need to benefit, in a scope and for oneself; every number a list.

Open needs are *Behov*; initiatives under way lie on the span of their phase, whatever method they follow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.advice.finding import Asked, whose
from bryggan.initiatives.models import Initiative, State
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit import words
from bryggan.methods.models import Phase
from bryggan.needs.models import Step
from bryggan.needs.overview import Overview, open_scope
from bryggan.needs.queries import needs_of
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.people.scope import Scope

# What is neither answered nor met: somebody still waits for it.
OPEN = (Step.VOICED, Step.ASKED, Step.PARKED, Step.SORTED)
NEEDS = "needs"
# Where the words stand in the picture, and how far it reaches.
PLACES = (120, 344, 560, 776, 980)


@dataclass(frozen=True)
class Span:
    """A stretch of the bridge: which phases of initiatives lie on it; none for the needs."""

    key: str
    label: Any
    phases: tuple[str, ...] = ()


SPANS = (
    Span(NEEDS, gettext_lazy("Behov")),
    Span("preparation", gettext_lazy("Beredning"), (Phase.PREPARATION, Phase.PRESTUDY)),
    Span("decision", gettext_lazy("Beslut"), (Phase.DECISION,)),
    Span(
        "implementation",
        gettext_lazy("Genomförande"),
        (Phase.PROCUREMENT, Phase.IMPLEMENTATION, Phase.PILOT, Phase.HANDOVER),
    ),
    Span("benefit", gettext_lazy("Nytta"), (Phase.FOLLOW_UP,)),
)


def asked(scope: Scope, today: date) -> dict[str, Asked]:
    """How many stand on each span, in the scope and of one's own, by the span's key."""
    opened = open_scope(scope)
    needs = Overview(opened, today).rows
    found = {
        f"span.{NEEDS}": Asked(
            ("span", NEEDS, *whose(opened)), partial(needs.filter, step__in=OPEN)
        ),
        f"mine.{NEEDS}": Asked(("mine", NEEDS, *whose(scope)), partial(own_needs, scope.user)),
    }
    for span in SPANS[1:]:
        found[f"span.{span.key}"] = Asked(
            ("span", span.key, *whose(scope)), partial(lying_on, span, scope)
        )
        found[f"mine.{span.key}"] = Asked(
            ("mine", span.key, *whose(scope)), partial(own_on, span, scope)
        )
    return found


def own_needs(user: User) -> QuerySet[Any]:
    return needs_of(user).filter(step__in=OPEN)


def lying_on(span: Span, scope: Scope) -> QuerySet[Initiative]:
    """The initiatives under way in the scope, in the phases of the span."""
    return _on(span, scope.of(InitiativeRegister))


def own_on(span: Span, scope: Scope) -> QuerySet[Initiative]:
    """Those that this person leads."""
    return _on(span, replace(scope, is_mine=True).of(InitiativeRegister))


def _on(span: Span, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(state=State.ACTIVE, phase__in=span.phases)


def spans(scope: Scope, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """What the picture and its list show: number, name, one's own, each with the list behind it."""
    return [
        {
            "label": span.label,
            "count": words.number(numbers[f"span.{span.key}"]),
            "url": url_of(span, scope),
            "mine": numbers[f"mine.{span.key}"],
            "mine_words": _("varav %(count)s dina")
            % {"count": words.number(numbers[f"mine.{span.key}"])},
            "mine_url": own_url(span, scope),
            "x": x,
        }
        for span, x in zip(SPANS, PLACES, strict=True)
    ]


def url_of(span: Span, scope: Scope) -> str:
    """The list that shows what is counted."""
    if span.key == NEEDS:
        pairs = [("f.step", step) for step in OPEN]
        within = list(open_scope(scope).pairs(NeedRegister.slug))
        return f"{NeedRegister.list_url()}?{urlencode([*pairs, *within])}"
    return scope.url(InitiativeRegister.slug, *_phases(span))


def own_url(span: Span, scope: Scope) -> str:
    """One's own needs stand further down on the page; the initiatives one leads in their list."""
    if span.key == NEEDS:
        return "#own-needs-title"
    return replace(scope, is_mine=True).url(InitiativeRegister.slug, *_phases(span))


def _phases(span: Span) -> list[tuple[str, str]]:
    return [("f.state", State.ACTIVE.value), *(("f.phase", str(phase)) for phase in span.phases)]
