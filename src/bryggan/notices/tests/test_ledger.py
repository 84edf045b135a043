"""The ledger: who was sent what and when, read by herself and by those who look after the installation."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.history.models import Change, Event
from bryggan.kit.testing.cast import Cast
from bryggan.notices import actions, posting
from bryggan.notices.models import Mail, Notice
from bryggan.notices.tests.test_letters import name, reader
from bryggan.people import disposal
from bryggan.people.models import User

__all__ = ["reader"]  # the fixture: somebody with a real address

type SignIn = Callable[[User], Client]


def test_each_reads_her_own_letters_and_the_administrator_all(
    cast: Cast, client_of: SignIn
) -> None:
    name(cast, cast.manager, cast.other_manager)
    posting.run()
    own = Mail.objects.get(user=cast.manager)
    others = Mail.objects.get(user=cast.other_manager)
    manager, administrator = client_of(cast.manager), client_of(cast.administrator)
    assert manager.get(f"/utskick/{own.pk}/").status_code == 200
    assert manager.get(f"/utskick/{others.pk}/").status_code == 404
    assert "Nils Näs" not in manager.get("/utskick/").text
    assert f"/utskick/{own.pk}/" in manager.get("/mitt-arbete/").text
    page = administrator.get("/utskick/").text
    assert "Nils Näs" in page
    assert "Magnus Mård" in page
    found = administrator.get("/utskick/?person=nils").text
    assert "Nils Näs" in found
    assert "Magnus Mård" not in found
    assert "Ingen med det namnet" in administrator.get("/utskick/?person=zzz").text


def test_in_the_demo_everyone_sees_what_would_have_been_sent(
    cast: Cast, client_of: SignIn, settings: Any
) -> None:
    name(cast, cast.manager)
    posting.run()
    settings.BRYGGAN_DEMO = True
    page = client_of(cast.employee).get("/utskick/").text
    assert "Det här skulle ha skickats" in page
    assert "Magnus Mård" in page


def test_what_is_sent_is_kept_a_year_and_then_gone_everywhere(
    cast: Cast, reader: User, clock: Any
) -> None:
    name(cast, reader, cast.manager)
    posting.run()
    actions.read_notices(list(Notice.objects.filter(user=reader)), by=reader)
    clock.move_to("2027-11-21 09:00:00")
    disposal.run(timezone.localdate())
    assert Mail.objects.count() == 2
    clock.move_to("2027-11-24 09:00:00")
    disposal.run(timezone.localdate())
    assert not Mail.objects.exists()
    [unread] = Notice.objects.all()
    assert (unread.user, unread.mail) == (cast.manager, None)
    assert not Change.objects.filter(noun__in=["notices.mail", "notices.notice"]).exists()
    assert Change.objects.filter(noun="notices.comment").exists()
    assert Event.objects.filter(name="mail.written").exists()
    assert posting.run() == 0


def test_the_ledger_asks_as_often_for_many_letters_as_for_few(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.administrator)

    def asked() -> int:
        client.get("/utskick/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/utskick/").status_code == 200
        return len(queries)

    name(cast, cast.manager)
    posting.run()
    few = asked()
    name(cast, cast.other_manager, cast.strategist, cast.controller, cast.it_counterpart)
    posting.run()
    assert Mail.objects.count() == 5
    assert asked() == few <= 12
