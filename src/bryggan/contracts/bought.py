"""Contracts as purchases, for a decision that may belong together with one: since when, from whom, worth what."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from bryggan.contracts.calculation import last_possible_end
from bryggan.contracts.models import Contract
from bryggan.contracts.register import ContractRegister
from bryggan.decisions import kin
from bryggan.decisions.belonging import Purchase
from bryggan.kit.writer import noun_of
from bryggan.people.models import User

NOUN = noun_of(Contract)
# A contract without an end is worth four years (LOU 2016:1145, 5 kap. 13 §).
OPEN_MONTHS = 48


def value_of(
    yearly_sek: Decimal | None, starts_on: date | None, ends_on: date | None
) -> Decimal | None:
    """What a contract is worth over its whole term with options; without an end, over 48 months."""
    if yearly_sek is None:
        return None
    if starts_on is None or ends_on is None:
        return yearly_sek * OPEN_MONTHS / 12
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    months += 1 if ends_on.day >= starts_on.day else 0
    return yearly_sek * max(months, 1) / 12


def suppliers_of(pk: int) -> list[int]:
    rows = Contract.objects.filter(pk=pk).exclude(supplier=None)
    return list(rows.values_list("supplier", flat=True))


def supplied_by(suppliers: Iterable[int]) -> QuerySet[Any]:
    return Contract.objects.filter(supplier__in=list(suppliers)).values("pk")


def bought(user: User, since: date) -> QuerySet[Contract]:
    """Contracts that have begun since the day, of those the person sees."""
    rows: QuerySet[Contract] = ContractRegister.rows(user).order_by().filter(starts_on__gte=since)
    return rows


def purchases(rows: QuerySet[Any]) -> list[Purchase]:
    return [
        Purchase(
            noun=NOUN,
            pk=one.pk,
            name=one.name,
            number=one.number,
            unit=one.unit.name,
            url=ContractRegister.url(one.pk),
            on=one.starts_on,
            sek=value_of(one.yearly_value_sek, one.starts_on, _end(one)),
            why=kin.tie_words(one),
        )
        for one in rows.select_related("unit")
    ]


def _end(contract: Contract) -> date | None:
    terms = contract.terms()
    return last_possible_end(terms).date if terms else None


kin.knows_suppliers(
    kin.Source(
        noun=NOUN,
        suppliers_of=suppliers_of,
        supplied_by=supplied_by,
        bought=bought,
        purchases=purchases,
    )
)
