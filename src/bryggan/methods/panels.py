"""What stands beside a method's fields: its course, its versions, who follows it, how it differs from the shipped."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.kit.register.register import Panel
from bryggan.methods import course, permissions, queries, words
from bryggan.methods.calculation import differences
from bryggan.methods.models import Method, MethodVersion
from bryggan.methods.register import MethodRegister
from bryggan.people.models import User

MOST_SHOWN = 50
NOTHING = SafeString("")


def _versions(method: Method) -> list[MethodVersion]:
    """Its versions, the latest first; read once for one row of it, since its page asks in each panel."""
    kept: list[MethodVersion] | None = method.__dict__.get("_read_versions")
    if kept is None:
        kept = method.__dict__["_read_versions"] = list(queries.versions_of(method))
    return kept


def _in_use(method: Method) -> MethodVersion | None:
    return next((one for one in _versions(method) if not one.is_draft), None)


def _shown(method: Method) -> MethodVersion | None:
    """The version in use, else the draft."""
    return _in_use(method) or next(iter(_versions(method)), None)


def draw_course(method: Method, user: User) -> SafeString:
    """The version in use, else the draft, as a row of phases and step by step."""
    version = _shown(method)
    if version is None:
        return NOTHING
    return render_to_string("methods/panel_course.html", course.context_of(version))


def draw_versions(method: Method, user: User) -> SafeString:
    """Every version, with the way to the next one."""
    versions, in_use = _versions(method), _in_use(method)
    context = {
        "method": method,
        "versions": [(one, one == in_use) for one in versions[:MOST_SHOWN]],
        "has_draft": any(one.is_draft for one in versions),
        "verdict": permissions.start_version(user, method),
    }
    return render_to_string("methods/panel_versions.html", context)


def draw_followers(method: Method, user: User) -> SafeString:
    today = timezone.localdate()
    rows = queries.choices_of(method, user, today)
    context = {
        "rows": [(row, row.starts_on > today) for row in rows[:MOST_SHOWN]],
        "more": max(len(rows) - MOST_SHOWN, 0),
        "is_default": method.is_shipped and method.origin == queries.OWN,
        "method": method,
        "can_choose": _in_use(method) is not None,
    }
    return render_to_string("methods/panel_followers.html", context)


def draw_copying(method: Method, user: User) -> SafeString:
    if _in_use(method) is None:
        return NOTHING
    return render_to_string("methods/panel_copying.html", {"method": method})


def draw_difference(method: Method, user: User) -> SafeString:
    """What the unit has made its own, and what a later release of the product has that the copy lacks."""
    version = _shown(method)
    if method.is_shipped or version is None:
        return NOTHING
    context = compared(version)
    return render_to_string("methods/panel_difference.html", context) if context else NOTHING


def compared(version: MethodVersion) -> dict[str, Any]:
    """A copied version beside the shipped one it was made from and the newest; empty when it is no copy."""
    base = queries.shipped_version(version)
    newest = queries.newest_shipped(version.method.origin)
    if base is None or newest is None:
        return {}
    held = queries.plain_steps(base)
    own = differences(held, queries.plain_steps(version))
    news = differences(held, queries.plain_steps(newest)) if newest.pk != base.pk else []
    return {
        "shipped": newest.method,
        "shipped_url": MethodRegister.url(newest.method_id),
        "own": [words.difference_words(one) for one in own],
        "news": [words.difference_words(one) for one in news],
    }


MethodRegister.panels += [
    Panel("course", _("Gången, steg för steg"), draw_course),
    Panel(
        "difference",
        _("Skillnad mot metoden som följer med"),
        draw_difference,
        comes_later=True,
        is_there=queries.is_copied,
    ),
    Panel("copying", _("Kopiera"), draw_copying, place="head"),
    Panel("followers", _("Följs av"), draw_followers, place="side"),
    Panel("versions", _("Versioner"), draw_versions, place="side"),
]
