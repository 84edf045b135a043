"""What the start page counts is remembered, and never longer than it holds."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bryggan.kit.testing.cast import Cast, make_system
from bryggan.people.scope import Organisation, Scope
from bryggan.reports import overview
from bryggan.systems import actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("remembers")]


def whole(cast: Cast, user: Any) -> Scope:
    organisation = Organisation.read()
    return Scope(user, organisation, organisation.root)


def number(scope: Scope) -> int:
    return overview.counts(scope, (overview.ALL,))[overview.ALL.key]


def test_a_count_is_asked_for_once(cast: Cast) -> None:
    scope = whole(cast, cast.administrator)
    first = number(scope)
    with CaptureQueriesContext(connection) as asked:
        assert number(scope) == first
    assert not [one["sql"] for one in asked if "systems_system" in one["sql"]]


def test_a_new_system_is_counted_at_once(cast: Cast) -> None:
    scope = whole(cast, cast.administrator)
    before = number(scope)
    system = make_system(name="Fritidskortet")
    assert number(scope) == before + 1
    actions.withdraw_system(system, by=cast.administrator)
    assert number(scope) == before


def test_who_sees_less_gets_another_answer(cast: Cast) -> None:
    supported = overview.Counted(
        "supported", (("f.vulnerability.end_of_support.to", "2099-01-01"),)
    )
    support: dict[str, Any] = {"vulnerability.end_of_support": date(2027, 1, 1)}
    make_system(name="Larmet", **support)
    assert overview.counts(whole(cast, cast.administrator), (supported,)) == {"supported": 1}
    assert overview.counts(whole(cast, cast.employee), (supported,)) == {"supported": 0}
