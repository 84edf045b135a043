"""All systems at once: where they stand, and when they are to be replaced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F
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
from bryggan.kit import words
from bryggan.kit.charts import Bubble, Bubbles
from bryggan.kit.charts.model import Tone
from bryggan.people.models import User
from bryggan.systems.models import ContractUse
from bryggan.systems.register import VULNERABILITY

MOST_SHOWN = 60
TONES: dict[str, Tone] = {
    KEEP: "ok",
    DEVELOP: "brand",
    CONSOLIDATE: "calm",
    REPLACE: "sun",
    PHASE_OUT: "dark",
}


IN_SHORT: dict[str, Any] = {
    Why.PLANNED: gettext_lazy("Planerad avveckling"),
    Why.SUPPORT: gettext_lazy("Supporten upphör"),
    Why.CONTRACT: gettext_lazy("Avtalet tar slut"),
}

# The picture


@dataclass(frozen=True)
class Picture:
    """The systems that both sides have answered about, those that too few have, and the rest counted."""

    placed: tuple[Placed, ...]
    too_few: tuple[Placed, ...]
    unasked: int
    limit: int

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

    @property
    def shown(self) -> list[Placed]:
        """What has room on the picture: of very many those that cost the most."""
        if len(self.placed) <= MOST_SHOWN:
            return list(self.placed)
        dearest = sorted(self.placed, key=lambda one: (-(one.cost or 0), one.pk))[:MOST_SHOWN]
        kept = {one.pk for one in dearest}
        return [one for one in self.placed if one.pk in kept]

    @property
    def disagreeing(self) -> list[Placed]:
        found = [
            one
            for one in (*self.placed, *self.too_few)
            if one.assessment and calculation.disagrees(one.assessment.spread, self.limit)
        ]
        return sorted(found, key=lambda one: (-(_spread(one)), one.name))

    def _summary(self) -> str:
        counts = dict.fromkeys((DEVELOP, KEEP, REPLACE, CONSOLIDATE, PHASE_OUT), 0)
        for one in self.placed:
            counts[one.proposal] += 1
        named = kind_words()
        said = ", ".join(f"{named[kind].lower()} {n}" for kind, n in counts.items() if n)
        return _(
            "%(count)s system på två axlar. Svaren talar för: %(said)s. Cirkelns yta är årets kostnad,"
            " strecken visar hur långt ifrån varandra de svarande är."
        ) % {"count": len(self.placed), "said": said or _("inget än")}


def _spread(one: Placed) -> int:
    return (one.assessment.spread or 0) if one.assessment else 0


def picture(user: User, path: str = "") -> Picture:
    assessed = queries.placed(user, path, is_assessed=True)
    return Picture(
        placed=tuple(one for one in assessed if one.proposal),
        too_few=tuple(one for one in assessed if not one.proposal),
        unasked=queries.in_scope(user, path).count() - len(assessed),
        limit=queries.disagreement_limit(),
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
        return sum(len(one.rows) for one in self.years)


def replacements(
    user: User, today: date, path: str = "", *, only_going: bool = False
) -> Replacements:
    """What is to be replaced when; a fixed number of queries, whatever the number of systems.

    `only_going`: what is decided, planned or proposed to go, without those where only something ends.
    """
    every = queries.placed(user, path)
    contracts = _contract_ends(user, path)
    scope = queries.in_scope(user, path)
    seen = VULNERABILITY.of(VULNERABILITY.rows(user), scope)
    support: dict[int, date] = dict(
        seen.filter(end_of_support__isnull=False).values_list("system_id", "end_of_support")
    )
    rows = (row_of(_facts(one, contracts.get(one.pk), support.get(one.pk))) for one in every)
    shown = (row for row in rows if row is not None and (row.is_going or not only_going))
    years = by_year(shown, today)
    return Replacements(tuple(years), _omitted(user, path))


def _omitted(user: User, path: str) -> int:
    """How many systems have facts beside them that this person may not see."""
    if not VULNERABILITY.hides_from(user):
        return 0
    hidden = VULNERABILITY.of(VULNERABILITY.hidden(user), queries.in_scope(user, path))
    return int(hidden.count())


@dataclass(frozen=True)
class Ending:
    """The contract of a system that can go on the longest, and the days that follow from its terms."""

    name: str
    ends_on: date
    starts_on: date | None


def _contract_ends(user: User, path: str) -> dict[int, Ending]:
    """For each system the last possible end of what covers it; one that goes on by itself has none."""
    rows = ContractUse.objects.filter(
        withdrawn_at=None,
        contract__in=Contract.objects.visible_to(user).present().values("pk"),
        **({"system__unit__path__startswith": path} if path else {}),
    )
    columns = {name: F(f"contract__{name}") for name in ALL_TERMS}
    found: dict[int, Ending] = {}
    endless: set[int] = set()
    for row in rows.order_by("pk").values("system_id", called=F("contract__name"), **columns):
        pk = row["system_id"]
        terms = terms_of(row)
        days = _ending(terms) if terms else None
        if days is None:
            endless.add(pk)
        elif pk not in found or found[pk].ends_on < days[0]:
            found[pk] = Ending(row["called"], *days)
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
