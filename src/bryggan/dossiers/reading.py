"""What an auditor reads is noted: each record's page, list, overview, table, file and paper, once a day.

A list is one reading, with its filter and how many rows it had; not one for each row or page of it.

Who is not an auditor is passed by after one look at her own row.
"""

from collections.abc import Callable, Sequence
from urllib.parse import unquote

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.dossiers import actions, queries
from bryggan.dossiers.models import Reading
from bryggan.dossiers.selection import Selection
from bryggan.kit import words
from bryggan.kit.papers.declared import PAPERS
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.on_paper import filters_of
from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import User
from bryggan.people.roles import Role

# As much as a row of the log holds of an address and of what it is.
LONGEST, LONGEST_NAME = 500, 300
# A part of a page that has been noted, and what is asked while one types.
PARTS = frozenset(
    {"register_panel", "register_facet", "register_suggest_records", "register_suggest_values"}
)
# What the whole stands on, and so the map, the plan and what one looks for.
OVERVIEWS = frozenset(
    {
        "advice_list", "advice_page", "assessment_map", "batch_list", "completeness",
        "contract_year", "contracts_together", "green_list", "integration_map", "mail_list",
        "need_overview", "organisation", "oversight", "replacement_list", "report_lists",
        "roadmap", "round_list", "search", "who_may_decide",
    }
)  # fmt: skip


class ReadingMiddleware:
    """After the page is made and before it is sent, so that nothing is read that is not noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = request.user
        if isinstance(user, User) and user.is_external and user.has_role(Role.AUDITOR):
            self._note(request, response, user)
        return response

    def _note(self, request: HttpRequest, response: HttpResponse, user: User) -> None:
        is_herself = getattr(request, "real_user", user) == user
        if request.method != "GET" or response.status_code != 200 or not is_herself:
            return
        told = told_of(request, user)
        if told is None:
            return
        address, name = told
        held = Reading.objects.filter(
            reader=user, read_on=timezone.localdate(), address=address
        ).exists()
        if not held:
            reader = queries.row_of(user)
            try:
                actions.note_reading(reader, by=reader, address=address, name=name)
            except IntegrityError:
                return  # the same page in two windows at once: the other one noted it


def told_of(request: HttpRequest, user: User) -> tuple[str, str] | None:
    """What is noted of a page: its address, and in words what it is; nothing of one's own pages."""
    match = request.resolver_match
    if match is None or match.url_name in PARTS:
        return None
    kept = match.kwargs
    if match.url_name == "paper_file":
        declared = PAPERS[kept["name"]]
        return request.get_full_path()[:LONGEST], f"{declared.title} (.{kept['form']})"
    if match.url_name == "evidence_table":
        selection = Selection.asked(request.GET, user)
        if selection is None:
            return None
        name = _("Revisorernas tabell")
        return _many(request, name, selection.address, selection.words, selection.total)
    if match.url_name in ("register_list", "register_export"):
        register = REGISTERS[kept["slug"]]
        listing = Listing(register, Question.read(request.GET, register), user)
        form = f" (.{kept['form']})" if "form" in kept else ""
        asked = listing.question.address(page=1, columns=(), sort="")
        count = listing.found().order_by().count()
        return _many(request, f"{register.title}{form}", asked, filters_of(listing), count)
    if match.url_name in OVERVIEWS:
        # With the filter or the words in its address; not each letter of what is typed.
        if "hx-request" in request.headers:
            return None
        path = request.get_full_path()
        return path[:LONGEST], unquote(path).strip("/")[:LONGEST_NAME]
    if "pk" not in kept:
        return None
    slug, _slash, rest = request.path.strip("/").partition("/")
    if slug in REGISTERS and rest.partition("/")[0] == str(kept["pk"]):
        # The page and all that lies under it: the record is what was read.
        register = REGISTERS[slug]
        return register.url(kept["pk"]), str(getattr(register.model(pk=kept["pk"]), "number", slug))
    return request.path[:LONGEST], request.path.strip("/")[:LONGEST_NAME]


def _many(
    request: HttpRequest, name: str, asked: str, filters: Sequence[str], count: int
) -> tuple[str, str]:
    """A list whichever page of it was open: what list, by what filter, how many rows."""
    rows = ngettext("%(count)s rad", "%(count)s rader", count) % {"count": words.number(count)}
    by = "; ".join(filters) or _("allt")
    room = LONGEST_NAME - len(name) - len(rows) - 4
    query = asked.removeprefix("?")
    address = f"{request.path}?{query}" if query else request.path
    return address[:LONGEST], f"{name}: {Truncator(by).chars(room)}, {rows}"
