"""Local sign-in with a throttle: five failures for one account, or thirty from one address, in fifteen minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bryggan.people.models import SignInFailure, Unit, User

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 5
MOST_PER_ADDRESS = 30
KEPT = timedelta(days=1)


class ThrottledBackend(ModelBackend):
    """Signs in by e-mail address and password; says nothing while the throttle is on."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **rest: object,
    ) -> User | None:
        account = (username or "").strip().casefold()
        address = address_of(request)
        if waits_until(account, address):
            return None
        found = super().authenticate(request, username=account, password=password)
        user = found if isinstance(found, User) else None
        if user is None:
            _remember_failure(account, address)
        else:
            SignInFailure.objects.filter(account_key=_key("account", account)).delete()
        return user

    def get_user(self, user_id: int) -> User | None:
        """The person of the session, with her unit and whose installation it is: every page shows them."""
        tops = Unit.objects.present().filter(parent=None).order_by("pk").values("name")
        people = User.objects.select_related("unit").annotate(organisation=Subquery(tops[:1]))
        person = people.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at sign-in and at every page after it: whoever has left is out at once."""
        is_here = user is not None and user.withdrawn_at is None and not user.is_built_in
        return is_here and super().user_can_authenticate(user)


def address_of(request: HttpRequest | None) -> str:
    """Where the attempt comes from. Behind a TLS proxy it is what the proxy itself added last."""
    if request is None:
        return ""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.BRYGGAN_HTTPS and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def waits_until(account: str, address: str) -> datetime | None:
    """When the next attempt is let through, or None if now."""
    since = timezone.now() - WINDOW
    for field, kind, value, most in (
        ("account_key", "account", account, MOST_PER_ACCOUNT),
        ("address_key", "address", address, MOST_PER_ADDRESS),
    ):
        failures = SignInFailure.objects.filter(**{field: _key(kind, value)}, at__gte=since)
        newest = list(failures.order_by("-at").values_list("at", flat=True)[:most])
        if len(newest) == most:
            return newest[-1] + WINDOW
    return None


def _remember_failure(account: str, address: str) -> None:
    SignInFailure.objects.filter(at__lt=timezone.now() - KEPT).delete()
    SignInFailure.objects.create(
        account_key=_key("account", account), address_key=_key("address", address)
    )


def _key(kind: str, value: str) -> str:
    """Neither names nor addresses are stored, only what recognises them."""
    return salted_hmac(f"bryggan.sign-in.{kind}", value, algorithm="sha256").hexdigest()
