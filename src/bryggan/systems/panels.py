"""What pages show of systems beside their fields: flows, mentions, contracts, money, who answers for what."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from bryggan.contracts.models import Contract
from bryggan.contracts.next_steps import notice_day, state_chip
from bryggan.contracts.register import ContractRegister
from bryggan.duties.panels import shows_tasks
from bryggan.files.panels import takes_files
from bryggan.kit import words
from bryggan.kit.register.export import omitted_words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel
from bryggan.people.models import User
from bryggan.people.queries import offers_person_panel
from bryggan.registers import source_texts
from bryggan.rounds import beside as rounds
from bryggan.systems import permissions, queries
from bryggan.systems.models import Criticality, Integration, Mention, System
from bryggan.systems.register import CRITICALITY_TONES, SystemRegister

MOST_ROWS = 30
YEARS_SHOWN = 3
CRITICALITY_SHORT: dict[str, Any] = {
    Criticality.CRITICAL: _("helt"),
    Criticality.MOSTLY: _("mest"),
    Criticality.MOSTLY_NOT: _("delvis"),
    Criticality.NOT_CRITICAL: _("inte"),
}
NOTHING = mark_safe("")  # noqa: S308  # a constant


def draw_integrations(system: System, user: User) -> SafeString:
    rows = list(queries.integrations_of(system, user)[: MOST_ROWS + 1])
    omitted = queries.omitted_integrations(system, user)
    context = {
        "system": system,
        "rows": [_flow(row, system) for row in rows[:MOST_ROWS]],
        "is_cut": len(rows) > MOST_ROWS,
        "omitted": omitted_words(omitted) if omitted else "",
        # Whoever may change this end may tell of the flow: the same yes, without asking the database.
        "verdict": permissions.change_system(user, system),
    }
    return render_to_string("systems/panel_integrations.html", context)


def _flow(row: Integration, system: System) -> dict[str, Any]:
    """An integration as seen from one of its ends."""
    is_out = row.source_id == system.pk
    other, party = (row.target, row.target_party) if is_out else (row.source, row.source_party)
    return {
        "integration": row,
        "other": other or party,
        "is_party": other is None,
        "is_out": is_out,
        "is_both": row.direction == Integration.Direction.BOTH_WAYS,
        "chip": criticality_chip(row.criticality),
    }


def criticality_chip(criticality: str) -> SafeString:
    """How critical a flow is, in a word that fits under *Kritisk*; nothing when not known."""
    if not criticality:
        return NOTHING
    return chip(CRITICALITY_TONES[criticality], str(CRITICALITY_SHORT[criticality]))


def draw_mentions(system: System, user: User) -> SafeString:
    mentions = list(queries.open_mentions_of(system))
    if not mentions:
        return NOTHING
    first = mentions[0]
    context = {
        "mentions": [(one, nearest_of(one)) for one in mentions],
        "verdict": permissions.settle_mention(user, first),
        "new_verdict": permissions.create_system(user, system.unit),
        "party_verdict": permissions.create_party(user, system.unit),
    }
    return render_to_string("systems/panel_mentions.html", context)


def nearest_of(mention: Mention) -> System | None:
    """The system that the mention may be of, while that system is still there."""
    near = mention.nearest
    return near if near is not None and near.withdrawn_at is None else None


def draw_contracts(system: System, user: User) -> SafeString:
    today = timezone.localdate()
    context = {
        "system": system,
        "rows": [
            (contract, state_chip(contract, today), notice_day(contract, today))
            for contract in queries.contracts_of(system, user)
        ],
        "verdict": permissions.tie_contract(user, system),
    }
    return render_to_string("systems/panel_contracts.html", context)


def draw_money(system: System, user: User) -> SafeString:
    years = queries.years_of(queries.costs_of(system))
    # The query that fetched the system for its page has told whether anybody uses it.
    is_used = system.__dict__.get("c_use_units", True)
    uses = list(queries.uses_of(system)) if is_used else []
    newest = years[0] if years else None
    split = queries.split_of(uses, newest.total.amount if newest else None)
    context = {
        "system": system,
        "years": [year_words(year) for year in years[:YEARS_SHOWN]],
        "older": len(years) - YEARS_SHOWN,
        "newest_year": newest.year if newest else None,
        "shares": [
            (
                one.unit,
                words.number(one.amount) if one.amount is not None else "",
                words.number(one.weight),
            )
            for one in split.shares
        ],
        "is_keyed": split.is_keyed,
        "verdict": permissions.create_cost(user, system),
    }
    return render_to_string("systems/panel_money.html", context)


def year_words(year: queries.YearOfCost) -> dict[str, Any]:
    """A year of costs with its amounts as people write them."""
    total = year.total.amount
    return {
        "year": year.year,
        "costs": [(cost, words.number(cost.amount_sek)) for cost in year.costs],
        "sum": "" if total is None else words.number(total),
        "known": year.total.counted,
        "kinds": year.total.of,
    }


def draw_systems_of_person(person: User, user: User) -> SafeString:
    rows = list(queries.roles_of(person, user)[:200])
    return render_to_string("systems/panel_person.html", {"rows": rows}) if rows else NOTHING


def draw_systems_of_contract(contract: Contract, user: User) -> SafeString:
    rows = list(queries.systems_of(contract, user)[:200])
    return render_to_string("systems/panel_covered.html", {"rows": rows})


SystemRegister.panels += [
    Panel("integrations", _("Integrationer"), draw_integrations, comes_later=True),
    Panel(
        "mentions",
        _("Omnämnt, saknas i registret"),
        draw_mentions,
        comes_later=True,
        is_there=queries.has_open_mentions,
    ),
    Panel("money", _("Kostnad"), draw_money, comes_later=True),
    rounds.panel(SystemRegister),
    Panel("contracts", _("Avtal"), draw_contracts, place="side"),
    source_texts.panel(SystemRegister),
]
ContractRegister.panels.append(
    Panel("systems", _("System som avtalet omfattar"), draw_systems_of_contract, place="side")
)
offers_person_panel(Panel("systems", _("System hen ansvarar för"), draw_systems_of_person))
shows_tasks(SystemRegister)
takes_files(SystemRegister, comes_later=True)
