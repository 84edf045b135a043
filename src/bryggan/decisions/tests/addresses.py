"""How the addresses of decisions are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from bryggan.decisions import actions, conflicts, ordering
from bryggan.decisions.choices import DecisionKind, MatterKind, Reporting
from bryggan.decisions.models import Absence, Decision, DelegationRule, Holding, Post
from bryggan.decisions.tests.making import (
    WORDING,
    drafted,
    make_order,
    make_post,
    make_rule,
    taken,
    today,
)
from bryggan.kit.testing.cast import Cast, tool
from bryggan.registers.importing import keeping
from bryggan.registers.models import Import

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def head(cast: Cast) -> Post:
    """The förvaltningschef of education, whom the manager is, with the order around her."""
    found = Post.objects.filter(name="Förvaltningschef").first()
    return found or make_order(cast).head


def belonging(cast: Cast, **sent: Any) -> Asked:
    """A matter beside another that is like it."""
    decision = draft(cast)
    found = Decision.objects.filter(name="Nyckelskåp till skolan").first()
    other = found or drafted(cast, name="Nyckelskåp till skolan")
    return (decision.pk, "beslut", other.pk), dict(sent)


def rule(cast: Cast) -> DelegationRule:
    return head(cast).rules.get(code="4.2")


def holding(cast: Cast) -> Holding:
    return head(cast).holdings.get()


def draft(cast: Cast) -> Decision:
    head(cast)
    found = Decision.objects.filter(name="Nyckelskåp till hemtjänsten").first()
    return found or drafted(cast)


def conflicted(cast: Cast) -> Decision:
    """The other manager takes no part in it."""
    found = draft(cast)
    if not found.conflicted.exists():
        conflicts.state_conflict(found, by=tool(), people=[cast.other_manager], reason="Delägare")
    return found


def passed_on(cast: Cast) -> Decision:
    head(cast)
    found = Decision.objects.filter(name="Surfplattor till förskolan").first()
    if found is None:
        found = drafted(cast, 900_000, name="Surfplattor till förskolan", wording=WORDING)
        actions.pass_on_decision(found, by=cast.employee)
    return found


def for_the_board(cast: Cast) -> Decision:
    """A matter above every limit, waiting for the board."""
    head(cast)
    found = Decision.objects.filter(kind=DecisionKind.BOARD).first()
    if found is None:
        found = drafted(cast, 9_000_000, name="Ny skolplattform", wording=WORDING)
        actions.pass_on_decision(found, by=cast.employee)
    return found


def decided(cast: Cast) -> Decision:
    """Taken by the manager, as head."""
    leads = head(cast)
    found = Decision.objects.filter(decided_by=cast.manager, rule__code="4.2").first()
    return found or taken(cast, leads.holdings.get().user, 900_000, name="Ett taget beslut")


def unposted(cast: Cast) -> Decision:
    """Taken by a point that is never reported."""
    found = Decision.objects.filter(reporting=Reporting.NOT_REPORTED).first()
    if found is None:
        leads = head(cast)
        if not leads.rules.filter(code="5.3").exists():
            told = {"matter": MatterKind.CLASSIFICATION, "reporting": Reporting.NOT_REPORTED}
            make_rule(leads, "5.3", **told)
        found = taken(cast, cast.manager, matter=MatterKind.CLASSIFICATION, name="Klassning")
    return found


def absence(cast: Cast) -> Absence:
    found = Absence.objects.filter(user=cast.employee).first()
    days = {"starts_on": today(), "ends_on": today().replace(year=today().year + 1)}
    return found or ordering.tell_absence(cast.employee, by=tool(), **days)


def everything(cast: Cast) -> Asked:
    """The authority's list with something in every part of it."""
    for make in (decided, unposted):
        make(cast)
    return ((cast.education_authority.pk,), {})


def on(make: Callable[[Cast], Any], **sent: Any) -> Callable[[Cast], Asked]:
    return lambda cast: ((make(cast).pk,), dict(sent))


def asked(cast: Cast) -> Asked:
    head(cast)
    sent = {"unit": cast.education.pk, "kind": "purchase", "day": today().isoformat()}
    return (), {**sent, "together_sek": "100 000", "whole_term_sek": "100 000"}


def reported(cast: Cast) -> Asked:
    sent = {"beslut": [decided(cast).pk], "paragraph": "§ 12", "reported_on": today().isoformat()}
    return (cast.education_authority.pk,), sent


def posted(cast: Cast) -> Asked:
    sent = {"beslut": [unposted(cast).pk], "posted_on": today().isoformat()}
    return (cast.education_authority.pk,), sent


