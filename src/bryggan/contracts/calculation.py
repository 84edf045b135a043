"""The dates of a contract, with the arithmetic that the page shows beside each date.

Rules. The contract's own wording always wins over what is counted here.

- *Notice in months* runs out on the same day number ("28 februari + 6 månader = 28 augusti"), or on
  the last day of the month when that number is missing there. This is how Swedish law counts time
  that is given in months (lag 1930:173, 1 §); contracts borrow the habit, they are not bound by it.
- *Last day of notice* is the latest day on which notice still runs out no later than the end date.
  So an end on the last day of a month gives a last day of notice on the last day of a month
  (2027-02-28 − 3 months = 2026-11-30), and 31 August − 6 months is 28 or 29 February.
- *Periods* (options, tacit renewals) that end on the last day of a month go on doing so, and are
  counted from the first end, so that a 30th is not worn down to a 28th by a February on the way.
- *A tacit renewal* has happened when the old period is over, not already when the last day of
  notice has passed; between the two the state is `NOTICE_PASSED`.
- Saturdays, Sundays and holidays are not moved: the earlier day is the safe one.
- No notice in the terms means that it is not known, never that there is none (that is 0 days).

Dates are whole days; `today` is passed in. A `Dated` without date says in its steps why.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

LEAD_MONTHS = 18
NEAR_MONTHS = 6
LONGEST_MONTHS = 600
YEARS = range(1900, 2201)


class NoticeUnit(TextChoices):
    """What the time of notice is counted in."""

    DAYS = "days", gettext_lazy("dagar")
    MONTHS = "months", gettext_lazy("månader")


class State(TextChoices):
    """Where in its life a contract is; the first that applies, in the order of `state`."""

    NOT_STARTED = "not_started", gettext_lazy("Har inte börjat gälla")
    ENDED = "ended", gettext_lazy("Har löpt ut")
    OPEN_ENDED = "open_ended", gettext_lazy("Löper tills vidare")
    NOTICE_PASSED = "notice_passed", gettext_lazy("Uppsägningsdagen har passerat, förlängs")
    NOTICE_NEAR = "notice_near", gettext_lazy("Uppsägningsdagen närmar sig")
    OPTION_NEAR = "option_near", gettext_lazy("Option att ta ställning till")
    ENDS_SOON = "ends_soon", gettext_lazy("Löper snart ut")
    RUNNING = "running", gettext_lazy("Löper")


@dataclass(frozen=True)
class Notice:
    """The time of notice; 0 means that notice takes effect the same day."""

    amount: int
    unit: NoticeUnit

    def __post_init__(self) -> None:
        longest = LONGEST_MONTHS if self.unit == NoticeUnit.MONTHS else LONGEST_MONTHS * 31
        if self.amount < 0:
            raise ValueError(_("Uppsägningstiden kan inte vara negativ."))
        if self.amount > longest:
            raise ValueError(_("Uppsägningstiden är orimligt lång."))


@dataclass(frozen=True)
class Terms:
    """What a contract says about its time; ValueError, in words for a person, when it is nonsense.

    `starts_on` None: not known. `ends_on`: last day of the first period, before any option or
    renewal; None: open-ended. `options`: months of each extension, in order, of which the first
    `options_used` have been called.
    """

    starts_on: date | None
    ends_on: date | None
    notice: Notice | None = None
    renews_tacitly: bool = False
    renewal_months: int | None = None
    options: tuple[int, ...] = ()
    options_used: int = 0
    procurement_lead_months: int = LEAD_MONTHS

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise ValueError(" ".join(faults))


@dataclass(frozen=True)
class Step:
    """One line of the arithmetic: what was done, and the date that it gave (None: no date)."""

    label: str
    value: date | None = None


@dataclass(frozen=True)
class Dated:
    """A date with the steps that led to it; without date, the only step is the reason."""

    date: date | None
    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """The arithmetic as text: "slutdatum 2027-12-31 − 12 månaders uppsägning = 2026-12-31"."""
        first, *rest = self.steps
        words = first.label if first.value is None else f"{first.label} {first.value.isoformat()}"
        return words + "".join(f" {step.label} = {step.value}" for step in rest)


def months_after(day: date, months: int) -> date:
    """The same day number `months` later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_end(end: date, months: int) -> date:
    """The end of a period moved by `months` (either way): a month's last day stays a last day."""
    moved = months_after(end, months)
    if end.day == monthrange(end.year, end.month)[1]:
        return moved.replace(day=monthrange(moved.year, moved.month)[1])
    return moved


