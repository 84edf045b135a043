"""`bryggan import delegation FILE`: the order as it is kept, with an answer to each cell that is asked about."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bryggan.decisions import permissions, queries
from bryggan.decisions.order_importing import Plan, apply_plan, choices_of, make_plan
from bryggan.decisions.order_reading import ReadOrder, first_words, read_order
from bryggan.kit.action import NotPossible
from bryggan.people.models import Unit, User
from bryggan.registers.importing.own_readers import Told, reads_own

ALL_TAKEN, SOME_NOT, NOTHING_DONE = 0, 1, 2


@reads_own("delegation")
def read_delegation(path: Path, by: User, options: Mapping[str, Any], told: Told) -> int:
    """Plan, tell what is asked, and unless it is only simulated enter what is clear."""
    order, _sheets = read_order(path, sheet=options.get("sheet"))
    answers = dict(one.split("=", 1) for one in options.get("answer", ()) if "=" in one)
    authority = authority_in(order, answers.pop("authority", ""), by)
    if authority is None:
        told(_("Säg vems ordningen är: --answer authority=Socialnämnden."))
        return NOTHING_DONE
    verdict = permissions.keep_order(by, authority)
    if not verdict:
        told(verdict.reason)
        return NOTHING_DONE
    day = _day(answers.pop("from", "")) or order.valid_from
    if day is None:
        told(_("Säg från när den gäller: --answer from=2025-01-01."))
        return NOTHING_DONE
    plan = make_plan(order, authority, day, answers)
    if not options.get("simulate"):
        try:
            apply_plan(plan, by=by, reason=path.name)
        except NotPossible as refusal:
            told(refusal.reason)
            return NOTHING_DONE
    return _tell(plan, options, told)


def authority_in(order: ReadOrder, named: str, user: User) -> Unit | None:
    """The board that is named, else the one that the first title speaks of ("Socialnämndens")."""
    word = (named or first_words(order.titles)).casefold()
    for unit in queries.authorities(user):
        names = [unit.name, unit.short, *unit.synonyms]
        if any(word in (name.casefold(), f"{name.casefold()}s") for name in names if name):
            return unit
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _tell(plan: Plan, options: Mapping[str, Any], told: Told) -> int:
    counts = plan.counts()
    told(
        _(
            "%(rows)s rader: %(created)s nya, %(updated)s ändras, %(unchanged)s oförändrade, "
            "%(skipped)s hoppas över, %(asked)s väntar på svar, %(failed)s tas inte."
        )
        % counts
    )
    for ask in plan.asks:
        words = {"row": ask.row, "code": ask.code, "words": ask.words, "said": ask.question}
        told(_("Rad %(row)s, punkt %(code)s, ”%(words)s”: %(said)s") % words)
        for value, label in choices_of(ask):
            told(f"    --answer {ask.key}={value}    {label}")
    for line in plan.lines:
        if line.outcome == "failed":
            told(f"  {line.code}: {line.message}")
    if options.get("report"):
        report: dict[str, Any] = {**counts, "simulated": bool(options.get("simulate"))}
        report["asks"] = [{"key": one.key, "row": one.row, "words": one.words} for one in plan.asks]
        text = json.dumps(report, ensure_ascii=False, indent=1)
        options["report"].write_text(text + "\n", encoding="utf-8")
    return SOME_NOT if counts["failed"] or counts["asked"] else ALL_TAKEN
