"""The letterbox: what is left without a name lies there until the day is over, and becomes needs all at once.

Whatever is written through an action tells who wrote it and when. So what has no sender is put here past the
writer, as a row with a random key and no more than a day. The first time of a later day the tool empties the
box in an order that says nothing of the one it was filled in, and then the rows are gone.
"""

import secrets
from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from bryggan.kit import merged
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.needs import actions, permissions, pictures, queries
from bryggan.needs.models import Need, Origin, Slip, Supporter
from bryggan.people.models import Unit, User


def put(unit: Unit, *, code_digest: str, **held: Any) -> None:
    """Put a slip in the box. The same one again, as from a nervous thumb, is the one that lies there."""
    try:
        with transaction.atomic():
            Slip.objects.create(
                unit=unit, day=timezone.localdate(), code_digest=code_digest, **held
            )
    except IntegrityError:
        if not has(code_digest):
            raise
        # The other one carries the picture.
        pictures.remove(held.get("picture", ""))


def has(code_digest: str) -> bool:
    return slip_with(code_digest) is not None


def slip_with(code_digest: str) -> Slip | None:
    """What lies in the box for whoever holds the code with this digest."""
    return Slip.objects.filter(code_digest=code_digest).select_related("unit").first()


def waits_with_reply(supporter: Supporter) -> bool:
    """Whether an answer to what she was asked lies in the box."""
    return Slip.objects.filter(reply_to=supporter.pk).exists()


def is_due(day: date) -> bool:
    return Slip.objects.filter(day__lt=day).exists()


@action("letterbox.emptied", allow=permissions.empty_letterbox)
def empty_letterbox(write: Writer, day: date, *, by: User) -> int:
    """All that was left on days before this one becomes needs, supporters and replies, in random order."""
    slips = list(Slip.objects.filter(day__lt=day).select_related("unit"))
    secrets.SystemRandom().shuffle(slips)
    emptied = []
    for slip in slips:
        try:
            _take_out(write, slip, by=by)
        except NotPossible:
            # It was readable when it came; a stricter rule has come since. It stays rather than be lost.
            continue
        # The next slip may be about the same need, and must find it as this one left it.
        write.flush()
        emptied.append(slip.pk)
    Slip.objects.filter(pk__in=emptied).delete()
    return len(emptied)


def _take_out(write: Writer, slip: Slip, *, by: User) -> None:
    # Asked anew: the place may have become small since, or gone.
    place = queries.large_enough(slip.unit)
    if slip.reply_to is not None:
        _reply(write, slip, slip.reply_to, by=by)
        return
    need = _standing(slip.about) if slip.about is not None else None
    if need is not None:
        # Also of a need that has been withdrawn: by her code she reads that it is, and can leave one anew.
        actions.support_need.within(
            write, need, by=by, unit=place, words=slip.text, code_digest=slip.code_digest
        )
    else:
        _voice(write, slip, place, by=by)


def _voice(write: Writer, slip: Slip, place: Unit, *, by: User) -> None:
    # What says nothing and is about nothing can only be about a need that has been disposed of.
    if not slip.text:
        return
    picture = ""
    if slip.picture.name:
        picture = pictures.keep_anew(slip.picture.name)
        transaction.on_commit(partial(pictures.remove, slip.picture.name))
    actions.voice_need.within(
        write,
        place,
        by=by,
        values={"obstacle": slip.text, "concerns": slip.concerns},
        origin=Origin.LETTERBOX,
        route=slip.route,
        sent_key=slip.code_digest,
        code_digest=slip.code_digest,
        picture=picture,
    )


def _reply(write: Writer, slip: Slip, supporter_id: int, *, by: User) -> None:
    supporter = Supporter.objects.filter(pk=supporter_id).first()
    need = _standing(supporter.need_id) if supporter is not None else None
    # Both stay as long as the register does; with them gone there is nobody left who could be answered.
    if supporter is not None and need is not None:
        actions.reply_to_question.within(write, need, by=by, text=slip.text, supporter=supporter)


def _standing(pk: int) -> Need | None:
    """The need, or the one it has become since the slip was left."""
    kept = merged.led_to(Need, [pk]).get(pk, pk)
    return Need.objects.filter(pk=kept).select_related("unit").first()
