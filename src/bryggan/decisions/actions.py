"""What happens to a matter: drafted, decided by whoever has the mandate or passed on, reported, replaced."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.decisions import freezing, permissions, proposing, queries, telling, turning
from bryggan.decisions.belonging import PURCHASES, Purchase
from bryggan.decisions.choices import DecisionKind, MatterKind, Outcome, Reporting, Step
from bryggan.decisions.models import Belonging, Decision, DelegationRule, Post
from bryggan.decisions.process import PROCESS
from bryggan.files.numbering import check_case_number
from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.canonical import digest_of
from bryggan.kit.writer import Writer
from bryggan.notices.telling import tell
from bryggan.people.models import Unit, User

LONGEST_CONSULTING = 200
# What is prepared; all else follows from deciding.
PREPARED = frozenset(
    {
        "name", "kind", "kind_reason", "matter", "case_number", "for_unit", "together_sek",
        "whole_term_sek", "year_sek", "agreement_sek", "share_sek", "is_joint", "is_principle",
        "is_within_budget", "after_consulting", "background", "wording", "reasons", "about_noun",
        "about_id",
    }
)  # fmt: skip


@action("decision.drafted", allow=permissions.draft_decision)
def draft_decision(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Decision:
    """A matter is prepared for a decision of the unit's own authority; who may decide is said at once."""
    authority = queries.authority_of(unit)
    if authority is None:
        raise NotPossible(
            _("Enheten lyder inte under någon nämnd eller något bolag."), field="unit"
        )
    told = {name: value for name, value in values.items() if name in PREPARED}
    check_case_number(authority, told.get("case_number", ""))
    told.setdefault("for_unit", unit)
    told.setdefault("kind", DecisionKind.DELEGATED)
    return write.create(Decision, unit=authority, drafted_by=by, **told)


@action("decision.changed", allow=permissions.change_decision)
def change_decision(
    write: Writer, decision: Decision, *, by: User, values: Mapping[str, Any]
) -> None:
    """What is prepared changes until it is decided; another kind than proposed is given its reason."""
    told = {name: value for name, value in values.items() if name in PREPARED}
    if told.get("case_number", decision.case_number) != decision.case_number:
        check_case_number(decision.unit, told["case_number"])
    write.change(decision, **told)
    proposed = proposing.kind_of(decision, queries.answer_for(decision))
    if "kind" in told and told["kind"] != proposed.kind and not decision.kind_reason.strip():
        raise NotPossible(
            _("Skriv varför det inte är %(kind)s.")
            % {"kind": str(DecisionKind(proposed.kind).label).lower()},
            field="kind_reason",
        )


