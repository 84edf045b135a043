"""The färdplan of a unit or of all, in eight views of the same initiatives; its adopted versions."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from bryggan.initiatives.models import MoneyKind
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit import navigation, words
from bryggan.kit.plain import whole_number
from bryggan.kit.single_form import Sheet, answered, posted
from bryggan.people.models import Unit, User
from bryggan.people.scope import Organisation, Scope, asked_scope, own_word, whole_word
from bryggan.people.signed_in import person_of
from bryggan.roadmap import actions, adopted, links, permissions, queries, shown, shown_money
from bryggan.roadmap.forms import AdoptForm
from bryggan.roadmap.papers import papers_of
from bryggan.roadmap.queries import Roadmap

type Tab = Callable[[Roadmap], dict[str, Any]]

FIRST = "tidslinje"
TABS: dict[str, Any] = {
    FIRST: gettext_lazy("Tidslinje"),
    "tavla": gettext_lazy("Tavla"),
    "matris": gettext_lazy("Matris"),
    "pengar": gettext_lazy("Pengar"),
    "horisonter": gettext_lazy("Två horisonter"),
    "tyst": gettext_lazy("Tyst sedan"),
    "parallellt": gettext_lazy("Parallellt"),
    "versioner": gettext_lazy("Fastställda"),
}
TOLD: dict[str, Tab] = {
    "tavla": shown.board_shown,
    "matris": shown.matrix_shown,
    "pengar": shown_money.money_shown,
    "horisonter": shown_money.horizons_shown,
    "tyst": shown.silent_shown,
    "parallellt": shown.parallel_shown,
}

navigation.offer(
    navigation.Item(
        key="roadmap",
        label=gettext_lazy("Färdplan"),
        url_name="roadmap",
        icon="map",
        group=InitiativeRegister.group,
        place=14,
    )
)


@require_GET
def roadmap(request: HttpRequest) -> HttpResponse:
    """Of one's own administration; for those who look after all, of everything."""
    return _page(request, asked_scope("", person_of(request), Organisation.read()))


@require_GET
def roadmap_of(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _scope(person_of(request), pk))


def _scope(user: User, pk: int) -> Scope:
    organisation = Organisation.read()
    if pk not in organisation.places:
        raise Http404
    return Scope(user, organisation, organisation.places[pk])


def _page(request: HttpRequest, scope: Scope) -> HttpResponse:
    user, unit = person_of(request), scope.unit
    asked = request.GET.get("vy", FIRST)
    tab = asked if asked in TABS else FIRST
    told = Roadmap(scope, timezone.localdate())
    context = {
        "scope": scope,
        "is_whole": scope.is_whole,
        "above": scope.organisation.above(unit.pk)[:-1],
        "scopes": _scopes(scope, tab),
        "has_any": bool(told.whole.total or told.money),
        "cards": shown.cards(told),
        "tab": tab,
        "tab_label": TABS[tab],
        "tabs": [
            {"label": label, "url": links.page(unit.pk, key), "is_current": key == tab}
            for key, label in TABS.items()
        ],
        "part": f"roadmap/part_{tab}.html",
        "papers": papers_of(unit.pk),
        "list_url": links.still_open(told),
        **_told(told, user, tab, request),
    }
    return render(request, "roadmap/roadmap.html", context)


def _told(roadmap: Roadmap, user: User, tab: str, request: HttpRequest) -> dict[str, Any]:
    if tab == FIRST:
        return shown.timeline_shown(roadmap, user, request.GET.get("page", "1"))
    if tab == "versioner":
        unit = get_object_or_404(Unit.objects.visible_to(user), pk=roadmap.scope.unit.pk)
        return {
            "versions": list(queries.adopted_of(unit, user)),
            "verdict": permissions.adopt_roadmap(user, unit),
            "unit_pk": unit.pk,
        }
    return TOLD[tab](roadmap)


def _scopes(scope: Scope, tab: str) -> list[dict[str, Any]]:
    """One's own administration and everything, and the unit at hand if it is neither."""
    root = scope.organisation.root
    own = scope.organisation.administration(scope.user.unit_id)
    offered = [] if own.is_alone else [(own.place.pk, own_word(own.place.kind))]
    if scope.unit not in (root, own.place):
        offered.append((scope.unit.pk, scope.unit.name))
    offered.append((root.pk, whole_word(root.kind)))
    return [
        {"label": label, "url": links.page(pk, tab), "is_current": pk == scope.unit.pk}
        for pk, label in (offered if len(offered) > 1 else [])
    ]


@require_GET
def roadmap_money(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that a sum of the färdplan consists of."""
    scope = _scope(person_of(request), pk)
    kind = request.GET.get("slag", "")
    year, bearer, leader = (_number(request, key) for key in ("ar", "namnd", "leds"))
    places = scope.organisation.places
    if kind not in MoneyKind.values or not {bearer, leader} <= {None, *places}:
        raise Http404
    told = Roadmap(scope, timezone.localdate())
    rows = told.money_behind(kind, year=year, bearer=bearer, leader=leader)
    context = {
        "scope": scope,
        "year": year,
        "kind": MoneyKind(kind).label,
        "bearer": places[bearer].name if bearer else "",
        "leader": places[leader].name if leader else "",
        "back": links.page(pk, "pengar"),
        "rows": [
            (one, places[one.unit].name, links.initiative(one.row.initiative_id)) for one in rows
        ],
        "total": words.exact_sek(sum(one.amount for one in rows)),
    }
    return render(request, "roadmap/roadmap_money.html", context)


def _number(request: HttpRequest, key: str) -> int | None:
    """A number of the address, None when it asks for all; anything else is no address."""
    asked = request.GET.get(key, "")
    number = whole_number(asked)
    if asked and number is None:
        raise Http404
    return number


@require_http_methods(["GET", "POST"])
def adopt_roadmap(request: HttpRequest, pk: int) -> HttpResponse:
    """The leadership adopts what stands on the färdplan today."""
    user = person_of(request)
    unit = get_object_or_404(Unit.objects.visible_to(user).present(), pk=pk)
    back = links.page(pk, "versioner")
    sheet = Sheet(
        title=_("Fastställ färdplanen"),
        lead=_("%(unit)s med allt därunder") % {"unit": unit.name},
        button=_("Fastställ"),
        form=AdoptForm(unit, user, posted(request)),
        verdict=permissions.adopt_roadmap(user, unit),
        back=back,
        crumbs=((links.page(pk), _("Färdplan")),),
        note=_(
            "Färdplanen fryses som den står i dag. Den går inte att ändra; nästa gång blir det en ny version."
        ),
    )

    def adopt(told: dict[str, Any]) -> tuple[str, str]:
        made = actions.adopt_roadmap(unit, by=user, **told)
        return _("Färdplanen är fastställd."), reverse("adopted_roadmap", args=[made.pk])

    return answered(request, sheet, adopt)


@require_GET
def adopted_roadmap(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as it was adopted, and what has become otherwise since."""
    user = person_of(request)
    version = get_object_or_404(queries.adopted_seen(user), pk=pk)
    context = {
        "version": version,
        "back": links.page(version.unit_id, "versioner"),
        **adopted.shown(version, user, timezone.localdate()),
    }
    return render(request, "roadmap/adopted_roadmap.html", context)
