"""The values of the initiatives there are, as the import's readers give them, for comparison cell by cell."""

from collections.abc import Sequence
from typing import Any

from bryggan.initiatives.models import (
    Evidence,
    Initiative,
    InitiativeRole,
    MoneyRow,
    Share,
)
from bryggan.initiatives.reading_evidence import said_of
from bryggan.registers.importing.importer import Watched, changed_names, comparable
from bryggan.systems.importing_current import unit_paths

PLAIN = frozenset(field.name for field in Initiative._meta.concrete_fields)


def values_of(ids: Sequence[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
    """For each initiative its comparable value under each key; absent means nothing."""
    found: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    heads = {key.partition(".")[0] for key in keys}
    _own_columns(found, ids, keys)
    if "role" in heads:
        _people(found, ids)
    if "systems" in heads:
        _systems(found, ids)
    if "share" in heads:
        _shares(found, ids)
    if "evidence" in heads:
        _evidence(found, ids)
    if "money" in heads:
        _money(found, ids)
    return found


def watched(ids: Sequence[int]) -> list[Watched]:
    """The rows whose history tells what people have changed in these initiatives since a file knew them."""

    def hanging(model: Any, *columns: str) -> tuple[dict[int, int], dict[int, tuple[Any, ...]]]:
        rows = model._base_manager.filter(initiative__in=ids)
        told = list(rows.values_list("pk", "initiative_id", *columns))
        return {row[0]: row[1] for row in told}, {row[0]: row[2:] for row in told}

    roles, parts = hanging(InitiativeRole, "role")
    papers, paper_keys = hanging(Evidence, "key")
    money, money_keys = hanging(MoneyRow, "kind", "year")
    shares, _none = hanging(Share)
    return [
        Watched("initiatives.initiative", {pk: pk for pk in ids}, changed_names),
        Watched("initiatives.initiativerole", roles, lambda pk, *_c: {f"role.{parts[pk][0]}"}),
        Watched("initiatives.evidence", papers, lambda pk, *_c: {f"evidence.{paper_keys[pk][0]}"}),
        Watched("initiatives.moneyrow", money, lambda pk, *_c: {money_key(*money_keys[pk])}),
        Watched("initiatives.share", shares, lambda *_c: {"share.units"}),
    ]


def money_key(kind: str, year: int) -> str:
    return f"money.{kind}.{year}"


def _own_columns(found: dict[int, dict[str, Any]], ids: Sequence[int], keys: Sequence[str]) -> None:
    plain = [key for key in keys if key in PLAIN and key != "unit"]
    paths = unit_paths() if "unit" in keys else {}
    rows = Initiative.objects.filter(pk__in=ids).values("pk", "unit_id", "own_fields", *plain)
    for row in rows:
        values = found[row["pk"]]
        values.update({key: comparable(row[key]) for key in plain})
        values["unit"] = list(paths.get(row["unit_id"], ()))
        values.update({f"own.{key}": value for key, value in row["own_fields"].items()})


def _people(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    rows = InitiativeRole.objects.present().filter(initiative__in=ids).order_by("pk")
    for pk, role, email in rows.values_list("initiative_id", "role", "user__email"):
        found[pk].setdefault(f"role.{role}", []).append(email)


def _systems(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    links = Initiative.systems.through._default_manager.filter(initiative__in=ids)
    for pk, name in links.order_by("system__sort_key").values_list("initiative_id", "system__name"):
        found[pk].setdefault("systems", []).append(name)


def _shares(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    rows = Share.objects.present().filter(initiative__in=ids)
    for pk, name in rows.values_list("initiative_id", "unit__name"):
        found[pk].setdefault("share.units", []).append(name)
    for values in found.values():
        if "share.units" in values:
            values["share.units"].sort()


def _evidence(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    for row in Evidence.objects.present().filter(initiative__in=ids):
        where = row.words or row.file_name or row.link
        found[row.initiative_id][f"evidence.{row.key}"] = said_of(row.answer, where)


def _money(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    rows = MoneyRow.objects.present().filter(initiative__in=ids)
    for pk, kind, year, amount in rows.values_list("initiative_id", "kind", "year", "amount_sek"):
        key = money_key(kind, year)
        found[pk][key] = int(amount) + (found[pk].get(key) or 0)
