"""The pictures of the overview: one description each, for the screen and for papers."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bryggan.contracts.calculation import State, months_after
from bryggan.contracts.register import ContractRegister
from bryggan.kit import words
from bryggan.kit.charts import BarChart, Point, Series, Span, Timeline, TimelineRow, Tone
from bryggan.people.scope import Scope, Share
from bryggan.reports.overview import IN_LIFE, TIMELINE_MONTHS, Bearer, Deadline, Money
from bryggan.systems.models import System

MOST_BARS = 10


def share_name(scope: Scope, part: Share) -> str:
    """The part's name, with the municipality's before it where several have the same."""
    if part.is_alone:
        return _("%(unit)s, gemensamt") % {"unit": part.place.name}
    same = [place for place in scope.organisation.places.values() if place.name == part.place.name]
    above = scope.organisation.above(part.place.pk)
    if len(same) > 1 and len(above) > 1:
        return f"{part.place.name}, {above[-2].name}"
    return part.place.name


def money_chart(scope: Scope, money: Money) -> BarChart:
    """Who bears the cost: the largest parts as bars, the rest as one, so that all add up."""
    shown: Sequence[Bearer] = money.bearers
    rest: Sequence[Bearer] = ()
    if len(shown) > MOST_BARS + 1:
        shown, rest = shown[:MOST_BARS], shown[MOST_BARS:]
    names = [share_name(scope, bearer.part) for bearer in shown]
    amounts = [bearer.amount for bearer in shown]
    urls = [bearer.url for bearer in shown]
    if rest:
        names.append(_("%(count)s övriga") % {"count": len(rest)})
        amounts.append(sum((bearer.amount for bearer in rest), Decimal(0)))
        urls.append("")
    largest = names[0] if names else _("ingen")
    return BarChart(
        title=_("Vem som bär kostnaden"),
        summary=_("Störst del bär %(name)s. %(known)s.")
        % {"name": largest, "known": money.total.words},
        categories=tuple(names),
        series=(Series("", tuple(amount / 1000 for amount in amounts), tuple(urls)),),
        unit=_("tkr per år"),
        decimals=0,
    )


def lifecycle_chart(scope: Scope, numbers: Mapping[str, int]) -> BarChart:
    """Systems by where they are in their life; those one knows nothing of are a bar of their own."""
    stages = [(stage.value, str(stage.label)) for stage in System.Lifecycle]
    counted = {stage: numbers[one.key] for stage, one in IN_LIFE.items()}
    present = [(key, label) for key, label in [*stages, ("", _("Okänt"))] if counted[key]]
    return BarChart(
        title=_("Var i livet systemen är"),
        summary=", ".join(f"{label} {counted[key]}" for key, label in present),
        categories=tuple(label for _key, label in present),
        series=(
            Series(
                "",
                tuple(counted[key] for key, _label in present),
                tuple(scope.url("system", ("f.lifecycle", key or "-")) for key, _label in present),
            ),
        ),
        unit=_("system"),
        category_word=_("Livscykel"),
    )


def contract_timeline(deadlines: Sequence[Deadline], today: date) -> Timeline:
    """The contracts of the coming two years: how long each runs, and its last day of notice."""
    first = today.replace(day=1)
    lines = tuple(_line(deadline, today) for deadline in deadlines)
    nearest = deadlines[0] if deadlines else None
    day = nearest.next_day(today) if nearest else None
    said = (
        _("Närmast är %(name)s, %(day)s.") % {"name": nearest.name, "day": words.date_text(day)}
        if nearest and day
        else _("Inget avtal har en dag att passa.")
    )
    return Timeline(
        title=_("Avtalen de närmaste två åren"),
        summary=said,
        lines=lines,
        today=today,
        start=first,
        end=months_after(first, TIMELINE_MONTHS),
        row_word=_("Avtal"),
    )


def _line(deadline: Deadline, today: date) -> TimelineRow:
    stands = deadline.standing
    notice = stands.notice_on
    points: tuple[Point, ...] = ()
    if notice is not None:
        is_soon = notice <= months_after(today, 2)
        points = (Point(notice, words.date_text(notice), "alarm" if is_soon else "sun"),)
    return TimelineRow(
        deadline.name,
        spans=(Span(None, stands.ends_on, tone=_tone(deadline)),),
        points=points,
        url=ContractRegister.url(deadline.pk),
    )


def _tone(deadline: Deadline) -> Tone:
    """What there is to decide stands out; then what is renewed since it is too late to give notice."""
    if deadline.decided is not None and deadline.decided.is_to_decide:
        return "sun"
    return "calm" if deadline.standing.state == State.NOTICE_PASSED else "soft"
