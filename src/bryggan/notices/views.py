from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible
from bryggan.kit.register import choosing
from bryggan.kit.register.register import Register, register_of
from bryggan.kit.register.views import register_or_404
from bryggan.kit.verdict import Verdict
from bryggan.notices import actions, panels, permissions, queries, work
from bryggan.notices.forms import CommentForm, LettersForm, WithdrawForm
from bryggan.notices.models import Comment, Mail, Notice, reads_every_mail
from bryggan.people.models import User

COMMENTS_A_PAGE = 50
MAILS_A_PAGE = 50


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _record(request: HttpRequest, slug: str, pk: int) -> tuple[type[Register], Any]:
    register = register_or_404(slug)
    rows = register.rows(request.user).select_related("unit")
    return register, get_object_or_404(rows, pk=pk)


def _comment(request: HttpRequest, pk: int) -> tuple[Comment, Any, str]:
    """The comment, its record and the record's page; of a record one does not see there is none."""
    found = queries.comment_of(pk, _user(request))
    register = register_of(found[0].noun) if found else None
    if found is None or register is None:
        raise Http404
    return *found, register.url(found[1].pk)


def _refused(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)


@require_POST
def follow_record(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register, record = _record(request, slug, pk)
    try:
        actions.follow_record(record, by=_user(request))
        messages.success(
            request, _("Du följer %(name)s och får veta vad andra ändrar.") % {"name": record}
        )
    except NotPossible as refusal:
        messages.info(request, refusal.reason)
    return htmx.go_to(request, register.url(pk))


@require_POST
def unfollow_record(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Also from the list of all one follows, to which one then comes back."""
    register, record = _record(request, slug, pk)
    follow = queries.follow_of(register.noun(), pk, _user(request))
    if follow is not None:
        actions.unfollow_record(follow, by=_user(request))
    back = reverse("my_work") if request.POST.get("back") == "my_work" else register.url(pk)
    return htmx.go_to(request, back, _("Du följer inte längre %(name)s.") % {"name": record})


@require_http_methods(["GET", "POST"])
def write_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All that has been written about a record, and a field to write more."""
    register, record = _record(request, slug, pk)
    user = _user(request)
    form = CommentForm(user, request.POST or None)
    if request.method == "POST":
        _refused(permissions.write_comment(user, record))
        if form.is_valid():
            try:
                actions.write_comment(record, by=user, text=form.whole_text())
                said = _("Kommentaren är skriven.")
                return htmx.go_to(request, f"{register.url(pk)}#panel-comments", said)
            except NotPossible as refusal:
                form.add_error(refusal.field or None, refusal.reason)
    page = Paginator(queries.comments_of(record), COMMENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "register": register,
        "record": record,
        "back": register.url(pk),
        "form": form,
        "page": page,
        "comments": [panels.words_of(comment, user) for comment in page.object_list],
        "verdict": permissions.write_comment(user, record),
    }
    status = 422 if form.is_bound else 200
    return render(request, "notices/write_comment.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment, record, back = _comment(request, pk)
    verdict = permissions.change_comment(_user(request), comment)
    if request.method == "POST":
        _refused(verdict)
    form = CommentForm(_user(request), request.POST or None, text=comment.text)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_comment(comment, by=_user(request), text=form.whole_text())
            return htmx.go_to(request, f"{back}#panel-comments", _("Kommentaren är ändrad."))
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    context = {"record": record, "back": back, "form": form, "verdict": verdict}
    status = 422 if form.is_bound else 200
    return render(request, "notices/change_comment.html", context, status=status)


@require_http_methods(["GET", "POST"])
def withdraw_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own at once; somebody else's with a reason."""
    comment, record, back = _comment(request, pk)
    user = _user(request)
    _refused(permissions.withdraw_comment(user, comment))
    is_own = comment.author_id == user.pk
    form = WithdrawForm(request.POST if request.method == "POST" and not is_own else None)
    if request.method == "POST" and (is_own or form.is_valid()):
        try:
            reason = "" if is_own else form.cleaned_data["reason"]
            actions.withdraw_comment(comment, by=user, reason=reason)
            return htmx.go_to(request, back, _("Kommentaren är borttagen."))
        except NotPossible as refusal:
            messages.error(request, refusal.reason)
            return htmx.go_to(request, back)
    context = {
        "record": record,
        "back": back,
        "shown": [panels.words_of(comment, user)],
        "form": None if is_own else form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "notices/withdraw_comment.html", context, status=status)


@require_GET
def suggest_people(request: HttpRequest) -> HttpResponse:
    """Names for the field where one chooses whom to tell."""
    return choosing.options(request, (queries.people_for(_user(request)),))


@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I have been told, what I follow, and how my letter comes."""
    return _my_work(request, LettersForm(rhythm=queries.rhythm_of(_user(request))))


def _my_work(request: HttpRequest, form: LettersForm, *, status: int = 200) -> HttpResponse:
    told = queries.told_count(request)
    unread = queries.unread_count(request)
    context = work.context(_user(request), request.GET.get("page"), told=told, unread=unread)
    return render(request, "notices/my_work.html", {**context, "form": form}, status=status)


@require_POST
def read_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one; `open` leads on to what it is about."""
    user = _user(request)
    notice = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
    actions.read_notices([notice], by=user)
    url = work.address_of(notice, user) if "open" in request.POST else ""
    return redirect(url or reverse("my_work"))


@require_POST
def read_all_notices(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    actions.read_notices(queries.unread_of(user), by=user)
    return htmx.go_to(request, reverse("my_work"), _("Allt är markerat som läst."))


@require_POST
def choose_letters(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    form = LettersForm(request.POST)
    if not form.is_valid():
        return _my_work(request, form, status=422)
    actions.choose_letters(queries.herself(user), by=user, rhythm=form.cleaned_data["rhythm"])
    return htmx.go_to(request, reverse("my_work"), _("Ditt val är sparat."))


@require_GET
def mail_list(request: HttpRequest) -> HttpResponse:
    """The ledger: who was sent what, when and why. To most people only their own."""
    user = _user(request)
    asked = request.GET.get("person", "").replace("\0", "")[:200]
    sees_all = reads_every_mail(user)
    found = queries.mails_seen(user, asked if sees_all else "")
    page = Paginator(found, MAILS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "mails": [work.mail_words(mail) for mail in page.object_list],
        "asked": asked,
        "sees_all": sees_all,
    }
    return render(request, "notices/mail_list.html", context)


@require_GET
def mail_page(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(Mail.objects.visible_to(_user(request)).select_related("user"), pk=pk)
    return render(request, "notices/mail_page.html", work.letter_words(mail))
