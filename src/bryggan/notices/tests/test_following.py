"""Following a record: one is told once a day what others have changed, as far as one sees it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.contracts import actions as contract_actions
from bryggan.history.models import Batch, Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_contract, make_person, make_system, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.kit.writer import batch
from bryggan.notices import actions, following, queries, showing
from bryggan.notices.models import Follow, Notice
from bryggan.people.models import User
from bryggan.systems import actions as system_actions

type SignIn = Callable[[User], Client]

DAY = "2026-11-22"
NEXT_DAY = "2026-11-23"


def change(cast: Cast, by: User, **values: object) -> None:
    cast.system.refresh_from_db()
    system_actions.change_system(cast.system, by=by, values=values)


def tell(day: str = DAY) -> int:
    return following.tell_followers(day, by=tool())


def told(person: User) -> list[str]:
    notices = list(Notice.objects.filter(user=person).order_by("pk"))
    return [one.text for one in showing.notices_for(notices, person)]


def test_follow_record_begins_where_the_record_is_now(cast: Cast) -> None:
    change(cast, cast.strategist, product="Före")
    actions.follow_record(cast.system, by=cast.employee)
    assert newest_event().name == "record.followed"
    assert Follow.objects.get().record_id == cast.system.pk
    assert tell() == 0
    assert told(cast.employee) == []


def test_follow_record_is_refused_for_what_has_left_the_register(cast: Cast) -> None:
    system_actions.withdraw_system(cast.system, by=tool(), reason="Slut")
    cast.system.refresh_from_db()
    with nothing_happens(), pytest.raises(Refused, match="inget att följa"):
        actions.follow_record(cast.system, by=cast.employee)


def test_follow_record_twice_is_impossible(cast: Cast) -> None:
    actions.follow_record(cast.system, by=cast.employee)
    with nothing_happens(), pytest.raises(NotPossible, match="följer redan"):
        actions.follow_record(cast.system, by=cast.employee)


def test_unfollow_record_ends_the_telling(cast: Cast) -> None:
    follow = actions.follow_record(cast.system, by=cast.employee)
    actions.unfollow_record(follow, by=cast.employee)
    assert newest_event().name == "record.unfollowed"
    change(cast, cast.strategist, product="Efter")
    assert tell() == 0
    again = actions.follow_record(cast.system, by=cast.employee)
    assert again.pk != follow.pk


def test_unfollow_record_is_refused_for_another(cast: Cast) -> None:
    follow = actions.follow_record(cast.system, by=cast.employee)
    with nothing_happens(), pytest.raises(Refused, match="väljer själv"):
        actions.unfollow_record(follow, by=cast.administrator)


def test_unfollow_record_twice_is_impossible(cast: Cast) -> None:
    follow = actions.follow_record(cast.system, by=cast.employee)
    actions.unfollow_record(follow, by=cast.employee)
    with nothing_happens(), pytest.raises(NotPossible, match="inte längre"):
        actions.unfollow_record(follow, by=cast.employee)


def test_tell_followers_counts_what_others_have_done_once_a_day(cast: Cast) -> None:
    actions.follow_record(cast.system, by=cast.employee)
    change(cast, cast.strategist, product="Ett")
    change(cast, cast.manager, **{"role.system_steward": [cast.employee]})
    assert tell() == 1
    assert newest_event().name == "followers.told"
    assert told(cast.employee) == [f"{cast.system.number} Skolplattformen: 2 ändringar"]
    change(cast, cast.strategist, product="Två")
    assert tell() == 0
    assert tell(NEXT_DAY) == 1
    assert told(cast.employee)[1:] == [f"{cast.system.number} Skolplattformen: 1 ändring"]
    events = Event.objects.count()
    assert tell(NEXT_DAY) == 0
    assert Event.objects.count() == events


def test_tell_followers_leaves_out_what_one_did_oneself(cast: Cast) -> None:
    for person in (cast.manager, cast.strategist):
        actions.follow_record(cast.system, by=person)
    change(cast, cast.manager, product="Min egen")
    assert tell() == 1
    assert told(cast.manager) == []
    assert len(told(cast.strategist)) == 1


def test_tell_followers_is_refused_to_people(cast: Cast) -> None:
    actions.follow_record(cast.system, by=cast.employee)
    change(cast, cast.strategist, product="Ny")
    with nothing_happens(), pytest.raises(Refused, match="Bryggan självt"):
        following.tell_followers(DAY, by=cast.administrator)


def test_tell_followers_counts_a_batch_like_anything_else(cast: Cast) -> None:
    actions.follow_record(cast.system, by=cast.employee)
    cast.system.refresh_from_db()
    with batch(by=cast.strategist, kind=Batch.Kind.IMPORT) as write:
        values = {"product": "Ur filen", "user_count": 7}
        system_actions.change_system.within(write, cast.system, by=cast.strategist, values=values)
    assert tell() == 1
    assert told(cast.employee)[0].endswith("1 ändring")


def test_what_may_be_secret_is_not_counted_for_who_may_not_see_it(cast: Cast) -> None:
    for person in (cast.employee, cast.strategist):
        actions.follow_record(cast.system, by=person)
    change(cast, cast.system_owner, **{"tender.bidders": "Ännu en anbudsgivare"})
    assert tell() == 1
    assert told(cast.employee) == []
    assert told(cast.strategist) == [f"{cast.system.number} Skolplattformen: 1 ändring"]


def test_whoever_no_longer_sees_the_record_is_not_told(cast: Cast) -> None:
    actions.follow_record(cast.system, by=cast.auditor)
    cast.auditor.assignments.update(ends_on=timezone.localdate().replace(year=2020))
    change(cast, cast.strategist, product="Ny")
    assert tell() == 0
    assert told(cast.auditor) == []


def test_a_notice_loses_its_name_when_its_reader_loses_sight_of_the_record(
    cast: Cast, client_of: SignIn
) -> None:
    actions.follow_record(cast.system, by=cast.auditor)
    change(cast, cast.strategist, product="Ny")
    assert tell() == 1
    assert "Skolplattformen" in client_of(cast.auditor).get("/mitt-arbete/").text
    cast.auditor.assignments.update(ends_on=timezone.localdate().replace(year=2020))
    page = client_of(cast.auditor).get("/mitt-arbete/").text
    assert "en post som du inte längre ser" in page
    assert "Skolplattformen" not in page


def test_contracts_are_followed_as_systems_are(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    page = f"/avtal/{cast.contract.pk}/"
    assert "Följ" in client.get(page).text
    assert client.post(f"/folj/avtal/{cast.contract.pk}/").status_code == 302
    assert "Sluta följa" in client.get(page).text
    cast.contract.refresh_from_db()
    contract_actions.change_contract(cast.contract, by=tool(), values={"note": "Nytt villkor"})
    assert tell() == 1
    assert told(cast.employee) == [f"{cast.contract.number} Avtal om drift: 1 ändring"]
    client.post(f"/sluta-folja/avtal/{cast.contract.pk}/", {"back": "my_work"})
    assert not Follow.objects.present().exists()


def asked_by_telling(cast: Cast, count: int) -> int:
    """How often the database is asked when so many follow so many systems that have been changed."""
    people = [make_person(f"Följare {place}", cast.education) for place in range(count)]
    systems = [make_system(cast.education, name=f"S {count}:{place}") for place in range(count)]
    told_to = queries.newest_event()
    Follow.objects.all().delete()
    Follow.objects.bulk_create(
        Follow(user=person, noun="systems.system", record_id=system.pk, told_to=told_to)
        for person in people
        for system in systems
    )
    for system in systems:
        system_actions.change_system(system, by=tool(), values={"product": f"Ny {count}"})
    with CaptureQueriesContext(connection) as asked:
        assert tell() == count * count
    return len(asked)


def test_telling_asks_the_database_as_often_for_many_as_for_few(cast: Cast) -> None:
    make_contract(unit=cast.education)
    assert asked_by_telling(cast, 2) == asked_by_telling(cast, 10) <= 25
