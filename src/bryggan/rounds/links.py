"""The secret link in a letter: how its token is made, and whom it lets in."""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode

from django.urls import reverse
from django.utils.crypto import salted_hmac

from bryggan.people.models import User
from bryggan.rounds.models import AnswerLink, Round

SALT = "bryggan.rounds.answer_link"
# The page one signs in for, as a letter has it.
MY_ROUND = re.compile(r"/runda/(\d{1,15})/mina/")


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def token_of(round_id: int, person_id: int, seed: str) -> str:
    """The token of a link: 256 bits that nobody can make without the installation's secret key."""
    said = f"{round_id}.{person_id}.{seed}"
    made = salted_hmac(SALT, said, algorithm="sha256").digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def link_of(token: str) -> AnswerLink | None:
    """The link that the token belongs to while it lets somebody in.

    It is dead when the round is not open, and when the person is withdrawn or an external whose roles
    have ended.
    """
    if len(token) > 100:
        return None
    found = AnswerLink.objects.filter(
        digest=digest_of(token),
        withdrawn_at=None,
        round__step=Round.Step.OPEN,
        round__withdrawn_at=None,
        person__withdrawn_at=None,
    )
    link = found.select_related("round", "round__started_by", "person", "person__unit").first()
    return link if link is not None and may_be_asked(link.person) else None


def may_be_asked(person: User) -> bool:
    if person.is_external and not person.current_assignments:
        return False
    return not person.is_built_in and person.withdrawn_at is None


def into_letter(person: User, text: str) -> str:
    """In the letter that is sent, the way to her questions goes by her secret link: she need not sign in."""
    if not may_be_asked(person):
        return text
    asked = {int(pk) for pk in MY_ROUND.findall(text)}
    found = AnswerLink.objects.filter(
        person=person,
        round__in=asked,
        withdrawn_at=None,
        round__step=Round.Step.OPEN,
        round__withdrawn_at=None,
    )
    paths = {
        link.round_id: reverse("open_round", args=[token_of(link.round_id, person.pk, link.seed)])
        for link in found
    }
    return MY_ROUND.sub(lambda said: paths.get(int(said[1]), said[0]), text)
