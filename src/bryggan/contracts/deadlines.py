"""The days by which somebody has to make up her mind about a contract, and when she is reminded of them.

Rules, beside those of `calculation`:

- A contract has one day to decide by at a time, the nearest: the last day of notice when it renews
  by itself, the last day to use the next option when there is one, else the day it ends. Where the
  time of notice is not known, it is the last day of the period.
- *An option* is used no later than the last day of notice; when that has passed, by the end.
- *Reminders* come 12, 6, 3 and 1 months ahead: on the same day number, or the last day of a shorter
  month. Only the nearest that has been reached counts, so what is entered late is told of once; and
  what renews so often that the day before it lies nearer than a reminder goes without that one.
- What is chosen answers the very day it was chosen for. To end a contract answers all until its end.

Dates are whole days; `today` is passed in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bryggan.contracts.calculation import (
    Terms,
    coming_day_of_notice,
    current_end,
    end_if_notice_given,
    last_day_of_notice,
    months_after,
    reprocurement_starts,
)

STEPS = (12, 6, 3, 1)
WATCHED_MONTHS = STEPS[0]


class DeadlineKind(TextChoices):
    """What the day is the last one for."""

    NOTICE = "notice", _("Sista dag för uppsägning")
    OPTION = "option", _("Sista dag för optionen")
    END = "end", _("Perioden slutar")


class DayKind(TextChoices):
    """What happens with a contract on a day of the year."""

    NOTICE = "notice", _("Sista dag för uppsägning")
    OPTION = "option", _("Option att ta ställning till")
    RENEWAL = "renewal", _("Förlängs, uppsägningstiden är inte känd")
    END = "end", _("Slutar")
    PROCUREMENT = "procurement", _("Ny upphandling ska börja")
    CHOSEN = "chosen", _("Vägval gjort")


class CourseKind(TextChoices):
    """What can be chosen for a contract when it has to be decided upon."""

    GIVE_NOTICE = "give_notice", _("Säg upp")
    LET_RENEW = "let_renew", _("Låt förlängas")
    USE_OPTION = "use_option", _("Använd option")
    RENEGOTIATE = "renegotiate", _("Omförhandla")
    PROCURE_ANEW = "procure_anew", _("Upphandla på nytt")
    LET_END = "let_end", _("Låt löpa ut")
    WAIT = "wait", _("Avvakta")


ENDING = (CourseKind.GIVE_NOTICE, CourseKind.LET_END)


@dataclass(frozen=True)
class Deadline:
    """The last day to decide, `on`, about the period that ends on `ends_on`."""

    kind: DeadlineKind
    on: date
    ends_on: date


@dataclass(frozen=True)
class Chosen:
    """What was chosen, for which day; `wait_until` the day on which the question comes back."""

    kind: CourseKind
    deadline_on: date
    ends_on: date
    wait_until: date | None = None


@dataclass(frozen=True)
class Day:
    """A day of a contract's year, and the end of the period that it is about."""

    kind: DayKind
    on: date
    ends_on: date


def next_deadline(terms: Terms, today: date) -> Deadline | None:
    """The nearest day to decide by; None when the contract has ended or has no end."""
    end = current_end(terms, today).date
    if end is None or end < today:
        return None
    coming = coming_day_of_notice(terms, today).date
    if terms.renews_tacitly:
        leaves = end_if_notice_given(terms, today).date
        if coming is None or leaves is None:
            return Deadline(DeadlineKind.END, end, end)
        return Deadline(DeadlineKind.NOTICE, coming, leaves)
    if has_option(terms):
        return Deadline(DeadlineKind.OPTION, coming or end, end)
    return Deadline(DeadlineKind.END, end, end)


def has_option(terms: Terms) -> bool:
    """Whether there is an option left to use."""
    return terms.options_used < len(terms.options)


def end_if_prolonged(terms: Terms, deadline: Deadline) -> date | None:
    """The end of the next period, by tacit renewal or by the next option; None when there is neither."""
    if terms.renews_tacitly:
        return current_end(terms, deadline.ends_on + timedelta(days=1)).date
    return end_by_option(terms, deadline)


def end_by_option(terms: Terms, deadline: Deadline) -> date | None:
    """The end when the next option is used; None when none is left."""
    if not has_option(terms):
        return None
    used = replace(terms, options_used=terms.options_used + 1)
    return current_end(used, deadline.ends_on).date