def current_end(terms: Terms, today: date) -> Dated:
    """The end of the period that `today` lies in: options used, and tacit renewals that happened.

    A contract that has ended keeps its last end; an open-ended one has none.
    """
    if terms.ends_on is None:
        return _without(_("avtalet löper tills vidare"))
    first, steps = _after_options(terms, terms.options_used)
    renewals = _renewals_until(terms, first, today)
    return _renewed(terms, first, steps, renewals)


def last_day_of_notice(terms: Terms, today: date) -> Dated:
    """The last day to give notice in the present period; it may have passed."""
    if terms.ends_on is None:
        return _without(_("avtalet löper tills vidare och kan sägas upp när som helst"))
    return _less_notice(terms, current_end(terms, today))


def coming_day_of_notice(terms: Terms, today: date) -> Dated:
    """The next last day of notice that has not passed: under tacit renewal, of a later period."""
    if terms.renews_tacitly and terms.notice is not None:
        return _less_notice(terms, _first_end_in_time(terms, today))
    last = last_day_of_notice(terms, today)
    if last.date is not None and last.date < today:
        return _without(_("sista dagen för uppsägning har passerat och avtalet förlängs inte"))
    return last


def next_renewal(terms: Terms, today: date) -> Dated:
    """The first day of the next period if nobody gives notice in time."""
    if terms.ends_on is None:
        return _without(_("avtalet löper tills vidare"))
    if not terms.renews_tacitly:
        return _without(_("avtalet förlängs inte av sig självt"))
    end = current_end(terms, today)
    first_day = _known(end.date) + timedelta(days=1)
    return Dated(first_day, (*end.steps, Step(_("+ 1 dag"), first_day)))


def last_possible_end(terms: Terms) -> Dated:
    """The end when every option is called; a contract that goes on by itself has none."""
    if terms.ends_on is None:
        return _without(_("avtalet löper tills vidare"))
    if terms.renews_tacitly:
        return _without(_("avtalet förlängs tills det sägs upp"))
    end, steps = _after_options(terms, len(terms.options))
    return Dated(end, steps)


def reprocurement_starts(terms: Terms) -> Dated:
    """The day on which work on the next procurement must begin, every option counted."""
    end = last_possible_end(terms)
    if end.date is None:
        return end
    starts = period_end(end.date, -terms.procurement_lead_months)
    label = ngettext(
        "− %(months)s månad för upphandling",
        "− %(months)s månader för upphandling",
        terms.procurement_lead_months,
    ) % {"months": terms.procurement_lead_months}
    return Dated(starts, (*end.steps, Step(label, starts)))


def end_if_notice_given(terms: Terms, today: date) -> Dated:
    """The day the contract ends if notice is given `today`."""
    if terms.ends_on is None:
        if terms.notice is None:
            return _without(_("uppsägningstiden är inte känd"))
        end = _after_notice(today, terms.notice)
        label = _("+ %(notice)s") % {"notice": _notice_words(terms.notice)}
        return Dated(end, (Step(_("uppsägning"), today), Step(label, end)))
    if not terms.renews_tacitly:
        return current_end(terms, today)
    if terms.notice is None:
        return _without(_("uppsägningstiden är inte känd"))
    return _first_end_in_time(terms, today)


def state(terms: Terms, today: date, near_months: int = NEAR_MONTHS) -> State:
    """Where the contract is in its life; *near* means within `near_months` months from today.

    The last day of notice matters when the contract otherwise goes on by itself. When it does not,
    what matters is an option to call (by the last day of notice if there is one, else by the end)
    or that the end is near.
    """
    if terms.starts_on is not None and today < terms.starts_on:
        return State.NOT_STARTED
    if terms.ends_on is None:
        return State.OPEN_ENDED
    end = _known(current_end(terms, today).date)
    if end < today:
        return State.ENDED
    horizon = months_after(today, near_months)
    last_day = last_day_of_notice(terms, today).date
    if terms.renews_tacitly:
        return _state_of_renewing(last_day, today, horizon)
    if terms.options_used < len(terms.options) and (last_day or end) <= horizon:
        return State.OPTION_NEAR
    return State.ENDS_SOON if end <= horizon else State.RUNNING


def _state_of_renewing(last_day: date | None, today: date, horizon: date) -> State:
    if last_day is None or last_day > horizon:
        return State.RUNNING
    return State.NOTICE_PASSED if last_day < today else State.NOTICE_NEAR


