"""The menu at the left: each app says what it offers, and who it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

type Condition = Callable[[Any], object]


@dataclass(frozen=True)
class Item:
    key: str
    label: Any
    url_name: str
    icon: str
    group: Any
    place: int
    arguments: tuple[str, ...] = ()
    shown_to: Condition = bool
    # What waits behind the entry: asked first when the menu is drawn.
    counts: Callable[[HttpRequest], object] | None = None


_items: dict[str, Item] = {}


def offer(item: Item) -> None:
    """Put an entry in the menu; the same key again replaces it."""
    _items[item.key] = item


def for_request(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries this person sees, each group in one piece where its first entry has its place.

    The current one is that whose address the page lies under.
    """
    user = request.user
    shown: list[dict[str, Any]] = []
    firsts: dict[str, int] = {}
    for item in _items.values():
        group = str(item.group)
        firsts[group] = min(item.place, firsts.get(group, item.place))
    for item in sorted(_items.values(), key=lambda item: (firsts[str(item.group)], item.place)):
        if item.shown_to(user):
            url = reverse(item.url_name, args=item.arguments)
            count = item.counts(request) if item.counts else 0
            entry = {"label": item.label, "url": url, "icon": item.icon, "group": item.group}
            shown.append({**entry, "count": count})
    under = [entry for entry in shown if _lies_under(request.path, str(entry["url"]))]
    current = max(under, key=lambda entry: len(str(entry["url"])), default=None)
    return [{**entry, "is_current": entry is current} for entry in shown]


def _lies_under(path: str, address: str) -> bool:
    """Every page lies under the start page, which is the current one only when it is the page itself."""
    return path == address if address == "/" else path.startswith(address)
