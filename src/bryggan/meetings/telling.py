"""What those who sit in a group, and those whose matters it takes up, are told."""

from django.utils.translation import gettext_lazy as _

from bryggan.notices.telling import kind

_SITS = _("du sitter i gruppen")

SUMMONED = kind("meeting.summoned", text=_("Kallelse: %(record)s"), why=_SITS)
CANCELLED = kind("meeting.cancelled", text=_("Inställt: %(name)s. %(reason)s"), why=_SITS)
CLOSED = kind("meeting.closed", text=_("Minnesanteckningar finns: %(record)s"), why=_SITS)
CORRECTED = kind("meeting.corrected", text=_("Anteckningarna är rättade: %(record)s"), why=_SITS)
SEATED = kind(
    "body.seated", text=_("Du sitter nu i %(record)s"), why=_("du fick en plats i gruppen")
)