def _faults(terms: Terms) -> Iterator[str]:
    for day in (terms.starts_on, terms.ends_on):
        if day is not None and day.year not in YEARS:
            yield _("Året %(year)s är inte rimligt i ett avtal.") % {"year": day.year}
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        yield _("Slutdatum %(end)s ligger före startdatum %(start)s.") % {
            "end": terms.ends_on.isoformat(),
            "start": terms.starts_on.isoformat(),
        }
    if terms.ends_on is None and terms.renews_tacitly:
        yield _("Ett avtal som löper tills vidare kan inte också förlängas av sig självt.")
    if terms.ends_on is None and terms.options:
        yield _("Ett avtal som löper tills vidare kan inte ha förlängningsoptioner.")
    if terms.renews_tacitly and not 1 <= (terms.renewal_months or 0) <= LONGEST_MONTHS:
        yield _("Ange hur många månader avtalet förlängs när ingen säger upp det (minst 1).")
    if any(months < 1 for months in terms.options):
        yield _("En förlängningsoption måste vara minst en månad.")
    if sum(terms.options) > LONGEST_MONTHS:
        yield _("Förlängningsoptionerna är orimligt långa.")
    if not 0 <= terms.options_used <= len(terms.options):
        yield _("%(used)s optioner är angivna som utnyttjade, men avtalet har %(all)s.") % {
            "used": terms.options_used,
            "all": len(terms.options),
        }
    if not 0 <= terms.procurement_lead_months <= LONGEST_MONTHS:
        yield _("Tiden för upphandling måste vara mellan 0 och 600 månader.")


def _without(reason: str) -> Dated:
    return Dated(None, (Step(reason),))


def _known(day: date | None) -> date:
    if day is None:
        raise ValueError(_("Avtalet har inget slutdatum."))
    return day


def _after_options(terms: Terms, count: int) -> tuple[date, tuple[Step, ...]]:
    first = _known(terms.ends_on)
    steps = [Step(_("slutdatum"), first)]
    months = 0
    for number, option in enumerate(terms.options[:count], start=1):
        months += option
        label = ngettext(
            "+ option %(number)s på %(months)s månad",
            "+ option %(number)s på %(months)s månader",
            option,
        ) % {"number": number, "months": option}
        steps.append(Step(label, period_end(first, months)))
    return period_end(first, months), tuple(steps)


def _renewals_until(terms: Terms, first: date, today: date) -> int:
    if not terms.renews_tacitly or terms.renewal_months is None or today <= first:
        return 0
    behind = (today.year - first.year) * 12 + today.month - first.month
    renewals = behind // terms.renewal_months
    # The day of the month decides whether that whole number of periods has already run out.
    while period_end(first, renewals * terms.renewal_months) < today:
        renewals += 1
    return renewals


def _renewed(terms: Terms, first: date, steps: tuple[Step, ...], renewals: int) -> Dated:
    if not renewals or terms.renewal_months is None:
        return Dated(first, steps)
    end = period_end(first, renewals * terms.renewal_months)
    values = {"times": renewals, "months": terms.renewal_months}
    single = ngettext(
        "+ tyst förlängning %(months)s månad",
        "+ tyst förlängning %(months)s månader",
        terms.renewal_months,
    )
    repeated = ngettext(
        "+ tyst förlängning %(times)s × %(months)s månad",
        "+ tyst förlängning %(times)s × %(months)s månader",
        terms.renewal_months,
    )
    label = (single if renewals == 1 else repeated) % values
    return Dated(end, (*steps, Step(label, end)))


def _first_end_in_time(terms: Terms, today: date) -> Dated:
    first, steps = _after_options(terms, terms.options_used)
    renewals = _renewals_until(terms, first, today)
    while True:
        end = _renewed(terms, first, steps, renewals)
        if _known(_less_notice(terms, end).date) >= today:
            return end
        renewals += 1


def _less_notice(terms: Terms, end: Dated) -> Dated:
    if terms.notice is None:
        return _without(_("uppsägningstiden är inte känd"))
    last = _before_notice(_known(end.date), terms.notice)
    label = _("− %(notice)s") % {"notice": _notice_words(terms.notice)}
    return Dated(last, (*end.steps, Step(label, last)))


def _after_notice(day: date, notice: Notice) -> date:
    if notice.unit == NoticeUnit.DAYS:
        return day + timedelta(days=notice.amount)
    return months_after(day, notice.amount)


def _before_notice(end: date, notice: Notice) -> date:
    if notice.unit == NoticeUnit.DAYS:
        return end - timedelta(days=notice.amount)
    return period_end(end, -notice.amount)


def _notice_words(notice: Notice) -> str:
    if notice.unit == NoticeUnit.DAYS:
        words = ngettext(
            "%(amount)s dags uppsägning", "%(amount)s dagars uppsägning", notice.amount
        )
    else:
        words = ngettext(
            "%(amount)s månads uppsägning", "%(amount)s månaders uppsägning", notice.amount
        )
    return words % {"amount": notice.amount}