@action("decision.withdrawn", allow=permissions.withdraw_decision)
def withdraw_decision(write: Writer, decision: Decision, *, by: User, reason: str) -> None:
    """The matter is not going to be decided: gone from lists, with the reason in the history."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    write.withdraw(decision)
    turning.tell_turn(write, decision, turning.withdrawn(decision, reason.strip()))


@action("decision.belonging_answered", allow=permissions.answer_belonging)
def answer_belonging(
    write: Writer,
    decision: Decision,
    *,
    by: User,
    other: Purchase,
    belongs: bool,
    reason: str = "",
    is_counted: bool = False,
) -> None:
    """Whether another purchase belongs together with this one: then its sum counts, unless it is counted already.

    The answer is a person's, can be given anew until the decision is taken, and is frozen with it.
    """
    if decision.matter not in PURCHASES:
        raise NotPossible(_("Bara inköp kan höra ihop."))
    if not belongs and not reason.strip():
        raise NotPossible(_("Skriv varför de inte hör ihop."), field="reason")
    write.because(reason.strip())
    before = decision.belongings.filter(other_noun=other.noun, other_id=other.pk).first()
    adds = (
        belongs and not is_counted and other.sek is not None and decision.together_sek is not None
    )
    added = other.sek if adds and other.sek is not None else Decimal()
    told = {
        "belongs": belongs,
        "reason": reason.strip(),
        "other_name": other.name,
        "sum_sek": other.sek,
        "added_sek": added,
        "answered_by": by,
        "answered_on": timezone.localdate(write.now),
    }
    if decision.together_sek is not None:
        less = before.added_sek if before is not None else Decimal()
        write.change(decision, together_sek=decision.together_sek - less + added)
    if before is not None:
        write.change(before, **told)
    else:
        write.create(Belonging, decision=decision, other_noun=other.noun, other_id=other.pk, **told)


@action("decision.consulted", allow=permissions.consult_on_decision)
def consult_on_decision(
    write: Writer, decision: Decision, *, by: User, after_consulting: str, text: str
) -> None:
    """A group has said what it recommends. It decides nothing: the matter says with whom it was consulted."""
    if decision.step not in (Step.DRAFTED, Step.PASSED_ON):
        raise NotPossible(_("Beslutet är redan taget."))
    said = "; ".join(part for part in (decision.after_consulting, after_consulting) if part)
    write.change(decision, after_consulting=said[-LONGEST_CONSULTING:])
    tell(
        write,
        telling.CONSULTED,
        [decision.drafted_by],
        key=f"{telling.CONSULTED.key}.{decision.pk}.{decision.version}",
        about=decision,
        text=text,
    )
    turning.tell_turn(write, decision, turning.considered(decision, text), [decision.drafted_by])


@action("decision.taken", allow=permissions.take_decision)
def take_decision(
    write: Writer,
    decision: Decision,
    *,
    by: User,
    wording: str,
    reasons: str = "",
    outcome: str = Outcome.APPROVE,
) -> None:
    """The person with the mandate decides today, under her point; all it rests on is frozen with it."""
    today = timezone.localdate(write.now)
    told: dict[str, Any] = {
        "wording": wording.strip(),
        "reasons": reasons.strip(),
        "outcome": outcome,
        "decided_on": today,
        "decided_by": by,
    }
    step = PROCESS.next(decision, "take", **told)
    rule = None
    if decision.kind == DecisionKind.ENFORCEMENT:
        told |= {"reporting": Reporting.NO_DECISION, "decided_as": by.title}
    else:
        ruling = queries.ruling_for(decision, by, today)
        if ruling.ground is None:
            raise Refused(ruling.reason)
        rule = DelegationRule.objects.select_related("post").get(pk=ruling.ground.rule.key)
        told |= _ground_of(rule, ruling.ground.post, ruling.ground.stands_in_for)
    _freeze(write, decision, step, rule, told)
    _tell_taken(write, decision)


def _tell_taken(write: Writer, decision: Decision) -> None:
    """Its handläggare, and those whose matter it is."""
    told = [decision.drafted_by]
    tell(write, telling.TAKEN, told, key=f"{telling.TAKEN.key}.{decision.pk}", about=decision)
    turning.tell_turn(write, decision, turning.decided(decision), told)


def _ground_of(rule: DelegationRule, post: int, stands_in_for: int | None) -> dict[str, Any]:
    acting = Post.objects.get(pk=post)
    holder = User.objects.filter(pk=stands_in_for).first()
    return {
        "rule": rule,
        "decided_as": acting.name,
        "in_place_of": holder,
        "reporting": rule.reporting,
    }


def _freeze(
    write: Writer,
    decision: Decision,
    step: str,
    rule: DelegationRule | None,
    told: Mapping[str, Any],
) -> None:
    """Write the decision with what recognises it: from here it is only ever replaced."""
    for name, value in told.items():
        setattr(decision, name, value)
    kept = freezing.frozen(decision, rule, queries.answered_of(decision))
    decision.refresh_from_db()
    write.change(decision, step=step, frozen=kept, digest=digest_of(kept), passed_to="", **told)


@action("decision.passed_on", allow=permissions.pass_on_decision)
def pass_on_decision(write: Writer, decision: Decision, *, by: User) -> None:
    """Outside one's own mandate a matter goes to whoever may decide it: a person by her point, else the board."""
    ruling = queries.ruling_for(decision, by)
    answer = queries.answer_for(decision)
    if answer.asks:
        raise NotPossible(_("Ange först de belopp som gränserna gäller."), field=answer.asks[0])
    step = PROCESS.next(decision, "pass_on")
    people = list(User.objects.present().filter(pk__in=ruling.to))
    if people:
        names = ", ".join(person.name for person in people)
        kind = decision.kind if decision.kind == DecisionKind.URGENT else DecisionKind.DELEGATED
    else:
        names = answer.lowest.post_name if answer.lowest else decision.unit.name
        kind = DecisionKind.BOARD
    write.change(decision, step=step, passed_to=names[:200], kind=kind)
    write.set_links(decision, "waits_for", people)
    tell(
        write,
        telling.PASSED_ON,
        people,
        key=f"{telling.PASSED_ON.key}.{decision.pk}.{decision.version}",
        about=decision,
    )
    said = turning.passed_on(decision, to_people=bool(people))
    turning.tell_turn(write, decision, said, people)


