"""What a round says to people: once when it starts, when it is to be remembered, when it is over."""

from django.utils.translation import gettext_lazy as _

from bryggan.notices import telling

WHY = _("du är angiven som ansvarig för det som frågan gäller")

STARTED = telling.kind(
    "round.started",
    text=_("Uppdateringsrunda %(round)s: gå igenom det du ansvarar för, senast %(day)s"),
    why=WHY,
)
REMINDED = telling.kind(
    "round.reminded",
    text=_("Uppdateringsrunda %(round)s väntar på ditt svar, senast %(day)s"),
    why=WHY,
)
CLOSED = telling.kind(
    "round.closed",
    text=_(
        "Uppdateringsrunda %(round)s är avslutad: %(answered)s av %(asked)s besvarade, "
        "%(changed)s uppgifter ändrade"
    ),
    why=_("du var tillfrågad eller skötte rundan"),
)
DECLINED = telling.kind(
    "ask.declined",
    text=_("Uppdateringsrunda %(round)s: någon har svarat att frågan gäller en annan person"),
    why=_("du sköter rundan"),
)
