"""Who a need exists for: few until it is sorted, then all, and never more where it is marked."""

import pytest

from bryggan.kit.testing.cast import Cast, make_person, make_unit
from bryggan.needs import actions, queries
from bryggan.needs.models import Need, Route
from bryggan.needs.tests.making import make_developer, parked, sorted_as, voiced
from bryggan.people.models import Assignment, Unit, User
from bryggan.people.roles import Role


def seen_by(person: User) -> list[int]:
    return list(Need.objects.visible_to(person).order_by("pk").values_list("pk", flat=True))


def those_who_see(cast: Cast) -> set[str]:
    return {name for name, person in cast.people().items() if seen_by(person)}


def test_nothing_is_hidden_from_the_auditor_of_the_unit_and_all_of_others(cast: Cast) -> None:
    developer = make_developer(cast.care)
    need = sorted_as(voiced(cast, by=cast.other_manager, unit=cast.care), developer)
    actions.protect_need(need, by=developer, is_protected=True, reason="En enda person berörs")
    assert not seen_by(cast.auditor)
    Assignment.objects.filter(user=cast.auditor).update(unit=cast.care_authority)
    assert seen_by(User.objects.get(pk=cast.auditor.pk))


def test_an_unsorted_need_is_there_for_sender_own_manager_and_who_prepares(cast: Cast) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    principal = make_person("Petra Rektor", school, [(Role.MANAGER, school)])
    developer = make_developer(cast.education)
    other_developer = make_developer(cast.care, "Viktor Vik")
    voiced(cast, unit=school)

    assert those_who_see(cast) == {"employee", "auditor"}
    assert seen_by(principal) and seen_by(developer)
    assert not seen_by(other_developer)


def test_where_nobody_prepares_the_strategist_does(cast: Cast) -> None:
    voiced(cast)

    assert those_who_see(cast) == {"employee", "manager", "strategist", "auditor"}
    assert list(queries.needs_to_prepare(cast.strategist)) == list(Need.objects.all())
    assert not queries.needs_to_prepare(cast.administrator).exists()


@pytest.mark.parametrize("turn", [sorted_as, parked])
def test_a_sorted_or_parked_need_is_there_for_everyone_employed(cast: Cast, turn: object) -> None:
    turn(voiced(cast), make_developer(cast.education))  # type: ignore[operator]

    # The auditor sees the units she reviews; somebody from outside without a role nothing.
    assert those_who_see(cast) == set(cast.people()) - {"outsider"}


def test_a_marked_need_stays_with_those_it_concerns(cast: Cast) -> None:
    developer = make_developer(cast.education)
    need = sorted_as(voiced(cast), developer)
    actions.protect_need(need, by=developer, is_protected=True, reason="En enda person berörs")

    assert those_who_see(cast) == {"employee", "manager", "auditor"}
    assert seen_by(developer)


def test_what_went_straight_to_the_head_is_prepared_by_nobody_else(cast: Cast) -> None:
    developer = make_developer(cast.education)
    need = voiced(cast, route=Route.HEAD)

    assert not seen_by(developer)
    assert those_who_see(cast) == {"employee", "manager", "auditor"}
    assert list(queries.needs_to_prepare(cast.manager)) == [need]
    actions.pass_on_need(need, by=cast.manager)
    assert seen_by(developer)
    assert list(queries.needs_to_prepare(developer)) == [need]


def test_a_supporter_reads_on_whatever_becomes_of_it(cast: Cast) -> None:
    developer = make_developer(cast.education)
    need = sorted_as(voiced(cast), developer)
    actions.support_need(need, by=cast.other_manager, unit=cast.care)
    actions.protect_need(need, by=developer, is_protected=True, reason="En enda person berörs")

    assert "other_manager" in those_who_see(cast)
