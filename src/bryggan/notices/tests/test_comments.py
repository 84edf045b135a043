"""Comments: seen by those who see the record, changed by their author alone, and they tell whom they name."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person, make_system, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices import actions, posting, showing
from bryggan.notices.models import Comment, Mail, Notice
from bryggan.people import masking
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.people.tests.test_masking import VALUE, where_it_lies
from bryggan.systems import actions as system_actions

type SignIn = Callable[[User], Client]


def told(person: User) -> list[str]:
    notices = list(Notice.objects.filter(user=person).order_by("pk"))
    return [one.text for one in showing.notices_for(notices, person)]


def page_of(cast: Cast, person: User, client_of: SignIn) -> str:
    return unescape(client_of(person).get(f"/system/{cast.system.pk}/visa/comments/").text)


def write(cast: Cast, text: str, by: User | None = None) -> Comment:
    return actions.write_comment(cast.system, by=by or cast.employee, text=text)


def test_write_comment_is_read_by_all_who_see_the_record(cast: Cast, client_of: SignIn) -> None:
    write(cast, "Vi byter i mars.\n<b>Säkert</b>")
    assert newest_event().name == "comment.written"
    for person in (cast.employee, cast.other_manager, cast.auditor):
        page = client_of(person).get(f"/system/{cast.system.pk}/visa/comments/").text
        assert "Vi byter i mars.<br>&lt;b&gt;Säkert&lt;/b&gt;" in page
    assert client_of(cast.outsider).get(f"/system/{cast.system.pk}/").status_code == 404
    assert client_of(cast.outsider).get(f"/kommentera/system/{cast.system.pk}/").status_code == 404


def test_write_comment_is_refused_an_auditor_who_may_read(cast: Cast, client_of: SignIn) -> None:
    with nothing_happens(), pytest.raises(Refused, match="läser kommentarerna men skriver inga"):
        write(cast, "Varför?", by=cast.auditor)
    assert "läser kommentarerna men skriver inga" in page_of(cast, cast.auditor, client_of)


def test_write_comment_is_open_to_an_external_person_with_a_role_there(cast: Cast) -> None:
    consultant = make_person(
        "Kent Konsult", cast.municipality, [(Role.EMPLOYEE, cast.education)], is_external=True
    )
    assert write(cast, "Klart från oss", by=consultant).pk


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4_001])
def test_write_comment_of_nothing_or_too_much_is_impossible(cast: Cast, text: str) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        write(cast, text)


def test_those_who_are_named_are_told_at_once(cast: Cast) -> None:
    write(cast, f"@Stina Säv, kan du? Och @{cast.manager.email}. Mejla ada.alm@ekvik.example.")
    expected = [f"Elin Ek nämner dig i en kommentar till {cast.system.number} Skolplattformen"]
    assert told(cast.system_steward) == told(cast.manager) == expected
    assert told(cast.administrator) == []
    assert told(cast.employee) == []
    notice = Notice.objects.get(user=cast.manager)
    assert notice.url == f"/system/{cast.system.pk}/#panel-comments"


def test_followers_are_told_once_and_not_of_their_own(cast: Cast) -> None:
    for person in (cast.employee, cast.strategist, cast.system_steward, cast.auditor):
        actions.follow_record(cast.system, by=person)
    cast.auditor.assignments.update(ends_on=timezone.localdate().replace(year=2020))
    write(cast, "@Stina Säv, se här")
    record = f"{cast.system.number} Skolplattformen"
    assert told(cast.strategist) == [f"Elin Ek har kommenterat {record}"]
    assert told(cast.system_steward) == [f"Elin Ek nämner dig i en kommentar till {record}"]
    assert told(cast.employee) == told(cast.auditor) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@Stina Sävv, hej", "”Stina Sävv”. Menade du @Stina Säv?"),
        ("@Kalle Anka", "känner ingen som heter ”Kalle Anka”"),
        ("@finns.inte@ekvik.example", "känner ingen som heter ”finns.inte@ekvik.example”"),
        ("@Elin Dubbel", "Flera heter Elin Dubbel"),
        ("@Ulla Utby", "ser inte den här posten"),
    ],
)
def test_a_name_that_means_nobody_or_several_loses_nothing(
    cast: Cast, client_of: SignIn, text: str, said: str
) -> None:
    make_person("Elin Dubbel", cast.education)
    make_person("Elin Dubbel", cast.care)
    url = f"/kommentera/system/{cast.system.pk}/"
    client = client_of(cast.manager)
    with nothing_happens():
        response = client.post(url, {"text": f"Viktigt! {text}"})
    assert response.status_code == 422
    page = unescape(response.text)
    assert said in page
    assert f"Viktigt! {text}" in page


def test_a_namesake_is_reached_by_address(cast: Cast) -> None:
    one, other = make_person("Elin Dubbel", cast.education), make_person("Elin Dubbel", cast.care)
    write(cast, f"@{other.email} vet", by=cast.manager)
    assert told(one) == []
    assert len(told(other)) == 1


def test_whom_to_tell_may_be_chosen_beside_the_text(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    assert "Stina Säv" in unescape(client.get("/kommentera/namn/", {"tell": "sti"}).text)
    assert client_of(cast.auditor).get("/kommentera/namn/", {"tell": "sti"}).text == ""
    url = f"/kommentera/system/{cast.system.pk}/"
    wrong = client.post(url, {"text": "Kan du?", "tell": "Stina Ingen"})
    assert wrong.status_code == 422
    assert "Kan du?" in wrong.text
    chosen = f"Stina Säv ({cast.system_steward.email})"
    assert client.post(url, {"text": "Kan du?", "tell": chosen}).status_code == 302
    assert len(told(cast.system_steward)) == 1
    assert ">@Stina Säv</a>" in page_of(cast, cast.manager, client_of)


def test_the_longest_name_is_meant_and_becomes_a_link(cast: Cast, client_of: SignIn) -> None:
    anna, anna_berg = make_person("Anna Berg"), make_person("Anna Berg Lind")
    write(cast, "Fråga @Anna Berg Lind om det. Eller @anna berg.")
    assert len(told(anna)) == len(told(anna_berg)) == 1
    page = page_of(cast, cast.manager, client_of)
    assert f'<a href="/person/{anna_berg.pk}/">@Anna Berg Lind</a> om det.' in page
    assert f'<a href="/person/{anna.pk}/">@Anna Berg</a>.' in page


def test_change_comment_tells_whom_it_names_now(cast: Cast, client_of: SignIn) -> None:
    comment = write(cast, "Först @Stina Säv")
    actions.change_comment(comment, by=cast.employee, text="Sedan @Stina Säv och @Ivar Ide")
    assert newest_event().name == "comment.changed"
    assert len(told(cast.system_steward)) == len(told(cast.it_counterpart)) == 1
    page = page_of(cast, cast.manager, client_of)
    assert "Sedan" in page
    assert "ändrad" in page


def test_change_comment_is_refused_to_everyone_else(cast: Cast) -> None:
    comment = write(cast, "Mina ord")
    for person in (cast.administrator, cast.strategist, cast.manager):
        with nothing_happens(), pytest.raises(Refused, match="Bara den som skrev"):
            actions.change_comment(comment, by=person, text="Dina ord")


def test_change_comment_that_is_taken_back_is_impossible(cast: Cast) -> None:
    comment = write(cast, "Mina ord")
    actions.withdraw_comment(comment, by=cast.employee)
    with nothing_happens(), pytest.raises(NotPossible, match="redan borttagen"):
        actions.change_comment(comment, by=cast.employee, text="Igen")


def test_change_comment_on_what_has_left_the_register_is_impossible(cast: Cast) -> None:
    comment = write(cast, "Mina ord")
    system_actions.withdraw_system(cast.system, by=tool(), reason="Slut")
    with nothing_happens(), pytest.raises(NotPossible, match="finns inte längre"):
        actions.change_comment(comment, by=cast.employee, text="Igen")


def test_withdraw_comment_leaves_a_gap_on_the_page_and_in_the_history(
    cast: Cast, client_of: SignIn
) -> None:
    comment = write(cast, "Jag tänkte ett")
    actions.change_comment(comment, by=cast.employee, text="Jag tänkte fel")
    past = f"/system/{cast.system.pk}/historik/"
    assert "Jag tänkte fel" in client_of(cast.manager).get(past).text
    assert client_of(cast.outsider).get(past).status_code == 404
    actions.withdraw_comment(comment, by=cast.employee)
    assert newest_event().name == "comment.withdrawn"
    assert "borttagen av den som skrev" in page_of(cast, cast.manager, client_of)
    for page in (past, f"/system/{cast.system.pk}/", f"/kommentera/system/{cast.system.pk}/"):
        assert "Jag tänkte" not in client_of(cast.manager).get(page).text
    assert "skrev en kommentar" in client_of(cast.manager).get(past).text


def test_withdraw_comment_of_another_needs_an_administrator_and_a_reason(
    cast: Cast, client_of: SignIn
) -> None:
    comment = write(cast, "Inte snällt skrivet")
    with nothing_happens(), pytest.raises(NotPossible, match="varför"):
        actions.withdraw_comment(comment, by=cast.administrator, reason=" ")
    client = client_of(cast.administrator)
    address = f"/kommentar/{comment.pk}/ta-bort/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Personangrepp"}).status_code == 302
    page = page_of(cast, cast.manager, client_of)
    assert "borttagen av en administratör: Personangrepp" in page
    assert "Inte snällt" not in page


def test_withdraw_comment_is_refused_to_everyone_else(cast: Cast) -> None:
    comment = write(cast, "Mina ord")
    with nothing_happens(), pytest.raises(Refused, match="eller en administratör"):
        actions.withdraw_comment(comment, by=cast.manager, reason="Jag vill")


def test_withdraw_comment_twice_is_impossible(cast: Cast) -> None:
    comment = write(cast, "Mina ord")
    actions.withdraw_comment(comment, by=cast.employee)
    with nothing_happens(), pytest.raises(NotPossible, match="redan borttagen"):
        actions.withdraw_comment(comment, by=cast.employee)


def test_the_author_mends_and_takes_back_by_the_pages(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    page = f"/system/{cast.system.pk}/visa/comments/"
    client.post(f"/kommentera/system/{cast.system.pk}/", {"text": "Fel stavning"})
    comment = Comment.objects.get()
    address = f"/kommentar/{comment.pk}/"
    assert address in client.get(page).text
    assert "Fel stavning" in client.get(address).text
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Rätt stavning"}).status_code == 302
    assert "Rätt stavning" in client.get(page).text
    assert client.post(f"{address}ta-bort/").status_code == 302
    assert "Rätt stavning" not in client.get(page).text
    other = make_system(cast.care, name="Ett annat")
    assert client.get(f"/kommentera/system/{other.pk}/").status_code == 200


def test_many_comments_are_paged_and_cost_the_page_no_more(
    cast: Cast, client_of: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = client_of(cast.employee)
    for place in range(60):
        write(cast, f"Nummer {place} till @Stina Säv", by=cast.manager)
    page = f"/system/{cast.system.pk}/visa/comments/"
    client.get(page)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        text = client.get(page).text
    assert "Nummer 59 till" in text
    assert "Nummer 30 till" not in text
    assert "Visa äldre" in text
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        second = client.get(f"/kommentera/system/{cast.system.pk}/?page=2").text
    assert "Nummer 5 till" in second


def test_masking_reaches_comments_notices_letters_and_their_history(cast: Cast) -> None:
    system_actions.change_system(
        cast.system, by=cast.manager, values={"name": f"Register för {VALUE}"}
    )
    cast.system.refresh_from_db()
    write(cast, f"Ring {VALUE} @Stina Säv")
    posting.write_mail(cast.system_steward, by=tool())
    assert where_it_lies() >= {"notices_comment", "notices_mail", "history_change"}
    masking.mask_value(by=cast.administrator, texts=(VALUE,), reason="Uppgift", decision="KS 1")
    assert where_it_lies() == set()
    assert Comment.objects.get().text == "Ring uppgift borttagen @Stina Säv"
    assert "Register för uppgift borttagen" in Mail.objects.get().body
