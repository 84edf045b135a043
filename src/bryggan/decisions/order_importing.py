"""A delegation order that was read, into an authority's own: planned first, then made in one batch.

What is asked and not answered is not entered. What stands differently already is told, never overwritten.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bryggan.decisions import ordering, queries
from bryggan.decisions.choices import NOT_DELEGABLE, Meaning, PostKind, Reporting
from bryggan.decisions.limits import ASK_DEPUTY, ASK_LIMIT, ASK_MEANING, ASK_REPORTING, ReadLimit
from bryggan.decisions.mandate import kronor
from bryggan.decisions.models import DelegationRule, Post
from bryggan.decisions.order_reading import Ask, ReadAmendment, ReadOrder, ReadPoint
from bryggan.decisions.posts_in_words import post_values, spelt_out
from bryggan.history.models import Batch
from bryggan.kit.writer import Writer, batch
from bryggan.people.models import Unit, User

SKIP, NO_LIMIT, WHOLE, WITHOUT = "skip", "no_limit", "whole", "without"
CREATED, UPDATED, UNCHANGED, SKIPPED, ASKED, FAILED = (
    "created", "updated", "unchanged", "skipped", "asked", "failed",
)  # fmt: skip
LIMIT_FIELDS = (
    "limit_sek", "limit_price_base", "is_limit_reached", "percent_of_value", "above_sek", "meaning",
)  # fmt: skip
COMPARED = (
    *LIMIT_FIELDS, "matter", "name", "conditions", "within_budget", "for_own_share", "reporting",
    "may_subdelegate",
)  # fmt: skip


@dataclass
class Line:
    """What becomes of one point or one amendment."""

    row: int
    code: str
    name: str
    outcome: str
    message: str = ""
    post: str = ""
    deputies: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    starts_on: date | None = None
    source: str = ""
    is_amendment: bool = False
    # The wording that stands and that is changed from the day.
    held: DelegationRule | None = None


@dataclass
class Plan:
    """All that would happen. `asks`: what is not answered; `posts`: functions to be made."""

    order: ReadOrder
    authority: Unit
    valid_from: date
    lines: list[Line] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        found = Counter(line.outcome for line in self.lines)
        names = (CREATED, UPDATED, UNCHANGED, SKIPPED, ASKED, FAILED)
        return {"rows": len(self.lines), **{name: found[name] for name in names}}


def choices_of(ask: Ask) -> list[tuple[str, str]]:
    """What can be answered to a question; leaving it open leaves the point out."""
    leave = (SKIP, _("Ta inte med punkten"))
    if ask.about == ASK_MEANING:
        meanings = [(one.value, str(one.label)) for one in Meaning if one != Meaning.NONE]
        return [*meanings, leave]
    if ask.about == ASK_DEPUTY:
        return [
            (WITHOUT, _("Utan ersättare")),
            (WHOLE, _("Ersättaren får besluta upp till punktens gräns")),
            leave,
        ]
    if ask.about == ASK_REPORTING:
        return [*((one.value, str(one.label)) for one in Reporting), leave]
    return [(NO_LIMIT, _("För in punkten utan gräns, orden blir villkor")), leave]


def make_plan(
    order: ReadOrder, authority: Unit, valid_from: date, answers: Mapping[str, str] | None = None
) -> Plan:
    """What the order would make of the authority's own; writes nothing."""
    plan = Plan(order, authority, valid_from)
    told = dict(answers or {})
    seen: set[str] = set()
    for point in order.points:
        line = _line(point, plan, told)
        if point.code in seen:
            line.outcome, line.message = FAILED, _("Punkten står två gånger i filen.")
        seen.add(point.code)
        plan.lines.append(line)
    _same_limits(plan)
    for line in plan.lines:
        if line.outcome == CREATED:
            _compare(line, plan)
    for amendment in order.amendments:
        plan.lines += _amended(amendment, plan)
    _posts(plan)
    return plan


