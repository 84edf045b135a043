"""Rounds as those who run them see them: write, start, follow, remind, close."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bryggan.kit import htmx, words
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.register.fields import chip
from bryggan.kit.register.listing import Question
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.people.models import User
from bryggan.registers.queries import views_of
from bryggan.rounds import actions, answering, following, papers, permissions, queries
from bryggan.rounds.forms import RoundForm, offered_fields, starts_with
from bryggan.rounds.models import Ask, Round

MOST_WITHOUT = 12


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _rounds(user: User) -> QuerySet[Round]:
    rounds = Round.objects.visible_to(user).filter(withdrawn_at=None)
    return rounds.select_related("started_by", "unit")


def _round_or_404(request: HttpRequest, pk: int) -> Round:
    found = get_object_or_404(_rounds(user_of(request)), pk=pk)
    if found.slug not in REGISTERS:
        raise Http404
    return found


@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds that ask me something, and those I run."""
    user = user_of(request)
    waiting = {round.pk: round.left for round in queries.waiting_rounds(user)}
    context = {
        "asking": [(one, waiting.get(one.pk, 0)) for one in queries.rounds_asking(user)[:50]],
        "rounds": following.with_counts(_rounds(user).order_by("-pk")[:100]),
        "verdict": permissions.create_round(user, None),
        "registers": queries.registers_with_rounds(),
    }
    return render(request, "rounds/round_list.html", context)


