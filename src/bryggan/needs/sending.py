"""A need on its way in, whichever way it comes: once, by its sender's name or in the letterbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, Refused
from bryggan.needs import actions, codes, letterbox, permissions, pictures, queries
from bryggan.needs.models import Need, Origin, Supporter
from bryggan.people.models import Unit, User


@dataclass(frozen=True)
class Left:
    """What somebody has left: the code she keeps, where it lies, and the need when it is one already."""

    code: str
    place: Unit
    need: Need | None = None


def once(key: str, make: Callable[[], Need]) -> Need:
    """What has been sent with this key becomes one need, also when two are sent at the same time."""
    for _attempt in range(2):
        found = queries.need_sent_as(key)
        if found is not None:
            return found
        try:
            return make()
        except IntegrityError:
            # Another was quicker with the same key, or made the same sender: see what stands there now.
            continue
    return make()


def by_name(
    unit: Unit,
    *,
    by: User,
    nonce: str,
    values: Mapping[str, Any],
    route: str,
    origin: str = Origin.FORM,
    address: str = "",
    picture: File[Any] | None = None,
) -> Left:
    """A need whose sender is known: who is signed in, or by her address at work, with a code besides."""
    code = codes.code_of(nonce, "need", address, values["obstacle"])
    key = codes.digest_of(code)

    def make() -> Need:
        with _kept(picture) as stored:
            return actions.voice_need(
                unit,
                by=by,
                values=values,
                origin=origin,
                route=route,
                sender=None if address else by,
                sender_address=address,
                sent_key=key,
                code_digest=key if address else None,
                picture=stored,
            )

    return Left(code, unit, once(key, make))


def without_name(
    unit: Unit,
    *,
    nonce: str,
    values: Mapping[str, Any],
    route: str,
    picture: File[Any] | None = None,
) -> Left:
    """A need that nobody has signed, into the letterbox: from a place with enough people in it."""
    text, concerns = actions.readable_need(values)
    code = codes.code_of(nonce, "need", "", text)
    digest, place = codes.digest_of(code), queries.large_enough(unit)
    if letterbox.has(digest) or queries.need_sent_as(digest) is not None:
        return Left(code, place)
    with _kept(picture) as stored:
        letterbox.put(
            place,
            text=text,
            concerns=concerns,
            route=route,
            picture=stored,
            code_digest=digest,
        )
    return Left(code, place)


def support_without_name(need: Need, *, unit: Unit, by: User, nonce: str, words: str) -> Left:
    """One more has it too, and nobody is to know who; `by` is asked only whether she stands there already."""
    verdict = permissions.support_need(by, need)
    if not verdict:
        raise Refused(verdict.reason)
    if queries.stands_behind(need, by):
        raise NotPossible(_("Du står redan bakom behovet och får veta vad som händer."))
    said = actions.readable(words, field="words", is_needed=False)
    code = codes.code_of(nonce, "support", need.pk, said)
    digest, place = codes.digest_of(code), queries.large_enough(unit)
    if not letterbox.has(digest) and queries.supporter_with(digest) is None:
        letterbox.put(place, about=need.pk, text=said, code_digest=digest)
    return Left(code, place)


def reply_without_name(supporter: Supporter, *, nonce: str, text: str) -> None:
    """The answer to what was asked back, from whoever holds the code."""
    said = actions.readable(text, field="text")
    digest = codes.digest_of(codes.code_of(nonce, "reply", supporter.pk, said))
    if not letterbox.has(digest):
        letterbox.put(supporter.unit, reply_to=supporter.pk, text=said, code_digest=digest)


class _kept:
    """The picture stored while what it belongs to is written, and taken away again if it was not."""

    def __init__(self, picture: File[Any] | None) -> None:
        self.picture = picture
        self.name = ""

    def __enter__(self) -> str:
        if self.picture:
            self.name = pictures.keep(pictures.made_anew(self.picture))
        return self.name

    def __exit__(self, kind: object, fault: object, traceback: object) -> None:
        if fault is not None:
            pictures.remove(self.name)
