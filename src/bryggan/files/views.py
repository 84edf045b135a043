"""Files of a record: added, looked at, fetched, established, given versions, taken away, marked secret."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bryggan.files import actions, checking, permissions, queries, storing
from bryggan.files.choices import MIME_TYPES
from bryggan.files.forms import (
    AttachForm,
    EstablishForm,
    FileForm,
    LinkForm,
    ReasonForm,
    SecrecyForm,
)
from bryggan.files.models import File, FrozenVersion
from bryggan.files.panels import chips_of, size_words
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.kit.verdict import Permission
from bryggan.people.models import User
from bryggan.people.signed_in import person_of

type Crumbs = tuple[tuple[str, Any], ...]


def record_at(request: HttpRequest, slug: str, pk: int) -> tuple[type[Register], Any]:
    """The register and its record, as the person sees it."""
    register = REGISTERS.get(slug)
    if register is None:
        raise Http404
    rows = register.rows(request.user).select_related(*register.read_with)
    return register, get_object_or_404(rows, pk=pk)


def crumbs_of(register: type[Register], record: Any) -> Crumbs:
    return ((register.list_url(), register.title), (register.url(record.pk), record))


@require_http_methods(["GET", "POST"])
def attach_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register, record = record_at(request, slug, pk)
    user = person_of(request)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    sheet = Sheet(
        title=_("Lägg till en fil"),
        lead=str(record),
        button=_("Lägg till"),
        form=form,
        verdict=permissions.attach_file(user, record),
        back=register.url(record.pk),
        crumbs=crumbs_of(register, record),
        note=_("Filen ser alla som ser posten, om du inte väljer sekretess."),
    )

    def act(told: dict[str, Any]) -> str:
        actions.attach_file(record, by=user, **_read(told))
        return _("Filen är tillagd.")

    return answered(request, sheet, act)


def _read(told: dict[str, Any]) -> dict[str, Any]:
    """The form's values with the bytes in the place of the chosen file; its size is asked before it is read."""
    chosen = told.pop("file")
    checking.check_size(chosen.size)
    return {**told, "content": chosen.read(), "called": chosen.name}


@require_http_methods(["GET", "POST"])
def attach_link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    register, record = record_at(request, slug, pk)
    user = person_of(request)
    sheet = Sheet(
        title=_("Lägg till en länk"),
        lead=str(record),
        button=_("Lägg till"),
        form=LinkForm(posted(request)),
        verdict=permissions.attach_link(user, record),
        back=register.url(record.pk),
        crumbs=crumbs_of(register, record),
        note=_("En länk visar vad som ligger där just då. Det som ska bevaras läggs in som fil."),
    )

    def act(told: dict[str, Any]) -> str:
        actions.attach_link(record, by=user, **told)
        return _("Länken är tillagd.")

    return answered(request, sheet, act)


def _file(request: HttpRequest, pk: int) -> File:
    rows = File.objects.visible_to(person_of(request)).present()
    return get_object_or_404(rows.select_related("unit", "uploaded_by"), pk=pk)


