"""What a need's page shows beside its fields: what has been said, who stands behind it, what it was before."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel
from bryggan.needs import permissions, queries
from bryggan.needs.models import Need, Sorting, Step
from bryggan.needs.next_steps import STEP_TONES
from bryggan.needs.reasons import label_of
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister

MOST_SHOWN = 50
NOTHING = SafeString("")


def draw_answers(need: Need, user: User) -> SafeString:
    """The talk between those who prepare and those who stand behind, the newest first."""
    said: list[dict[str, Any]] = [
        {
            "on": answer.said_on,
            "who": answer.by.name,
            "chip": chip(STEP_TONES[answer.step], turn_words(answer.step, answer.sorting)),
            "reason": label_of(answer.reason) if answer.reason else "",
            "text": answer.text,
        }
        for answer in queries.answers_of(need, user)[:MOST_SHOWN]
    ]
    replies: list[dict[str, Any]] = [
        {"on": reply.said_on, "who": str(reply.supporter), "text": reply.text}
        for reply in queries.replies_of(need, user)[:MOST_SHOWN]
    ]
    if not said and not replies:
        return NOTHING
    rows = sorted([*said, *replies], key=lambda row: row["on"], reverse=True)
    return render_to_string("needs/panel_answers.html", {"rows": rows})


def turn_words(step: str, sorting: str) -> str:
    """What a turn is called: what the need became, else the step."""
    if sorting and step in (Step.SORTED, Step.ANSWERED):
        return str(Sorting(sorting).label)
    return str(Step(step).label)


def draw_supporters(need: Need, user: User) -> SafeString:
    rows = list(queries.supporters_of(need, user)[:MOST_SHOWN])
    is_cut = len(rows) == MOST_SHOWN
    is_behind = any(row.user_id == user.pk for row in rows) or (
        is_cut and queries.stands_behind(need, user)
    )
    context = {
        "need": need,
        "rows": rows,
        "is_behind": is_behind,
        "may_leave": is_behind and not queries.is_sender(need, user),
        "verdict": permissions.support_need(user, need),
    }
    return render_to_string("needs/panel_supporters.html", context)


def draw_merged(need: Need, user: User) -> SafeString:
    """What the needs that have become this one said, in their senders' words."""
    rows = list(queries.merged_into(need)[:MOST_SHOWN])
    return render_to_string("needs/panel_merged.html", {"rows": rows}) if rows else NOTHING


def draw_pictures(need: Need, user: User) -> SafeString:
    rows = list(queries.pictures_of(need, user)[:MOST_SHOWN])
    return render_to_string("needs/panel_pictures.html", {"rows": rows}) if rows else NOTHING


def draw_needs_of_system(system: System, user: User) -> SafeString:
    """What people have said is missing in a system."""
    rows = [
        (need, NeedRegister.url(need.pk), chip(STEP_TONES[need.step], need.get_step_display()))
        for need in queries.needs_of_system(system, user)[:MOST_SHOWN]
    ]
    all_url = f"{NeedRegister.list_url()}?f.system={system.pk}"
    context = {"rows": rows, "all_url": all_url}
    return render_to_string("needs/panel_needs.html", context) if rows else NOTHING


def draw_tools(need: Need, user: User) -> SafeString:
    """What else whoever prepares can do with the need."""
    verdict = permissions.prepare_need(user, need)
    if not verdict:
        return NOTHING
    context: dict[str, Any] = {
        "need": need,
        "prepare_url": reverse("prepare_need", args=[need.pk]),
    }
    return render_to_string("needs/panel_tools.html", context)


NeedRegister.panels += [
    Panel("answers", gettext_lazy("Svar och frågor"), draw_answers),
    Panel("pictures", gettext_lazy("Bild"), draw_pictures),
    Panel("merged", gettext_lazy("Sammanslaget med"), draw_merged),
    Panel("supporters", gettext_lazy("Står bakom"), draw_supporters, place="side"),
    Panel("tools", gettext_lazy("För dig som bereder"), draw_tools, place="foot"),
]
SystemRegister.panels.append(
    Panel(
        "needs",
        gettext_lazy("Behov som gäller systemet"),
        draw_needs_of_system,
        place="side",
        comes_later=True,
        is_there=queries.has_needs,
    )
)
