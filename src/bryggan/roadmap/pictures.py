"""The pictures of a färdplan: the years with phases and what waits for what, benefit and complexity, money."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bryggan.initiatives.models import Health, Initiative, MoneyKind, Passage, State
from bryggan.kit import words
from bryggan.kit.charts.model import (
    Bubble,
    Bubbles,
    Series,
    Span,
    StackedBarChart,
    Timeline,
    TimelineRow,
    Tone,
)
from bryggan.methods.models import Phase
from bryggan.roadmap.calculation import Wait

YEARS_BACK, YEARS_AHEAD = 1, 3
TONES: dict[str, Tone] = {Health.GREEN: "ok", Health.YELLOW: "sun", Health.RED: "alarm"}
MONEY_TONES: dict[str, Tone] = {
    MoneyKind.BUDGET: "brand",
    MoneyKind.ASKED: "calm",
    MoneyKind.UNFUNDED: "sun",
}


def window(today: date) -> tuple[date, date]:
    """The years that are shown: the last one, this one and three more."""
    return date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)


def phase_word(phase: str) -> str:
    return str(Phase(phase).label)


def standing_words(one: Initiative) -> str:
    """The phase it is in, and how it goes or why it does not: in words, never by colour alone."""
    said = phase_word(one.phase)
    if one.state == State.PARKED:
        return _("vilar i %(phase)s") % {"phase": said.lower()}
    if one.health and one.phase != Phase.CLOSED:
        return f"{said}, {str(Health(one.health).label).lower()}"
    return said


def tone_of(one: Initiative) -> Tone:
    if one.phase == Phase.CLOSED:
        return "dark"
    if one.state == State.PARKED:
        return "calm2"
    if one.health:
        return TONES[one.health]
    return "brand" if one.started_on else "calm"


def spans_of(
    one: Initiative, passages: Sequence[Passage], today: date, url: str = ""
) -> tuple[Span, ...]:
    """The phases behind it, the one it is in until it is to end, and how long it has run over.

    Every bar leads to the initiative.
    """
    start, end = one.started_on or one.starts_on, one.closed_on or one.ends_on
    if start and end and end < start:
        start = one.starts_on if one.starts_on and one.starts_on <= end else end
    spans: list[Span] = []
    if one.started_on and start:
        for passage in passages:
            until = passage.passed_on
            if until is None or until <= start or until > today:
                continue
            if end is None or until < end:
                word = phase_word(passage.step_from.phase)
                spans.append(Span(start, until, word, "soft", url))
                start = until
    spans.append(Span(start, end, standing_words(one), tone_of(one), url))
    is_late = end is not None and end < today and one.phase != Phase.CLOSED
    if is_late and one.state == State.ACTIVE:
        spans.append(Span(end, today, _("skulle ha varit klart"), "alarm", url))
    return tuple(spans)


def timeline(
    shown: Sequence[Initiative],
    *,
    today: date,
    passages: Mapping[int, Sequence[Passage]],
    waits: Iterable[Wait],
    group: Callable[[Initiative], str],
    url: Callable[[int], str],
    title: str = "",
) -> Timeline:
    """The initiatives as lines on a calendar of years, those that wait tied to what they wait for."""
    after: dict[int, list[str]] = {}
    for wait in waits:
        after.setdefault(wait.pk, []).append(str(wait.before))
    lines = tuple(
        TimelineRow(
            one.name,
            spans_of(one, passages.get(one.pk, ()), today, url(one.pk)),
            group=group(one),
            url=url(one.pk),
            key=str(one.pk),
            after=tuple(after.get(one.pk, ())),
        )
        for one in shown
    )
    start, end = window(today)
    return Timeline(
        title=title or _("Initiativen över åren"),
        summary=_("%(count)s initiativ från %(first)s till %(last)s.")
        % {"count": words.number(len(lines)), "first": start.year, "last": end.year},
        lines=lines,
        today=today,
        start=start,
        end=end,
        row_word=_("Initiativ"),
        legend=legend(),
    )


def legend() -> tuple[tuple[str, Tone], ...]:
    """What the tones stand for; every bar says it in words too."""
    return (
        (_("planerat"), "calm"),
        (_("påbörjat, ingen status"), "brand"),
        (str(Health.GREEN.label).lower(), "ok"),
        (str(Health.YELLOW.label).lower(), "sun"),
        (_("behöver hjälp eller försenat"), "alarm"),
        (_("vilar"), "calm2"),
        (_("tidigare faser"), "soft"),
        (_("avslutat"), "dark"),
    )


def matrix(shown: Sequence[Initiative], *, url: Callable[[int], str]) -> Bubbles:
    """Benefit upwards, complexity to the right, what it costs once as the area."""
    points = tuple(
        Bubble(
            one.name,
            one.complexity or 0,
            one.benefit or 0,
            size=one.one_off_cost_sek,
            tone=tone_of(one),
            note=standing_words(one),
            url=url(one.pk),
        )
        for one in shown
    )
    return Bubbles(
        title=_("Nytta och komplexitet"),
        summary=_("%(count)s initiativ efter bedömd nytta och komplexitet.")
        % {"count": words.number(len(points))},
        points=points,
        x_word=_("Komplexitet"),
        y_word=_("Nytta"),
        size_word=_("Kostnad en gång, kr"),
        x_range=(1, 5),
        y_range=(1, 5),
        corners=(_("Gör först"), _("Satsa"), _("Ta när det passar"), _("Tänk om")),
        point_word=_("Initiativ"),
        note_word=_("Läge"),
        legend=tuple(one for one in legend() if one[1] != "soft"),
    )


def money(
    sums: Mapping[tuple[int, str], Decimal],
    years: Sequence[int],
    *,
    url: Callable[[int, str], str],
) -> StackedBarChart:
    """Year by year what is in budget, what is asked for and what has no money, in tkr."""
    kinds = tuple(MONEY_TONES)
    return StackedBarChart(
        title=_("Pengar år för år"),
        summary=_("I budget, äskat och ofinansierat för %(first)s–%(last)s.")
        % {"first": years[0], "last": years[-1]},
        categories=tuple(str(year) for year in years),
        series=tuple(
            Series(
                str(MoneyKind(kind).label),
                tuple(_thousands(sums.get((year, kind))) for year in years),
                tuple(url(year, kind) if sums.get((year, kind)) else "" for year in years),
                tone=MONEY_TONES[kind],
            )
            for kind in kinds
        ),
        unit=_("tkr"),
        category_word=_("År"),
        decimals=0,
    )


def _thousands(amount: Decimal | None) -> Decimal:
    return (amount or Decimal(0)) / 1000
