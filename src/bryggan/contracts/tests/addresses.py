"""How each address of contracts is asked for: its arguments and what is sent, out of the cast."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bryggan.contracts import actions
from bryggan.contracts.deadlines import CourseKind
from bryggan.contracts.models import Contract
from bryggan.kit.testing.cast import Cast, make_contract, tool

type Specimen = Callable[[Cast], tuple[tuple[Any, ...], dict[str, Any]]]

NOTICE_DAY = date(2098, 9, 30)


def make_renewing(cast: Cast, name: str = "Avtal om lärplattform", **values: Any) -> Contract:
    """A contract in education that renews by itself unless notice is given three months before."""
    terms = {
        "starts_on": date(2020, 1, 1),
        "ends_on": date(2098, 12, 31),
        "notice_amount": 3,
        "renews_tacitly": True,
        "renewal_months": 12,
        "yearly_value_sek": 240_000,
        "supplier": cast.supplier,
    }
    return make_contract(name, cast.education, **{**terms, **values})


def a_full_year(cast: Cast) -> None:
    """Some contracts with days in 2098, and a choice."""
    contract = make_renewing(cast)
    make_contract(
        "Avtal om skolskjuts",
        cast.care,
        ends_on=date(2098, 6, 30),
        notice_amount=6,
        options=[12],
        supplier=cast.supplier,
        owner=cast.manager,
    )
    actions.choose_contract_course(
        contract,
        by=tool(),
        deadline_on=NOTICE_DAY,
        kind=CourseKind.GIVE_NOTICE,
        reason="Vi byter till det gemensamma systemet.",
    )


def the_year(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    a_full_year(cast)
    return (), {"ar": 2098}


def together(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    make_renewing(cast)
    make_renewing(cast, "Avtal om skolfoto", yearly_value_sek=None, owner=cast.manager)
    return (), {"manader": 12}


def choosing(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (make_renewing(cast).pk,), {"val": "give_notice"}


def chosen(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    posted = {
        "kind": "give_notice",
        "deadline_on": NOTICE_DAY.isoformat(),
        "reason": "Vi byter system.",
    }
    return (make_renewing(cast).pk,), posted


SPECIMENS: dict[str, Specimen] = {
    "contract_year GET": the_year,
    "contract_calendar GET": the_year,
    "contracts_together GET": together,
    "choose_contract_course GET": choosing,
    "choose_contract_course POST": chosen,
}
NO_PAGES: set[str] = {"contract_calendar"}
