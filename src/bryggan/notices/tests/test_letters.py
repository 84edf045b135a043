"""The letter: one a day at most, over a real line to a real server, and a ledger that stays true."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bryggan.config import condition
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices import actions, letters, posting
from bryggan.notices.models import Mail, Notice
from bryggan.notices.tests.smtp_server import MailServer, post
from bryggan.people.models import User
from bryggan.systems import actions as system_actions

__all__ = ["post"]  # the fixture: a mail server, and an installation that is set to use it

type SignIn = Callable[[User], Client]


@pytest.fixture
def reader(cast: Cast) -> User:
    """Somebody with a real address, who answers for things but has not been invited."""
    person = make_person("Nora Ny", cast.education, is_active=False)
    User.objects.filter(pk=person.pk).update(email="nora.ny@ekvik.se")
    person.refresh_from_db()
    return person


def name(cast: Cast, *people: User) -> None:
    text = " ".join(f"@{person.email}" for person in people)
    cast.system.refresh_from_db()
    actions.write_comment(cast.system, by=cast.employee, text=f"{text} se här")


def follow_and_change(cast: Cast, person: User) -> None:
    actions.follow_record(cast.system, by=person)
    cast.system.refresh_from_db()
    actions.write_comment(cast.system, by=cast.employee, text="Något nytt")


def test_one_letter_with_everything_and_none_the_second_time(
    cast: Cast, reader: User, post: MailServer
) -> None:
    name(cast, reader)
    name(cast, reader)
    assert posting.run() == 1
    [letter] = post.letters
    assert letter["To"] == "nora.ny@ekvik.se"
    assert letter["From"] == "Bryggan <bryggan@ekvik.se>"
    assert letter["Subject"] == "Bryggan: 2 saker för dig"
    assert letter["Auto-Submitted"] == "auto-generated"
    parts = [str(part.get_content()) for part in letter.iter_parts()]
    plain, html = (part.replace("\r\n", "\n") for part in parts)
    link = f"https://bryggan.ekvik.se/system/{cast.system.pk}/#panel-comments"
    for written in (plain, html):
        assert f"{cast.system.number} Skolplattformen" in written
        assert link in written
        assert "https://bryggan.ekvik.se/mitt-arbete/#brev" in written
    assert "Hej Nora!" in plain
    assert "Någon skrev @ och ditt namn:" in plain
    mail = Mail.objects.get()
    assert (mail.user, mail.fault, mail.body) == (reader, "", plain)
    assert mail.sent_at is not None
    assert mail.notices.count() == 2
    name(cast, reader)
    with nothing_happens():
        assert posting.run() == 0
    assert len(post.letters) == 1


@pytest.mark.usefixtures("post")
def test_the_next_day_what_is_new_comes_and_what_was_read_does_not(
    cast: Cast, reader: User, clock: Any
) -> None:
    name(cast, reader)
    posting.run()
    name(cast, reader)
    name(cast, reader)
    read = Notice.objects.filter(mailed_at=None).order_by("pk")[0]
    actions.read_notices([read], by=reader)
    clock.move_to("2026-11-23 09:00:00")
    assert posting.run() == 1
    newest = Mail.objects.order_by("-pk")[0]
    assert newest.notices.count() == 1
    assert newest.subject == "Bryggan: 1 sak för dig"


@pytest.mark.usefixtures("post")
def test_weekly_and_never_are_kept_to(cast: Cast, reader: User, clock: Any) -> None:
    actions.choose_letters(reader, by=reader, rhythm="weekly")
    reader.refresh_from_db()
    written = []
    for day in range(23, 31):
        clock.move_to(f"2026-11-{day} 09:00:00")
        name(cast, reader)
        if posting.run():
            written.append(day)
    assert written == [23, 30]
    actions.choose_letters(reader, by=reader, rhythm="never")
    name(cast, reader)
    clock.move_to("2026-12-20 09:00:00")
    assert posting.run() == 0


def test_without_a_server_the_letter_is_only_written(
    cast: Cast, reader: User, client_of: SignIn
) -> None:
    name(cast, reader)
    assert posting.run() == 1
    mail = Mail.objects.get()
    assert (mail.tried_at, mail.sent_at, mail.fault) == (None, None, "")
    page = client_of(cast.administrator).get(f"/utskick/{mail.pk}/").text
    assert "skulle ha skickats" in page
    assert "Ingen e-postserver var inställd" in page
    assert mail.body.splitlines()[0] in page


def test_made_up_addresses_are_never_sent_to(cast: Cast, post: MailServer) -> None:
    name(cast, cast.manager)
    assert posting.run() == 1
    assert post.letters == []
    assert post.lines == 0
    assert Mail.objects.get().tried_at is None


def test_a_letter_with_links_says_what_the_text_says() -> None:
    body = "Hej!\n\nDu följer:\n- <A> & B\n  senast 3/12\n  https://a.se/1\n- C\n\n--\nSlut: https://a.se/\n"
    assert letters.as_html(body) == (
        "<p>Hej!</p>\n<p>Du följer:</p>\n"
        '<ul><li><a href="https://a.se/1">&lt;A&gt; &amp; B</a><br>senast 3/12</li><li>C</li></ul>\n'
        '<p>Slut: <a href="https://a.se/">https://a.se/</a></p>'
    )


@pytest.mark.parametrize(
    ("address", "is_real"),
    [
        ("anna@kommunen.se", True),
        ("anna@sundvalla.example", False),
        ("anna@example.com", False),
        ("anna@post.invalid", False),
        ("anna@localhost", False),
        ("uppgift borttagen", False),
        ("@kommunen.se", False),
    ],
)
def test_which_addresses_are_real(address: str, is_real: bool) -> None:
    assert letters.is_real(address) is is_real


def test_what_is_hidden_between_telling_and_sending_is_not_in_the_letter(
    cast: Cast, post: MailServer
) -> None:
    auditor = cast.auditor
    User.objects.filter(pk=auditor.pk).update(email="rut@revision.se")
    auditor.refresh_from_db()
    follow_and_change(cast, auditor)
    assert Notice.objects.filter(user=auditor).exists()
    auditor.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    posting.run()
    [letter] = post.letters
    body = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "en post som du inte längre ser" in body
    for said in (body, str(letter), Mail.objects.get().body, Mail.objects.get().subject):
        assert "Skolplattformen" not in said
        assert f"/system/{cast.system.pk}/" not in said


def test_a_letter_that_is_refused_is_told_and_tried_again_as_it_may_be_read_then(
    cast: Cast, post: MailServer, client_of: SignIn
) -> None:
    auditor = cast.auditor
    User.objects.filter(pk=auditor.pk).update(email="rut@revision.se")
    auditor.refresh_from_db()
    follow_and_change(cast, auditor)
    post.refusal = "550 Brevlådan är full"
    assert posting.run() == 1
    mail = Mail.objects.get()
    assert mail.sent_at is None
    assert "550" in mail.fault
    assert newest_event().name == "mail.reported"
    administrator = client_of(cast.administrator)
    for page in ("/utskick/", f"/utskick/{mail.pk}/"):
        assert "gick inte att skicka" in administrator.get(page).text
    assert condition.mail().is_well is False
    auditor.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    post.refusal = ""
    assert posting.run() == 1
    [letter] = post.letters
    assert "Skolplattformen" not in str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert mail.fault == ""
    assert condition.mail().is_well is True
    with nothing_happens():
        posting.run()
    assert len(post.letters) == 1


def test_a_server_that_does_not_answer_gets_one_try_and_the_rest_wait(
    cast: Cast, reader: User, post: MailServer, clock: Any
) -> None:
    other = make_person("Olle Ny", cast.education)
    User.objects.filter(pk=other.pk).update(email="olle.ny@ekvik.se")
    other.refresh_from_db()
    name(cast, reader, other)
    post.shutdown()
    post.server_close()
    assert posting.run() == 1
    mail = Mail.objects.get()
    assert "Connection" in mail.fault
    clock.move_to("2026-11-23 09:00:00")
    assert posting.run() == 1
    assert Mail.objects.get().fault
    clock.move_to("2026-11-27 09:00:00")
    assert posting.run() == 1
    assert Mail.objects.count() == 2, "the first has been given up, another takes its turn"


def test_a_letter_that_arrives_a_day_late_is_the_one_of_that_day(
    cast: Cast, reader: User, post: MailServer, clock: Any
) -> None:
    name(cast, reader)
    post.refusal = "450 Försök senare"
    posting.run()
    clock.move_to("2026-11-23 09:00:00")
    name(cast, reader)
    post.refusal = ""
    assert posting.run() == 1
    assert posting.run() == 0
    assert len(post.letters) == 1
    clock.move_to("2026-11-24 09:00:00")
    assert posting.run() == 1
    assert len(post.letters) == 2


def test_a_letter_without_an_answer_may_have_arrived_and_is_not_sent_again(
    cast: Cast, reader: User, post: MailServer, client_of: SignIn
) -> None:
    name(cast, reader)
    mail = posting.write_mail(reader, by=tool())
    assert mail.tried_at is not None
    assert posting.run() == 0
    assert post.letters == []
    assert "okänt om det kom fram" in client_of(cast.administrator).get("/utskick/").text


def test_a_server_that_hangs_up_is_told_and_the_next_letter_goes_on_a_new_line(
    cast: Cast, reader: User, post: MailServer
) -> None:
    name(cast, reader)
    post.hangs_up = True
    posting.run()
    assert "SMTPServerDisconnected" in Mail.objects.get().fault
    assert post.letters == []


def test_write_mail_notes_the_letter_and_what_was_in_it(cast: Cast, reader: User) -> None:
    name(cast, reader)
    mail = posting.write_mail(reader, by=tool())
    assert newest_event().name == "mail.written"
    assert [one.mail for one in Notice.objects.filter(user=reader)] == [mail]


def test_write_mail_is_refused_to_people(cast: Cast, reader: User) -> None:
    name(cast, reader)
    with nothing_happens(), pytest.raises(Refused, match="Bryggan självt"):
        posting.write_mail(reader, by=cast.administrator)


def test_write_mail_of_nothing_or_twice_a_day_is_impossible(cast: Cast, reader: User) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="inget nytt"):
        posting.write_mail(reader, by=tool())
    name(cast, reader)
    posting.write_mail(reader, by=tool())
    name(cast, reader)
    with nothing_happens(), pytest.raises(NotPossible, match="redan skrivet"):
        posting.write_mail(reader, by=tool())


@pytest.fixture
def refused(cast: Cast, reader: User, post: MailServer) -> Mail:
    """A letter that the server refused."""
    name(cast, reader)
    post.refusal = "550 Nej"
    posting.run()
    return Mail.objects.get()


def test_retry_mail_notes_another_try(refused: Mail) -> None:
    first = refused.tried_at
    posting.retry_mail(refused, by=tool())
    assert newest_event().name == "mail.retried"
    assert refused.tried_at != first
    assert refused.fault == ""


def test_retry_mail_is_refused_to_people(cast: Cast, refused: Mail) -> None:
    with nothing_happens(), pytest.raises(Refused, match="Bryggan självt"):
        posting.retry_mail(refused, by=cast.administrator)


def test_retry_mail_that_was_sent_is_impossible(refused: Mail, post: MailServer) -> None:
    post.refusal = ""
    posting.run()
    refused.refresh_from_db()
    with nothing_happens(), pytest.raises(NotPossible, match="inte kunde skickas"):
        posting.retry_mail(refused, by=tool())


def test_retry_mail_where_nothing_is_sent_any_more_is_impossible(
    refused: Mail, settings: Any
) -> None:
    settings.BRYGGAN_SENDS_MAIL = False
    with nothing_happens(), pytest.raises(NotPossible, match="skickas inte"):
        posting.retry_mail(refused, by=tool())


def test_report_mail_says_how_it_went(cast: Cast, reader: User, post: MailServer) -> None:
    name(cast, reader)
    mail = posting.write_mail(reader, by=tool())
    posting.report_mail(mail, by=tool(), fault="x" * 400)
    assert newest_event().name == "mail.reported"
    assert mail.fault == "x" * 300


def test_report_mail_is_refused_to_people(cast: Cast, refused: Mail) -> None:
    with nothing_happens(), pytest.raises(Refused, match="Bryggan självt"):
        posting.report_mail(refused, by=cast.administrator, fault="")


def test_report_mail_that_was_never_tried_is_impossible(cast: Cast, reader: User) -> None:
    name(cast, reader)
    mail = posting.write_mail(reader, by=tool())
    with nothing_happens(), pytest.raises(NotPossible, match="inte på väg"):
        posting.report_mail(mail, by=tool(), fault="")


def test_run_due_tells_followers_before_it_writes_to_them(
    cast: Cast, reader: User, post: MailServer
) -> None:
    actions.follow_record(cast.system, by=reader)
    cast.system.refresh_from_db()
    system_actions.change_system(cast.system, by=cast.manager, values={"product": "Ny"})
    call_command("run_due", stdout=StringIO())
    [letter] = post.letters
    assert "Skolplattformen: 1 ändring" in str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
