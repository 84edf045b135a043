"""Whose systems are, for a decision that may belong together with another: by the system or by its contracts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from bryggan.decisions import kin
from bryggan.kit.writer import noun_of
from bryggan.systems.models import ContractUse, System


def suppliers_of(pk: int) -> list[int]:
    own = System.objects.filter(pk=pk).exclude(supplier=None).values_list("supplier")
    uses = ContractUse.objects.filter(system=pk, withdrawn_at=None)
    of_contracts = uses.exclude(contract__supplier=None).values_list("contract__supplier")
    return [supplier for (supplier,) in own.order_by().union(of_contracts.order_by())]


def supplied_by(suppliers: Iterable[int]) -> QuerySet[Any]:
    those = list(suppliers)
    uses = ContractUse.objects.filter(contract__supplier__in=those, withdrawn_at=None)
    return System.objects.filter(Q(supplier__in=those) | Q(pk__in=uses.values("system"))).values(
        "pk"
    )


kin.knows_suppliers(
    kin.Source(noun=noun_of(System), suppliers_of=suppliers_of, supplied_by=supplied_by)
)
