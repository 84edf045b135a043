"""An auditor of the whole sees everything, also what is secret, changes nothing, and only until her day."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bryggan.dossiers.tests.making import drawn_sample
from bryggan.initiatives import permissions as of_initiatives
from bryggan.initiatives.models import Initiative
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.testing.cast import Cast, tool
from bryggan.needs.models import Need, Route
from bryggan.needs.tests.making import voiced
from bryggan.people import actions
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.systems.models import Integration, Tender, Vulnerability

pytestmark = pytest.mark.django_db


def appointed(cast: Cast, **told: Any) -> User:
    """Somebody from outside, appointed to review the whole."""
    given = {
        "by": cast.administrator,
        "user": cast.outsider,
        "role": Role.AUDITOR,
        "ends_on": timezone.localdate() + timedelta(days=30),
        "appointed_by": "Revisorerna 2026-09-01 § 42",
        **told,
    }
    actions.give_role(cast.group, **given)
    return User.objects.get(pk=cast.outsider.pk)


def test_nothing_of_any_register_is_hidden_from_her_nor_what_is_secret_beside(cast: Cast) -> None:
    drawn_sample(cast)
    voiced(cast)
    voiced(cast, "Rakt till ledningen", route=Route.HEAD)
    auditor, every = appointed(cast), tool()
    for register in REGISTERS.values():
        assert set(register.rows(auditor)) == set(register.rows(every)), register.slug
    for model in (Vulnerability, Tender, Integration, Need):
        assert model.objects.exists()
        assert set(model.objects.visible_to(auditor)) == set(model.objects.all())


def test_she_changes_nothing(cast: Cast) -> None:
    drawn_sample(cast)
    auditor = appointed(cast)
    for register in REGISTERS.values():
        for record in register.rows(auditor):
            for change in (register.change_with, register.withdraw_with):
                assert change is None or not change.verdict(auditor, record), register.slug
    one = Initiative.objects.get()
    for permission in (of_initiatives.give_evidence, of_initiatives.report_status):
        assert not permission(auditor, one)


def test_when_her_day_has_passed_nothing_is_left(cast: Cast) -> None:
    drawn_sample(cast)
    auditor = appointed(cast)
    auditor.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    auditor = User.objects.get(pk=auditor.pk)
    for register in REGISTERS.values():
        assert not register.rows(auditor).exists(), register.slug
