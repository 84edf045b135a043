"""What people are told about assessments."""

from django.utils.translation import gettext_lazy as _

from bryggan.notices.telling import kind

ASKED = kind(
    "assessment.asked",
    text=_("Du är tillfrågad om vad du tycker om %(record)s. Svara senast %(last_day)s."),
    why=_("du står som ansvarig för systemet, eller någon har bett just dig svara"),
)
ASKED_MANY = kind(
    "assessment.asked_many",
    text=_(
        "Du är tillfrågad om vad du tycker om %(count)s system. Svara senast %(last_day)s. Det tar några"
        " minuter per system och går att göra i omgångar."
    ),
    why=_("du står som ansvarig för systemen, eller någon har bett just dig svara"),
)
REMINDED = kind(
    "assessment.reminded",
    text=_("Ditt svar om %(record)s är inte inlämnat. Sista dag är %(last_day)s."),
    why=_("du är tillfrågad i en bedömning som pågår"),
)