@require_http_methods(["GET", "POST"])
def create_round(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked of whom about the records that the address chooses; a draft comes of it."""
    register = REGISTERS.get(slug)
    if register is None or register not in queries.registers_with_rounds():
        raise Http404
    user = user_of(request)
    verdict = permissions.create_round(user, slug)
    if not verdict:
        raise Refused(verdict.reason)
    question = Question.read(request.GET, register)
    draft = Round(slug=slug, question=question.address(), started_by=user)
    return _written(request, draft, user)


@require_http_methods(["GET", "POST"])
def change_round(request: HttpRequest, pk: int) -> HttpResponse:
    round = _round_or_404(request, pk)
    user = user_of(request)
    verdict = permissions.change_round(user, round)
    if not verdict or round.step != Round.Step.DRAFT:
        raise Refused(verdict.reason or _("Rundan är redan startad."))
    return _written(request, round, user)


def _written(request: HttpRequest, round: Round, user: User) -> HttpResponse:
    """The form, and what is sent from it: a new draft or a changed one."""
    register = REGISTERS[round.slug]
    fields = [one for _title, part in queries.askable(register) for one in part]
    total, filled = queries.filled(register, queries.chosen(round), fields, user)
    is_new = round.pk is None
    initial = starts_with(register, total, filled) if is_new else _initial(round)
    form = RoundForm(register, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if is_new:
                values = {**form.values(), "question": round.question}
                made = actions.create_round(round.slug, by=user, **values)
            else:
                actions.change_round(round, by=user, values=form.values())
                made = round
            return htmx.go_to(request, reverse("round_page", args=[made.pk]))
        except NotPossible as refusal:
            form.add_error(_field_of(form, refusal.field), refusal.reason)
    ticked = form["fields_asked"].value() or []
    listing = queries.listing_of(round, user)
    context = {
        "round": round,
        "register": register,
        "form": form,
        "plain": [form["name"], form["last_on"], form["message"]],
        "total": total,
        "left_out": listing.found().count() - total,
        "filters": listing.filter_words(),
        "marked": len(listing.question.marked),
        "list_url": register.list_url() + listing.question.address(marked=()),
        "views": views_of(round.slug, user) if is_new else [],
        "offered": offered_fields(register, total, filled, ticked),
        "back": reverse("round_list") if is_new else reverse("round_page", args=[round.pk]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "rounds/write_round.html", context, status=status)


def _initial(round: Round) -> dict[str, Any]:
    roles = {f"asks_{place}": key for place, key in enumerate(round.asks)}
    return {
        "name": round.name,
        "fields_asked": round.fields,
        "message": round.message,
        "last_on": round.last_on,
        **roles,
    }


def _field_of(form: RoundForm, name: str) -> str | None:
    known = {"fields": "fields_asked", "asks": "asks_0", "last_on": "last_on"}
    return known.get(name)


@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as it would be; a round as it goes."""
    round = _round_or_404(request, pk)
    user = user_of(request)
    if round.step == Round.Step.DRAFT:
        return render(request, "rounds/draft.html", _draft_context(round, user))
    asks = following.asks_of(round, user)
    people = following.by_person(asks)
    context = {
        **_head(round),
        "progress": following.progress(asks),
        "administrations": following.by_administration(round, asks, user),
        "people": _rows_of_asked(people),
        "left": [one.person for one in people if not one.is_done],
        "declined": following.declined(round, asks, user),
        "nobody": following.nobody(round, asks, user),
        "nobody_url": queries.nobody_address(round),
        "known": following.known_before_and_now(round, asks, user),
        "changes": following.changes(round, user),
        "remind_verdict": permissions.remind_round(user, round),
        "papers": papers.offered(round),
    }
    return render(request, "rounds/round_page.html", context)


def _rows_of_asked(people: Iterable[following.OfPerson]) -> SafeString:
    """Made here and not in a template: a round may ask thousands."""
    heads, said = (_("Person"), _("Enhet"), _("Svar"), _("Läge")), _("%(answered)s av %(asked)s")
    done, begun = chip("ok", _("klar")), chip("go", _("på gång"))
    not_begun = chip("none", _("har inte börjat"))
    rows = (
        (
            *(heads[0], one.person.name, heads[1], one.person.unit, heads[2], said % vars(one)),
            *(heads[3], done if one.is_done else begun if one.answered else not_begun),
        )
        for one in people
    )
    return format_html_join(
        "",
        '<tr><th scope="row" data-label="{}">{}</th><td data-label="{}">{}</td>'
        '<td class="number" data-label="{}">{}</td><td data-label="{}">{}</td></tr>',
        rows,
    )


def _head(round: Round) -> dict[str, Any]:
    register = REGISTERS[round.slug]
    return {
        "round": round,
        "register": register,
        "asked_fields": following.field_labels(queries.fields_of(round)),
        "roles": following.role_words(round),
        "filters": queries.listing_of(round, round.started_by).filter_words(),
        "marked": len(queries.listing_of(round, round.started_by).question.marked),
    }


def _draft_context(round: Round, user: User) -> dict[str, Any]:
    """Who would be asked about how many, and which records have nobody."""
    found = queries.prospect(round, MOST_WITHOUT)
    register = REGISTERS[round.slug]
    told = queries.people_of(found)
    without = queries.chosen(round).filter(pk__in=found.without).order_by("sort_key", "pk")
    return {
        **_head(round),
        "total": found.total,
        "people_count": len(told),
        "people": _rows_of_people(register, told),
        "without": [(one, register.url(one.pk)) for one in without],
        "without_count": found.without_count,
        "nobody_url": queries.nobody_address(round),
        "verdict": permissions.start_round(user, round),
    }


def _rows_of_people(register: type[Register], told: Iterable[tuple[int, str, str]]) -> SafeString:
    """Made here and not in a template: a round may ask thousands."""
    heads = _("Person"), _("E-postadress"), str(register.title)
    return format_html_join(
        "",
        '<tr><th scope="row" data-label="{}">{}</th><td data-label="{}">{}</td>'
        '<td class="number" data-label="{}">{}</td></tr>',
        ((heads[0], name, heads[1], email, heads[2], count) for count, name, email in told),
    )


@require_POST
def start_round(request: HttpRequest, pk: int) -> HttpResponse:
    round = _round_or_404(request, pk)
    return _done(
        request,
        round,
        lambda by: actions.start_round(round, by=by),
        _("Rundan är startad, och alla som tillfrågas har fått veta det."),
    )


@require_POST
def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    round = _round_or_404(request, pk)
    said = _("Rundan är avslutad. Länkarna i breven gäller inte längre.")
    return _done(request, round, lambda by: actions.close_round(round, by=by), said)


@require_POST
def remind_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has been reminded today already is left in peace."""
    round = _round_or_404(request, pk)
    told: list[int] = []

    def remind(by: User) -> None:
        told.append(actions.remind_round(round, by=by))

    response = _done(request, round, remind, "")
    if told and told[0]:
        said = ngettext("%(n)s person är påmind.", "%(n)s personer är påminda.", told[0])
        messages.success(request, said % {"n": words.number(told[0])})
    elif told:
        messages.info(request, _("Alla som är kvar har redan fått veta det i dag."))
    return response


@require_POST
def withdraw_round(request: HttpRequest, pk: int) -> HttpResponse:
    round = _round_or_404(request, pk)
    try:
        actions.withdraw_round(round, by=user_of(request))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        return htmx.go_to(request, reverse("round_page", args=[pk]))
    return htmx.go_to(request, reverse("round_list"), _("Utkastet är borttaget."))


@require_POST
def pass_ask(request: HttpRequest, pk: int, ask: int) -> HttpResponse:
    """Ask the suggested person instead."""
    round = _round_or_404(request, pk)
    found = get_object_or_404(
        following.asks_of(round, user_of(request)).select_related("round__started_by", "suggested"),
        pk=ask,
        suggested__isnull=False,
    )
    return _passed(request, round, found)


def _passed(request: HttpRequest, round: Round, ask: Ask) -> HttpResponse:
    person = ask.suggested
    assert person is not None
    return _done(
        request,
        round,
        lambda by: answering.pass_ask(ask, by=by, person=person),
        _("%(name)s är tillfrågad i stället.") % {"name": person.name},
    )


def _done(request: HttpRequest, round: Round, work: Any, said: str) -> HttpResponse:
    """Back to the round, with what was done or why it was not possible."""
    try:
        work(user_of(request))
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
        said = ""
    except Stale as stale:
        messages.error(request, str(stale))
        said = ""
    return htmx.go_to(request, reverse("round_page", args=[round.pk]), said)
