"""By her code somebody without a name reads what became of her need, and answers when she is asked."""

import pytest
from django.test import Client
from django.utils import timezone

from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import nothing_happens
from bryggan.needs import actions, codes
from bryggan.needs.models import Need, Slip, Sorting, Supporter
from bryggan.needs.tests.making import ANSWER, asked, make_developer, sorted_as, voiced
from bryggan.needs.tests.sending import CODE_ADDRESS, WORDS, code_in, empty_the_box, send
from bryggan.people.models import User

UNKNOWN = "0000-0000-0000"
SAID = "Ingen har den koden."


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.group)


def read(code: str, **more: str) -> str:
    return Client().post(CODE_ADDRESS, {"code": code, **more}).text


def test_the_code_leads_from_the_box_to_the_answer(cast: Cast, developer: User) -> None:
    code = code_in(send(Client(), cast.education))
    in_box = read(code)
    assert "Ligger i brevlådan" in in_box and WORDS in in_box
    empty_the_box()
    page = read(code.lower().replace("-", " "))
    assert "Att bereda" in page and "Behovet bereds av Vera Verk" in page

    sorted_as(Need.objects.get(), developer, Sorting.EXISTS, system=cast.system)
    page = read(code)
    assert ANSWER in page and "Finns redan" in page and "Skäl:" in page
    assert cast.system.name in page and "Vera Verk" in page
    actions.reopen_need(Need.objects.get(), by=developer, text="Fler har det", reason="new_facts")
    page = read(code)
    assert page.index("Fler har det") < page.index(ANSWER)


def test_what_is_asked_back_is_answered_by_the_box(cast: Cast, developer: User) -> None:
    code = code_in(send(Client(), cast.education))
    empty_the_box()
    asked(Need.objects.get(), developer)
    page = read(code)
    assert "Vi har en fråga till dig" in page and "Hur ofta händer det?" in page
    with nothing_happens():
        wrong = Client().post(
            CODE_ADDRESS, {"code": code, "text": "Bo 121212-1212", "nonce": "n" * 9}
        )
    assert wrong.status_code == 422
    assert "personnummer" in wrong.text and "Bo 121212-1212" in wrong.text

    for _thumb in range(2):
        assert "Ditt svar ligger i brevlådan" in read(code, text="Varje natt", nonce="n" * 30)
    assert Slip.objects.count() == 1
    assert "Ditt svar ligger i brevlådan" in read(code)
    empty_the_box()
    page = read(code)
    assert "ligger i brevlådan" not in page
    assert Need.objects.get().replies.get().text == "Varje natt"


def test_whose_need_was_merged_reads_of_the_kept_one(cast: Cast, developer: User) -> None:
    code = code_in(send(Client(), cast.education))
    empty_the_box()
    own, kept = Need.objects.get(), voiced(cast, "Nycklarna försvinner på natten")
    Need.objects.filter(pk=own.pk).update(merged_into=kept, withdrawn_at=timezone.now())
    sorted_as(kept, developer)
    by_need = read(code)
    Supporter.objects.filter(need=own).update(need=kept)
    by_supporter = read(code)

    for page in (by_need, by_supporter):
        assert kept.name in page and ANSWER in page
        assert "Flera hade samma behov" in page and WORDS in page


@pytest.mark.parametrize(
    "code", ["", "abc", UNKNOWN, "0" * 13, "\0", "x" * 500, "<script>", "Å" * 12]
)
def test_a_wrong_code_has_one_plain_answer(cast: Cast, code: str) -> None:
    with nothing_happens():
        response = Client().post(CODE_ADDRESS, {"code": code})
    assert response.status_code == 422
    if code.strip("\0") and len(code) < 200:
        assert SAID in response.text


def test_the_key_of_another_thing_is_no_code(cast: Cast) -> None:
    send(Client(), cast.education)
    digest = Slip.objects.get().code_digest or ""
    assert SAID in read(digest[:12])


def test_thirty_wrong_ones_close_the_page_for_a_while(cast: Cast) -> None:
    code = code_in(send(Client(), cast.education))
    for _attempt in range(30):
        assert SAID in read(UNKNOWN)
    closed = Client().post(CODE_ADDRESS, {"code": code})
    assert closed.status_code == 429
    assert "Vänta tio minuter" in closed.text
    assert (
        "Ligger i brevlådan"
        in Client(REMOTE_ADDR="192.0.2.7").post(CODE_ADDRESS, {"code": code}).text
    )


def test_right_ones_are_never_counted(cast: Cast) -> None:
    code = code_in(send(Client(), cast.education))
    for _time in range(35):
        assert "Ligger i brevlådan" in read(code)


def test_the_code_stands_nowhere_but_on_her_page(cast: Cast) -> None:
    response = send(Client(), cast.education)
    assert response["Cache-Control"].count("no-store") == 1
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert Slip.objects.get().code_digest == codes.digest_of(code_in(response))
