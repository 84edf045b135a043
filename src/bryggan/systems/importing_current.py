"""The values of registered systems as the import's readers give them, for comparison cell by cell."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from bryggan.people.models import Unit, User
from bryggan.registers.importing.importer import comparable
from bryggan.systems.models import (
    ContractUse,
    Cost,
    System,
    SystemRole,
    SystemUse,
    Tender,
    Vulnerability,
)

PLAIN = frozenset(field.name for field in System._meta.concrete_fields)


def values_of(ids: Sequence[int], keys: Sequence[str], by: User) -> dict[int, dict[str, Any]]:
    """For each system its comparable value under each key; absent means nothing that this person sees."""
    found: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    heads = {key.partition(".")[0] for key in keys}
    _own_columns(found, ids, keys)
    if "role" in heads:
        _people(found, ids)
    if "use" in heads:
        _units(found, ids)
    if "tag" in heads:
        _tags(found, ids)
    if "cost" in heads:
        _costs(found, ids)
    for head, model in (("vulnerability", Vulnerability), ("tender", Tender)):
        if head in heads:
            _beside(found, ids, head, model, keys, by)
    if "contract" in heads:
        _contracts(found, ids)
    return found


def _own_columns(found: dict[int, dict[str, Any]], ids: Sequence[int], keys: Sequence[str]) -> None:
    plain = [key for key in keys if key in PLAIN and key not in {"unit", "supplier"}]
    paths = unit_paths() if "unit" in keys else {}
    rows = System.objects.filter(pk__in=ids).values(
        "pk", "unit_id", "supplier__name", "own_fields", *plain
    )
    for row in rows:
        values = found[row["pk"]]
        values.update({key: comparable(row[key]) for key in plain})
        values["unit"] = list(paths.get(row["unit_id"], ()))
        values["supplier"] = row["supplier__name"]
        if values.get("aliases"):
            values["aliases"] = sorted(values["aliases"])
        values.update({f"own.{key}": value for key, value in row["own_fields"].items()})


def _people(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    rows = SystemRole.objects.filter(system__in=ids, withdrawn_at=None)
    for system_id, role, email in rows.order_by("is_deputy", "pk").values_list(
        "system_id", "role", "user__email"
    ):
        found[system_id].setdefault(f"role.{role}", []).append(email)


def _units(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    rows = SystemUse.objects.filter(system__in=ids, withdrawn_at=None)
    names: dict[int, list[str]] = defaultdict(list)
    for system_id, name in rows.values_list("system_id", "unit__name"):
        names[system_id].append(name)
    for system_id, used in names.items():
        found[system_id]["use.units"] = sorted(used)


def _tags(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    words: dict[tuple[int, str], list[str]] = defaultdict(list)
    links = System.tags.through._default_manager.filter(system__in=ids)
    for system_id, kind, name in links.values_list("system_id", "tag__kind", "tag__name"):
        words[system_id, kind].append(name)
    for (system_id, kind), names in words.items():
        found[system_id][f"tag.{kind}"] = sorted(names)


def _costs(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    rows = Cost.objects.filter(
        system__in=ids, year=timezone.localdate().year, withdrawn_at=None
    ).values_list("system_id", "kind", "amount_sek")
    for system_id, kind, amount in rows:
        key = f"cost.{kind}"
        found[system_id][key] = int(amount) + (found[system_id].get(key) or 0)


def _beside(
    found: dict[int, dict[str, Any]],
    ids: Sequence[int],
    head: str,
    model: type[Vulnerability | Tender],
    keys: Sequence[str],
    by: User,
) -> None:
    names = [key.partition(".")[2] for key in keys if key.startswith(f"{head}.")]
    rows = model.objects.visible_to(by).present().filter(system__in=ids).values("system_id", *names)
    for row in rows:
        found[row["system_id"]].update({f"{head}.{n}": comparable(row[n]) for n in names})


def _contracts(found: dict[int, dict[str, Any]], ids: Sequence[int]) -> None:
    """The contract of the same name as the system: the one that a system list tells the end of."""
    uses = ContractUse.objects.filter(system__in=ids, withdrawn_at=None).select_related(
        "contract", "system"
    )
    for use in uses.order_by("-pk"):
        contract = use.contract
        if contract.sort_key == use.system.sort_key and contract.withdrawn_at is None:
            kind = "open_ended" if contract.is_open_ended else "fixed"
            found[use.system_id]["contract.end"] = [
                kind,
                comparable(contract.ends_on),
                contract.own_fields.get("notice_low"),
                contract.notice_amount,
            ]


def unit_paths() -> dict[int, tuple[str, ...]]:
    """The names from the top down of every unit."""
    units = {unit.pk: unit for unit in Unit.objects.present()}
    return {
        pk: tuple(units[above].name for above in unit.ancestor_ids() if above in units)
        for pk, unit in units.items()
    }
