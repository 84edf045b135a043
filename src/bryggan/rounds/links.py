"""The secret link in a letter: how its token is made, and whom it lets in."""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.urls import reverse
from django.utils.crypto import salted_hmac

from bryggan.people.models import User
from bryggan.rounds.models import AnswerLink, Round

SALT = "bryggan.rounds.answer_link"


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


def letter_path(round: Round, person: User) -> str:
    """Where the letter leads: the open page of this person and round, else the page one signs in for."""
    link = AnswerLink.objects.filter(round=round, person=person, withdrawn_at=None).first()
    if link is None:
        return reverse("my_round", args=[round.pk])
    return reverse("open_round", args=[token_of(round.pk, person.pk, link.seed)])
