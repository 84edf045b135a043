"""The open list: for anyone, without signing in, made of nothing but what anyone may read."""

import hashlib
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_GET

from bryggan.approvals import open_format, queries
from bryggan.approvals.models import Category, Outcome, Platform
from bryggan.approvals.next_steps import OUTCOME_TONES
from bryggan.kit import htmx, words
from bryggan.kit.context import product_version
from bryggan.kit.plain import whole_number
from bryggan.people.roles import Role

PAGE = 50
KEPT_SECONDS = 300
FILTERS = ("outcome", "platform", "category")
NAMES = {"outcome": "besked", "platform": "plattform", "category": "slag"}


def _mark(request: HttpRequest, **_arguments: Any) -> str:
    """Changes when the list does, with the day, and with what is asked of it."""
    is_part = htmx.is_part(request, "list")
    state = [*queries.public_state(), request.get_full_path(), is_part, product_version()]
    return quote_etag(hashlib.sha256(repr(state).encode()).hexdigest()[:32])


@login_not_required
@require_GET
@condition(etag_func=_mark)
def green_list(request: HttpRequest) -> HttpResponse:
    """Searched and filtered; the same for whoever looks."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:200]
    chosen = {key: request.GET.get(NAMES[key], "") for key in FILTERS}
    pages = Paginator(queries.public_rows(asked, **chosen), PAGE)
    page = pages.get_page(whole_number(request.GET.get("sida", "1")) or 1)
    today = timezone.localdate()
    context = {
        "words": asked,
        "selects": _selects(chosen),
        "apps": [_shown(row, today) for row in page.object_list],
        "total": pages.count,
        "is_filtered": bool(asked or any(chosen.values())),
        "is_chosen": any(chosen.values()),
        "municipality": queries.municipality_name(),
        # The page is the same for all who ask: what one person is told is shown to her elsewhere.
        "messages": [],
        "position": _position(page.number, pages.count),
        "previous_url": _address(request, page.number - 1) if page.has_previous() else "",
        "next_url": _address(request, page.number + 1) if page.has_next() else "",
    }
    response = htmx.page_or_part(request, "approvals/green_list.html", context, part="list")
    patch_cache_control(response, no_cache=True)
    return response


@login_not_required
@require_GET
@condition(etag_func=_mark)
def green_list_file(request: HttpRequest, form: str) -> HttpResponse:
    """The whole list for a program or another municipality: json or csv."""
    if form not in ("json", "csv"):
        raise Http404
    rows = list(queries.public_rows())
    if form == "json":
        content = open_format.as_json(
            rows, municipality=queries.municipality_name(), made_at=timezone.localtime()
        )
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
    else:
        response = HttpResponse(open_format.as_csv(rows), content_type="text/csv; charset=utf-8")
        name = f"grona-listan-{timezone.localdate().isoformat()}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


def _shown(row: dict[str, Any], today: date) -> dict[str, Any]:
    """One app as the page tells it."""
    return {
        "number": f"G-{row['pk']:04d}",
        "name": row["name"],
        "aliases": ", ".join(row["aliases"]),
        "tone": OUTCOME_TONES[row["outcome"]],
        "outcome": Outcome(row["outcome"]).label,
        "is_under_review": bool(row["under_review"]),
        "description": row["description"],
        "facts": [
            (label, value, value in (row["conditions"], row["outcome_reason"]))
            for label, value in (
                (_("Villkor"), row["conditions"]),
                (_("Skäl"), row["outcome_reason"]),
                (_("För vem"), row["audience"]),
                (_("Plattform"), ", ".join(open_format.platform_words(row["platforms"]))),
                (_("Slag"), Category(row["category"]).label if row["category"] else ""),
                (_("Leverantör"), row["supplier_name"]),
            )
            if value
        ],
        "review_on": row["review_on"],
        "is_late": row["review_on"] is not None and row["review_on"] < today,
        "link": row["link"] if row["link"].startswith(("https://", "http://")) else "",
        "decided": _decided(row),
        "kept_by": row["kept_by"],
    }


def _decided(row: dict[str, Any]) -> str:
    """When, and by the holder of which role: never by whom."""
    day = words.date_text(row["decided_on"])
    if not row["decided_as"]:
        return _("Beslutat %(day)s.") % {"day": day}
    role = str(Role(row["decided_as"]).label).lower()
    return _("Beslutat %(day)s av %(role)s.") % {"day": day, "role": role}


def _selects(chosen: dict[str, str]) -> list[dict[str, Any]]:
    options = (
        ("outcome", _("Besked"), _("Alla besked"), Outcome),
        ("platform", _("Plattform"), _("Alla plattformar"), Platform),
        ("category", _("Slag av app"), _("Alla slag"), Category),
    )
    return [
        {
            "name": NAMES[key],
            "label": label,
            "choices": [("", every, not chosen[key])]
            + [(code, word, code == chosen[key]) for code, word in offered.choices],
        }
        for key, label, every, offered in options
    ]


def _position(number: int, total: int) -> str:
    if total <= PAGE:
        return ""
    first = (number - 1) * PAGE + 1
    return _("%(first)s–%(last)s av %(total)s") % {
        "first": words.number(first),
        "last": words.number(min(first + PAGE - 1, total)),
        "total": words.number(total),
    }


def _address(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["sida"] = str(number)
    return f"{reverse('green_list')}?{asked.urlencode()}"
