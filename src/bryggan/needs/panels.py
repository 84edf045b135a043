"""What a need's page shows beside its fields: what has been said, who stands behind it, what it was before."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from bryggan.duties.panels import shows_tasks
from bryggan.files.panels import takes_files
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel
from bryggan.meetings.panels import shows_considered
from bryggan.needs import codes, permissions, queries
from bryggan.needs.models import Need, Sorting, Step, Supporter
from bryggan.needs.next_steps import STEP_TONES
from bryggan.needs.reasons import label_of
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.registers import candidates
from bryggan.registers.alike import alike
from bryggan.registers.mergeable import MERGEABLES, Mergeable
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister

MOST_SHOWN = 50
MOST_ALIKE = 5
MOST_WORDS = 6
NOTHING = SafeString("")


def draw_answers(need: Need, user: User) -> SafeString:
    """The talk between those who prepare and those who stand behind, the newest first."""
    answers = queries.newest_answers(need, user)
    said: list[dict[str, Any]] = [
        {
            "on": answer.said_on,
            "who": answer.by.name,
            "chip": chip(STEP_TONES[answer.step], turn_words(answer.step, answer.sorting)),
            "reason": label_of(answer.reason) if answer.reason else "",
            "place": 0 if answer.step == Step.ASKED else 2,
            "text": answer.text,
        }
        for answer in answers
    ]
    # Nobody has replied where nothing was asked.
    was_asked = len(answers) == queries.MOST_ANSWERS or any(
        answer.step == Step.ASKED for answer in answers
    )
    replies: list[dict[str, Any]] = [
        {"on": reply.said_on, "who": str(reply.supporter), "text": reply.text, "place": 1}
        for reply in (queries.replies_of(need, user)[:MOST_SHOWN] if was_asked else ())
    ]
    if not said and not replies:
        return NOTHING
    rows = sorted([*said, *replies], key=_when, reverse=True)
    return render_to_string("needs/panel_answers.html", {"rows": rows})


def _when(row: dict[str, Any]) -> tuple[Any, int]:
    """Days only are known: of one day what was asked comes first, then what was replied, then the rest."""
    return row["on"], row["place"]


def turn_words(step: str, sorting: str) -> str:
    """What a turn is called: what the need became, else the step."""
    if sorting and step in (Step.SORTED, Step.ANSWERED):
        return str(Sorting(sorting).label)
    return str(Step(step).label)


def draw_supporters(need: Need, user: User) -> SafeString:
    found = list(queries.supporters_of(need, user)[:MOST_SHOWN])
    rows, is_cut = _each_once(found), len(found) == MOST_SHOWN
    is_behind = any(row.user_id == user.pk for row in rows) or (
        is_cut and queries.stands_behind(need, user)
    )
    context = {
        "need": need,
        "rows": rows,
        "is_behind": is_behind,
        "may_leave": is_behind and not queries.is_sender(need, user),
        "verdict": permissions.support_need(user, need),
        "nonce": codes.new_nonce(),
    }
    return render_to_string("needs/panel_supporters.html", context)


def _each_once(rows: Iterable[Supporter]) -> list[Supporter]:
    """Whoever stood behind two needs that became one is told once, with all her words."""
    found: dict[int, Supporter] = {}
    for row in rows:
        key = -row.pk if row.user_id is None else row.user_id
        kept = found.setdefault(key, row)
        if kept is not row:
            kept.words = "\n".join(word for word in (kept.words, row.words) if word)
    return list(found.values())


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


def draw_alike(need: Need, user: User) -> SafeString:
    """Needs that may be the same, of those this person sees: merged or said not to be, from here."""
    kind = MERGEABLES[NeedRegister.slug]
    if not kind.allow(user, need):
        return NOTHING
    here = (NeedRegister.noun(), need.pk)
    said = f"{need.name} {need.summary} {need.obstacle}"
    near = alike(said, user, nouns=[here[0]], most=MOST_ALIKE * 2, but=here)
    apart = {pk for pair in candidates.told_apart(kind) if need.pk in pair for pk in pair}
    ids = [one.record_id for one in near if one.record_id not in apart]
    others = kind.rows(user).select_related("unit").in_bulk(ids)
    rows = [
        _alike_row(kind, need, others[one.record_id], one.shared, user)
        for one in near
        if one.record_id in others
    ][:MOST_ALIKE]
    context = {
        "rows": rows,
        "here": reverse("prepare_need", args=[need.pk]),
        "choose_url": f"{reverse('merge_candidates', args=[kind.slug])}?id={need.pk}",
    }
    return render_to_string("needs/panel_alike.html", context)


def _alike_row(
    kind: Mergeable, need: Need, other: Need, shared: Sequence[str], user: User
) -> dict[str, Any]:
    """One that may be the same, with the words that say so and the ways on; the open one is kept."""
    kept = need if need.opened_on or not other.opened_on else other
    pages = [kind.slug, need.pk, other.pk]
    return {
        "need": other,
        "url": NeedRegister.url(other.pk),
        "chip": chip(STEP_TONES[other.step], other.get_step_display()),
        "shared": ", ".join(shared[:MOST_WORDS]),
        "verdict": kind.allow(user, other),
        "merge_url": f"{reverse('merge_page', args=pages)}?kvar={kept.pk}",
        "apart_url": reverse("tell_apart", args=pages),
    }


def draw_tools(need: Need, user: User) -> SafeString:
    """The way to prepare it, where the next step is somebody else's or there is none."""
    leads_there = need.step in (Step.VOICED, Step.PARKED, Step.SORTED)
    if leads_there or not permissions.prepare_need(user, need):
        return NOTHING
    context: dict[str, Any] = {
        "need": need,
        "prepare_url": reverse("prepare_need", args=[need.pk]),
    }
    return render_to_string("needs/panel_tools.html", context)


shows_considered(NeedRegister)
NeedRegister.panels += [
    Panel("answers", gettext_lazy("Svar och frågor"), draw_answers),
    Panel("pictures", gettext_lazy("Bild"), draw_pictures, is_there=queries.has_pictures),
    Panel("merged", gettext_lazy("Sammanslaget med"), draw_merged, is_there=queries.has_merged),
    Panel("supporters", gettext_lazy("Står bakom"), draw_supporters, place="side"),
    Panel(
        "alike",
        gettext_lazy("Liknande behov"),
        draw_alike,
        place="side",
        comes_later=True,
        is_there=queries.is_to_prepare,
    ),
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
shows_tasks(NeedRegister)
takes_files(NeedRegister, comes_later=True)
