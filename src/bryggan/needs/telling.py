"""What those who stand behind a need are told at every turn, and those who prepare them."""

from django.utils.translation import gettext_lazy as _

from bryggan.needs.models import Sorting, Step
from bryggan.needs.reasons import REOPENED
from bryggan.notices.telling import Kind, kind

_BEHIND = _("du står bakom behovet")
_PREPARES = _("du bereder behov")

VOICED = kind("need.voiced", text=_("Nytt behov att bereda: %(record)s"), why=_PREPARES)
VOICED_STRAIGHT = kind(
    "need.voiced_straight",
    text=_("Ett behov har lämnats direkt till dig: %(record)s"),
    why=_("du leder förvaltningen"),
)
REPLIED = kind("need.replied", text=_("%(record)s har fått svar på frågan"), why=_PREPARES)
WOKEN = kind("need.woken", text=_("%(record)s har vilat klart och ska beredas"), why=_PREPARES)
CONSIDERED = kind("need.considered", text=_("%(record)s: %(text)s"), why=_BEHIND)
DECIDED = kind("need.decided_about", text=_("%(record)s: %(text)s"), why=_BEHIND)
MERGED = kind("need.merged", text=_("”%(gone)s” är nu en del av %(record)s"), why=_BEHIND)
MEETING_NEAR = kind(
    "need.meeting_near",
    text=_("APT %(held_on)s: APT-bladet för %(unit)s är klart att ta med"),
    why=_("du är chef för arbetsplatsen"),
)

OF_TURN: dict[str, Kind] = {
    Step.ASKED: kind("need.asked", text=_("Fråga om %(record)s: %(text)s"), why=_BEHIND),
    Step.PARKED: kind("need.parked", text=_("%(record)s vilar: %(text)s"), why=_BEHIND),
    Step.MET: kind("need.met", text=_("%(record)s är infört: %(text)s"), why=_BEHIND),
    REOPENED: kind("need.reopened", text=_("%(record)s bereds på nytt: %(text)s"), why=_BEHIND),
    Sorting.OBJECT_CHANGE: kind(
        "need.object_change",
        text=_("%(record)s blir en ändring i något vi har: %(text)s"),
        why=_BEHIND,
    ),
    Sorting.INITIATIVE: kind(
        "need.initiative",
        text=_("%(record)s blir underlag till ett initiativ: %(text)s"),
        why=_BEHIND,
    ),
    Sorting.TRAINING: kind(
        "need.training", text=_("%(record)s löses med utbildning: %(text)s"), why=_BEHIND
    ),
    Sorting.NO_SYSTEM: kind(
        "need.no_system", text=_("%(record)s löses utan system: %(text)s"), why=_BEHIND
    ),
    Sorting.EXISTS: kind("need.exists", text=_("%(record)s finns redan: %(text)s"), why=_BEHIND),
    Sorting.SUPPORT: kind(
        "need.support", text=_("%(record)s är en sak för supporten: %(text)s"), why=_BEHIND
    ),
    Sorting.OTHER_DUTY: kind(
        "need.other_duty", text=_("%(record)s ska anmälas på annat sätt: %(text)s"), why=_BEHIND
    ),
    Sorting.DECLINED: kind(
        "need.declined", text=_("%(record)s går inte vidare: %(text)s"), why=_BEHIND
    ),
}
