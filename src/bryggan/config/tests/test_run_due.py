"""What is due is done, what is not is left, and twice is no worse than once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from bryggan.history.models import Event
from bryggan.people.models import SignInFailure

pytestmark = pytest.mark.django_db


def run_due() -> list[str]:
    told = StringIO()
    call_command("run_due", stdout=told)
    return told.getvalue().splitlines()


def test_what_has_expired_is_disposed_of_and_the_rest_is_kept() -> None:
    now = timezone.now()
    for name, age in (("old", timedelta(hours=1)), ("new", -timedelta(hours=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=now - age)
    for name, age in (("old", timedelta(days=3)), ("new", timedelta(minutes=5))):
        SignInFailure.objects.create(account_key=name, address_key=name, at=now - age)

    own = {"Utgångna inloggningar: 1", "Gallrade uppgifter: 1", "Gamla bakgrundsjobb: 0"}
    assert own <= set(run_due())
    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert [failure.account_key for failure in SignInFailure.objects.all()] == ["new"]
    told = Event.objects.get(name="records.disposed")
    assert told.reason == "people.signinfailure: 1"
    assert {line.rpartition(" ")[2] for line in run_due()} == {"0"}
