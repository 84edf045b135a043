"""A method is copied, begun anew, taken into use and chosen; and a version is read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.single_form import Sheet, add, answered, posted
from bryggan.methods import actions, course, panels, permissions, queries, shipped, words
from bryggan.methods.forms import ChoiceForm, CopyForm, FreezeForm
from bryggan.methods.models import Method, MethodChoice, MethodVersion
from bryggan.methods.register import MethodRegister
from bryggan.people.models import User, root_unit
from bryggan.people.signed_in import person_of


def crumbs_of(method: Method) -> tuple[tuple[str, Any], ...]:
    return (
        (MethodRegister.list_url(), _("Metoder")),
        (MethodRegister.url(method.pk), method),
    )


def method_or_404(request: HttpRequest, pk: int) -> Method:
    rows = MethodRegister.rows(request.user).select_related("unit")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def version_or_404(request: HttpRequest, pk: int) -> MethodVersion:
    user = person_of(request)
    rows = MethodVersion.objects.visible_to(user).present().filter(method__withdrawn_at=None)
    return get_object_or_404(rows.select_related("method__unit"), pk=pk)


@require_GET
def method_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version as it reads, with what it changed in the one before."""
    version, user = version_or_404(request, pk), person_of(request)
    earlier = queries.versions_of(version.method).filter(place__lt=version.place).first()
    changed = queries.differences_between(earlier, version) if earlier else []
    context = {
        **course.context_of(version),
        "crumbs": crumbs_of(version.method),
        "earlier": earlier,
        "changed": [words.difference_words(one) for one in changed],
        "verdict": permissions.change_draft(user, version),
    }
    return render(request, "methods/method_version.html", context)


@require_http_methods(["GET", "POST"])
def copy_method(request: HttpRequest, pk: int) -> HttpResponse:
    method, user = method_or_404(request, pk), person_of(request)
    form = CopyForm(method, user, posted(request))
    sheet = Sheet(
        title=_("Kopiera metoden"),
        lead=_("Kopian är er egen: byt namn på steg, lägg till, ta bort och flytta."),
        button=_("Kopiera"),
        form=form,
        verdict=permissions.own_somewhere(user),
        back=MethodRegister.url(method.pk),
        crumbs=crumbs_of(method),
        note=_(
            "Kopian minns varifrån den kom, och visar när en ny version av Bryggan har något nytt."
        ),
    )

    drafts: list[int] = []

    def act(told: dict[str, Any]) -> str:
        copy = actions.copy_method(told["unit"], by=user, method=method, name=told["name"])
        drafts.extend(queries.versions_of(copy).values_list("pk", flat=True))
        return _("%(name)s är kopierad och är ett utkast: ändra det som är annorlunda hos er.") % {
            "name": copy
        }

    response = answered(request, sheet, act)
    # The next thing is to change the copy, not to go back to what was copied.
    return htmx.go_to(request, reverse("edit_version", args=drafts)) if drafts else response


@require_POST
def start_version(request: HttpRequest, pk: int) -> HttpResponse:
    method = method_or_404(request, pk)
    try:
        version = actions.start_version(method, by=person_of(request))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, MethodRegister.url(pk))
    said = _("Nästa version är ett utkast. Inget ändras för någon förrän det tas i bruk.")
    return htmx.go_to(request, reverse("edit_version", args=[version.pk]), said)


@require_http_methods(["GET", "POST"])
def freeze_version(request: HttpRequest, pk: int) -> HttpResponse:
    version, user = version_or_404(request, pk), person_of(request)
    news = panels.compared(version).get("news") if version.method.origin else []
    sheet = Sheet(
        title=_("Ta i bruk"),
        lead=_("%(method)s, version %(place)s")
        % {"method": version.method, "place": version.place},
        button=_("Ta versionen i bruk"),
        form=FreezeForm(posted(request), has_news=bool(news)),
        verdict=permissions.freeze_version(user, version),
        back=MethodRegister.url(version.method_id),
        crumbs=(
            *crumbs_of(version.method),
            (reverse("edit_version", args=[pk]), _("Version %(place)s") % {"place": version.place}),
        ),
        note=_(
            "Nya initiativ börjar på den här versionen. De som pågår stannar på sin. "
            "Versionen kan sedan inte ändras, bara ersättas av nästa."
        ),
    )

    def act(told: dict[str, Any]) -> str:
        actions.freeze_version(version, by=user, **told)
        return _("Version %(place)s är i bruk.") % {"place": version.place}

    return answered(request, sheet, act)


@require_POST
def discard_version(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_or_404(request, pk)
    url = MethodRegister.url(version.method_id)
    try:
        actions.discard_version(version, by=person_of(request))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, url)
    return htmx.go_to(request, url, _("Utkastet är kastat. Versionen i bruk gäller som förut."))


@require_http_methods(["GET", "POST"])
def choose_method(request: HttpRequest) -> HttpResponse:
    """Who follows which method, and the form by which a unit chooses its own."""
    user = person_of(request)
    initial = {"starts_on": timezone.localdate(), "method": request.GET.get("metod")}
    form = ChoiceForm(user, posted(request), initial=initial)
    if request.method == "GET":
        return _choices(request, user, form)
    verdict = permissions.own_somewhere(user)
    if not verdict:
        raise Refused(verdict.reason)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.choose_method(
                told["unit"], by=user, method=told["method"], starts_on=told["starts_on"]
            )
            said = _("%(unit)s följer %(method)s från och med %(day)s.") % {
                "unit": made.unit,
                "method": made.method,
                "day": made.starts_on.isoformat(),
            }
            return htmx.go_to(request, reverse("choose_method"), said)
        except NotPossible as refusal:
            add(form, refusal)
    return _choices(request, user, form, status=422)


def _choices(
    request: HttpRequest, user: User, form: ChoiceForm, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    rows = queries.all_choices(user, today)
    default = queries.shipped_methods().filter(origin=queries.OWN).first()
    may_read_in = permissions.read_in_method(user, root_unit())
    context = {
        "rows": [
            {
                "choice": row,
                "method_url": MethodRegister.url(row.method_id),
                "is_coming": row.starts_on > today,
                "may": bool(permissions.withdraw_choice(user, row)),
            }
            for row in rows
        ],
        "default": default,
        "default_url": MethodRegister.url(default.pk) if default else "",
        "form": form,
        "verdict": permissions.own_somewhere(user),
        "list_url": MethodRegister.list_url(),
        "waiting": len(shipped.waiting()) if may_read_in else 0,
    }
    return render(request, "methods/choose_method.html", context, status=status)


@require_POST
def withdraw_choice(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_of(request)
    rows = MethodChoice.objects.visible_to(user).present().select_related("unit", "method")
    choice = get_object_or_404(rows, pk=pk)
    actions.withdraw_choice(choice, by=user)
    said = _("Valet är borttaget. %(unit)s följer det som gällde annars.") % {"unit": choice.unit}
    return htmx.go_to(request, reverse("choose_method"), said)


@require_POST
def load_methods(request: HttpRequest) -> HttpResponse:
    """The administrator reads in what this release of the product holds and the database does not."""
    user = person_of(request)
    verdict = permissions.read_in_method(user, root_unit())
    if not verdict:
        raise Refused(verdict.reason)
    count = len(shipped.load_methods(by=user))
    said = ngettext("%(count)s metod är inläst.", "%(count)s metoder är inlästa.", count)
    return htmx.go_to(request, MethodRegister.list_url(), said % {"count": count})
