"""A delegation order to begin with, for an authority that has none: some fifteen points to adapt."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bryggan.decisions import ordering, queries
from bryggan.decisions.choices import PostKind
from bryggan.decisions.models import DelegationRule
from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible
from bryggan.kit.writer import Writer, batch
from bryggan.people.models import Unit, User

CONTENT = Path(__file__).parent / "content" / "order.toml"


def shipped() -> dict[str, Any]:
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def has_order(authority: Unit) -> bool:
    return DelegationRule.objects.present().filter(unit=authority).exists()


def start_order(authority: Unit, *, by: User, valid_from: date) -> Batch | None:
    """The shipped points become the authority's own, in one batch that can be undone."""
    if has_order(authority):
        raise NotPossible(_("Nämnden har redan en delegationsordning."))
    with batch(by=by, kind=Batch.Kind.IMPORT, reason=_("Bryggans punkter att börja med")) as write:
        enter(write, authority, by=by, valid_from=valid_from)
        return write.batch


def enter(write: Writer, authority: Unit, *, by: User, valid_from: date, source: str = "") -> None:
    """Posts that are missing, then the points."""
    told = shipped()
    is_company = authority.kind == Unit.Kind.COMPANY
    names = {
        key: post["company"] if is_company else post["name"] for key, post in told["posts"].items()
    }
    for key, name in names.items():
        if queries.post_named(name, authority) is None:
            post = told["posts"][key]
            values = {
                "name": name,
                "kind": post.get("kind", PostKind.EMPLOYEE),
                "level": post["level"],
                "is_head": post.get("is_head", False),
            }
            ordering.create_post.within(write, authority, by=by, values=values)
    write.flush()
    posts = {key: queries.post_named(name, authority) for key, name in names.items()}
    for row in told["rules"]:
        values = {
            **row,
            "post": posts[row["post"]],
            "deputies": [posts[key] for key in row.get("deputies", ())],
            "valid_from": valid_from,
            "source": source,
        }
        ordering.add_rule.within(write, authority, by=by, values=values)
