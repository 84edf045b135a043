"""What assessments need now and then: those past their last day closed, those who have not answered reminded."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.assessments import actions, queries
from bryggan.kit.due import due
from bryggan.people.models import User


@due(_("Stängda bedömningar"))
def closed_assessments() -> int:
    """The day after the last day no more answers are taken."""
    by = User.objects.get(is_built_in=True)
    rows = list(queries.open_past_last_day(timezone.localdate()))
    for assessment in rows:
        actions.close_assessment(assessment, by=by)
    return len(rows)


@due(_("Påminnelser om bedömningar"))
def reminded_respondents() -> int:
    """Once a week, those who have been asked for at least a week and have not answered."""
    by = User.objects.get(is_built_in=True)
    rows = queries.open_with_unanswered(today=timezone.localdate())
    return sum(actions.remind_respondents(assessment, by=by) for assessment in list(rows))
