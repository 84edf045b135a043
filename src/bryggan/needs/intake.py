"""Needs that a system leaves, as an e-service platform does: its key, and how what it sends is read."""

import hashlib
import json
import secrets
from dataclasses import dataclass

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.needs import actions, codes, permissions, queries, senders, sending
from bryggan.needs.models import IntakeKey, Need, Origin, Route
from bryggan.people.models import Unit, User

LONGEST_REFERENCE = 100
LONGEST_IDEMPOTENCY_KEY = 200
FIELDS = frozenset({"obstacle", "concerns", "unit", "sender_address", "reference"})
# Half of what a need is known by is the sending's name, half what was said in it.
_HALF = 32


class AlreadyUsed(Exception):
    """The same sending has come before with something else in it."""


@dataclass(frozen=True)
class Intake:
    """The need that a sending became, the code to its answers, and whether it was new."""

    need: Need
    code: str
    is_new: bool


@action("intake_key.made", allow=permissions.make_intake_key)
def make_intake_key(write: Writer, unit: Unit, *, by: User, name: str) -> str:
    """A system may leave needs for the unit and those under it. The key is given once and stands nowhere."""
    said = name.replace("\0", "").strip()
    if not said:
        raise NotPossible(_("Skriv vad som lämnar in."), field="name")
    key = f"bryggan_{secrets.token_urlsafe(32)}"
    write.create(
        IntakeKey,
        name=said,
        unit=unit,
        digest=digest_of(key),
        made_by=by,
        made_on=timezone.localdate(write.now),
    )
    return key


@action("intake_key.revoked", allow=permissions.revoke_intake_key)
def revoke_intake_key(write: Writer, key: IntakeKey, *, by: User) -> None:
    """The key opens nothing any more; the needs that came by it stay."""
    if key.withdrawn_at is not None:
        raise NotPossible(_("Nyckeln är redan indragen."))
    write.withdraw(key)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def read(body: bytes) -> dict[str, str]:
    """What was sent, as texts. ValueError when it is no JSON object, NotPossible for a field that is wrong."""
    sent = json.loads(body)
    if not isinstance(sent, dict):
        raise ValueError(_("Skicka ett JSON-objekt."))
    for name, value in sent.items():
        if name not in FIELDS:
            raise NotPossible(_("Fältet finns inte."), field=str(name)[:100])
        is_number = name == "unit" and isinstance(value, int) and not isinstance(value, bool)
        if not isinstance(value, str) and value is not None and not is_number:
            raise NotPossible(_("Fältet ska vara en text."), field=name)
    texts = {name: str(value) for name, value in sent.items() if value is not None}
    # Half a sign, which JSON can carry and no database can: UnicodeEncodeError is a ValueError.
    "".join(texts.values()).encode("utf-8")
    return texts


def take_in(key: IntakeKey, idempotency_key: str, sent: dict[str, str]) -> Intake:
    """The need of what was sent. The same sending again is the same need; AlreadyUsed if it says otherwise."""
    name = _keyed("name", str(key.pk), idempotency_key)
    sent_key = name + _keyed("said", *(f"{field}={sent[field]}" for field in sorted(sent)))
    code = codes.code_of(key.digest, "api", idempotency_key)
    before = queries.sent_as(name)
    if before is not None:
        if before.sent_key != sent_key:
            raise AlreadyUsed
        return Intake(before, code, is_new=False)
    obstacle, concerns = actions.readable_need(sent)
    unit = _place(key.unit, sent.get("unit", ""))
    reference = actions.readable(
        sent.get("reference", ""), field="reference", is_needed=False, most=LONGEST_REFERENCE
    )
    address = _address(sent.get("sender_address", "").strip())
    need = sending.once(
        sent_key,
        lambda: actions.voice_need(
            unit,
            by=queries.the_tool(),
            values={"obstacle": obstacle, "concerns": concerns},
            origin=Origin.API,
            route=Route.ORDINARY,
            sender_address=address,
            sent_key=sent_key,
            code_digest=codes.digest_of(code),
            reason=_told(key, reference),
        ),
    )
    return Intake(need, code, is_new=True)


def _keyed(salt: str, *parts: str) -> str:
    made = salted_hmac(f"bryggan.needs.intake.{salt}", repr(parts), algorithm="sha256")
    return made.hexdigest()[:_HALF]


def _told(key: IntakeKey, reference: str) -> str:
    """What the history says of how it came."""
    if not reference:
        return _("Från %(system)s") % {"system": key.name}
    return _("Från %(system)s, referens %(reference)s") % {
        "system": key.name,
        "reference": reference,
    }


def _place(under: Unit, words: str) -> Unit:
    if not words.strip():
        return under
    hits = queries.places_named(words, under)
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise NotPossible(_("Flera enheter heter så. Skicka enhetens nummer."), field="unit")
    raise NotPossible(_("Enheten finns inte under %(unit)s.") % {"unit": under.name}, field="unit")


def _address(typed: str) -> str:
    if not typed:
        return ""
    try:
        return senders.readable_address(typed)
    except NotPossible as refusal:
        raise NotPossible(refusal.reason, field="sender_address") from refusal
