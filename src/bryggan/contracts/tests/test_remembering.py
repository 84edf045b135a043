"""The days of the year and what may be procured together are remembered by id, never for somebody else."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from bryggan.contracts.deadlines import CourseKind
from bryggan.contracts.tests.test_choosing import choose, make_renewing
from bryggan.contracts.year import ContractYear, Scope
from bryggan.kit.testing.cast import Cast, make_contract, make_supplier
from bryggan.people.models import User

type SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("clock", "remembers")


def names(user: User) -> list[str]:
    return [one.name for one in ContractYear(Scope(user), 2026).entries]


def test_a_remembered_year_is_what_each_may_see(cast: Cast) -> None:
    make_renewing(cast, name="Plattform")
    for _time in range(2):
        assert names(cast.employee) == ["Plattform"]
        assert names(cast.outsider) == []


def test_what_is_chosen_stands_in_the_year_at_once(cast: Cast, client_of: SignIn) -> None:
    contract = make_renewing(cast, name="Plattform")
    client = client_of(cast.employee)
    assert "Vägval gjort" not in client.get("/avtal/ar/").text
    choose(contract, cast.manager, CourseKind.GIVE_NOTICE)
    assert "Vägval gjort" in client.get("/avtal/ar/").text


def test_two_choices_of_one_day_are_two_days_of_the_year(cast: Cast) -> None:
    contract = make_renewing(cast, name="Plattform")
    for _time in range(2):
        choose(contract, cast.manager, CourseKind.LET_RENEW)
    assert names(cast.employee) == ["Plattform"] * 3


def test_remembered_groups_are_for_who_sees_them(cast: Cast, client_of: SignIn) -> None:
    supplier = make_supplier("Samma AB")
    for unit, name in ((cast.education, "Skolans"), (cast.care, "Omsorgens")):
        make_contract(name, unit, ends_on=date(2028, 12, 31), supplier=supplier)
    for _time in range(2):
        assert "Samma AB" in client_of(cast.employee).get("/avtal/tillsammans/").text
        assert "Samma AB" not in client_of(cast.auditor).get("/avtal/tillsammans/").text
    make_contract("Bolagets", cast.company, ends_on=date(2028, 12, 31), supplier=supplier)
    assert "Bolagets" in client_of(cast.employee).get("/avtal/tillsammans/").text
