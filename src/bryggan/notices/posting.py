"""The letters on their way: written into the ledger, handed to the mail server, and how that went.

A letter is noted as tried in its own transaction, sent outside of any, and then noted as sent or failed.
What the server refused is tried again for three days. What never got an answer is not, since it may have
arrived: nobody gets a letter twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, Stale, action
from bryggan.kit.writer import Writer
from bryggan.notices import letters, permissions, telling
from bryggan.notices.models import LetterChoice, Mail, Notice
from bryggan.people.models import User

# What is older was news once.
FRESH = timedelta(days=31)
WEEK = timedelta(days=7)
TRIED_FOR = timedelta(days=3)

Rhythm = LetterChoice.Rhythm


@action("mail.written", allow=permissions.write_mail)
def write_mail(write: Writer, person: User, *, by: User) -> Mail:
    """The person's letter of the day: all she has not read and not been sent, as she may see it now."""
    day = timezone.localdate(write.now)
    if Mail.objects.filter(user=person, day=day).exists():
        raise NotPossible(_("Dagens brev är redan skrivet."))
    notices = list(unsent(write.now).filter(user=person).order_by("pk"))
    if not notices:
        raise NotPossible(_("Det finns inget nytt att berätta."))
    letter = letters.compose(person, notices)
    mail = write.create(
        Mail,
        user=person,
        address=person.email,
        subject=letter.subject,
        body=letter.body,
        day=day,
        made_at=write.now,
        tried_at=write.now if is_sent_to(person.email) else None,
    )
    if write.batch is not None:
        write.flush()
    sent = {"mail": mail, "mailed_at": write.now}
    write.change_all(Notice, [(notice, sent) for notice in notices])
    return mail


@action("mail.retried", allow=permissions.retry_mail)
def retry_mail(write: Writer, mail: Mail, *, by: User) -> Mail:
    """A letter that the server refused is tried again, written anew as its reader may see it now."""
    if mail.sent_at is not None or not mail.fault:
        raise NotPossible(_("Bara ett brev som inte kunde skickas försöks igen."))
    if not is_sent_to(mail.user.email):
        raise NotPossible(_("Brev till den adressen skickas inte."))
    letter = letters.compose(mail.user, list(mail.notices.order_by("pk")))
    write.change(
        mail,
        address=mail.user.email,
        subject=letter.subject,
        body=letter.body,
        tried_at=write.now,
        fault="",
    )
    return mail


@action("mail.reported", allow=permissions.report_mail)
def report_mail(write: Writer, mail: Mail, *, by: User, fault: str) -> None:
    """How it went with a letter that was tried: sent, or what the server said instead."""
    if mail.tried_at is None or mail.sent_at is not None:
        raise NotPossible(_("Brevet är inte på väg."))
    if fault:
        write.change(mail, fault=fault[:300])
    else:
        write.change(mail, sent_at=write.now)


def is_sent_to(address: str) -> bool:
    return settings.BRYGGAN_SENDS_MAIL and letters.is_real(address)


def unsent(now: datetime) -> QuerySet[Notice]:
    """What people have been told lately, have not read, and have not been sent."""
    return Notice.objects.filter(
        read_at=None, mailed_at=None, withdrawn_at=None, told_at__gte=now - FRESH
    )


def due(now: datetime, day: date) -> QuerySet[User]:
    """Whose letter is to be written: something is unsent, and her day has come.

    Also those who may not sign in yet: a letter is how they learn that they answer for something.
    """
    mails = Mail.objects.filter(user=OuterRef("pk"))
    waits_for_server = failed(now).filter(user=OuterRef("pk"))
    this_week = mails.filter(made_at__gt=now - WEEK + timedelta(hours=12))
    people = User.objects.present().filter(Exists(unsent(now).filter(user=OuterRef("pk"))))
    return (
        people.exclude(letter_choice__rhythm=Rhythm.NEVER)
        .exclude(Q(letter_choice__rhythm=Rhythm.WEEKLY) & Exists(this_week))
        .exclude(Exists(mails.filter(Q(day=day) | Q(sent_at__gte=midnight(day)))))
        .exclude(Exists(waits_for_server))
        .select_related("unit")
        .order_by("pk")
    )


def failed(now: datetime) -> QuerySet[Mail]:
    """Letters that could not be sent lately."""
    return Mail.objects.exclude(fault="").filter(sent_at=None, made_at__gte=now - TRIED_FOR)


def to_retry(now: datetime) -> QuerySet[Mail]:
    """Those that are tried again: somebody is still there to want them."""
    wanted = failed(now).exclude(user__letter_choice__rhythm=Rhythm.NEVER)
    return wanted.filter(user__withdrawn_at=None).select_related("user__unit").order_by("pk")


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  # made aware


class Server:
    """The mail server for one run: one line kept open, and no more letters once it does not answer."""

    def __init__(self) -> None:
        self.line: BaseEmailBackend | None = None
        self.is_down = False

    def send(self, mail: Mail) -> str:
        """Hand the letter over; what went wrong, "" if nothing did."""
        try:
            if self.line is None:
                line = mailers.default
                line.open()
                self.line = line
        except (OSError, ValueError) as error:
            self.is_down = True
            return said(error)
        try:
            self.line.send_messages([message(mail)])
        except (OSError, ValueError) as error:
            self.close()
            return said(error)
        return ""

    def close(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            try:
                line.close()
            except OSError:
                self.is_down = True


@contextmanager
def server() -> Iterator[Server]:
    opened = Server()
    try:
        yield opened
    finally:
        opened.close()


def said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def message(mail: Mail) -> EmailMultiAlternatives:
    """The letter as the server gets it: plain text, and the same with links; what is for her eyes alone is in it."""
    body = telling.sealed(mail.user, mail.body)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    made = EmailMultiAlternatives(
        mail.subject,
        body,
        to=[mail.address],
        headers={
            "Message-ID": f"<brev-{mail.pk}-{int(mail.made_at.timestamp())}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    html = letters.as_html(body)
    made.attach_alternative(
        f'<!doctype html><html lang="sv"><body>{html}</body></html>', "text/html"
    )
    return made


def run() -> int:
    """Write the letters of the day and send them; how many were written or tried again.

    While the server does not answer no more are written: they come when it does.
    """
    by, now = User.objects.get(is_built_in=True), timezone.now()
    count = 0
    with server() as opened:
        for mail in to_retry(now):
            if opened.is_down:
                return count
            count += _retried(mail, by, opened)
        for person in due(now, timezone.localdate(now)):
            if opened.is_down:
                return count
            count += _written(person, by, opened)
    return count


def _retried(mail: Mail, by: User, opened: Server) -> bool:
    try:
        tried = retry_mail(mail, by=by)
    except (NotPossible, Stale):
        return False
    report_mail(tried, by=by, fault=opened.send(tried))
    return True


def _written(person: User, by: User, opened: Server) -> bool:
    try:
        mail = write_mail(person, by=by)
    except (NotPossible, Stale):
        return False
    if mail.tried_at is not None:
        report_mail(mail, by=by, fault=opened.send(mail))
    return True
