from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.notices import queries
from bryggan.people.models import User

MOST_SHOWN = 99


def inbox(request: HttpRequest) -> dict[str, Any]:
    """The way to what one has been told, with how much is new, on every page."""
    if not isinstance(getattr(request, "user", None), User):
        return {"inbox": None}
    return {"inbox": SimpleLazyObject(lambda: _inbox(request))}


def _inbox(request: HttpRequest) -> dict[str, Any]:
    count = queries.unread_count(request)
    said = ngettext("%(count)s nytt", "%(count)s nya", count) % {"count": count}
    return {
        "url": reverse("my_work"),
        "count": shown(count),
        "label": _("Mitt arbete, %(said)s") % {"said": said} if count else _("Mitt arbete"),
    }


def shown(count: int) -> str:
    """A number that fits beside an icon; nothing for none."""
    return f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count or "")
