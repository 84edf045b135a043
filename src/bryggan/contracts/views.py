from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bryggan.contracts import actions, panels, permissions, reminders
from bryggan.contracts.courses import Matter, consequence
from bryggan.contracts.deadlines import CourseKind, alternatives
from bryggan.contracts.forms import CourseForm
from bryggan.contracts.models import Contract
from bryggan.contracts.register import ContractRegister
from bryggan.kit import htmx
from bryggan.kit.action import NotPossible
from bryggan.people.models import User


@require_http_methods(["GET", "POST"])
def choose_contract_course(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be chosen and what it means; with one chosen, the few words that it takes."""
    user = request.user
    assert isinstance(user, User)
    rows = ContractRegister.rows(user).select_related("unit", "supplier")
    contract: Contract = get_object_or_404(rows, pk=pk)
    today = timezone.localdate()
    matter = reminders.matter_of(contract, today)
    if request.method == "GET":
        asked = request.GET.get("val", "")
        form = _form(matter, asked, today)
        return _page(request, user, contract, matter, form)
    verdict = permissions.choose_contract_course(user, contract)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    form = _form(matter, request.POST.get("kind", ""), today, request)
    if form is None or not form.is_valid():
        return _page(request, user, contract, matter, form, status=422)
    chosen = form.cleaned_data
    try:
        course = actions.choose_contract_course(
            contract, by=user, **{**chosen, "kind": CourseKind(chosen["kind"])}
        )
    except NotPossible as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.reason)
        return _page(request, user, contract, matter, form, status=422)
    said = _("Vägvalet är antecknat: %(course)s.") % {"course": course.get_kind_display().lower()}
    return htmx.go_to(request, ContractRegister.url(pk), said)


def _form(
    matter: Matter | None, asked: str, today: date, request: HttpRequest | None = None
) -> CourseForm | None:
    """The form of the choice asked for, if it is one that can be made."""
    if matter is None or asked not in alternatives(matter.terms, matter.deadline, today):
        return None
    posted = request.POST if request else None
    return CourseForm(CourseKind(asked), matter.deadline, today, posted)


def _page(
    request: HttpRequest,
    user: User,
    contract: Contract,
    matter: Matter | None,
    form: CourseForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    kind = CourseKind(form["kind"].value()) if form else None
    context = {
        "contract": contract,
        "form": form,
        "kind": kind,
        "consequence": consequence(kind, matter) if kind and matter else "",
        "back": ContractRegister.url(contract.pk),
        **panels.course_context(contract, user, matter, but=kind),
    }
    return render(request, "contracts/choose_course.html", context, status=status)
