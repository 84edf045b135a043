from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bryggan.kit import trace
from bryggan.people import permissions
from bryggan.people.models import User

VIEWING_AS = "viewing_as"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ActingUserMiddleware:
    """While an administrator views as another, the page is that person's, and nothing can be written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person_id = request.session.get(VIEWING_AS)
        request.real_user = request.user  # type: ignore[attr-defined]
        if person_id is None or not isinstance(request.user, User):
            return self.get_response(request)
        person = User.objects.present().filter(pk=person_id).select_related("unit").first()
        if person is None or not permissions.view_as(request.user, person):
            del request.session[VIEWING_AS]
            return self.get_response(request)
        if request.method not in SAFE and request.path != "/visa-som/sluta/":
            raise PermissionDenied(
                _("Du visar som %(name)s: då kan du bara läsa.") % {"name": person.name}
            )
        mark = trace.on_behalf_of.set(person.pk)
        try:
            request.user = person
            return self.get_response(request)
        finally:
            trace.on_behalf_of.reset(mark)
