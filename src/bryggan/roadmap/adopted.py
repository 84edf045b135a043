"""A färdplan as it was adopted, and what has become otherwise since, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bryggan.initiatives.models import Initiative, MoneyKind, State
from bryggan.kit import words
from bryggan.kit.canonical import digest_of
from bryggan.methods.models import Phase
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Scope
from bryggan.roadmap import links
from bryggan.roadmap.calculation import Changed, Differences, Entry, differences, other_money
from bryggan.roadmap.models import AdoptedRoadmap
from bryggan.roadmap.queries import Roadmap

type Line = dict[str, Any]


def entries_of(adopted: AdoptedRoadmap) -> list[Entry]:
    return [Entry.read(told) for told in adopted.frozen["initiatives"]]


def since(adopted: AdoptedRoadmap, user: User, today: date) -> Differences:
    """What is otherwise today than what was adopted."""
    organisation = Organisation.read()
    scope = Scope(user, organisation, organisation.places[adopted.unit_id])
    return differences(entries_of(adopted), Roadmap(scope, today).entries())


def shown(adopted: AdoptedRoadmap, user: User, today: date) -> dict[str, Any]:
    """The page of a version: whether it is whole, the differences, and what stood there."""
    changed = since(adopted, user, today)
    return {
        "digest": [adopted.digest[at : at + 8] for at in range(0, len(adopted.digest), 8)],
        "is_whole": digest_of(adopted.frozen) == adopted.digest,
        "count": changed.count,
        "groups": [group for group in _groups(changed, user) if group["lines"]],
        "entries": [_entry(entry) for entry in entries_of(adopted)],
    }


def _groups(changed: Differences, user: User) -> Iterable[dict[str, Any]]:
    yield _group(_("Tillkommet"), [_line(one, time_words(one)) for one in changed.added])
    yield _group(_("Inte längre med"), _gone(changed.gone, user))
    yield _group(_("Flyttat i tiden"), [_change(pair, time_words) for pair in changed.moved])
    yield _group(_("Annan fas"), [_change(pair, phase_words) for pair in changed.passed])
    yield _group(_("Andra pengar"), [_line(one[1], _money(one)) for one in changed.paid])


def _group(title: str, lines: list[Line]) -> dict[str, Any]:
    return {"title": title, "lines": lines, "count": words.number(len(lines))}


def _line(entry: Entry, said: str) -> Line:
    return {"name": entry.name, "unit": entry.unit, "url": links.initiative(entry.pk), "said": said}


def _change(pair: Changed, told: Any) -> Line:
    before, after = pair
    return _line(
        after, _("%(before)s → %(after)s") % {"before": told(before), "after": told(after)}
    )


def _entry(entry: Entry) -> Line:
    return {
        **_line(entry, time_words(entry)),
        "phase": phase_words(entry),
        "money": sums_words(entry),
    }


def time_words(entry: Entry) -> str:
    """From when till when, what was written of it, and the years it is planned in."""
    parts = []
    if entry.starts_on or entry.ends_on:
        start = words.date_text(entry.starts_on) if entry.starts_on else "…"
        end = words.date_text(entry.ends_on) if entry.ends_on else "…"
        parts.append(f"{start} – {end}")
    if entry.time_words:
        parts.append(entry.time_words)
    if entry.plan_year:
        parts.append(_("plan %(year)s") % {"year": entry.plan_year})
    if entry.budget_year:
        parts.append(_("budget %(year)s") % {"year": entry.budget_year})
    return ", ".join(parts) or _("utan tid")


def phase_words(entry: Entry) -> str:
    phase = str(Phase(entry.phase).label)
    if entry.state == State.PARKED:
        return _("vilar i %(phase)s") % {"phase": phase.lower()}
    return phase


def sums_words(entry: Entry) -> str:
    return ", ".join(
        f"{MoneyKind(kind).label} {year}: {words.money_sek(amount)}"
        for (year, kind), amount in sorted(entry.money.items())
    )


def _money(pair: Changed) -> str:
    """Each sum that is another: what it was and what it is."""
    before, after = pair
    return ", ".join(
        _("%(kind)s %(year)s: %(before)s → %(after)s")
        % {
            "kind": MoneyKind(kind).label,
            "year": year,
            "before": words.money_sek(was) if was is not None else _("inget"),
            "after": words.money_sek(now) if now is not None else _("inget"),
        }
        for year, kind, was, now in other_money(before.money, after.money)
    )


def _gone(gone: Iterable[Entry], user: User) -> list[Line]:
    """Why each is no longer there: closed, rejected, led from elsewhere, or taken out."""
    told = list(gone)
    seen = Initiative.objects.visible_to(user).select_related("unit")
    there = seen.in_bulk([entry.pk for entry in told])
    lines = []
    for entry in told:
        one = there.get(entry.pk)
        line = _line(entry, _why(one))
        lines.append(line if one and one.withdrawn_at is None else {**line, "url": ""})
    return lines


def _why(one: Initiative | None) -> str:
    if one is None or one.withdrawn_at is not None:
        return _("borttaget ur registret")
    if one.state == State.REJECTED:
        return _("blev inte av: %(why)s") % {"why": one.state_reason}
    if one.phase == Phase.CLOSED and one.closed_on:
        return _("avslutat %(day)s") % {"day": words.date_text(one.closed_on)}
    return _("leds nu av %(unit)s") % {"unit": one.unit.name}
