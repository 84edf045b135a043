"""The cast of the tests stands for what it says."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from bryggan.kit.testing import kept
from bryggan.kit.testing.cast import Cast
from bryggan.people.roles import Role


def test_everyone_in_the_cast_holds_the_duty_that_she_is_named_after(cast: Cast) -> None:
    assert cast.manager.has_role_over(cast.education, Role.MANAGER)
    assert not cast.manager.has_role_over(cast.care, Role.MANAGER)
    assert cast.other_manager.has_role_over(cast.care, Role.MANAGER)
    assert cast.strategist.is_central
    assert cast.administrator.is_central
    assert cast.auditor.is_external
    assert [a.role for a in cast.auditor.current_assignments] == [Role.AUDITOR]
    assert cast.auditor.current_assignments[0].ends_on is not None
    assert cast.outsider.is_external
    assert cast.outsider.current_assignments == []
    held = dict(cast.system.roles.values_list("role", "user"))
    assert held == {
        Role.SYSTEM_OWNER: cast.system_owner.pk,
        Role.SYSTEM_STEWARD: cast.system_steward.pk,
        Role.IT_COUNTERPART: cast.it_counterpart.pk,
    }
    assert all(person.is_active for person in cast.people().values())


def everything() -> dict[str, list[Any]]:
    """Every row of ours with every value, by its noun."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("bryggan.")]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in ours}


def test_the_cast_is_the_same_made_put_back_and_put_back_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_kept", {})
    seen = []
    for _time in range(3):
        with transaction.atomic():
            cast = kept.the_cast()
            seen.append((everything(), cast.people()))
            transaction.set_rollback(True)
    made, put_back, again = seen
    assert made == put_back == again
