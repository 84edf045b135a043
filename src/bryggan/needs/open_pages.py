"""Pages that anyone may open, without account: what they have in common, and how often they may be used."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from bryggan.kit.limiter import Limiter
from bryggan.people.login import address_of
from bryggan.people.models import User

# A whole municipality can share one address towards the net.
WINDOW_SECONDS = 10 * 60
SENDS = Limiter(most=60, seconds=WINDOW_SECONDS)
WRONG_CODES = Limiter(most=30, seconds=WINDOW_SECONDS)
WRONG_KEYS = Limiter(most=30, seconds=WINDOW_SECONDS)


def quiet_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No browser keeps it, no search engine lists it, and nothing of it is logged.

    Django writes a line with the path and the time of every refusal: that would tell when somebody tried.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        response = view(request, *args, **more)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return never_cache(opened)


def open_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Anyone may open it, and it is quiet."""
    return login_not_required(quiet_page(view))


def keeps_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view itself asks `is_forged`, so that a page left open too long comes back with all that was written."""
    return csrf_exempt(view)


def is_forged(request: HttpRequest) -> bool:
    """Whether another's page may have sent this, or this one has been open since before a new sign-in."""
    check = CsrfViewMiddleware(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, _guarded, (), {}) is not None


def _guarded(request: HttpRequest) -> HttpResponse:
    """What the check believes that it guards."""
    return HttpResponse()


def person_of(request: HttpRequest) -> User | None:
    """Who is signed in, if anybody is."""
    return request.user if isinstance(request.user, User) else None


def may_send(request: HttpRequest) -> bool:
    """Whether one more may be sent from this address now."""
    return SENDS.lets(address_of(request))
