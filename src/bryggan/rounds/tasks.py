"""What rounds do by themselves: remind those who are left, and close when the last day has passed."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.kit.due import due
from bryggan.people.models import User
from bryggan.rounds import actions, queries
from bryggan.rounds.models import Round

BETWEEN_REMINDERS = timedelta(days=7)
BEFORE_THE_END = timedelta(days=3)


@due(_("Uppdateringsrundor: påminnelser och avslut"))
def rounds_due() -> int:
    """Reminded every week and three days before the last day; closed on the day after it."""
    today = timezone.localdate()
    by = User.objects.get(is_built_in=True)
    touched = 0
    for round in Round.objects.open().order_by("pk"):
        if round.is_overdue(today):
            actions.close_round(round, by=by)
            touched += 1
        elif _is_time(round) and queries.people_left(round):
            actions.remind_round(round, by=by)
            touched += 1
    return touched


def _is_time(round: Round) -> bool:
    today = timezone.localdate()
    started = timezone.localtime(round.started_at).date() if round.started_at else today
    latest = round.reminded_on or started
    if latest == today:
        return False
    return today - latest >= BETWEEN_REMINDERS or round.last_on - today == BEFORE_THE_END
