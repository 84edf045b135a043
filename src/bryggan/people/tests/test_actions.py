"""Units, people and roles: what happens, what is refused and what is impossible."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from django.utils import timezone

from bryggan.history.models import Change, Event
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import Cast, make_person, make_unit, tool
from bryggan.people import actions
from bryggan.people.models import Assignment, Unit, User, root_unit
from bryggan.people.password_views import link_for
from bryggan.people.roles import Role

TODAY = timezone.localdate


@contextmanager
def nothing_happens() -> Any:
    """No row, no event, no change."""

    def state() -> list[object]:
        rows = (Unit, User, Assignment, Event, Change)
        return [list(model._base_manager.order_by("pk").values()) for model in rows]

    before = state()
    yield
    assert state() == before


def newest() -> Event:
    return Event.objects.order_by("-pk")[0]


def refused(attempt: Callable[[User], object], *people: User) -> None:
    for person in people:
        with nothing_happens(), pytest.raises(Refused) as refusal:
            attempt(person)
        assert refusal.value.reason.startswith("Bara administratören") or (
            refusal.value.reason.startswith("Bara en administratör")
        )


# Units


def test_create_unit_places_it_under_its_parent(cast: Cast) -> None:
    unit = actions.create_unit(
        cast.education, by=cast.strategist, name="Ekskolan", kind=Unit.Kind.WORKPLACE
    )
    assert cast.education.holds(unit)
    assert unit.ancestor_ids()[-2:] == [cast.education.pk, unit.pk]
    assert (newest().name, newest().actor_id) == ("unit.created", cast.strategist.pk)
    assert newest().changes.filter(noun="people.unit", record_id=unit.pk, kind="created").exists()


def test_create_unit_is_refused_all_but_the_central_roles(cast: Cast) -> None:
    refused(
        lambda by: actions.create_unit(cast.education, by=by, name="Ny", kind="workplace"),
        cast.employee,
        cast.manager,
        cast.controller,
        cast.auditor,
        cast.outsider,
    )


@pytest.mark.parametrize("name", ["Utbildningsförvaltningen", " UTBILDNINGSFÖRVALTNINGEN "])
def test_create_unit_is_impossible_twice_under_one_parent(cast: Cast, name: str) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="redan en enhet") as refusal:
        actions.create_unit(
            cast.education_authority, by=cast.administrator, name=name, kind="department"
        )
    assert refusal.value.field == "name"


def test_create_unit_may_repeat_a_name_under_another_parent(cast: Cast) -> None:
    assert make_unit("Utbildningsförvaltningen", cast.care_authority).pk


def test_change_unit_keeps_what_belongs_to_it(cast: Cast) -> None:
    actions.change_unit(
        cast.education, by=cast.administrator, name="Skola", kind="department", short="SK"
    )
    cast.education.refresh_from_db()
    assert (cast.education.name, cast.education.short) == ("Skola", "SK")
    cast.system.refresh_from_db()
    assert cast.system.unit == cast.education
    change = newest().changes.get()
    assert change.before["name"] == "Utbildningsförvaltningen"
    assert change.after["name"] == "Skola"


def test_change_unit_is_refused_all_but_the_administrator(cast: Cast) -> None:
    refused(
        lambda by: actions.change_unit(
            cast.education, by=by, name="Ny", kind="department", short=""
        ),
        cast.manager,
        cast.strategist,
        cast.controller,
    )


def test_change_unit_is_impossible_to_a_name_that_is_taken(cast: Cast) -> None:
    make_unit("Fritid", cast.education_authority)
    with nothing_happens(), pytest.raises(NotPossible, match="redan en enhet"):
        actions.change_unit(
            cast.education, by=cast.administrator, name="fritid", kind="department", short=""
        )


def test_change_unit_is_impossible_when_somebody_else_has_changed_it(cast: Cast) -> None:
    """What the person had on the screen must be what still stands."""
    shown = Unit.objects.get(pk=cast.education.pk)
    changed = {"kind": "department", "short": ""}
    actions.change_unit(cast.education, by=cast.administrator, name="Skola", **changed)
    with nothing_happens(), pytest.raises(Stale) as stale:
        actions.change_unit(shown, by=cast.administrator, name="Lärande", **changed)
    assert str(stale.value.record) == "Skola"


# People


def test_create_person_gives_a_name_without_rights(cast: Cast) -> None:
    person = actions.create_person(
        cast.education, by=cast.strategist, email=" Siv.Sten@Ekvik.Example ", name="Siv Sten"
    )
    assert person.email == "siv.sten@ekvik.example"
    assert not person.is_active
    assert not person.is_external
    assert not person.has_usable_password()
    assert authenticate(username=person.email, password="") is None
    assert newest().name == "person.created"
    assert "password" not in newest().changes.get().after


def test_create_person_from_outside_is_marked_so(cast: Cast) -> None:
    person = actions.create_person(
        cast.education, by=cast.strategist, email="r@rev.example", name="R", is_external=True
    )
    assert User.objects.get(pk=person.pk).is_external


def test_create_person_is_refused_all_but_the_central_roles(cast: Cast) -> None:
    refused(
        lambda by: actions.create_person(cast.education, by=by, email="a@b.example", name="A"),
        cast.employee,
        cast.manager,
        cast.auditor,
    )


def test_create_person_is_impossible_twice_with_one_address(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="redan en person") as refusal:
        actions.create_person(
            cast.care, by=cast.strategist, email=cast.employee.email.upper(), name="Elin"
        )
    assert refusal.value.field == "email"


@pytest.fixture
def left(cast: Cast) -> User:
    person = make_person("Lena Lämnat", cast.education)
    User.objects.filter(pk=person.pk).update(withdrawn_at=timezone.now())
    return User.objects.get(pk=person.pk)


def test_restore_person_brings_the_same_row_back(cast: Cast, left: User) -> None:
    actions.restore_person(left, by=cast.strategist)
    assert User.objects.present().filter(pk=left.pk).exists()
    assert newest().name == "person.restored"
    assert newest().changes.get().kind == Change.Kind.RESTORED


def test_restore_person_is_refused_a_manager(cast: Cast, left: User) -> None:
    refused(lambda by: actions.restore_person(left, by=by), cast.manager)


def test_restore_person_is_impossible_for_somebody_who_is_here(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="finns redan"):
        actions.restore_person(cast.employee, by=cast.strategist)


def test_invite_person_lets_her_sign_in(cast: Cast) -> None:
    person = make_person("Nora Ny", cast.education, is_active=False)
    actions.invite_person(person, by=cast.administrator)
    assert User.objects.get(pk=person.pk).is_active
    assert newest().name == "person.invited"


def test_invite_person_is_refused_all_but_the_administrator(cast: Cast) -> None:
    person = make_person("Nora Ny", cast.education, is_active=False)
    refused(lambda by: actions.invite_person(person, by=by), cast.manager, cast.strategist, person)


def test_invite_person_is_impossible_twice(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused, match="Elin Ek får redan logga in"):
        actions.invite_person(cast.employee, by=cast.administrator)


# Roles


def test_give_role_reaches_everything_under_the_unit(cast: Cast) -> None:
    below = make_unit("Ekskolan", cast.education, Unit.Kind.WORKPLACE)
    role = actions.give_role(
        cast.education_authority,
        by=cast.administrator,
        user=cast.employee,
        role=Role.MANAGER,
        share_percent=50,
        is_deputy=True,
    )
    person = User.objects.get(pk=cast.employee.pk)
    assert person.has_role_over(below, Role.MANAGER)
    assert not person.has_role_over(cast.care, Role.MANAGER)
    assert (role.share_percent, role.is_deputy) == (50, True)
    assert newest().name == "role.given"


def test_give_role_counts_from_its_first_to_its_last_day(cast: Cast) -> None:
    tomorrow = TODAY() + timedelta(days=1)
    actions.give_role(
        cast.care, by=tool(), user=cast.employee, role=Role.CONTROLLER, starts_on=tomorrow
    )
    actions.give_role(cast.care, by=tool(), user=cast.employee, role=Role.MANAGER, ends_on=TODAY())
    person = User.objects.get(pk=cast.employee.pk)
    assert not person.has_role(Role.CONTROLLER)
    assert person.has_role(Role.MANAGER)


def appointed(cast: Cast, **told: Any) -> Assignment:
    """Somebody from outside is made auditor of the whole municipality."""
    whole = {
        "by": cast.administrator,
        "user": cast.outsider,
        "role": Role.AUDITOR,
        "ends_on": TODAY(),
        "appointed_by": "Revisorerna 2026-09-01 § 42",
        **told,
    }
    return actions.give_role(cast.group, **whole)


def test_give_role_to_an_auditor_keeps_who_appointed_her_and_until_when(cast: Cast) -> None:
    assert appointed(cast).appointed_by == "Revisorerna 2026-09-01 § 42"
    person = User.objects.get(pk=cast.outsider.pk)
    assert person.has_role(Role.AUDITOR)
    assert User.objects.visible_to(person).count() == User.objects.count()
    told = newest().changes.get().after
    assert (told["appointed_by"], told["ends_on"]) == (
        "Revisorerna 2026-09-01 § 42",
        str(TODAY()),
    )


def test_give_role_is_impossible_to_an_auditor_who_is_employed_stays_or_was_appointed_by_nobody(
    cast: Cast,
) -> None:
    for wrong, said in (
        ({"user": cast.employee}, "läggs upp som extern"),
        ({"ends_on": None}, "till en viss dag"),
        ({"appointed_by": " "}, "utsåg hen"),
    ):
        with nothing_happens(), pytest.raises(NotPossible, match=said):
            appointed(cast, **wrong)


def test_give_role_is_refused_all_but_the_administrator(cast: Cast) -> None:
    refused(
        lambda by: actions.give_role(cast.group, by=by, user=by, role=Role.ADMINISTRATOR),
        cast.employee,
        cast.manager,
        cast.strategist,
        cast.auditor,
        cast.outsider,
    )


def test_give_role_is_impossible_for_roles_on_a_system_and_for_days_in_the_wrong_order(
    cast: Cast,
) -> None:
    by, user = cast.administrator, cast.employee
    with nothing_happens(), pytest.raises(NotPossible, match="ges på ett system"):
        actions.give_role(cast.care, by=by, user=user, role=Role.SYSTEM_OWNER)
    first, last = TODAY(), TODAY() - timedelta(days=1)
    with nothing_happens(), pytest.raises(NotPossible, match="före startdagen"):
        actions.give_role(
            cast.care, by=by, user=user, role=Role.MANAGER, starts_on=first, ends_on=last
        )


def test_end_role_takes_the_right_away_and_keeps_the_row(cast: Cast) -> None:
    role = cast.manager.assignments.get()
    actions.end_role(role, by=cast.administrator, ends_on=TODAY() - timedelta(days=1))
    assert not User.objects.get(pk=cast.manager.pk).has_role(Role.MANAGER)
    assert Assignment.objects.filter(pk=role.pk).exists()
    assert newest().name == "role.ended"


def test_end_role_is_refused_all_but_the_administrator(cast: Cast) -> None:
    role = cast.administrator.assignments.get()
    refused(
        lambda by: actions.end_role(role, by=by, ends_on=TODAY()), cast.strategist, cast.manager
    )


def test_end_role_is_impossible_twice(cast: Cast) -> None:
    role = cast.manager.assignments.get()
    actions.end_role(role, by=cast.administrator, ends_on=TODAY())
    with nothing_happens(), pytest.raises(Refused, match="redan avslutat"):
        actions.end_role(role, by=cast.administrator, ends_on=TODAY())


# Signing in and looking through another's eyes


def test_view_as_is_told_though_nothing_changes(cast: Cast) -> None:
    actions.view_as(cast.employee, by=cast.administrator)
    assert newest().name == "person.viewed_as"
    assert newest().reason == "Visa som Elin Ek"
    assert not newest().changes.exists()


def test_view_as_is_refused_all_but_the_administrator(cast: Cast) -> None:
    refused(lambda by: actions.view_as(cast.administrator, by=by), cast.strategist, cast.auditor)


def test_view_as_is_impossible_for_oneself(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused, match="Det är du själv"):
        actions.view_as(cast.administrator, by=cast.administrator)


def test_sign_in_is_told(cast: Cast) -> None:
    actions.sign_in(cast.employee, by=cast.employee)
    assert (newest().name, newest().actor_id) == ("person.signed_in", cast.employee.pk)


def test_sign_in_is_refused_as_somebody_else(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused, match="som sig själv"):
        actions.sign_in(cast.employee, by=cast.administrator)


def test_sign_in_is_impossible_for_the_tool_itself(db: None) -> None:
    assert authenticate(username=tool().email, password="!") is None
    assert root_unit().users.filter(is_built_in=True).count() == 1


# The way in


def test_choose_password_lets_the_invited_in(cast: Cast) -> None:
    actions.choose_password(cast.employee, by=cast.employee, password="lång nog att minnas")

    assert authenticate(None, username=cast.employee.email, password="lång nog att minnas")
    assert newest().name == "person.password_chosen"
    assert "lång nog" not in str(list(newest().changes.values()))


def test_choose_password_is_refused_for_another(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.choose_password(cast.employee, by=cast.administrator, password="lång nog")


def test_choose_password_without_one_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.choose_password(cast.employee, by=cast.employee, password="")


def test_the_link_of_an_invitation_works_once(cast: Cast, client: Client) -> None:
    newcomer = make_person("Nils Ny", cast.education)
    request = RequestFactory().get("/")
    path = link_for(newcomer, request).removeprefix("http://testserver")
    words = {"new_password1": "lång nog att minnas", "new_password2": "lång nog att minnas"}

    assert client.get(path).status_code == 200
    assert client.post(path, {**words, "new_password2": "annat"}).status_code == 422
    assert client.post(path, words).status_code == 302
    assert client.get(path).status_code == 404
    assert authenticate(None, username=newcomer.email, password="lång nog att minnas")
