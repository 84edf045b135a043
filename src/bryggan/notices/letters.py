"""What a letter says: what its reader has been told, what waits for her, and how to get it otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit import words
from bryggan.notices import showing
from bryggan.notices.models import Notice
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User

MOST_TOLD = 40
MOST_WAITING = 20
# Names that no letter reaches (RFC 2606): of the demo, of tests, of what somebody made up.
UNREAL = frozenset({"example", "invalid", "test", "localhost"})


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def is_real(address: str) -> bool:
    """Whether a letter can reach the address."""
    name, _at, domain = address.rpartition("@")
    labels = domain.casefold().rstrip(".").split(".")
    is_reserved = labels[-1] in UNREAL or labels[-2:-1] == ["example"]
    return bool(name) and len(labels) > 1 and not is_reserved


def compose(person: User, notices: Sequence[Notice]) -> Letter:
    """The letter as the person may read it now, whatever she might see when the notices were made."""
    told = showing.notices_for(notices, person)
    waits = waiting_for(person)
    count = len(told) + len(waits)
    context = {
        "first_name": (person.name.split() or [person.name])[0],
        "groups": _by_reason(told[:MOST_TOLD]),
        "more_told": max(0, len(told) - MOST_TOLD),
        "waits": [
            {
                "text": words.one_line(one.text),
                "detail": words.one_line(one.detail),
                "due_on": words.date_text(one.due_on) if one.due_on else "",
                "url": absolute(one.url),
            }
            for one in waits[:MOST_WAITING]
        ],
        "more_waits": max(0, len(waits) - MOST_WAITING),
        "address": absolute(reverse("my_work")),
        "choice": absolute(f"{reverse('my_work')}#brev"),
    }
    subject = ngettext(
        "Bryggan: %(count)s sak för dig", "Bryggan: %(count)s saker för dig", count
    ) % {"count": count}
    return Letter(
        subject=subject,
        body=render_to_string("notices/letter.txt", context).strip() + "\n",
    )


def _by_reason(told: Sequence[showing.Shown]) -> list[dict[str, Any]]:
    """What one is told, under the reason why one is."""
    groups: dict[str, list[dict[str, str]]] = {}
    for one in told:
        why = capfirst(one.why.rstrip(".")) or _("Du har fått veta")
        groups.setdefault(why, []).append(
            {"text": words.one_line(one.text), "url": absolute(one.url)}
        )
    return [{"why": why, "told": rows} for why, rows in groups.items()]


def as_html(body: str) -> SafeString:
    """The same letter with links: made of the text each time, so that nothing is kept twice.

    A line that begins with "- " is a point in a list, and what is indented under it belongs to it.
    """
    parts: list[SafeString] = []
    for paragraph in body.strip().split("\n\n"):
        heading, _mark, points = f"\n{paragraph}".partition("\n- ")
        if heading.strip(" -\n"):
            parts.append(format_html("<p>{}</p>", _linked(heading.strip(" -\n"))))
        if points:
            rows = ((_point(point),) for point in points.split("\n- "))
            parts.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows)))
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _linked(text: str) -> SafeString:
    """Several lines as they are, addresses as links."""
    lines = ((mark_safe(urlize(line, autoescape=True)),) for line in text.splitlines())  # noqa: S308  # urlize escapes
    return format_html_join(mark_safe("<br>"), "{}", lines)


def _point(point: str) -> SafeString:
    text, *more = (line.strip() for line in point.splitlines())
    url = next((line for line in more if line.startswith(("http://", "https://"))), "")
    rest = [line for line in more if line != url]
    shown = format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)
    return format_html("{}{}", shown, format_html_join("", "<br>{}", ((line,) for line in rest)))


def absolute(url: str) -> str:
    """An address that works from outside the tool."""
    return f"{settings.BRYGGAN_ADDRESS}{url}" if url.startswith("/") else url
