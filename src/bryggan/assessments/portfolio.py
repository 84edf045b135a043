"""All systems at once: where they stand, and when they are to be replaced."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.assessments import calculation, queries
from bryggan.assessments.calculation import CONSOLIDATE, DEVELOP, KEEP, PHASE_OUT, REPLACE
from bryggan.assessments.queries import Placed
from bryggan.assessments.replacing import Facts, Reason, Row, Why, Year, by_year, row_of
from bryggan.assessments.words import kind_words
from bryggan.contracts import calculation as contract_dates
from bryggan.contracts.calculation import Terms
from bryggan.contracts.models import Contract
from bryggan.contracts.year import ALL_TERMS, terms_of
from bryggan.kit import remembering, words
from bryggan.kit.charts import Bubble, Bubbles
from bryggan.kit.charts.model import Tone
from bryggan.people.models import User
from bryggan.systems.calculation import Total
from bryggan.systems.models import ContractUse, System
from bryggan.systems.register import VULNERABILITY

MOST_SHOWN = 60
TONES: dict[str, Tone] = {
    KEEP: "ok",
    DEVELOP: "brand",
    CONSOLIDATE: "calm",
    REPLACE: "sun",
    PHASE_OUT: "dark",
}


IN_ORDER = (DEVELOP, KEEP, REPLACE, CONSOLIDATE, PHASE_OUT)
IN_SHORT: dict[str, Any] = {
    Why.PLANNED: gettext_lazy("Planerad avveckling"),
    Why.SUPPORT: gettext_lazy("Supporten upphör"),
    Why.CONTRACT: gettext_lazy("Avtalet tar slut"),
}

# The picture


@dataclass(frozen=True)
class Outline:
    """What is reckoned over all systems, and which of them are shown, by id.

    `shown`: what has room on the picture; of very many those that cost the most.
    """

    proposals: Mapping[str, int]
    decided: int
    total: Total
    shown: tuple[int, ...]
    too_few: tuple[int, ...]
    disagreeing: tuple[int, ...]
    unasked: int

    def ids(self, most_apart: int | None) -> set[int]:
        return {*self.shown, *self.too_few, *self.disagreeing[:most_apart]}


@dataclass(frozen=True)
class Picture:
    """The systems that both sides have answered about, those that too few have, and the rest counted.

    `disagreeing`: those where people are furthest apart first, as far as they were asked for.
    """

    outline: Outline
    shown: tuple[Placed, ...]
    too_few: tuple[Placed, ...]
    disagreeing: tuple[Placed, ...]
    limit: int

    @property
    def count(self) -> int:
        return self.outline.total.of

    @property
    def is_cut(self) -> bool:
        return len(self.shown) < self.count

    def chart(self) -> Bubbles:
        named = kind_words()
        return Bubbles(
            title=_("Verksamhetsvärde mot teknik och leverantör"),
            summary=self._summary(),
            points=tuple(_bubble(one, named) for one in self.shown),
            x_word=_("Teknik och leverantör"),
            y_word=_("Verksamhetsvärde"),
            size_word=_("Kr i år"),
            corners=(named[REPLACE], named[DEVELOP], named[PHASE_OUT], named[KEEP]),
            point_word=_("System"),
            note_word=_("Inriktning"),
            legend=(
                *((named[kind], tone) for kind, tone in TONES.items()),
                (_("Inget beslutat"), "soft"),
            ),
        )

    def _summary(self) -> str:
        counts, named = self.outline.proposals, kind_words()
        said = ", ".join(
            f"{named[kind].lower()} {counts[kind]}" for kind in IN_ORDER if kind in counts
        )
        return _(
            "%(count)s system på två axlar. Svaren talar för: %(said)s. Cirkelns yta är årets kostnad,"
            " strecken visar hur långt ifrån varandra de svarande är."
        ) % {"count": self.count, "said": said or _("inget än")}


def _spread(one: Placed) -> int:
    return (one.assessment.spread or 0) if one.assessment else 0


def picture(user: User, path: str = "", *, most_apart: int | None = None) -> Picture:
    """Where the systems stand. `most_apart`: of those that people disagree about only so many."""
    limit = queries.disagreement_limit()
    scope = queries.in_scope(user, path)
    assessed = scope.filter(queries.is_assessed(user))
    question = ("picture", limit, *queries.asked(user, scope))
    outline = remembering.known(question)
    if outline is None:
        every = queries.placed(user, assessed)
        outline = remembering.keep(question, _outline(every, scope.count(), limit))
    else:
        every = queries.placed(user, assessed.filter(pk__in=outline.ids(most_apart)))
    found = {one.pk: one for one in every}

    def those(ids: Iterable[int]) -> tuple[Placed, ...]:
        return tuple(found[pk] for pk in ids if pk in found)

    apart = those(outline.disagreeing[:most_apart])
    return Picture(outline, those(outline.shown), those(outline.too_few), apart, limit)


def _outline(every: Sequence[Placed], in_scope: int, limit: int) -> Outline:
    on_it = [one for one in every if one.proposal]
    dearest = sorted(on_it, key=lambda one: (-(one.cost or 0), one.pk))[:MOST_SHOWN]
    kept = {one.pk for one in dearest}
    apart = [one for one in every if calculation.disagrees(_spread(one), limit)]
    apart.sort(key=lambda one: (-_spread(one), one.name))
    return Outline(
        proposals=Counter(one.proposal for one in on_it),
        decided=sum(one.disposition is not None for one in on_it),
        total=Total.over(one.cost for one in on_it),
        shown=tuple(one.pk for one in on_it if one.pk in kept),
        too_few=tuple(one.pk for one in every if not one.proposal),
        disagreeing=tuple(one.pk for one in apart),
        unasked=in_scope - len(every),
    )


def _bubble(one: Placed, named: dict[str, str]) -> Bubble:
    held, decided = one.assessment, one.disposition
    assert held is not None
    assert held.technical_standing is not None
    assert held.business_value is not None
    return Bubble(
        label=one.name,
        x=held.technical_standing,
        y=held.business_value,
        size=one.cost,
        x_reach=_reach(held.technical_low, held.technical_high),
        y_reach=_reach(held.business_low, held.business_high),
        tone=TONES[decided.kind] if decided else "soft",
        is_firm=decided is not None,
        note=said_of(one, named),
        url=reverse("assessment_page", args=[held.pk]),
    )


def _reach(low: int | None, high: int | None) -> tuple[int, int] | None:
    return None if low is None or high is None or low == high else (low, high)


def said_of(one: Placed, named: dict[str, str]) -> str:
    """What is decided with its year, else what the answers suggest, and that it is only that."""
    held = one.disposition
    if held is not None:
        what = named[held.kind].lower()
        if held.target_year is None:
            return _("beslutat: %(what)s") % {"what": what}
        return _("beslutat: %(what)s %(year)s") % {"what": what, "year": held.target_year}
    return _("förslag: %(what)s") % {"what": named[one.proposal].lower()} if one.proposal else ""


# The list of replacements


@dataclass(frozen=True)
class Replacements:
    """The list year by year, and how many facts beside the systems this person may not see."""

    years: tuple[Year, ...]
    omitted: int

    @property
    def count(self) -> int:
        return sum(one.count for one in self.years)


def replacements(
    user: User, today: date, path: str = "", *, only_going: bool = False, most: int | None = None
) -> Replacements:
    """What is to be replaced when; a fixed number of queries, whatever the number of systems.

    `only_going`: what is decided, planned or proposed to go, without those where only something ends.
    `most`: of each year only the first rows, so many; its sums are of all.
    """
    scope = queries.in_scope(user, path)
    if most is None:
        return Replacements(
            tuple(_by_year(user, scope, today, only_going=only_going)), _omitted(user, path)
        )
    question = (
        *("replacements", today, only_going, most),
        *queries.asked(user, scope),
        remembering.asked(_contracts(user)),
        remembering.asked(VULNERABILITY.rows(user)),
    )
    reckoned = remembering.known(question)
    if reckoned is None:
        every = _by_year(user, scope, today, only_going=only_going)
        years = tuple(replace(year, rows=year.rows[:most]) for year in every)
        remembering.keep(question, tuple(_in_short(year) for year in years))
    else:
        wanted = scope.filter(pk__in=[pk for _year, ids in reckoned for pk in ids])
        rows = {row.facts.pk: row for row in _rows(user, wanted)}
        years = tuple(_whole(year, ids, rows) for year, ids in reckoned)
    return Replacements(years, _omitted(user, path))


def _in_short(year: Year) -> tuple[Year, tuple[int, ...]]:
    """What is remembered of a year: its sums, and the ids of its rows."""
    return replace(year, rows=()), tuple(row.facts.pk for row in year.rows)


def _whole(year: Year, ids: Iterable[int], rows: Mapping[int, Row]) -> Year:
    return replace(year, rows=tuple(rows[pk] for pk in ids if pk in rows))


def _by_year(user: User, systems: QuerySet[System], today: date, *, only_going: bool) -> list[Year]:
    rows = _rows(user, systems)
    return by_year((row for row in rows if row.is_going or not only_going), today)


def _rows(user: User, systems: QuerySet[System]) -> Iterator[Row]:
    """Those of the systems about which something says that they are to go, or that something ends."""
    contracts = _contract_ends(user, systems)
    seen = VULNERABILITY.of_few(VULNERABILITY.rows(user), systems)
    support: dict[int, date] = dict(
        seen.filter(end_of_support__isnull=False).values_list("system_id", "end_of_support")
    )
    for one in queries.placed(user, systems):
        row = row_of(_facts(one, contracts.get(one.pk), support.get(one.pk)))
        if row is not None:
            yield row


def _omitted(user: User, path: str) -> int:
    """How many systems have facts beside them that this person may not see."""
    if not VULNERABILITY.hides_from(user):
        return 0
    hidden = VULNERABILITY.of(VULNERABILITY.hidden(user), queries.in_scope(user, path))
    return remembering.remembered(
        ("omitted", remembering.asked(hidden)), lambda: int(hidden.count())
    )


@dataclass(frozen=True)
class Ending:
    """The contract of a system that can go on the longest, and the days that follow from its terms."""

    name: str
    ends_on: date
    starts_on: date | None


def _contracts(user: User) -> QuerySet[Contract]:
    return Contract.objects.visible_to(user).present()


def _contract_ends(user: User, systems: QuerySet[System]) -> dict[int, Ending]:
    """For each system the last possible end of what covers it; one that goes on by itself has none."""
    uses = ContractUse.objects.filter(withdrawn_at=None, system__in=systems.order_by().values("pk"))
    covering = _contracts(user).filter(pk__in=uses.values("contract"))
    ends: dict[int, Ending | None] = {}
    for row in covering.order_by().values("pk", "name", *ALL_TERMS):
        terms = terms_of(row)
        days = _ending(terms) if terms else None
        ends[row["pk"]] = Ending(row["name"], *days) if days else None
    found: dict[int, Ending] = {}
    endless: set[int] = set()
    for system, contract in uses.order_by("pk").values_list("system_id", "contract_id"):
        if contract not in ends:
            continue
        ending = ends[contract]
        if ending is None:
            endless.add(system)
        elif system not in found or found[system].ends_on < ending.ends_on:
            found[system] = ending
    return {pk: ending for pk, ending in found.items() if pk not in endless}


@lru_cache(maxsize=20_000)
def _ending(terms: Terms) -> tuple[date, date | None] | None:
    """The last possible end, and the day on which work on the next procurement must begin."""
    try:
        last = contract_dates.last_possible_end(terms).date
        starts = contract_dates.reprocurement_starts(terms).date
    except ValueError:
        return None
    return None if last is None else (last, starts)


def _facts(one: Placed, ending: Ending | None, support: date | None) -> Facts:
    held = one.disposition
    return Facts(
        pk=one.pk,
        name=one.name,
        unit=one.unit,
        cost=one.cost,
        decided=held.kind if held else "",
        target_year=held.target_year if held else None,
        decided_on=held.decided_on if held else None,
        proposal=one.proposal,
        better=one.better,
        planned_end_year=one.planned_end_year,
        support_ends_on=support,
        contract=ending.name if ending else "",
        contract_ends_on=ending.ends_on if ending else None,
        procurement_starts_on=ending.starts_on if ending else None,
    )


def reason_words(row: Row, today: date) -> list[str]:
    """Why the system stands there, one sentence each."""
    return [_reason(row, one, today) for one in row.reasons]


def _reason(row: Row, reason: Reason, today: date) -> str:
    facts = row.facts
    day = words.date_text(reason.on) if reason.on else ""
    if reason.why == Why.DECIDED:
        return _("Beslutat %(day)s.") % {"day": day}
    if reason.why == Why.PLANNED:
        return _("Planerat avvecklingsår i registret: %(year)s.") % {"year": reason.year}
    if reason.why == Why.SUPPORT:
        return _("Supporten upphör %(day)s.") % {"day": day}
    if reason.why == Why.CONTRACT:
        said = _("Avtalet %(name)s kan gälla längst till %(day)s.") % {
            "name": facts.contract,
            "day": day,
        }
        if facts.procurement_starts_on is None:
            return said
        start = words.date_text(facts.procurement_starts_on)
        if facts.procurement_starts_on < today:
            return said + " " + _("En ny upphandling skulle ha börjat %(day)s.") % {"day": start}
        return said + " " + _("En ny upphandling behöver börja %(day)s.") % {"day": start}
    if facts.better and facts.proposal == CONSOLIDATE:
        return _("Svaren talar för det: %(better)s finns för samma arbete och står bättre.") % {
            "better": facts.better
        }
    return _("De som har bedömt systemet ser svagheter. Inget är beslutat.")


def year_words(year: Year, today: date) -> str:
    if year.year is None:
        return _("Utan år")
    if year.year < today.year:
        return _("%(year)s, skulle redan vara klart") % {"year": year.year}
    return str(year.year)


def kind_said(row: Row, named: dict[str, str]) -> str:
    """What becomes of the system: decided, else proposed, else in short what ends."""
    if not row.is_decided:
        if row.kind:
            return _("Förslag: %(what)s") % {"what": named[row.kind].lower()}
        return str(IN_SHORT[row.reasons[0].why])
    return named[row.kind]


def rows_of(years: Iterable[Year]) -> Sequence[Row]:
    return [row for year in years for row in year.rows]
