"""The cast of the tests stands for what it says."""

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
