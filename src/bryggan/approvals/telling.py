"""What those who stand behind a request are told at every turn, and those who have to try an app anew."""

from django.utils.translation import gettext_lazy as _

from bryggan.approvals.models import Outcome
from bryggan.notices.telling import Kind, kind

_ASKED = _("du står bakom begäran")

SCREENED = kind(
    "approval.screened",
    text=_("%(record)s är riskkontrollerad. Nu väntar besked."),
    why=_ASKED,
)
APPROVED = kind("approval.approved", text=_("%(record)s är godkänd."), why=_ASKED)
CONDITIONED = kind(
    "approval.conditioned",
    text=_("%(record)s är godkänd med villkor: %(conditions)s"),
    why=_ASKED,
)
REFUSED = kind("approval.refused", text=_("%(record)s nekades: %(reason)s"), why=_ASKED)
REOPENED = kind(
    "approval.reopened",
    text=_("%(record)s prövas på nytt. Det besked som finns gäller tills vidare."),
    why=_ASKED,
)
DELISTED = kind(
    "approval.delisted", text=_("%(record)s är borttagen från listan: %(reason)s"), why=_ASKED
)
REVIEW = kind(
    "approval.review_near",
    text=_("%(record)s ska omprövas senast %(review_on)s."),
    why=_("du gav beskedet, eller svarar för listan"),
)
OVERDUE = kind(
    "approval.review_passed",
    text=_("%(record)s skulle ha omprövats %(review_on)s och står nu som under omprövning."),
    why=_("du gav beskedet, eller svarar för listan"),
)

OF_OUTCOME: dict[str, Kind] = {
    Outcome.APPROVED: APPROVED,
    Outcome.APPROVED_WITH_CONDITIONS: CONDITIONED,
    Outcome.REFUSED: REFUSED,
}
