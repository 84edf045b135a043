"""Following, commenting, reading what one has been told, and choosing how it comes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.action import NotPossible, action
from bryggan.kit.register.register import register_of
from bryggan.kit.writer import Writer, noun_of
from bryggan.notices import mentions, permissions, queries, telling
from bryggan.notices.models import Comment, Follow, LetterChoice, Notice
from bryggan.people.models import User

LONGEST_COMMENT = 4_000

MENTIONED = telling.kind(
    "comment.mentioned",
    text=gettext_lazy("%(by)s nämner dig i en kommentar till %(record)s"),
    why=gettext_lazy("någon skrev @ och ditt namn"),
)
WRITTEN = telling.kind(
    "comment.written",
    text=gettext_lazy("%(by)s har kommenterat %(record)s"),
    why=gettext_lazy("du följer posten"),
)


@action("record.followed", allow=permissions.follow_record)
def follow_record(write: Writer, record: Any, *, by: User) -> Follow:
    """From here the person is told what others change in the record."""
    noun = noun_of(type(record))
    if Follow.objects.visible_to(by).present().filter(noun=noun, record_id=record.pk).exists():
        raise NotPossible(_("Du följer redan posten."))
    return write.create(
        Follow, user=by, noun=noun, record_id=record.pk, told_to=queries.newest_event()
    )


@action("record.unfollowed", allow=permissions.unfollow_record)
def unfollow_record(write: Writer, follow: Follow, *, by: User) -> None:
    """The person is told no more of the record; what she has been told stays."""
    if follow.withdrawn_at is not None:
        raise NotPossible(_("Du följer inte längre posten."))
    write.withdraw(follow)


@action("comment.written", allow=permissions.write_comment)
def write_comment(write: Writer, record: Any, *, by: User, text: str) -> Comment:
    """A word on a record for all who see it. Those it names are told at once, and so are its followers."""
    people = _readable(text, record, by)
    comment = write.create(
        Comment,
        author=by,
        noun=noun_of(type(record)),
        record_id=record.pk,
        text=text.strip(),
        written_at=write.now,
    )
    if write.batch is not None:
        write.flush()
    write.set_links(comment, "mentioned", people)
    _tell(write, comment, record, people)
    named = {person.pk for person in people}
    followers = [one for one in queries.followers_of(record) if one.pk not in named]
    telling.tell(
        write,
        WRITTEN,
        [one for one in followers if one != by],
        key=f"comment.written:{comment.pk}",
        about=record,
        url=_address(comment),
        by=comment.author_id,
    )
    return comment


@action("comment.changed", allow=permissions.change_comment)
def change_comment(write: Writer, comment: Comment, *, by: User, text: str) -> None:
    """Its author writes it otherwise; whoever is named first now is told now."""
    _still_there(comment)
    record = queries.record_of(comment.noun, comment.record_id, by)
    if record is None:
        raise NotPossible(_("Posten finns inte längre i registret."))
    people = _readable(text, record, by)
    if write.change(comment, text=text.strip()):
        write.change(comment, changed_at=write.now)
    write.set_links(comment, "mentioned", people)
    _tell(write, comment, record, people)


@action("comment.withdrawn", allow=permissions.withdraw_comment)
def withdraw_comment(write: Writer, comment: Comment, *, by: User, reason: str = "") -> None:
    """The author takes it back, or an administrator takes it away and says why. A gap shows that it was there."""
    _still_there(comment)
    if comment.author_id != by.pk:
        if not reason.strip():
            raise NotPossible(_("Skriv varför du tar bort någon annans kommentar."), field="reason")
        write.because(reason.strip())
        write.change(comment, reason=reason.strip()[:300])
    write.withdraw(comment)


@action("notices.read", allow=permissions.read_notices)
def read_notices(write: Writer, notices: list[Notice], *, by: User) -> None:
    """What one has read counts as new no more, neither in the menu nor in the next letter."""
    unread = [notice for notice in notices if notice.read_at is None]
    write.change_all(Notice, [(notice, {"read_at": write.now}) for notice in unread])


@action("letters.chosen", allow=permissions.choose_letters)
def choose_letters(write: Writer, person: User, *, by: User, rhythm: str) -> None:
    """How often the person's letter comes: every day, every week, or never."""
    if rhythm not in LetterChoice.Rhythm.values:
        raise NotPossible(_("Välj hur ofta brevet ska komma."), field="rhythm")
    held = queries.letter_choice(person)
    if held is None:
        write.create(LetterChoice, user=person, rhythm=rhythm)
    else:
        write.change(held, rhythm=rhythm)


def _readable(text: str, record: Any, by: User) -> list[User]:
    """The people that the text names. NotPossible if there is no text, or somebody named could not read it."""
    if not text.strip():
        raise NotPossible(_("Skriv något först."), field="text")
    if len(text) > LONGEST_COMMENT:
        raise NotPossible(
            _("En kommentar är högst %(most)s tecken. Dela upp den i flera.")
            % {"most": LONGEST_COMMENT},
            field="text",
        )
    people = mentions.mentioned(text, by)
    for person in people:
        if (
            person.is_external
            and queries.record_of(noun_of(type(record)), record.pk, person) is None
        ):
            raise NotPossible(
                _("%(name)s ser inte den här posten och skulle inte kunna läsa kommentaren.")
                % {"name": person.name},
                field="text",
            )
    return people


def _tell(write: Writer, comment: Comment, record: Any, people: list[User]) -> None:
    telling.tell(
        write,
        MENTIONED,
        [person for person in people if person.pk != comment.author_id],
        key=f"comment.mentioned:{comment.pk}",
        about=record,
        url=_address(comment),
        by=comment.author_id,
    )


def _address(comment: Comment) -> str:
    register = register_of(comment.noun)
    page = register.url(comment.record_id) if register else reverse("my_work")
    return f"{page}#panel-comments"


def _still_there(comment: Comment) -> None:
    if comment.withdrawn_at is not None:
        raise NotPossible(_("Kommentaren är redan borttagen."))