def _line(point: ReadPoint, plan: Plan, answers: Mapping[str, str]) -> Line:
    line = Line(
        row=point.row,
        code=point.code,
        name=point.name,
        outcome=CREATED,
        post=spelt_out(point.post),
        deputies=tuple(spelt_out(name) for name in point.deputies),
        values=_values(point),
        starts_on=plan.valid_from,
        source=plan.order.source,
    )
    if point.matter in NOT_DELEGABLE:
        line.outcome, line.message = FAILED, _("Det får nämnden inte delegera (KL 6:38).")
    elif post_values(line.post)["kind"] == PostKind.GROUP:
        said = _("En grupp av anställda beslutar aldrig: den bereder, och en person beslutar.")
        line.outcome, line.message = FAILED, said
    for ask in point.asks:
        answer = answers.get(ask.key, "")
        if answer not in dict(choices_of(ask)):
            plan.asks.append(ask)
            line.outcome, line.message = ASKED, ask.question
        elif answer == SKIP:
            line.outcome, line.message = SKIPPED, _("Valdes bort.")
        else:
            _answered(line, ask.about, answer)
    return line


def _values(point: ReadPoint) -> dict[str, Any]:
    limit = point.limit
    return {
        **_limit_values(limit),
        "matter": point.matter,
        "name": point.name[:300],
        "conditions": point.words,
        "legal_ref": limit.legal_ref[:120],
        "within_budget": limit.within_budget,
        "for_own_share": limit.for_own_share,
        "reporting": point.reporting,
        "reporting_note": point.reporting_note,
        "may_subdelegate": point.may_subdelegate,
        "same_as": limit.same_as,
    }


def _limit_values(limit: ReadLimit) -> dict[str, Any]:
    return {name: getattr(limit, name) for name in LIMIT_FIELDS}


def _answered(line: Line, about: str, answer: str) -> None:
    if about == ASK_MEANING:
        line.values["meaning"] = answer
    elif about == ASK_REPORTING:
        line.values["reporting"] = answer
    elif about == ASK_DEPUTY and answer == WITHOUT:
        line.deputies = ()
    elif about == ASK_LIMIT:
        line.values |= _limit_values(ReadLimit())


def _same_limits(plan: Plan) -> None:
    """ "Samma gräns som 4.7": taken from that point, which must itself be known."""
    by_code = {line.code: line for line in plan.lines}
    for line in plan.lines:
        code = line.values.pop("same_as", "")
        if not code or line.outcome != CREATED:
            continue
        other = by_code.get(code)
        if other is None or other.outcome != CREATED:
            line.outcome = ASKED
            line.message = _("Samma gräns som punkt %(code)s, som inte är klar.") % {"code": code}
        else:
            line.values |= {name: other.values[name] for name in LIMIT_FIELDS}


def _compare(line: Line, plan: Plan) -> None:
    """Against what stands: the same is left, an older wording is changed from the day."""
    rows = DelegationRule.objects.present().filter(unit=plan.authority, code=line.code)
    rows = rows.select_related("post").prefetch_related("deputies").order_by("valid_from")
    starts_on = line.starts_on or plan.valid_from
    same_day = rows.filter(valid_from=starts_on).first()
    if same_day is not None:
        differing = _differing(line, same_day)
        line.outcome = FAILED if differing else UNCHANGED
        if differing:
            said = _("Punkten finns och skiljer sig (%(what)s). Ändra den från en dag i stället.")
            line.message = said % {"what": ", ".join(differing)}
        return
    running = rows.in_force(starts_on).first()
    if running is not None:
        line.outcome, line.held = UPDATED, running
        line.message = _("Ändrar den lydelse som gäller sedan %(day)s.") % {
            "day": running.valid_from.isoformat()
        }
    elif rows.filter(valid_from__gt=starts_on).exists():
        line.outcome, line.message = FAILED, _("Det finns en senare lydelse av punkten.")


def _differing(line: Line, row: DelegationRule) -> list[str]:
    """The fields that say something else, by their labels."""
    fields = row._meta.get_field
    found = [
        str(getattr(fields(name), "verbose_name", name))
        for name in COMPARED
        if name in line.values and line.values[name] != getattr(row, name)
    ]
    if spelt_out(row.post.name).casefold() != line.post.casefold():
        found.append(_("Delegat"))
    held = {post.name.casefold() for post in row.deputies.all()}
    if not line.is_amendment and held != {name.casefold() for name in line.deputies}:
        found.append(_("Ersättare"))
    return found


