"""What *Mitt arbete* and the ledger show."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.notices import letters, queries, showing
from bryggan.notices.models import Mail, Notice
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User

NOTICES_A_PAGE = 30
MOST_FOLLOWED = 100
MOST_MAILS = 5


def context(user: User, asked_page: str | None, *, told: int, unread: int) -> dict[str, Any]:
    """`told`: how many notices there are."""
    paginator = Paginator(queries.notices_of(user), NOTICES_A_PAGE)
    paginator.count = told
    page = paginator.get_page(asked_page)
    notices = list(page.object_list)
    follows = list(queries.follows_of(user)[: MOST_FOLLOWED + 1])
    about = [(follow.noun, follow.record_id) for follow in follows]
    names = queries.names_of([*showing.about(notices), *about], user)
    waits = waiting_for(user)
    return {
        "waits": [
            {
                "text": one.text,
                "url": one.url,
                "detail": one.detail,
                "due_on": words.date_text(one.due_on) if one.due_on else "",
            }
            for one in waits
        ],
        "page": page,
        "unread": unread,
        "notices": showing.shown(notices, names),
        "follows": showing.followed(follows[:MOST_FOLLOWED], names),
        "has_more_follows": len(follows) > MOST_FOLLOWED,
        "mails": [mail_words(mail) for mail in queries.mails_to(user)[:MOST_MAILS]],
        "sends_mail": settings.BRYGGAN_SENDS_MAIL,
        "address": user.email,
    }


def address_of(notice: Notice, user: User) -> str:
    """Where the notice leads, for as long as its reader sees what it is about."""
    return showing.notices_for([notice], user)[0].url


def mail_words(mail: Mail) -> dict[str, Any]:
    """A letter with how it went, as word and tone."""
    tone, word = _how_it_went(mail)
    return {"mail": mail, "tone": tone, "word": word, "why_not": _why_not(mail)}


def _how_it_went(mail: Mail) -> tuple[str, str]:
    if mail.sent_at is not None:
        return "ok", _("skickat")
    if mail.fault:
        return "bad", _("gick inte att skicka")
    if mail.tried_at is not None:
        return "warn", _("okänt om det kom fram")
    return "none", _("skulle ha skickats")


def _why_not(mail: Mail) -> str:
    """Why a letter was only written."""
    if mail.tried_at is not None:
        return ""
    if not letters.is_real(mail.address):
        return _("Adressen är påhittad, så dit skickas aldrig något.")
    return _("Ingen e-postserver var inställd när brevet skrevs.")


def letter_words(mail: Mail) -> dict[str, Any]:
    """One letter whole, as it was sent."""
    return {**mail_words(mail), "html": letters.as_html(mail.body)}
