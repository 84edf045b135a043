from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from bryggan.people.models import Unit, User


def person(request: HttpRequest) -> dict[str, Any]:
    """Who is looking, through whose eyes, and in whose organisation."""
    user = getattr(request, "user", None)
    real = getattr(request, "real_user", user)
    if not isinstance(user, User):
        return {"person": None, "viewing_as": None, "is_demo": settings.BRYGGAN_DEMO}
    viewing_as = user if user != real else None
    own_page = {
        "label": _("Min sida"),
        "url": reverse("person_page", args=[user.pk]),
        "icon": "star",
    }
    return {
        "person": user,
        "person_links": [own_page],
        "sign_out_url": reverse("sign_out"),
        "organisation": SimpleLazyObject(lambda: organisation_of(real)),
        "viewing_as": viewing_as,
        "banner": viewing_banner(viewing_as) if viewing_as else None,
        "is_demo": settings.BRYGGAN_DEMO,
    }


def organisation_name() -> str:
    """The name at the top of the tree: whose installation this is."""
    tops = Unit.objects.present().filter(parent=None).order_by("pk")
    return tops.values_list("name", flat=True).first() or ""


def organisation_of(real: object) -> str:
    """Whose installation this is, as the query that fetched the signed-in person said."""
    known = getattr(real, "organisation", None)
    return organisation_name() if known is None else str(known)


def viewing_banner(person: User) -> dict[str, str]:
    """Said on every page while one looks through another's eyes."""
    said = _("Du visar som %(name)s. Allt är som för %(name)s, och ingenting kan ändras.")
    return {
        "text": said % {"name": person.name},
        "url": reverse("stop_viewing_as"),
        "label": _("Sluta visa som"),
    }
