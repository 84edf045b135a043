"""What lies in the letterbox becomes needs, supporters and replies; what has changed meanwhile loses nothing."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from bryggan.history.models import Batch, Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_unit, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.kit.writer import batch
from bryggan.needs import actions, codes, letterbox, queries, sending
from bryggan.needs.models import Need, Picture, Reply, Slip, Step, Supporter
from bryggan.needs.tests.making import (
    asked,
    in_days,
    make_developer,
    sorted_as,
    voiced,
    without_name,
)
from bryggan.needs.tests.pictures import plain
from bryggan.needs.tests.sending import WORDS, code_in, empty_the_box, picture, send
from bryggan.notices.models import Notice
from bryggan.people.models import Unit, User
from bryggan.registers import permissions as registers


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.group)


def emptied_by(person: User) -> int:
    with batch(by=person, kind=Batch.Kind.LETTERBOX) as write:
        return letterbox.empty_letterbox.within(write, in_days(1), by=person)


def test_empty_letterbox_makes_needs_of_what_lies_there(cast: Cast, developer: User) -> None:
    codes_left = [
        code_in(send(Client(), cast.education, obstacle=f"Sak {number}", route="ordinary"))
        for number in range(3)
    ]
    assert emptied_by(tool()) == 3

    assert Slip.objects.count() == 0
    assert {need.obstacle for need in Need.objects.all()} == {"Sak 0", "Sak 1", "Sak 2"}
    for number, code in enumerate(codes_left):
        supporter = queries.supporter_with(codes.digest_of(code))
        assert supporter is not None
        assert (supporter.need.obstacle, supporter.is_sender) == (f"Sak {number}", True)
    assert Notice.objects.filter(user=developer, kind="need.voiced").count() == 3
    [done] = Batch.objects.filter(kind=Batch.Kind.LETTERBOX)
    assert Event.objects.filter(batch=done, name="need.voiced").count() == 3
    assert not registers.undo_batch(cast.administrator, done)


def test_empty_letterbox_is_refused_to_people(cast: Cast) -> None:
    send(Client(), cast.education)
    with nothing_happens(), pytest.raises(Refused, match="töms av Bryggan självt"):
        emptied_by(cast.administrator)


def test_empty_letterbox_of_what_was_left_today_is_impossible(cast: Cast) -> None:
    send(Client(), cast.education)
    with batch(by=tool(), kind=Batch.Kind.LETTERBOX) as write:
        assert letterbox.empty_letterbox.within(write, timezone.localdate(), by=tool()) == 0

    assert (Slip.objects.count(), Need.objects.count()) == (1, 0)


def test_empty_letterbox_in_an_order_that_says_nothing(cast: Cast) -> None:
    for number in range(12):
        send(Client(), cast.education, obstacle=f"{number:02d}")
    empty_the_box()
    # One in half a thousand million is left to chance.
    assert [need.obstacle for need in Need.objects.order_by("pk")] != [
        f"{n:02d}" for n in range(12)
    ]


def test_what_can_no_longer_be_read_stays_in_the_box(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(Client(), cast.education, obstacle="Kan inte läsas längre")
    send(Client(), cast.education)
    real = actions.readable_need

    def stricter(values: dict[str, str]) -> tuple[str, str]:
        if "läsas" in values["obstacle"]:
            raise NotPossible("Nej")
        return real(values)

    monkeypatch.setattr(actions, "readable_need", stricter)
    empty_the_box()
    assert [need.obstacle for need in Need.objects.all()] == [WORDS]
    assert Slip.objects.get().text == "Kan inte läsas längre"


def test_a_workplace_that_is_gone_leaves_it_to_the_one_above(cast: Cast) -> None:
    unit = make_unit("Stora skolan", cast.education, Unit.Kind.WORKPLACE)
    User.objects.exclude(is_built_in=True).update(unit=unit)
    send(Client(), unit)
    assert Slip.objects.get().unit == unit
    Unit.objects.filter(pk=unit.pk).update(withdrawn_at=timezone.now())
    empty_the_box()

    assert Need.objects.get().unit == cast.education


def test_a_picture_becomes_a_file_of_its_own(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    send(Client(), cast.education, picture=picture(plain()))
    before = Slip.objects.get().picture.name
    assert before is not None
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        empty_the_box()

    after = Picture.objects.get().file.name
    assert after is not None
    assert default_storage.exists(after) and not default_storage.exists(before)


def test_one_more_of_a_need_that_has_been_merged_stands_behind_the_kept_one(
    cast: Cast, developer: User
) -> None:
    need, kept = voiced(cast), voiced(cast, "Nycklarna försvinner")
    sorted_as(need, developer)
    left = sending.support_without_name(
        need, words="Vi med", unit=cast.education, by=cast.controller, nonce="n" * 30
    )
    Need.objects.filter(pk=need.pk).update(merged_into=kept, withdrawn_at=timezone.now())
    empty_the_box()

    supporter = queries.supporter_with(codes.digest_of(left.code))
    assert supporter is not None
    assert (supporter.need, supporter.words) == (kept, "Vi med")


def test_one_more_of_a_need_that_has_been_withdrawn_reads_that_it_is(cast: Cast) -> None:
    need = voiced(cast)
    left = sending.support_without_name(
        need, words="Vi med", unit=cast.education, by=cast.strategist, nonce="n" * 30
    )
    actions.withdraw_need(Need.objects.get(), by=cast.employee, reason="Löst")
    empty_the_box()

    assert Supporter.objects.filter(words="Vi med").count() == 1
    page = Client().post("/behov/kod/", {"code": left.code}).text
    assert "Behovet är borttaget ur registret" in page


def test_several_slips_about_one_need_leave_it_whole(cast: Cast, developer: User) -> None:
    need = without_name(cast.education, code_digest=codes.digest_of("A" * 12))
    asked(need, developer)
    supporter = need.supporters.get()
    for number in range(3):
        sending.support_without_name(
            need,
            words=f"Vi {number}",
            unit=cast.education,
            by=cast.strategist,
            nonce=f"{number}" * 30,
        )
    sending.reply_without_name(supporter, nonce="m" * 30, text="Varje natt")
    sending.reply_without_name(supporter, nonce="k" * 30, text="Och varje dag")
    assert empty_the_box() == 5

    need.refresh_from_db()
    assert need.step == Step.VOICED
    assert need.supporters.count() == 4
    assert {reply.text for reply in Reply.objects.all()} == {"Varje natt", "Och varje dag"}
    assert Notice.objects.filter(user=developer, kind="need.replied").exists()


def test_reply_to_question_by_the_letterbox_is_kept_when_another_was_quicker(
    cast: Cast, developer: User
) -> None:
    need = asked(voiced(cast), developer)
    supporter = need.supporters.get()
    sending.reply_without_name(supporter, nonce="m" * 30, text="Varje natt")
    actions.reply_to_question(Need.objects.get(), by=cast.employee, text="Var tredje natt")
    sorted_as(Need.objects.get(), developer)
    empty_the_box()

    assert Need.objects.get().step == Step.SORTED
    assert {reply.text for reply in Reply.objects.all()} == {"Varje natt", "Var tredje natt"}
    assert newest_event().name == "need.replied"


def test_whoever_stands_there_already_is_told(cast: Cast) -> None:
    need = voiced(cast)
    with nothing_happens(), pytest.raises(NotPossible, match="står redan bakom"):
        sending.support_without_name(
            need, words="", unit=cast.education, by=cast.employee, nonce="n" * 30
        )
