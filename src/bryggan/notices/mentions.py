"""Who is meant by "@Anna Andersson" or "@anna.andersson@kommunen.se" in a text."""

import re
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible
from bryggan.people.models import User
from bryggan.search.fields import sort_key

# An @ inside a word is part of an address, and means nobody.
AT = re.compile(r"(?<![\w.@])@(?=[^\W\d_])")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
MOST_WORDS = 5
SUGGESTED = 4


def mentioned(text: str, author: User) -> list[User]:
    """The people that the text names, each once; NotPossible when a name is unknown or means several.

    Three questions to the database at most, however many are named.
    """
    starts = [text[found.end() :] for found in AT.finditer(text)]
    addresses = {
        start: found[0].rstrip(".-") for start in starts if (found := ADDRESS.match(start))
    }
    names = {start: _possible_names(start) for start in starts if start not in addresses}
    keys = {sort_key(name) for possible in names.values() for name in possible}
    wanted = Q(email__in=[address.casefold() for address in addresses.values()])
    known = User.objects.visible_to(author).present().filter(wanted | Q(sort_key__in=keys))
    people = list(known.order_by("sort_key", "pk")) if starts else []
    by_address = {person.email: person for person in people}
    by_name: dict[str, list[User]] = {}
    for person in people:
        by_name.setdefault(person.sort_key, []).append(person)
    found_people = []
    for start in starts:
        if start in addresses:
            addressed = by_address.get(addresses[start].casefold())
            if addressed is None:
                raise _unknown(addresses[start])
            found_people.append(addressed)
            continue
        possible = names[start]
        hit = next((name for name in possible if sort_key(name) in by_name), "")
        if not hit:
            raise _unknown_name(possible, author)
        found_people.append(_the_one(hit, by_name[sort_key(hit)]))
    return list(dict.fromkeys(found_people))


def _possible_names(start: str) -> list[str]:
    """The first words after the @, the longest row of them first."""
    words: list[str] = []
    place = 0
    while len(words) < MOST_WORDS and (found := WORD.match(start, place)):
        words.append(found[0])
        place = found.end()
        if start[place : place + 1] != " ":
            break
        place += 1
    rows = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
    # A full stop ends a sentence more often than a name.
    return [name for row in rows for name in dict.fromkeys((row, row.rstrip(".'’-"))) if name]


def _the_one(name: str, people: list[User]) -> User:
    if len(people) == 1:
        return people[0]
    addresses = ", ".join(f"@{person.email}" for person in people[:SUGGESTED])
    raise NotPossible(
        _("Flera heter %(name)s. Skriv e-postadressen i stället: %(addresses)s.")
        % {"name": name, "addresses": addresses},
        field="text",
    )


def _unknown(said: str) -> NotPossible:
    return NotPossible(
        _("Bryggan känner ingen som heter ”%(name)s”. Skriv för- och efternamn, eller adressen.")
        % {"name": said},
        field="text",
    )


def _unknown_name(possible: list[str], author: User) -> NotPossible:
    """With those who may have been meant: people whose name begins as what was written."""
    said = " ".join(possible[0].split()[:2])
    first = sort_key(possible[-1])
    near = User.objects.visible_to(author).present().filter(sort_key__startswith=f"{first} ")
    names = [f"@{person.name}" for person in near.order_by("sort_key")[:SUGGESTED]]
    if not names:
        return _unknown(said)
    return NotPossible(
        _("Bryggan känner ingen som heter ”%(name)s”. Menade du %(names)s?")
        % {"name": said, "names": _(" eller ").join(names)},
        field="text",
    )


def drawn(text: str, people: Iterable[User]) -> SafeString:
    """The text as it is read: its lines kept, and those it names as links to their pages."""
    links = {
        str(escape(written)).casefold(): format_html(
            '<a href="{}">@{}</a>', reverse("person_page", args=[person.pk]), person.name
        )
        for person in people
        for written in (person.name, person.email)
    }
    shown = str(escape(text)).replace("\n", "<br>")
    if links:
        longest_first = sorted(links, key=len, reverse=True)
        named = "|".join(re.escape(written) for written in longest_first)
        pattern = re.compile(rf"(?<![\w.@])@({named})(?!\w)", re.IGNORECASE)
        shown = pattern.sub(lambda found: links[found[1].casefold()], shown)
    return mark_safe(shown)  # noqa: S308  # escaped above
