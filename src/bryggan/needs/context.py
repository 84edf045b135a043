from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bryggan.people.models import User


def voicing(request: HttpRequest) -> dict[str, Any]:
    """At the top of every page: whoever works here can say what is missing."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.is_external:
        return {}
    return {"primary_action": {"label": _("Lämna ett behov"), "url": reverse("voice_need")}}
