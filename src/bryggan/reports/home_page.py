"""What the start page shows, gathered from the overview."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.advice import queries
from bryggan.advice.words import SIGNS, changed
from bryggan.contracts.deadlines import DeadlineKind
from bryggan.kit import words
from bryggan.kit.charts.beside import on_page
from bryggan.kit.charts.svg import MEDIUM
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import REGISTERS
from bryggan.needs.next_steps import STEP_TONES
from bryggan.needs.queries import needs_of
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.people.scope import Scope, choices
from bryggan.reports import bridge, overview, pictures
from bryggan.reports.overview import ALL, COMPLETE, IN_LIFE, WITH_COST, Deadline, Money

MOST_DECISIONS = 8
MOST_NEEDS = 6


def context(scope: Scope, today: date) -> dict[str, Any]:
    """The whole page; where no system is to be seen at all, only how to begin."""
    wanted = (ALL, WITH_COST, COMPLETE, *IN_LIFE.values())
    numbers, advice = overview.counts_and_advice(scope, wanted, bridge.asked(scope, today))
    needs = needs_context(scope, numbers)
    if not numbers.get(ALL.key) and not overview.has_systems(scope.user):
        return {"is_empty": True, **needs, **beginning(scope.user)}
    deadlines = overview.contracts(scope, today)
    return {
        "is_empty": False,
        **needs,
        "scopes": choices(scope, reverse("home")),
        "findings": findings(scope, advice),
        "advice_url": reverse("advice_list") + f"?enhet={scope.value}",
        "lifecycle": on_page(pictures.lifecycle_chart(scope, numbers)),
        "systems_url": scope.url("system"),
        "map_url": reverse("integration_map"),
        "paper_query": "" if scope.is_whole else f"?unit={scope.unit.pk}",
        "paper_remark": _("Uppgifter per %(day)s") % {"day": words.date_text(today)},
        **money_context(scope, numbers, deadlines, today),
        **own_context(scope.user),
        **contract_context(scope, deadlines, today),
    }


def needs_context(scope: Scope, numbers: Mapping[str, int]) -> dict[str, Any]:
    """The bridge, and what became of the needs that the reader stands behind."""
    mine = list(needs_of(scope.user)[: MOST_NEEDS + 1])
    return {
        "spans": bridge.spans(scope, numbers),
        "needs_url": reverse("need_overview"),
        "own_needs": [
            {
                "name": need.name,
                "url": NeedRegister.url(need.pk),
                "chip": chip(STEP_TONES[need.step], need.get_step_display()),
            }
            for need in mine[:MOST_NEEDS]
        ],
    }


def money_context(
    scope: Scope, numbers: dict[str, int], deadlines: Sequence[Deadline], today: date
) -> dict[str, Any]:
    counted, of = numbers.get(WITH_COST.key, 0), numbers.get(ALL.key, 0)
    money = overview.money(scope, today.year, counted=counted, of=of)
    return {
        "cards": cards(scope, numbers, money, deadlines, today),
        "money": on_page(
            pictures.money_chart(scope, money), caption=money_caption(money), width=MEDIUM
        ),
        "has_money": bool(money.bearers),
    }


def own_context(user: User) -> dict[str, Any]:
    shown, count, url = overview.own_systems(user)
    return {"own": shown, "own_count": count, "own_url": url}


def contract_context(scope: Scope, deadlines: Sequence[Deadline], today: date) -> dict[str, Any]:
    near = overview.nearest(deadlines, today)
    decide = overview.to_decide(deadlines)
    picture = pictures.contract_timeline(near, today)
    return {
        "timeline": on_page(picture, caption=timeline_caption(near, deadlines), width=MEDIUM),
        "has_timeline": bool(near),
        "contracts_url": scope.url("avtal"),
        "decisions": [decision(deadline, today) for deadline in decide[:MOST_DECISIONS]],
        "decisions_count": len(decide),
        "decisions_url": overview.to_decide_url(scope),
    }


def decision(deadline: Deadline, today: date) -> dict[str, Any]:
    """A contract somebody must make up her mind about, and by when."""
    decided = deadline.decided
    assert decided is not None
    day = decided.on
    tone = deadline_tone(day, today)
    said = {
        DeadlineKind.NOTICE: _("Säg upp senast %(day)s, annars förlängs det."),
        DeadlineKind.OPTION: _("Förläng med option senast %(day)s, annars löper det ut."),
        DeadlineKind.END: _("Perioden slutar %(day)s."),
    }[decided.deadline_kind]
    days = (day - today).days
    return {
        "name": deadline.name,
        "url": REGISTERS["avtal"].url(deadline.pk),
        "tone": tone,
        "sign": SIGNS[tone],
        "left": ngettext("%(days)s dag", "%(days)s dagar", days) % {"days": words.number(days)},
        "what": said % {"day": words.date_text(day)},
    }


def beginning(user: User) -> dict[str, Any]:
    """An empty register teaches how it is filled, by whoever may fill it."""
    create = REGISTERS["system"].create_with
    assert create is not None
    return {"create_verdict": create.verdict(user, user.unit)}


def cards(
    scope: Scope,
    numbers: dict[str, int],
    money: Money,
    deadlines: Sequence[Deadline],
    today: date,
) -> list[dict[str, Any]]:
    """Four figures, each with the list of its rows behind it."""
    number, complete = numbers.get(ALL.key, 0), numbers.get(COMPLETE.key, 0)
    amount, unit = in_parts(money)
    decide = overview.to_decide(deadlines)
    nearest = decide[0].decided if decide else None
    first = nearest.on if nearest else None
    return [
        card(
            words.number(number),
            _("System"),
            _("i hela registret") if scope.is_whole else scope.unit.name,
            scope.url("system"),
        ),
        card(
            amount,
            _("Kostnad per år"),
            money.total.words,
            scope.url("system", *WITH_COST.filters, ("sort", "-cost_sum")),
            unit=unit,
        ),
        card(
            words.share_percent(complete, number),
            _("Kompletta"),
            completeness_words(scope, complete, number, today),
            reverse("completeness") + f"?enhet={scope.value}",
        ),
        card(
            words.number(len(decide)),
            _("Avtal att ta ställning till"),
            days_words(first, today) if first else _("inget inom ett år"),
            overview.to_decide_url(scope),
            tone=deadline_tone(first, today),
        ),
    ]


def card(
    value: str, label: str, note: str, url: str, *, unit: str = "", tone: str = ""
) -> dict[str, Any]:
    return {"value": value, "label": label, "note": note, "url": url, "unit": unit, "tone": tone}


def in_parts(money: Money) -> tuple[str, str]:
    """An amount and its unit apart, so that the unit can be written smaller."""
    if money.total.amount is None:
        return "–", ""
    value, _space, unit = words.money_sek(money.total.amount).rpartition(words.NBSP)
    return value, unit


def days_words(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return _("det första senast i dag")
    return ngettext("det första inom %(days)s dag", "det första inom %(days)s dagar", days) % {
        "days": words.number(days)
    }


def deadline_tone(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return "bad" if (day - today).days <= 31 else "warn"


def completeness_words(scope: Scope, complete: int, number: int, today: date) -> str:
    """How many are complete, and how the share has changed since a month ago or the first figure."""
    told = {"complete": words.number(complete), "all": words.number(number)}
    said = _("%(complete)s av %(all)s") % told
    earlier = queries.figure_before(REGISTERS["system"].noun(), scope.unit.pk, scope.user, today)
    if earlier is None or not number:
        return said
    now = round(100 * complete / number)
    return f"{said}, {changed(now, earlier.complete_percent, earlier.day)}"


def findings(scope: Scope, advice: overview.Advice) -> list[dict[str, Any]]:
    """What needs attention, the most important first; what is in order is left out."""
    return [
        {
            "label": str(rule.label),
            "tone": rule.tone,
            "sign": SIGNS[rule.tone],
            "count": words.number(count),
            "url": reverse("advice_page", args=[rule.key]) + f"?enhet={scope.value}",
        }
        for rule, count in advice
    ]


def money_caption(money: Money) -> str:
    """What the bars rest on."""
    said = _("Kr exkl. moms %(year)s, fördelat med nyckel på dem som använder systemen. %(known)s.")
    return said % {"year": money.year, "known": money.total.words}


def timeline_caption(near: Sequence[Deadline], deadlines: Sequence[Deadline]) -> str:
    """Which of all contracts are shown, and what the colours say."""
    said = _(
        "De %(shown)s närmaste av %(all)s avtal med kända villkor. Gult: att ta ställning till."
        " Blått: förlängs, för sent att säga upp. Märket är sista dag att säga upp."
    )
    return said % {"shown": words.number(len(near)), "all": words.number(len(deadlines))}