def reminder_due(terms: Terms, deadline: Deadline, today: date) -> int | None:
    """How many months ahead of its day the nearest reminder is that is due; None while there is none.

    One renewal is not asked about before the day of the one before it has passed: what renews every
    twelve months is told of six, three and one month ahead, save in its first period.
    """
    first_end = current_end(terms, terms.ends_on).date if terms.ends_on else None
    is_renewed = first_end is not None and deadline.ends_on > first_end
    apart = terms.renewal_months if is_renewed and terms.renewal_months else WATCHED_MONTHS + 1
    return step_reached(deadline.on, today, [step for step in STEPS if step < apart])


def step_reached(on: date, today: date, steps: Iterable[int] = STEPS) -> int | None:
    """The nearest of the steps, in months ahead of a day, that has come; None before the first and after the day."""
    if on < today:
        return None
    return min((step for step in steps if months_after(on, -step) <= today), default=None)


def is_answered(terms: Terms, deadline: Deadline, chosen: Chosen | None, today: date) -> bool:
    """Whether what was chosen last answers this deadline, so that nobody is asked again.

    A contract that is to end is left in peace until it has ended, while its terms go on saying that
    it renews; terms that were changed to a later end ask anew.
    """
    if chosen is None:
        return False
    if chosen.kind in ENDING:
        is_running_out = terms.renews_tacitly and today <= chosen.ends_on <= deadline.ends_on
        return deadline.ends_on == chosen.ends_on or is_running_out
    if chosen.deadline_on != deadline.on:
        return False
    return chosen.wait_until is None or today < chosen.wait_until


def alternatives(terms: Terms, deadline: Deadline, today: date) -> tuple[CourseKind, ...]:
    """What can be chosen, the most likely first."""
    found: list[CourseKind] = []
    if terms.renews_tacitly:
        found += [CourseKind.LET_RENEW, CourseKind.GIVE_NOTICE]
    if has_option(terms):
        found.append(CourseKind.USE_OPTION)
    if not terms.renews_tacitly:
        found.append(CourseKind.LET_END)
    found += [CourseKind.RENEGOTIATE, CourseKind.PROCURE_ANEW]
    if today < deadline.on:
        found.append(CourseKind.WAIT)
    return tuple(found)


@lru_cache(maxsize=20_000)
def days_between(
    terms: Terms, first: date, last: date, leaves_on: date | None = None
) -> tuple[Day, ...]:
    """What the terms say of the days from `first` to `last`, if nobody does anything.

    `leaves_on`: the contract is to end on that day, whatever its terms say of renewal.
    """
    found = _days(terms, first, last, leaves_on)
    return tuple(sorted((day for day in found if first <= day.on <= last), key=lambda day: day.on))


def _days(terms: Terms, first: date, last: date, leaves_on: date | None) -> Iterator[Day]:
    if terms.ends_on is None:
        return
    if terms.renews_tacitly:
        yield from _renewing_days(terms, first, last, leaves_on)
        return
    end = current_end(terms, terms.ends_on).date
    assert end is not None
    yield Day(DayKind.END, end, end)
    if has_option(terms) and leaves_on is None:
        yield Day(DayKind.OPTION, last_day_of_notice(terms, terms.ends_on).date or end, end)
    starts = reprocurement_starts(terms)
    if starts.date is not None and leaves_on is None:
        yield Day(DayKind.PROCUREMENT, starts.date, end)


def _renewing_days(terms: Terms, first: date, last: date, leaves_on: date | None) -> Iterator[Day]:
    """One day for each period; a period may end long after its last day of notice."""
    if leaves_on is not None:
        yield Day(DayKind.END, leaves_on, leaves_on)
    day = first
    while True:
        if terms.notice is None:
            on, end = (current_end(terms, day).date,) * 2
        else:
            on, end = coming_day_of_notice(terms, day).date, end_if_notice_given(terms, day).date
        if on is None or end is None or on > last:
            return
        if leaves_on is None or end <= leaves_on:
            kind = DayKind.RENEWAL if terms.notice is None else DayKind.NOTICE
            yield Day(kind, on, end)
        day = on + timedelta(days=1)
