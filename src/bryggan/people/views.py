from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx, merged
from bryggan.kit.action import NotPossible
from bryggan.people import actions, masking, password_views, permissions, queries
from bryggan.people.forms import MaskingForm, PersonForm, RoleForm, SignInForm, UnitForm
from bryggan.people.middleware import VIEWING_AS
from bryggan.people.models import Assignment, Unit, User

BACKEND = "bryggan.people.login.ThrottledBackend"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Local sign-in. In the demo one is sent to the page where one chooses whom to be."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if settings.BRYGGAN_DEMO and "losenord" not in request.GET:
            return render(
                request,
                "people/choose.html",
                {"cast": queries.demo_cast(), "next": self.get_redirect_url()},
            )
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        response = super().form_valid(form)
        person = form.get_user()
        assert isinstance(person, User)
        actions.sign_in(person, by=person)
        return response


@login_not_required
@require_POST
def choose_person(request: HttpRequest, pk: int) -> HttpResponse:
    """In the demo alone: be this person, with one click."""
    if not settings.BRYGGAN_DEMO:
        raise Http404
    person = get_object_or_404(queries.demo_cast(), pk=pk)
    request.session.flush()
    login(request, person, backend=BACKEND)
    actions.sign_in(person, by=person)
    return redirect("home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


@require_POST
def view_as(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user).present(), pk=pk)  # type: ignore[arg-type]
    actions.view_as(person, by=request.user)  # type: ignore[arg-type]
    request.session[VIEWING_AS] = person.pk
    return htmx.go_to(request, "/")


@require_POST
def stop_viewing_as(request: HttpRequest) -> HttpResponse:
    request.session.pop(VIEWING_AS, None)
    return htmx.go_to(request, "/")


@require_GET
def organisation(request: HttpRequest) -> HttpResponse:
    """The whole tree, with how many people belong to each unit."""
    context = {
        "units": queries.unit_tree(),
        "create_verdict": permissions.create_unit(request.user, None),  # type: ignore[arg-type]
    }
    return render(request, "people/organisation.html", context)


@require_GET
def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user).present(), pk=pk)  # type: ignore[arg-type]
    return render(request, "people/unit.html", _unit_context(request, unit))


def _unit_context(request: HttpRequest, unit: Unit) -> dict[str, object]:
    user = request.user
    assert isinstance(user, User)
    return {
        "unit": unit,
        "above": queries.units_above(unit),
        "below": unit.children.filter(withdrawn_at=None),
        "people": queries.people_in(unit, user),
        "assignments": queries.assignments_in(unit, user),
        "change_verdict": permissions.change_unit(user, unit),
        "role_verdict": permissions.give_role(user, unit),
        "form": UnitForm(initial={"name": unit.name, "short": unit.short, "kind": unit.kind}),
        "new_unit_form": UnitForm(prefix="new"),
        "role_form": RoleForm(),
    }


@require_POST
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user).present(), pk=pk)  # type: ignore[arg-type]
    form = UnitForm(request.POST)
    if form.is_valid():
        try:
            actions.change_unit(unit, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            return htmx.go_to(request, f"/organisation/{pk}/", _("Enheten är ändrad."))
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    context = {**_unit_context(request, unit), "form": form}
    return render(request, "people/unit.html", context, status=422)


@require_POST
def create_unit(request: HttpRequest, pk: int) -> HttpResponse:
    parent = get_object_or_404(Unit.objects.visible_to(request.user).present(), pk=pk)  # type: ignore[arg-type]
    form = UnitForm(request.POST, prefix="new")
    if form.is_valid():
        try:
            actions.create_unit(parent, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            return htmx.go_to(request, f"/organisation/{pk}/", _("Enheten är upplagd."))
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    context = {**_unit_context(request, parent), "new_unit_form": form}
    return render(request, "people/unit.html", context, status=422)


@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user).present(), pk=pk)  # type: ignore[arg-type]
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            actions.give_role(unit, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            return htmx.go_to(request, f"/organisation/{pk}/", _("Rollen är given."))
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    context = {**_unit_context(request, unit), "role_form": form}
    return render(request, "people/unit.html", context, status=422)


@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]
    actions.end_role(assignment, by=request.user, ends_on=queries.today())  # type: ignore[arg-type]
    return htmx.go_to(request, f"/organisation/{assignment.unit_id}/", _("Uppdraget är avslutat."))


@require_GET
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    kept = merged.leads_to(User, pk, request.user)
    if kept is not None:
        return redirect("person_page", kept)
    person = get_object_or_404(User.objects.visible_to(request.user).present(), pk=pk)  # type: ignore[arg-type]
    context = {
        "shown": person,
        "assignments": queries.assignments_of(person),
        "panels": [
            {"title": panel.title, "html": panel.draw(person, request.user)}
            for panel in queries.person_panels()
        ],
        "password_link": _password_link(request, person),
        "view_as_verdict": permissions.view_as(request.user, person),  # type: ignore[arg-type]
        "invite_verdict": permissions.invite_person(request.user, person),  # type: ignore[arg-type]
    }
    return render(request, "people/person.html", context)


def _password_link(request: HttpRequest, person: User) -> str:
    """Shown to an administrator until the invited person has chosen a password."""
    is_waiting = person.is_active and not person.has_usable_password()
    if not is_waiting or not permissions.administer(request.user):  # type: ignore[arg-type]
        return ""
    return password_views.link_for(person, request)


@require_POST
def invite_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user).present(), pk=pk)  # type: ignore[arg-type]
    actions.invite_person(person, by=request.user)  # type: ignore[arg-type]
    said = _("%(name)s får nu logga in.") % {"name": person.name}
    return htmx.go_to(request, f"/person/{pk}/", said)


@require_http_methods(["GET", "POST"])
def create_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.create_person(
                form.cleaned_data.pop("unit"),
                by=request.user,  # type: ignore[arg-type]
                **form.cleaned_data,
            )
            return htmx.go_to(request, f"/person/{person.pk}/", _("Personen är upplagd."))
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    status = 422 if form.is_bound else 200
    verdict = permissions.create_person(request.user, None)  # type: ignore[arg-type]
    return render(
        request, "people/new_person.html", {"form": form, "verdict": verdict}, status=status
    )


@require_http_methods(["GET", "POST"])
def mask_value(request: HttpRequest) -> HttpResponse:
    """First shows where the value lies, then, when asked again, takes it away."""
    verdict = permissions.mask_value(request.user)  # type: ignore[arg-type]
    if not verdict:
        raise PermissionDenied(verdict.reason)
    form = MaskingForm(request.POST or None)
    found: dict[str, int] | None = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            texts = masking.texts_meant(asked["value"], asked["record"], asked["field"])
            if asked["is_sure"]:
                masking.mask_value(
                    by=request.user,  # type: ignore[arg-type]
                    texts=texts,
                    reason=asked["reason"],
                    decision=asked["decision"],
                )
                return htmx.go_to(request, "/maskera/", _("Uppgiften är borttagen överallt."))
            masking.can_be_masked(texts, asked["reason"], asked["decision"])
            found = masking.places(texts)
            form = MaskingForm(initial={**asked, "is_sure": True})
        except NotPossible as refusal:
            form.add_error(refusal.field or None, refusal.reason)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/mask_value.html", {"form": form, "found": found}, status=status)
