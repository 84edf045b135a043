"""The rules by which a requirement is seen to be met, each asked of an initiative by its key.

A gate, a figure of completeness and the auditors' table are these rules seen three ways. A rule sees for
itself what is in the initiative; where it sees nothing, what somebody has said of it counts (`Evidence`). Of what
is done here and nowhere else no word counts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import batched
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from bryggan.initiatives import screening
from bryggan.initiatives.facts import AT_A_TIME, facts_of
from bryggan.initiatives.finding import (
    Finding,
    Found,
    dated_against,
    not_told,
    of_evidence,
)
from bryggan.initiatives.models import Evidence, Initiative, Saying, ScreeningAnswer

type Facts = Mapping[str, Any]


class Seen(NamedTuple):
    """What a rule sees in the initiative itself: how much is there, in words, by whom and dated when."""

    state: str
    words: str
    by: str = ""
    on: date | None = None


type Sees = Callable[[Initiative, Facts], Seen | None]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`sees(initiative, facts)` tells what is there, None when nothing is.

    `reads`: the facts it needs. `at`: where it is mended, a section of the page or the name of an address.
    `guides`: it should be there before the decision and the start; made later it is told as such.
    `is_done_here`: when it sees anything at all, also that nothing is done, a word that it is done never counts.
    """

    key: str
    name: Any
    sees: Sees
    reads: tuple[str, ...] = ()
    at: str = ""
    guides: bool = False
    is_done_here: bool = False


RULES: dict[str, Rule] = {}


def rule(
    key: str,
    name: Any,
    *,
    reads: tuple[str, ...] = (),
    at: str = "",
    guides: bool = False,
    is_done_here: bool = False,
) -> Callable[[Sees], Sees]:
    """Declare how it is seen that something is there. A higher app declares its own the same way."""

    def register(sees: Sees) -> Sees:
        if key in RULES:
            raise ValueError(f"Two evidence rules are called {key}.")
        RULES[key] = Rule(
            key=key,
            name=name,
            sees=sees,
            reads=reads,
            at=at,
            guides=guides,
            is_done_here=is_done_here,
        )
        return sees

    return register


def name_of(key: str) -> str:
    """What the requirement is called: the rule's, the law's or, of another, its key."""
    if key in RULES:
        return str(RULES[key].name)
    law = screening.laws().get(key)
    return law.name if law else key


def findings_of(
    initiatives: Sequence[Initiative], keys: Iterable[str]
) -> dict[int, dict[str, Finding]]:
    """What is found of each key on each initiative, by three questions at most however many they are.

    A key without a rule is only ever known by what somebody has said.
    """
    wanted = list(dict.fromkeys(keys))
    rules = {key: RULES[key] for key in wanted if key in RULES}
    reads = {name for one in rules.values() for name in one.reads}
    if any(one.guides for one in rules.values()):
        reads.add("decided_on")
    facts = facts_of(initiatives, reads)
    said = said_of(initiatives, wanted)
    answers = answers_of(initiatives) if _asks_screening(wanted) else {}
    found: dict[int, dict[str, Finding]] = {}
    for one in initiatives:
        told = {**facts[one.pk], "answers": answers.get(one.pk, {})}
        evidence = said.get(one.pk, {})
        found[one.pk] = {
            key: _finding(one, key, rules.get(key), told, evidence.get(key)) for key in wanted
        }
    return found


def is_done_here(initiative: Initiative, key: str) -> bool:
    """Whether this is done in the tool, so that nobody's word stands for it."""
    by_rule = RULES.get(key)
    if by_rule is None or not by_rule.is_done_here:
        return False
    facts = facts_of([initiative], by_rule.reads)[initiative.pk]
    answers = answers_of([initiative]).get(initiative.pk, {})
    return by_rule.sees(initiative, {**facts, "answers": answers}) is not None


def said_of(
    initiatives: Sequence[Initiative], keys: Sequence[str]
) -> dict[int, dict[str, Evidence]]:
    """What has been said of the keys, by initiative."""
    found: dict[int, dict[str, Evidence]] = {}
    for some in batched([one.pk for one in initiatives], AT_A_TIME):
        rows = Evidence.objects.present().filter(initiative__in=some, key__in=keys)
        for row in rows.select_related("by", "document"):
            found.setdefault(row.initiative_id, {})[row.key] = row
    return found


def answers_of(initiatives: Sequence[Initiative]) -> dict[int, dict[str, str]]:
    """The answers to the plain questions, by initiative."""
    found: dict[int, dict[str, str]] = {}
    for some in batched([one.pk for one in initiatives], AT_A_TIME):
        rows = ScreeningAnswer.objects.present().filter(initiative__in=some)
        for pk, question, answer in rows.values_list("initiative_id", "question", "answer"):
            found.setdefault(pk, {})[question] = answer
    return found


def _asks_screening(keys: Iterable[str]) -> bool:
    return any(key == "screening" or key in screening.laws() for key in keys)


def _finding(
    one: Initiative, key: str, by_rule: Rule | None, facts: Facts, said: Evidence | None
) -> Finding:
    """What the rule sees, else what has been said; of the law, whether it concerns this at all."""
    law = screening.laws().get(key)
    if law is not None and not law.concerns(facts["answers"]):
        said_no = _("Nej på frågan.")
        return Finding(key=key, state=Found.NOT_APPLICABLE, words=said_no, is_of_concern=False)
    seen = by_rule.sees(one, facts) if by_rule else None
    if said is not None and _counts(said, seen, by_rule):
        found = replace(of_evidence(said), key=key)
    elif seen is not None:
        found = Finding(key=key, state=seen.state, words=seen.words, by=seen.by, on=seen.on)
    else:
        return not_told(key)
    if by_rule and by_rule.guides:
        return dated_against(found, one, facts["decided_on"])
    return found


def _counts(said: Evidence, seen: Seen | None, by_rule: Rule | None) -> bool:
    """What is seen whole takes no word; what is done here no word that it is done."""
    if seen is None or by_rule is None:
        return True
    is_claim = said.answer in (Saying.EXISTS, Saying.PARTLY)
    return seen.state != Found.EXISTS and not (by_rule.is_done_here and is_claim)
