"""What people do on a need's page: say that they have it too, step back, answer what was asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.needs import actions, permissions, queries
from bryggan.needs.forms import ReplyForm
from bryggan.needs.models import Need, Picture
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User


def user_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def need_or_404(request: HttpRequest, pk: int) -> Need:
    rows = NeedRegister.rows(request.user).select_related("unit")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def not_now(request: HttpRequest, need: Need, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return htmx.go_to(request, NeedRegister.url(need.pk))


@require_POST
def support_need(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: I have it too."""
    need, user = need_or_404(request, pk), user_of(request)
    try:
        actions.support_need(need, by=user, unit=user.unit, words=request.POST.get("words", ""))
    except NotPossible as refusal:
        return not_now(request, need, refusal.reason)
    said = _("Du står nu bakom behovet och får veta vad som händer.")
    return htmx.go_to(request, NeedRegister.url(pk), said)


@require_POST
def leave_need(request: HttpRequest, pk: int) -> HttpResponse:
    need, user = need_or_404(request, pk), user_of(request)
    try:
        actions.leave_need(need, by=user)
    except NotPossible as refusal:
        return not_now(request, need, refusal.reason)
    return htmx.go_to(request, NeedRegister.url(pk), _("Du står inte längre bakom behovet."))


@require_http_methods(["GET", "POST"])
def reply_to_question(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, what one wrote, and a place to answer."""
    need, user = need_or_404(request, pk), user_of(request)
    verdict = permissions.reply_to_question(user, need)
    if not verdict:
        raise Refused(verdict.reason)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply_to_question(need, by=user, text=form.cleaned_data["text"])
            said = _("Tack. Den som bereder behovet har fått ditt svar.")
            return htmx.go_to(request, NeedRegister.url(pk), said)
        except NotPossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
    context = {
        "need": need,
        "back": NeedRegister.url(pk),
        "question": queries.answers_of(need, user).first(),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "needs/reply_to_question.html", context, status=status)


@require_GET
def need_picture(request: HttpRequest, pk: int) -> FileResponse:
    """The picture, for whoever sees the need."""
    picture = get_object_or_404(Picture.objects.visible_to(user_of(request)).present(), pk=pk)
    response = FileResponse(picture.file.open("rb"), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response