def held(cast: Cast) -> Asked:
    post = head(cast)
    sent = {"user": cast.employee.pk, "unit": post.unit_id, "starts_on": today().isoformat()}
    return (post.pk,), sent


def taking(cast: Cast) -> Asked:
    decision = draft(cast)
    return (decision.pk,), {
        "version": decision.version,
        "wording": WORDING,
        "outcome": "approve",
    }


def handing_on(cast: Cast) -> Asked:
    found = rule(cast)
    lower = Post.objects.filter(name="Enhetschef").first() or make_post(found.unit, "Enhetschef", 2)
    sent = {"post": lower.pk, "code": "4.2.1", "limit_sek": "50000"}
    return (found.pk,), {**sent, "starts_on": today().isoformat()}


ORDER = (
    "Punkt;Ärende;Delegat;Begränsning\n4.9;Avrop från ramavtal;Enhetschef;högst 5 tkr per inköp\n"
)


def order_file(cast: Cast) -> SimpleUploadedFile:
    return SimpleUploadedFile("ordning.csv", ORDER.encode())


def kept_file(cast: Cast, **sent: Any) -> Asked:
    """A file that the administrator has chosen."""
    found = Import.objects.filter(slug="delegation").first()
    source = found or keeping.keep("delegation", order_file(cast), cast.administrator)
    return (source.pk,), dict(sent)


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "who_may_decide GET": asked,
    "order_of_day GET": everything,
    "start_order POST": lambda cast: ((cast.care_authority.pk,), {}),
    "set_letter_headings GET": lambda cast: ((cast.education_authority.pk,), {}),
    "set_letter_headings POST": lambda cast: (
        (cast.education_authority.pk,),
        {"headings": "Sammanfattning\nBarnperspektiv"},
    ),
    "amend_rule GET": on(rule),
    "amend_rule POST": on(
        rule, starts_on="2027-06-01", source="§ 1", meaning="whole_term", limit_sek="1000000"
    ),
    "end_rule GET": on(rule),
    "end_rule POST": on(rule, valid_to="2027-06-01", source="§ 1"),
    "subdelegate_rule GET": on(rule),
    "subdelegate_rule POST": handing_on,
    "hold_post GET": on(head),
    "hold_post POST": held,
    "end_holding GET": on(holding),
    "end_holding POST": on(holding, ends_on="2027-06-01"),
    "read_order GET": lambda cast: ((), {}),
    "read_order POST": lambda cast: ((), {"file": order_file(cast)}),
    "review_order GET": kept_file,
    "review_order POST": lambda cast: kept_file(
        cast, authority=cast.education_authority.pk, valid_from="2026-01-01", apply="1"
    ),
    "set_price_base GET": lambda cast: ((), {}),
    "set_price_base POST": lambda cast: (
        (),
        {"year": 2027, "amount_sek": "60000", "legal_ref": "SFS", "verified_on": "2026-11-26"},
    ),
    "tell_absence GET": lambda cast: ((), {}),
    "tell_absence POST": lambda cast: ((), {"starts_on": "2027-06-01", "ends_on": "2027-06-02"}),
    "end_absence GET": on(absence),
    "end_absence POST": lambda cast: ((absence(cast).pk,), {"ends_on": today().isoformat()}),
    "take_decision GET": on(draft),
    "take_decision POST": taking,
    "pass_on_decision POST": on(draft),
    "refer_back_decision GET": on(passed_on),
    "refer_back_decision POST": on(passed_on, reason="Underlaget saknar kostnaden."),
    "state_conflict GET": on(draft),
    "state_conflict POST": lambda cast: (
        (draft(cast).pk,),
        {"person": cast.employee.pk, "reason": "Bror till leverantören"},
    ),
    "lift_conflict GET": on(conflicted),
    "lift_conflict POST": lambda cast: (
        (conflicted(cast).pk,),
        {"person": cast.other_manager.pk, "reason": "Fel namn"},
    ),
    "answer_belonging GET": belonging,
    "answer_belonging POST": lambda cast: belonging(cast, belongs="no", reason="Olika tider"),
    "record_board_decision GET": on(for_the_board),
    "record_board_decision POST": on(
        for_the_board, decided_on="2026-01-15", paragraph="§ 3", wording=WORDING, outcome="approve"
    ),
    "replace_decision GET": on(decided),
    "replace_decision POST": on(decided, reason="Summan var fel"),
    "frozen_decision GET": on(decided),
    "report_lists GET": lambda cast: ((), everything(cast)[1]),
    "report_list GET": everything,
    "report_decisions POST": reported,
    "post_decisions POST": posted,
}
NO_PAGES = {"frozen_decision"}
