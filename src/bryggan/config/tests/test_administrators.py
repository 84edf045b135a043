"""The first administrator can sign in, and nothing tells with which password."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from bryggan.config import administrators
from bryggan.history.models import Change, Event
from bryggan.kit.action import NotPossible
from bryggan.people import actions
from bryggan.people.models import Assignment, User, root_unit

pytestmark = pytest.mark.django_db

ADDRESS = "anna.andersson@kommunen.example"
PASSWORD = "bro-över-mörkt-vatten"


def appoint(monkeypatch: pytest.MonkeyPatch, typed: str) -> str:
    told = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(typed))
    call_command("administrator", ADDRESS, name="Anna Andersson", stdout=told)
    return told.getvalue()


def test_set_password_lets_the_first_administrator_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Anna Andersson är administratör" in appoint(monkeypatch, f"{PASSWORD}\n")

    assert Client().login(username=ADDRESS, password=PASSWORD)
    person = User.objects.get(email=ADDRESS)
    grant = Assignment.objects.get(user=person)
    assert (grant.role, grant.unit) == ("administrator", root_unit())
    assert Event.objects.filter(name="person.password_set").count() == 1
    told = str(list(Change.objects.values_list("before", "after")))
    assert person.password not in told
    assert PASSWORD not in told


def test_appointing_twice_gives_a_new_password_and_no_second_role(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    appoint(monkeypatch, f"{PASSWORD}\n")
    appoint(monkeypatch, "en-annan-lång-fras\n")

    assert not Client().login(username=ADDRESS, password=PASSWORD)
    assert Client().login(username=ADDRESS, password="en-annan-lång-fras")
    assert Assignment.objects.filter(user__email=ADDRESS).count() == 1


@pytest.mark.parametrize("typed", ["kort\n", "\n", "123456789012\n"])
def test_a_weak_password_is_refused_and_nobody_is_made(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    with pytest.raises(CommandError, match="lösenord|Lösenord"):
        appoint(monkeypatch, typed)

    assert not User.objects.filter(email=ADDRESS).exists()


def test_set_password_is_refused_to_others_than_administrators() -> None:
    tool = User.objects.get(is_built_in=True)
    person = actions.create_person(root_unit(), by=tool, email=ADDRESS, name="Anna Andersson")

    with pytest.raises(PermissionDenied, match="administratör"):
        actions.set_password(person, by=person, password=PASSWORD)

    assert not User.objects.get(pk=person.pk).has_usable_password()
    assert not Event.objects.filter(name="person.password_set").exists()


def test_set_password_to_nothing_is_impossible() -> None:
    person = administrators.appoint(address="a@x.example", name="Ada", password=PASSWORD)

    with pytest.raises(NotPossible):
        actions.set_password(person, by=person, password="")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
