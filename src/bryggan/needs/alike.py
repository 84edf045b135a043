"""While somebody writes what is in the way: what there already is that resembles it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.approvals import queries as approvals
from bryggan.approvals.models import App, Outcome
from bryggan.approvals.models import Step as AppStep
from bryggan.approvals.next_steps import OUTCOME_TONES
from bryggan.approvals.next_steps import STEP_TONES as APP_TONES
from bryggan.approvals.register import AppRegister
from bryggan.kit.register.fields import chip
from bryggan.needs import queries
from bryggan.needs.models import Need
from bryggan.needs.next_steps import STEP_TONES
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.search import queries as search
from bryggan.search.fields import folded
from bryggan.search.models import SearchRow
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister

MOST = 5
MOST_WORDS = 8
MOST_CANDIDATES = 60
# Shorter ones are in every text; of longer ones the beginning is compared, so that endings do not matter.
LEAST_LETTERS = 5
LONGEST_ENDING = 3
_WORD = re.compile(r"[^\W\d_]+")
_EVERYWHERE = frozenset(
    [
        "behöver",
        "måste",
        "skulle",
        "kunde",
        "finns",
        "ingen",
        "inget",
        "alltid",
        "också",
        "eftersom",
        "mycket",
        "fungerar",
        "problem",
        "saknar",
        "saknas",
        "varje",
        "många",
        "annan",
        "andra",
        "något",
        "någon",
        "system",
        "systemet",
        "gäller",
    ]
)


@dataclass(frozen=True)
class Found:
    """Something that may be what she wants: what it is, how far it has come, and the words it shares."""

    name: str
    url: str
    where: str
    standing: SafeString
    shared: tuple[str, ...]
    # The number of a need that she can stand behind at once.
    joins: int | None = None


def found(words: str, user: User) -> list[Found]:
    """Needs, systems and approved apps, as far as this person may see them, those most alike first."""
    beginnings = _beginnings(words)
    needs = Need.objects.visible_to(user).present().select_related("unit")
    systems = System.objects.visible_to(user).present().select_related("unit")
    systems = systems.exclude(lifecycle=System.Lifecycle.DECOMMISSIONED)
    apps = App.objects.visible_to(user).present().select_related("unit")
    rows: list[tuple[int, Found]] = []
    for record, shared in _alike(needs, beginnings):
        rows.append((len(shared), _of_need(record, user, shared)))
    there = chip("calm", _("Finns i systemregistret"))
    for record, shared in _alike(systems, beginnings):
        one = Found(record.name, SystemRegister.url(record.pk), record.unit.name, there, shared)
        rows.append((len(shared), one))
    for record, shared in _alike(apps, beginnings):
        standing = chip(APP_TONES[record.step], str(AppStep(record.step).label))
        url = AppRegister.url(record.pk)
        rows.append((len(shared), Found(record.name, url, record.unit.name, standing, shared)))
    rows.sort(key=lambda row: -row[0])
    return [one for _count, one in rows[:MOST]]


def found_openly(words: str) -> list[Found]:
    """For whoever has no account: nothing but what stands on the open green list."""
    shared: dict[int, set[str]] = defaultdict(set)
    rows: dict[int, dict[str, Any]] = {}
    for beginning in _beginnings(words):
        for row in approvals.public_rows(beginning)[:MOST_CANDIDATES]:
            rows[row["pk"]] = row
            shared[row["pk"]].add(beginning)
    best = sorted(rows.values(), key=lambda row: -len(shared[row["pk"]]))
    return [
        Found(
            row["name"],
            row["link"] if row["link"].startswith(("https://", "http://")) else "",
            row["kept_by"],
            chip(OUTCOME_TONES[row["outcome"]], str(Outcome(row["outcome"]).label)),
            _whole(shared[row["pk"]], words),
        )
        for row in best[:MOST]
    ]


def _of_need(need: Need, user: User, shared: tuple[str, ...]) -> Found:
    standing = chip(STEP_TONES[need.step], need.get_step_display())
    joins = None if queries.stands_behind(need, user) else need.pk
    return Found(need.name, NeedRegister.url(need.pk), need.unit.name, standing, shared, joins)


def _alike(rows: Any, beginnings: dict[str, str]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """The records that share the most words, with the words; of a long text one alone is by chance."""
    if not beginnings:
        return
    noun = rows.model._meta.label_lower
    hit = reduce(or_, (search.matching(noun, beginning) for beginning in beginnings), Q())
    texts = dict(SearchRow.objects.filter(hit).values_list("record_id", "text")[:MOST_CANDIDATES])
    least = min(2, len(beginnings))
    shared = {
        pk: tuple(whole for beginning, whole in beginnings.items() if beginning in text)
        for pk, text in texts.items()
    }
    best = sorted(shared, key=lambda pk: (-len(shared[pk]), pk))
    near = [pk for pk in best if len(shared[pk]) >= least]
    records = {record.pk: record for record in rows.filter(pk__in=near)}
    yield from ((records[pk], shared[pk]) for pk in [pk for pk in near if pk in records][:MOST])


def _beginnings(words: str) -> dict[str, str]:
    """The words that say something, by their beginnings; the longest first."""
    told = dict.fromkeys(word.lower() for word in _WORD.findall(words[:2_000]))
    telling = [word for word in told if len(word) >= LEAST_LETTERS and word not in _EVERYWHERE]
    telling.sort(key=len, reverse=True)
    return {
        folded(word)[: max(LEAST_LETTERS, len(word) - LONGEST_ENDING)]: word
        for word in telling[:MOST_WORDS]
    }


def _whole(beginnings: set[str], words: str) -> tuple[str, ...]:
    return tuple(
        whole for beginning, whole in _beginnings(words).items() if beginning in beginnings
    )
