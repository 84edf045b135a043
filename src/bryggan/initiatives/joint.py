"""A joint initiative before the boards that share it: each decides its own share, under its own delegation order."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bryggan.decisions.actions import draft_decision
from bryggan.decisions.queries import authority_of
from bryggan.initiatives.models import Initiative, Share
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User

LONGEST_NAME = 300

type Sharing = Mapping[Unit, Sequence[Share]]


def boards_that_share(initiative: Initiative) -> Sharing:
    """Each board or company with the shares of those under it; one that lies under none has nobody to decide for it."""
    found: dict[Unit, list[Share]] = {}
    rows = Share.objects.present().filter(initiative=initiative).select_related("unit", "decision")
    for share in rows.order_by("unit__path"):
        board = authority_of(share.unit)
        if board is not None:
            found.setdefault(board, []).append(share)
    return found


def borne_by(initiative: Initiative, shares: Iterable[Share]) -> Decimal | None:
    """What these shares come to in kronor; unknown as long as the cost or one of the shares is."""
    percents = [share.percent for share in shares]
    known = [percent for percent in percents if percent is not None]
    if initiative.one_off_cost_sek is None or not known or len(known) < len(percents):
        return None
    return (initiative.one_off_cost_sek * sum(known, Decimal(0)) / 100).quantize(Decimal("0.01"))


def prepare_for_others(
    write: Writer, initiative: Initiative, boards: Sharing, *, by: User, values: Mapping[str, Any]
) -> dict[str, Any]:
    """A matter for each board that has none about its share yet; gives what that of the leading one holds."""
    leading = authority_of(initiative.unit)
    own = {**values, "is_joint": True}
    for board, shares in boards.items():
        told = {
            **values,
            "is_joint": True,
            # Those of one initiative are told apart by their boards.
            "name": f"{values['name']} ({board})"[:LONGEST_NAME],
            "share_sek": borne_by(initiative, shares),
        }
        if board == leading:
            own = told
        elif not any(_has_matter(share) for share in shares):
            _prepare(write, shares, by=by, values=told)
    return own


def _prepare(
    write: Writer, shares: Sequence[Share], *, by: User, values: Mapping[str, Any]
) -> None:
    decision = draft_decision.within(write, shares[0].unit, by=by, values=values)
    if write.batch is not None:
        write.flush()
    for share in shares:
        write.change(share, decision=decision)


def _has_matter(share: Share) -> bool:
    return share.decision is not None and share.decision.withdrawn_at is None
