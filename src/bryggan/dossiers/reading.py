"""What an auditor reads is noted: each record's page and each paper, once a day.

Who is not an auditor is passed by after one look at her own row.
"""

from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bryggan.dossiers import actions, queries
from bryggan.dossiers.models import Reading
from bryggan.kit.papers.declared import PAPERS
from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import User
from bryggan.people.roles import Role

LONGEST = 500
# A part of a page that has been noted, and what is asked while one types.
PARTS = frozenset({"register_panel", "register_facet", "register_suggest_records"})


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
        told = told_of(request)
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


def told_of(request: HttpRequest) -> tuple[str, str] | None:
    """What is noted of a page: its address, and in words what it is; nothing of lists and one's own pages."""
    match = request.resolver_match
    if match is None or match.url_name in PARTS:
        return None
    kept = match.kwargs
    if match.url_name == "paper_file":
        declared = PAPERS[kept["name"]]
        return request.get_full_path()[:LONGEST], f"{declared.title} (.{kept['form']})"
    if match.url_name == "register_export":
        register = REGISTERS[kept["slug"]]
        return request.get_full_path()[:LONGEST], f"{register.title} (.{kept['form']})"
    if "pk" not in kept:
        return None
    slug, _slash, rest = request.path.strip("/").partition("/")
    if slug in REGISTERS and rest.partition("/")[0] == str(kept["pk"]):
        # The page and all that lies under it: the record is what was read.
        register = REGISTERS[slug]
        return register.url(kept["pk"]), str(getattr(register.model(pk=kept["pk"]), "number", slug))
    return request.path[:LONGEST], request.path.strip("/")[:300]
