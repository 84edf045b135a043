"""Mitt arbete: what waits, what one has been told, what one follows, and how the letter comes."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.history.models import Batch, Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.kit.writer import batch
from bryggan.notices import actions, telling, waiting
from bryggan.notices.models import LetterChoice, Notice
from bryggan.notices.waiting import Waiting
from bryggan.people.models import User

type SignIn = Callable[[User], Client]

PAGE = "/mitt-arbete/"


def tell(cast: Cast, to: User, text: str = "@{name}, titta här") -> Notice:
    written = text.format(name=to.name)
    actions.write_comment(cast.system, by=cast.manager, text=written)
    return Notice.objects.filter(user=to).order_by("-pk")[0]


@pytest.fixture
def asked_of_employee(cast: Cast) -> Iterator[None]:
    """Something that an app asks of the employee, and a past thing without a day."""

    def rows(user: User) -> QuerySet[User]:
        return User.objects.filter(pk=user.pk).filter(pk=cast.employee.pk)

    @waiting.waits(rows)
    def source(user: User) -> list[Waiting]:
        return [
            Waiting(text="Utan dag", url="/a/"),
            Waiting(text="Bekräfta dina system", url="/b/", due_on=date(2026, 12, 1)),
        ]

    yield
    waiting.SOURCES.remove((rows, source))


def test_an_empty_page_teaches(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.controller).get(PAGE).text
    for words in ("Inget väntar på dig", "nämner dig med @", "Tryck på Följ", "Varje dag"):
        assert words in page


@pytest.mark.usefixtures("asked_of_employee")
def test_what_waits_stands_first_the_nearest_day_on_top(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.employee).get(PAGE).text
    assert page.index("Bekräfta dina system") < page.index("senast 2026-12-01")
    assert page.index("senast 2026-12-01") < page.index("Utan dag")
    assert "Utan dag" not in client_of(cast.manager).get(PAGE).text


def test_the_number_of_new_things_stands_on_every_page(cast: Cast, client_of: SignIn) -> None:
    tell(cast, cast.employee)
    tell(cast, cast.employee)
    client = client_of(cast.employee)
    assert "Mitt arbete, 2 nya" in client.get("/").text
    assert "Mitt arbete, 2 nya" in client.get("/system/").text
    client.post(f"{PAGE}alla-lasta/")
    assert "2 nya" not in client.get("/").text


def test_the_number_costs_one_question(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    client.get("/sok/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/sok/")
    assert sum("notices_notice" in query["sql"] for query in asked) == 1
    with CaptureQueriesContext(connection) as asked:
        client.get("/system/", headers={"HX-Request": "true", "HX-Target": "rows"})
    assert not any("notices_notice" in query["sql"] for query in asked)


def test_read_notices_by_opening_one(cast: Cast, client_of: SignIn) -> None:
    notice = tell(cast, cast.employee)
    response = client_of(cast.employee).post(f"{PAGE}{notice.pk}/last/", {"open": "1"})
    assert response.headers["Location"] == notice.url
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert newest_event().name == "notices.read"


def test_read_notices_is_refused_for_anothers(cast: Cast, client_of: SignIn) -> None:
    notice = tell(cast, cast.employee)
    with nothing_happens(), pytest.raises(Refused, match="sagts till hen själv"):
        actions.read_notices([notice], by=cast.administrator)
    client = client_of(cast.administrator)
    with nothing_happens():
        assert client.post(f"{PAGE}{notice.pk}/last/").status_code == 404


def test_read_notices_again_changes_nothing(cast: Cast) -> None:
    notice = tell(cast, cast.employee)
    actions.read_notices([notice], by=cast.employee)
    events = Event.objects.count()
    actions.read_notices([notice], by=cast.employee)
    assert Event.objects.count() == events


def test_unread_come_first_and_older_are_paged(cast: Cast, client_of: SignIn) -> None:
    for _place in range(35):
        tell(cast, cast.employee)
    client = client_of(cast.employee)
    first = Notice.objects.filter(user=cast.employee).order_by("pk")[0]
    client.post(f"{PAGE}alla-lasta/")
    Notice.objects.filter(pk=first.pk).update(read_at=None)
    page = client.get(PAGE).text
    assert page.index(f"/{first.pk}/last/") < page.index("#panel-comments")
    assert "?page=2" in page
    assert client.get(f"{PAGE}?page=2").text.count("#panel-comments") == 5
    assert client.get(f"{PAGE}?page=²").status_code == 200


def test_nobody_reads_what_another_was_told(cast: Cast, client_of: SignIn) -> None:
    tell(cast, cast.employee)
    assert "Magnus Mård nämner dig" not in client_of(cast.administrator).get(PAGE).text


def test_choose_letters_is_kept(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    assert client.post(f"{PAGE}brev/", {"rhythm": "weekly"}).status_code == 302
    assert LetterChoice.objects.get(user=cast.employee).rhythm == "weekly"
    assert newest_event().name == "letters.chosen"
    client.post(f"{PAGE}brev/", {"rhythm": "never"})
    assert LetterChoice.objects.get(user=cast.employee).rhythm == "never"
    assert 'value="never" id="id_rhythm_2" checked' in client.get(PAGE).text.replace(
        "required ", ""
    )


def test_choose_letters_is_refused_for_another(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused, match="väljer själv"):
        actions.choose_letters(cast.employee, by=cast.administrator, rhythm="never")


def test_choose_letters_of_no_such_kind_is_impossible(cast: Cast, client_of: SignIn) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="hur ofta"):
        actions.choose_letters(cast.employee, by=cast.employee, rhythm="hourly")
    client = client_of(cast.employee)
    with nothing_happens():
        response = client.post(f"{PAGE}brev/", {"rhythm": "hourly"})
    assert response.status_code == 422


def test_the_page_asks_as_often_for_many_as_for_few(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)

    def asked() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    def more(count: int) -> None:
        for _place in range(count):
            number = Notice.objects.count()
            system = make_system(cast.education, name=f"Nr {number}")
            actions.follow_record(system, by=cast.employee)
            tell(cast, cast.employee)

    more(3)
    few = asked()
    more(20)
    assert asked() == few <= 20


def test_a_kind_that_is_gone_still_says_what_it_was_about(cast: Cast, client_of: SignIn) -> None:
    notice = tell(cast, cast.employee)
    Notice.objects.filter(pk=notice.pk).update(kind="gone.kind")
    assert f"{cast.system.number} Skolplattformen" in client_of(cast.employee).get(PAGE).text


def test_nobody_is_told_the_same_twice_nor_what_she_did_herself(cast: Cast) -> None:
    everyone = [cast.employee, cast.employee, cast.manager]
    comment = actions.write_comment(cast.system, by=cast.manager, text="Hej")
    assert "comment.mentioned" in telling.KINDS
    for _time in range(2):
        actions.change_comment(
            comment, by=cast.manager, text=" ".join(f"@{person.name}" for person in everyone)
        )
    assert [one.user for one in Notice.objects.all()] == [cast.employee]


def test_nobody_is_told_the_same_twice_in_a_batch(cast: Cast) -> None:
    with batch(by=cast.strategist, kind=Batch.Kind.IMPORT) as write:
        for text in ("@Elin Ek", "@Elin Ek igen"):
            actions.write_comment.within(write, cast.system, by=cast.manager, text=text)
        outer = write.begin("prov.told")
        for _time in range(2):
            telling.tell(write, actions.WRITTEN, [cast.employee], key="en gång", about=cast.system)
        write.end(outer)
    assert Notice.objects.filter(user=cast.employee).count() == 3
