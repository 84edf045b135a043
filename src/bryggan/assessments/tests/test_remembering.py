"""What is reckoned over all systems is remembered by id, and what is shown is asked for anew by whoever looks."""

from collections.abc import Callable

import pytest
from django.test import Client

from bryggan.assessments import portfolio
from bryggan.assessments.tests.making import (
    BUSINESS,
    IT,
    make_answered,
    make_disposition,
    of_four,
    soon,
)
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.people.models import User
from bryggan.systems import actions as systems

type ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("remembers")


def names(found: portfolio.Replacements) -> list[str]:
    return [row.facts.name for year in found.years for row in year.rows]


def test_a_remembered_year_has_the_same_rows_and_sums(cast: Cast) -> None:
    for number in range(5):
        make_system(name=f"System {number}", planned_end_year=2030)
    every = portfolio.replacements(cast.strategist, soon())
    for _time in range(2):
        first = portfolio.replacements(cast.strategist, soon(), most=2)
        assert names(first) == ["System 0", "System 1"]
        assert [one.total for one in first.years] == [one.total for one in every.years]
        assert first.count == every.count == 5


def test_what_is_secret_is_not_remembered_for_somebody_else(
    cast: Cast, client_of: ClientOf
) -> None:
    values = {"vulnerability.end_of_support": soon().replace(year=2029)}
    systems.change_system(cast.system, by=cast.strategist, values=values)
    for _time in range(2):
        assert "Supporten upphör" in client_of(cast.strategist).get("/utbyteslista/").text
        hidden = client_of(cast.employee).get("/utbyteslista/").text
        assert "Supporten upphör <" not in hidden
        assert "Uppgifter om 1 system är utelämnade" in hidden


def test_a_decision_shows_at_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.manager)
    assert "Skolplattformen" not in client.get("/utbyteslista/").text
    systems.change_system(cast.system, by=cast.strategist, values={"planned_end_year": 2028})
    assert "Skolplattformen" in client.get("/utbyteslista/").text
    systems.withdraw_system(cast.system, by=cast.strategist, reason="")
    assert "Skolplattformen" not in client.get("/utbyteslista/").text


def test_the_remembered_picture_shows_and_counts_the_same(cast: Cast) -> None:
    of_four(cast)
    make_answered(cast.other_system, {(cast.employee, BUSINESS): 4, (cast.it_counterpart, IT): 4})
    make_disposition(cast.other_system)
    fresh = portfolio.picture(cast.strategist)
    assert portfolio.picture(cast.strategist) == fresh
    assert (fresh.count, fresh.outline.decided) == (2, 1)
    assert portfolio.picture(cast.strategist, most_apart=0).disagreeing == ()
    # Who is let in from outside sees none of it, whatever has been remembered for others.
    assert portfolio.picture(cast.outsider).count == 0
