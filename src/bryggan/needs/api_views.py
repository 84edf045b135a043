"""The one address where a system leaves needs: `docs/format-behov-api.md` describes it."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from bryggan.kit.action import NotPossible
from bryggan.kit.limiter import Limiter
from bryggan.needs import intake, queries
from bryggan.needs.models import IntakeKey
from bryggan.needs.open_pages import WINDOW_SECONDS, WRONG_KEYS, open_page
from bryggan.people.login import address_of

TAKEN_IN = Limiter(most=600, seconds=WINDOW_SECONDS)


class Wrong(Exception):
    """What is answered instead: the status, and why in words."""

    def __init__(self, status: int, error: str, field: str = "") -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.field = field


@csrf_exempt
@open_page
def voice_need_by_api(request: HttpRequest) -> JsonResponse:
    """A need in, its number and the code to its answers out."""
    try:
        taken = _taken_in(request)
    except Wrong as wrong:
        told: dict[str, Any] = {"error": wrong.error}
        if wrong.field:
            told["field"] = wrong.field
        response = JsonResponse(told, status=wrong.status)
        if wrong.status == 429:
            response.headers["Retry-After"] = str(WINDOW_SECONDS)
        if wrong.status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        if wrong.status == 405:
            response.headers["Allow"] = "POST"
        return response
    told = {"number": taken.need.number, "code": taken.code}
    return JsonResponse(told, status=201 if taken.is_new else 200)


def _taken_in(request: HttpRequest) -> intake.Intake:
    if request.method != "POST":
        raise Wrong(405, _("Behov lämnas med POST."))
    key = _key(request)
    if not TAKEN_IN.lets(str(key.pk)):
        raise Wrong(429, _("För många behov på kort tid. Vänta tio minuter."))
    if request.content_type != "application/json":
        raise Wrong(415, _("Skicka JSON: Content-Type ska vara application/json."))
    name = request.headers.get("Idempotency-Key", "").strip()
    if not name or len(name) > intake.LONGEST_IDEMPOTENCY_KEY:
        raise Wrong(
            400, _("Idempotency-Key behövs: ett eget namn på varje inlämning, högst 200 tecken.")
        )
    try:
        return intake.take_in(key, name, intake.read(request.body))
    except RequestDataTooBig as fault:
        raise Wrong(400, _("Det som skickades är för stort.")) from fault
    except (ValueError, RecursionError) as fault:
        raise Wrong(400, _("Det som skickades går inte att läsa som ett JSON-objekt.")) from fault
    except intake.AlreadyUsed as fault:
        raise Wrong(
            409, _("Samma Idempotency-Key har redan använts för ett annat innehåll.")
        ) from fault
    except NotPossible as refusal:
        raise Wrong(422, refusal.reason, refusal.field) from refusal


def _key(request: HttpRequest) -> IntakeKey:
    address = address_of(request)
    if WRONG_KEYS.is_full(address):
        raise Wrong(429, _("Många fel nycklar har prövats härifrån. Vänta tio minuter."))
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    is_bearer = scheme.casefold() == "bearer" and given.strip()
    key = queries.intake_key_with(intake.digest_of(given.strip())) if is_bearer else None
    if key is None:
        WRONG_KEYS.count(address)
        raise Wrong(401, _("Nyckeln saknas, är fel eller indragen."))
    return key
