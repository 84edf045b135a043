"""What rounds show in other places: the menu, the lists, the records' own pages, what waits for a person."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.kit import navigation, words
from bryggan.kit.register import past, showing
from bryggan.kit.register.listing import Listing
from bryggan.notices.telling import seals
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User
from bryggan.registers.pointing import points_by_slug
from bryggan.rounds import beside, links, permissions, queries
from bryggan.rounds.models import Ask

navigation.offer(
    navigation.Item(
        key="rounds",
        label=gettext_lazy("Uppdateringsrundor"),
        url_name="round_list",
        icon="clipboard-check",
        group=gettext_lazy("Uppföljning"),
        place=62,
        shown_to=lambda user: not user.is_external,
    )
)

points_by_slug(Ask, "round__slug")

past.worded(
    round__created=gettext_lazy("skrev en uppdateringsrunda"),
    round__changed=gettext_lazy("ändrade uppdateringsrundan"),
    round__withdrawn=gettext_lazy("tog bort utkastet"),
    round__started=gettext_lazy("startade uppdateringsrundan"),
    round__reminded=gettext_lazy("påminde"),
    round__closed=gettext_lazy("avslutade uppdateringsrundan"),
    round__file_returned=gettext_lazy("svarade i Excel-fil"),
    ask__answered=gettext_lazy("svarade"),
    ask__declined=gettext_lazy("svarade att det är någon annan"),
    ask__passed=gettext_lazy("skickade frågan vidare"),
)


def offered(listing: Listing) -> dict[str, Any]:
    """A round about what the list shows, or about the rows marked there."""
    register = listing.register
    if register not in queries.registers_with_rounds():
        return {}
    if not permissions.create_round(listing.user, register.slug):
        return {}
    url = reverse("create_round", args=[register.slug])
    # Order, columns and page are the reader's own: a round is about the rows.
    asked = listing.question.address(columns=(), sort="", page=1, marked=())
    kept = urlencode(parse_qsl(asked.removeprefix("?")))
    offer = showing.Offer(
        label=_("Starta uppdateringsrunda"),
        icon="clipboard-check",
        url=f"{url}?{kept}" if kept else url,
        marked_url=url,
    )
    return {"offers": [offer]}


showing.adds_to_lists(offered)
showing.notes_fields(beside.confirmed)
seals(links.into_letter)


@waits(queries.waiting_rounds)
def open_questions(user: User) -> list[Waiting]:
    """Each open round with something left to answer."""
    return [
        Waiting(
            text=_("Svara på uppdateringsrunda %(round)s") % {"round": round.name},
            url=reverse("my_round", args=[round.pk]),
            detail=ngettext("%(count)s fråga kvar", "%(count)s frågor kvar", round.left)
            % {"count": words.number(round.left)},
            due_on=round.last_on,
        )
        for round in queries.waiting_rounds(user)
    ]
