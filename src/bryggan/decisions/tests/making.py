"""Delegation orders and matters to decide, made through the actions that people use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bryggan.decisions import actions, ordering
from bryggan.decisions.choices import MatterKind, Meaning, PostKind
from bryggan.decisions.models import Decision, DelegationRule, Post
from bryggan.kit.testing.cast import Cast, make_person, tool
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.registers.joining import told_apart

WORDING = "Förvaltningschefen beslutar att anskaffa nyckelskåp till hemtjänsten."


def today() -> date:
    return timezone.localdate()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def make_secretary(authority: Unit, name: str = "Sigrid Sekr") -> User:
    return make_person(name, authority, [(Role.BOARD_SECRETARY, authority)])


def make_post(authority: Unit, name: str, level: int = 3, **told: Any) -> Post:
    values = {"name": name, "kind": PostKind.EMPLOYEE, "level": level, **told}
    return ordering.create_post(authority, by=tool(), values=values)


def make_rule(post: Post, code: str = "4.1", **told: Any) -> DelegationRule:
    """A point about purchases, without a limit unless one is given."""
    values = {
        "code": code,
        "matter": MatterKind.PURCHASE,
        "name": "Anskaffning av IT-stöd",
        "post": post,
        "valid_from": ago(400),
        **told,
    }
    return ordering.add_rule(post.unit, by=tool(), values=values)


@dataclass(frozen=True)
class Order:
    """Education's delegation order: a division head up to 250 tkr, the head up to 1 500, then the board."""

    authority: Unit
    secretary: User
    division: Post
    head: Post
    deputy: Post
    small: DelegationRule
    large: DelegationRule
    division_head: User
    leader: User
    stand_in: User


def make_order(cast: Cast) -> Order:
    authority = cast.education_authority
    division = make_post(authority, "Avdelningschef", 3)
    head = make_post(authority, "Förvaltningschef", 5, is_head=True, synonyms=["FC"])
    deputy = make_post(authority, "Biträdande förvaltningschef", 4)
    small = make_rule(division, "4.1", meaning=Meaning.PER_PURCHASE, limit_sek=Decimal(250_000))
    large = make_rule(
        head,
        "4.2",
        meaning=Meaning.WHOLE_TERM,
        limit_sek=Decimal(1_500_000),
        may_subdelegate=True,
        deputies=[deputy],
    )
    stand_in = make_person("Stig Stf", cast.education)
    division_head = make_person("Doris Chef", cast.education)
    for post, user in ((division, division_head), (head, cast.manager), (deputy, stand_in)):
        ordering.hold_post(
            post, by=tool(), user=user, unit=cast.education_authority, starts_on=ago(300)
        )
    return Order(
        authority=authority,
        secretary=make_secretary(authority),
        division=division,
        head=head,
        deputy=deputy,
        small=small,
        large=large,
        division_head=division_head,
        leader=cast.manager,
        stand_in=stand_in,
    )


def drafted(cast: Cast, sek: int = 100_000, *, by: User | None = None, **told: Any) -> Decision:
    """A purchase that the employee prepares."""
    values = {
        "name": "Nyckelskåp till hemtjänsten",
        "matter": MatterKind.PURCHASE,
        "together_sek": Decimal(sek),
        "whole_term_sek": Decimal(sek),
        **told,
    }
    return actions.draft_decision(cast.education, by=by or cast.employee, values=values)


def taken(cast: Cast, by: User, sek: int = 100_000, **told: Any) -> Decision:
    decision = drafted(cast, sek, **told)
    actions.take_decision(decision, by=by, wording=WORDING, reasons="Behovet är prövat.")
    return decision


def grow_rules(write: Writer, cast: Cast, numbers: Iterable[int]) -> None:
    """Points of education's order: each is compared with all that stand when it is entered, these are not."""
    post = Post.objects.filter(unit=cast.education_authority)[0]
    with told_apart(write, "rule.added"):
        for number in numbers:
            said = {"name": f"Rad {number}", "code": f"9.{number}", "matter": MatterKind.OTHER}
            write.create(DelegationRule, unit=post.unit, post=post, valid_from=today(), **said)
