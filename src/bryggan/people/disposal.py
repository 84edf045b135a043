"""Gallring of what people leave behind, and the one action that disposes for all apps."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from bryggan.history.clearance import clearance
from bryggan.history.models import Change, Clearance, Event
from bryggan.kit import disposal
from bryggan.kit.action import action
from bryggan.kit.disposal import Rule, disposes
from bryggan.kit.writer import Writer
from bryggan.people import permissions
from bryggan.people.login import KEPT
from bryggan.people.models import SignInFailure, User

SINCE = date(2026, 11, 1)

disposes(
    Rule(
        key="person.signed_in",
        words=_("Inloggningar, ett år"),
        rows=lambda: Event.objects.filter(name="person.signed_in"),
        counted_from="at",
        keeps_for=timedelta(days=365),
        since=SINCE,
        legal_ref="Arkivlagen (1990:782) 10 §; GDPR artikel 5.1 e",
    )
)
disposes(
    Rule(
        key="people.signinfailure",
        words=_("Misslyckade inloggningar, ett dygn"),
        rows=SignInFailure.objects.all,
        counted_from="at",
        keeps_for=KEPT,
        since=SINCE,
        legal_ref="GDPR artikel 5.1 e",
    )
)
disposes(
    Rule(
        key="history.change",
        words=_("Historik om poster, bevaras"),
        rows=Change.objects.all,
        counted_from="event__at",
        keeps_for=None,
        since=SINCE,
        legal_ref="Arkivlagen (1990:782) 3 §",
    )
)


@action("records.disposed", allow=permissions.dispose_records, is_told=True)
def dispose_records(write: Writer, *, by: User, today: date) -> dict[str, int]:
    """What the disposal rules say is due on the day is deleted; how much of what is told in the history."""
    rules = [disposal.RULES[key] for key in disposal.count_due(today)]
    with clearance(
        Clearance.Kind.DISPOSAL,
        actor_id=by.pk,
        reason="; ".join(str(rule.words) for rule in rules),
        decision="; ".join(dict.fromkeys(rule.legal_ref for rule in rules))[:200],
    ) as opened:
        counts = disposal.dispose(today)
        opened.touched = counts
    write.because(", ".join(f"{key}: {count}" for key, count in counts.items()))
    return counts


def run(today: date) -> int:
    """Dispose of what is due, as the tool itself; how many rows went. Nothing due, nothing told."""
    if not disposal.count_due(today):
        return 0
    return sum(dispose_records(by=User.objects.get(is_built_in=True), today=today).values())