@action("decision.referred_back", allow=permissions.refer_back_decision)
def refer_back_decision(write: Writer, decision: Decision, *, by: User, reason: str) -> None:
    """The matter goes back to its handläggare with what is missing; it is no refusal."""
    if not reason.strip():
        raise NotPossible(_("Skriv vad som behöver göras."), field="reason")
    write.because(reason.strip())
    write.change(decision, step=PROCESS.next(decision, "refer_back"), passed_to="")
    tell(
        write,
        telling.REFERRED_BACK,
        [decision.drafted_by],
        key=f"{telling.REFERRED_BACK.key}.{decision.pk}.{decision.version}",
        about=decision,
        reason=reason.strip(),
    )
    said = turning.referred_back(decision, reason.strip())
    turning.tell_turn(write, decision, said, [decision.drafted_by])


@action("decision.recorded", allow=permissions.record_board_decision)
def record_board_decision(
    write: Writer,
    decision: Decision,
    *,
    by: User,
    decided_on: date,
    paragraph: str,
    wording: str,
    outcome: str = Outcome.APPROVE,
    posted_on: date | None = None,
) -> None:
    """What the board decided, from its own minutes: the day, the paragraph and the wording."""
    if decided_on > timezone.localdate():
        raise NotPossible(_("Beslutet kan inte vara daterat framåt."), field="decided_on")
    if not paragraph.strip():
        raise NotPossible(_("Skriv protokollets paragraf."), field="paragraph")
    told = {
        "wording": wording.strip(),
        "outcome": outcome,
        "decided_on": decided_on,
        "decided_as": decision.unit.name,
        "minuted_on": decided_on,
        "reported_paragraph": paragraph.strip(),
        "posted_on": posted_on,
        "reporting": Reporting.NO_DECISION,
    }
    step = PROCESS.next(decision, "take", **told)
    _freeze(write, decision, step, None, told)
    _tell_taken(write, decision)


@action("decision.replaced", allow=permissions.replace_decision)
def replace_decision(
    write: Writer, decision: Decision, *, by: User, reason: str, is_correction: bool = False
) -> Decision:
    """A taken decision is never changed: a new matter is drafted in its place, and says which it replaces."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    step = PROCESS.next(decision, "replace")
    told = {name: getattr(decision, name) for name in PREPARED}
    write.change(decision, step=step)
    turning.tell_turn(write, decision, turning.replaced(decision, reason.strip()))
    label = _("Rättelse: %(name)s") if is_correction else "%(name)s"
    told["name"] = (label % {"name": decision.name})[:300]
    return write.create(Decision, unit=decision.unit, drafted_by=by, replaces=decision, **told)


@action("decisions.reported", allow=permissions.report_decisions)
def report_decisions(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    decisions: Sequence[Decision],
    reported_on: date,
    paragraph: str,
) -> int:
    """Each delegated decision is told to the board exactly once, and carries the meeting and paragraph since."""
    if not decisions:
        raise NotPossible(_("Välj minst ett beslut att anmäla."))
    if not paragraph.strip():
        raise NotPossible(_("Skriv protokollets paragraf."), field="paragraph")
    if reported_on > timezone.localdate():
        raise NotPossible(_("Mötet har inte varit än."), field="reported_on")
    wanted = {decision.pk for decision in decisions}
    rows = list(Decision.objects.to_report().filter(unit=unit, pk__in=wanted))
    if len(rows) != len(wanted):
        raise NotPossible(_("Något av besluten är redan anmält eller anmäls inte."))
    if any(row.decided_on and row.decided_on > reported_on for row in rows):
        raise NotPossible(_("Ett beslut är taget efter mötet."), field="reported_on")
    write.change_all(
        Decision,
        [
            (
                row,
                {
                    "step": _reported(row),
                    "reported_on": reported_on,
                    "reported_paragraph": paragraph.strip()[:20],
                },
            )
            for row in rows
        ],
    )
    return len(rows)


def _reported(decision: Decision) -> str:
    """A decision that was replaced before the meeting is told all the same, and stays replaced."""
    return decision.step if decision.step == Step.REPLACED else PROCESS.next(decision, "report")


@action("decisions.posted", allow=permissions.post_decisions)
def post_decisions(
    write: Writer, unit: Unit, *, by: User, decisions: Sequence[Decision], posted_on: date
) -> int:
    """What is never reported is minuted by itself and posted; the three weeks run from that day (KL 13:5)."""
    if posted_on > timezone.localdate():
        raise NotPossible(_("Dagen har inte varit än."), field="posted_on")
    wanted = {decision.pk for decision in decisions}
    rows = list(queries.decisions_to_post(unit, by).filter(pk__in=wanted))
    if not rows or len(rows) != len(wanted):
        raise NotPossible(_("Välj beslut som ska anslås och inte redan är det."))
    write.change_all(
        Decision, [(row, {"posted_on": posted_on, "minuted_on": posted_on}) for row in rows]
    )
    return len(rows)


def matter_words(kind: str) -> str:
    return str(MatterKind(kind).label)