def _amended(amendment: ReadAmendment, plan: Plan) -> list[Line]:
    """The points an amendment names, and those that have the same limit as one of them."""
    following = [
        point.code for point in plan.order.points if point.limit.same_as in amendment.codes
    ]
    by_code = {line.code: line for line in plan.lines if not line.is_amendment}
    if amendment.limit.limit_sek is None or not amendment.codes:
        said = _("Ändringen går inte att läsa. Gör den på punktens sida.")
        return [Line(amendment.row, "", amendment.text, ASKED, said, is_amendment=True)]
    return [
        _amended_point(amendment, by_code.get(code), code, plan)
        for code in (*amendment.codes, *following)
    ]


def _amended_point(amendment: ReadAmendment, base: Line | None, code: str, plan: Plan) -> Line:
    line = Line(
        row=amendment.row,
        code=code,
        name=amendment.text,
        outcome=CREATED,
        starts_on=amendment.starts_on,
        source=amendment.source,
        is_amendment=True,
    )
    if base is None or base.outcome in (SKIPPED, ASKED, FAILED):
        line.outcome = ASKED if base else FAILED
        line.message = _("Punkt %(code)s är inte med än.") % {"code": code}
        return line
    line.post, line.values = base.post, {"limit_sek": amendment.limit.limit_sek}
    rows = DelegationRule.objects.present().filter(unit=plan.authority, code=code)
    held = rows.filter(valid_from=amendment.starts_on).select_related("post").first()
    if held is not None:
        differs = held.limit_sek != amendment.limit.limit_sek
        line.outcome = FAILED if differs else UNCHANGED
        line.message = _("Punkten lyder annorlunda från den dagen.") if differs else ""
        return line
    line.outcome = UPDATED
    amount = amendment.limit.limit_sek or Decimal(0)
    line.message = _("Ny gräns %(sum)s från %(day)s.") % {
        "sum": kronor(amount),
        "day": amendment.starts_on.isoformat(),
    }
    return line


def _posts(plan: Plan) -> None:
    """The functions that the order names and the authority lacks."""
    for line in plan.lines:
        if line.outcome not in (CREATED, UPDATED) or line.is_amendment:
            continue
        for name in (line.post, *line.deputies):
            if queries.post_named(name, plan.authority) is None:
                plan.posts.setdefault(name.casefold(), post_values(name))


def apply_plan(plan: Plan, *, by: User, reason: str) -> Batch | None:
    """Make what the plan says, in one batch that can be undone; None where there is nothing to do."""
    wanted = [line for line in plan.lines if line.outcome in (CREATED, UPDATED)]
    if not wanted:
        return None
    with batch(by=by, kind=Batch.Kind.IMPORT, reason=reason) as write:
        posts = _make_posts(write, plan, by)
        for line in (one for one in wanted if not one.is_amendment):
            _make(write, line, plan, posts, by)
        write.flush()
        for line in (one for one in wanted if one.is_amendment):
            _amend(write, line, plan, by)
        return write.batch


def _make_posts(write: Writer, plan: Plan, by: User) -> dict[str, Post]:
    for values in plan.posts.values():
        ordering.create_post.within(write, plan.authority, by=by, values=values)
    write.flush()
    names = {
        name
        for line in plan.lines
        if line.outcome in (CREATED, UPDATED)
        for name in (line.post, *line.deputies)
    }
    found = {name: queries.post_named(name, plan.authority) for name in names}
    return {name: post for name, post in found.items() if post is not None}


def _make(write: Writer, line: Line, plan: Plan, posts: Mapping[str, Post], by: User) -> None:
    values = {**line.values, "post": posts[line.post]}
    deputies = [posts[name] for name in line.deputies]
    if line.held is not None and line.starts_on is not None:
        ordering.amend_rule.within(
            write,
            line.held,
            by=by,
            starts_on=line.starts_on,
            values=values,
            source=line.source or plan.order.sheet or _("ur fil"),
            deputies=deputies,
        )
        return
    told = {**values, "code": line.code, "source": line.source, "valid_from": line.starts_on}
    ordering.add_rule.within(write, plan.authority, by=by, values={**told, "deputies": deputies})


def _amend(write: Writer, line: Line, plan: Plan, by: User) -> None:
    rows = DelegationRule.objects.in_force(line.starts_on or plan.valid_from)
    rule = rows.filter(unit=plan.authority, code=line.code).select_related("post", "unit").get()
    ordering.amend_rule.within(
        write,
        rule,
        by=by,
        starts_on=line.starts_on or plan.valid_from,
        values=line.values,
        source=line.source or line.name[:200],
    )