@require_GET
def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of the file, its versions, and what can be done with it."""
    file, user = _file(request, pk), person_of(request)
    register, record = queries.register_behind(file), queries.record_behind(file, user)
    if register is None or record is None:
        raise Http404
    is_replaced = queries.is_replaced(file)
    frozen = queries.frozen_file(file, user)
    context = {
        "file": file,
        "crumbs": crumbs_of(register, record),
        "chips": chips_of(file),
        "size": size_words(file.size_bytes),
        # In groups, so that it can be read aloud, compared and broken over lines.
        "digest": [file.digest[at : at + 8] for at in range(0, len(file.digest), 8)],
        "place": urlsplit(file.url).netloc,
        "is_replaced": is_replaced,
        "versions": queries.versions_of(file, user)[1:],
        "frozen": frozen,
        "may": permissions.attach_file(user, record),
        "may_withdraw": permissions.withdraw_file(user, file),
        "may_mark": permissions.mark_secret(user, file),
        "may_lift": permissions.lift_secrecy(user, file),
    }
    return render(request, "files/file_page.html", context)


@require_GET
def download_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes, to be saved and never shown by the browser; not those that are no longer what was put there."""
    file = _file(request, pk)
    content = storing.read(file.digest) if file.digest else None
    if content is None:
        said = _("Innehållet finns inte kvar som det var: det har maskerats eller tagits bort.")
        return render(request, "files/file_gone.html", {"file": file, "said": said}, status=410)
    response = HttpResponse(content, content_type=MIME_TYPES[file.content_kind])
    disposition = content_disposition_header(as_attachment=True, filename=file.file_name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer(
    request: HttpRequest,
    pk: int,
    *,
    title: str,
    button: str,
    form: forms.Form,
    allow: Permission,
    act: Callable[[File, User, dict[str, Any]], str],
    note: str = "",
) -> HttpResponse:
    """A page with one form about a file; afterwards back to the record, where the file stands or is gone."""
    file, user = _file(request, pk), person_of(request)
    register, record = queries.register_behind(file), queries.record_behind(file, user)
    if register is None or record is None:
        raise Http404
    sheet = Sheet(
        title=title,
        lead=file.name,
        button=button,
        form=form,
        verdict=allow(user, file),
        back=register.url(record.pk),
        crumbs=crumbs_of(register, record),
        note=note,
    )
    return answered(request, sheet, lambda told: act(file, user, told))


@require_http_methods(["GET", "POST"])
def establish_file(request: HttpRequest, pk: int) -> HttpResponse:
    def act(file: File, user: User, told: dict[str, Any]) -> str:
        actions.establish_file(file, by=user, **told)
        return _("Handlingen är upprättad och fryst.")

    return _answer(
        request,
        pk,
        title=_("Upprätta handlingen"),
        button=_("Upprätta"),
        form=EstablishForm(posted(request)),
        allow=permissions.establish_file,
        act=act,
        note=_("Den blir allmän handling, fryses och kan sedan bara få nya versioner."),
    )


@require_http_methods(["GET", "POST"])
def add_version(request: HttpRequest, pk: int) -> HttpResponse:
    def act(file: File, user: User, told: dict[str, Any]) -> str:
        actions.add_version(file, by=user, **_read(told))
        return _("Den nya versionen är tillagd.")

    is_sent = request.method == "POST"
    return _answer(
        request,
        pk,
        title=_("Ny version"),
        button=_("Lägg till"),
        form=FileForm(request.POST, request.FILES) if is_sent else FileForm(),
        allow=permissions.add_version,
        act=act,
        note=_("Den äldre versionen står kvar."),
    )


@require_http_methods(["GET", "POST"])
def withdraw_file(request: HttpRequest, pk: int) -> HttpResponse:
    def act(file: File, user: User, told: dict[str, Any]) -> str:
        actions.withdraw_file(file, by=user, **told)
        return _("Handlingen är borttagen.")

    return _answer(
        request,
        pk,
        title=_("Ta bort arbetsmaterialet"),
        button=_("Ta bort"),
        form=ReasonForm(posted(request)),
        allow=permissions.withdraw_file,
        act=act,
        note=_("Filen raderas efter 30 dagar. Att den fanns står kvar i historiken."),
    )


@require_http_methods(["GET", "POST"])
def mark_secret(request: HttpRequest, pk: int) -> HttpResponse:
    def act(file: File, user: User, told: dict[str, Any]) -> str:
        actions.mark_secret(file, by=user, **told)
        return _("Handlingen är sekretessmarkerad.")

    return _answer(
        request,
        pk,
        title=_("Sekretessmarkera"),
        button=_("Markera"),
        form=SecrecyForm(posted(request)),
        allow=permissions.mark_secret,
        act=act,
        note=_(
            "Bara den som lade in handlingen, chefen, nämndsekreteraren, administratören och "
            "revisorn ser den. Om sekretessen gäller prövas varje gång någon begär ut den."
        ),
    )


@require_http_methods(["GET", "POST"])
def lift_secrecy(request: HttpRequest, pk: int) -> HttpResponse:
    def act(file: File, user: User, told: dict[str, Any]) -> str:
        actions.lift_secrecy(file, by=user, **told)
        return _("Sekretessmarkeringen är borttagen.")

    return _answer(
        request,
        pk,
        title=_("Ta bort sekretessmarkeringen"),
        button=_("Ta bort markeringen"),
        form=ReasonForm(posted(request)),
        allow=permissions.lift_secrecy,
        act=act,
        note=_("Alla som ser posten ser sedan handlingen, med alla dess versioner."),
    )


@require_GET
def frozen_version(request: HttpRequest, pk: int) -> HttpResponse:
    """What was frozen, as a file that `verifiera_beslut.py` checks without the tool."""
    rows = FrozenVersion.objects.visible_to(person_of(request)).present()
    frozen = get_object_or_404(rows, pk=pk)
    told = {"kontrollsumma": frozen.digest, "innehall": frozen.content}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="fryst-{frozen.pk}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
