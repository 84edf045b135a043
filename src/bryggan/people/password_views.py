"""The way in for somebody who has been invited: she chooses her own password by a link that works once."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bryggan.kit import htmx
from bryggan.people import actions, queries
from bryggan.people.models import User


def link_for(person: User, request: HttpRequest) -> str:
    """The address by which this person chooses a password: it stops working when used, or after three days."""
    uid = urlsafe_base64_encode(str(person.pk).encode())
    token = default_token_generator.make_token(person)
    return request.build_absolute_uri(reverse("choose_password", args=[uid, token]))


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    person = _invited(uid, token)
    if person is None:
        raise Http404
    form: SetPasswordForm[Any] = SetPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["new_password1"]
        actions.choose_password(person, by=person, password=password)
        return htmx.go_to(
            request, reverse("sign_in") + "?losenord=1", _("Lösenordet är valt. Logga in.")
        )
    context = {"form": form, "shown": person, "is_demo": settings.BRYGGAN_DEMO}
    status = 422 if form.is_bound else 200
    return render(request, "people/choose_password.html", context, status=status)


def _invited(uid: str, token: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    person = queries.invited_person(pk)
    is_valid = person is not None and default_token_generator.check_token(person, token)
    return person if is_valid else None
