"""What people are told of the matters they prepare or have to decide."""

from django.utils.translation import gettext_lazy as _

from bryggan.notices.telling import kind

_PREPARES = _("du bereder ärendet")

TAKEN = kind("decision.taken", text=_("Beslut är fattat: %(record)s"), why=_PREPARES)
CONSULTED = kind("decision.consulted", text=_("%(record)s: %(text)s"), why=_PREPARES)
PASSED_ON = kind(
    "decision.passed_on",
    text=_("%(record)s väntar på ditt beslut"),
    why=_("du har delegation i ärendet"),
)
REFERRED_BACK = kind(
    "decision.referred_back", text=_("%(record)s kom tillbaka: %(reason)s"), why=_PREPARES
)
