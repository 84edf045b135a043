"""While somebody writes what is in the way: what there already is that resembles it, and the words that say so."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.approvals import queries as approvals
from bryggan.approvals.models import App, Outcome
from bryggan.approvals.models import Step as AppStep
from bryggan.approvals.next_steps import OUTCOME_TONES
from bryggan.approvals.next_steps import STEP_TONES as APP_TONES
from bryggan.approvals.register import AppRegister
from bryggan.kit.meanings import typed_words
from bryggan.kit.register.fields import chip
from bryggan.needs import queries
from bryggan.needs.models import Need
from bryggan.needs.next_steps import STEP_TONES
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.registers.alike import Alike, alike
from bryggan.registers.shipped_words import thesaurus
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister

MOST = 5
# For whoever has no account the open list is asked once for each of so many words.
MOST_WORDS = 6
LEAST_LETTERS = 4
NOUNS = (NeedRegister.noun(), SystemRegister.noun(), AppRegister.noun())


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
    near = alike(words, user, nouns=NOUNS, most=2 * MOST)
    standing: dict[str, Mapping[int, SafeString]] = {
        noun: _STANDINGS[noun]([one.record_id for one in near if one.noun == noun])
        for noun in {one.noun for one in near}
    }
    behind = queries.stood_behind(user, [one.record_id for one in near if one.noun == NOUNS[0]])
    shown = [
        _found(one, standing[one.noun][one.record_id], behind)
        for one in near
        if one.record_id in standing[one.noun]
    ]
    return shown[:MOST]


def _found(one: Alike, standing: SafeString, behind: set[int]) -> Found:
    is_joinable = one.noun == NOUNS[0] and one.record_id not in behind
    joins = one.record_id if is_joinable else None
    return Found(one.title, one.url, one.unit, standing, one.shared, joins)


def _needs(ids: Sequence[int]) -> dict[int, SafeString]:
    rows = Need.objects.filter(pk__in=ids)
    return {row.pk: chip(STEP_TONES[row.step], row.get_step_display()) for row in rows}


def _systems(ids: Sequence[int]) -> dict[int, SafeString]:
    """Those that can still be used: one that is gone helps nobody."""
    rows = System.objects.filter(pk__in=ids).exclude(lifecycle=System.Lifecycle.DECOMMISSIONED)
    return {
        pk: chip("calm", _("Finns i systemregistret")) for pk in rows.values_list("pk", flat=True)
    }


def _apps(ids: Sequence[int]) -> dict[int, SafeString]:
    rows = App.objects.filter(pk__in=ids)
    return {row.pk: chip(APP_TONES[row.step], str(AppStep(row.step).label)) for row in rows}


_STANDINGS: dict[str, Callable[[Sequence[int]], dict[int, SafeString]]] = dict(
    zip(NOUNS, (_needs, _systems, _apps), strict=True)
)


def found_openly(words: str) -> list[Found]:
    """For whoever has no account: nothing but what stands on the open green list."""
    shared: dict[int, set[str]] = defaultdict(set)
    rows: dict[int, dict[str, Any]] = {}
    typed = [one.whole for one in typed_words(words, thesaurus())]
    telling = [one for one in typed if len(one.root) >= LEAST_LETTERS]
    for one in telling[:MOST_WORDS]:
        for row in approvals.public_rows(one.root)[: 2 * MOST]:
            rows[row["pk"]] = row
            shared[row["pk"]].add(one.word)
    best = sorted(rows.values(), key=lambda row: -len(shared[row["pk"]]))
    return [
        Found(
            row["name"],
            row["link"] if row["link"].startswith(("https://", "http://")) else "",
            row["kept_by"],
            chip(OUTCOME_TONES[row["outcome"]], str(Outcome(row["outcome"]).label)),
            tuple(sorted(shared[row["pk"]])),
        )
        for row in best[:MOST]
    ]
