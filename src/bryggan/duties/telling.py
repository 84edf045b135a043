"""What people are told of their tasks, and of those that they gave others."""

from django.utils.translation import gettext_lazy as _

from bryggan.notices.telling import kind

_HAS_IT = _("du är ansvarig för uppgiften")
_GAVE_IT = _("du gav uppgiften")

GIVEN = kind("task.given", text=_("Du har fått en uppgift: %(record)s"), why=_HAS_IT)
NEAR = kind("task.near", text=_("%(record)s ska vara klar %(day)s"), why=_HAS_IT)
LATE = kind("task.late", text=_("%(record)s skulle ha varit klar %(day)s"), why=_HAS_IT)
DONE = kind("task.done", text=_("%(record)s är klar"), why=_GAVE_IT)
DROPPED = kind("task.dropped", text=_("%(record)s utgår: %(reason)s"), why=_HAS_IT)
REOPENED = kind("task.reopened", text=_("%(record)s är öppnad igen: %(reason)s"), why=_HAS_IT)
