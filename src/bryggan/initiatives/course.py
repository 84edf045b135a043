"""The course of an initiative: through the gates of its method, parked, woken, rejected, handed over, closed.

Nothing but this, and `placing.py` for what is put where it belongs, sets its phase, its step or its state.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.decisions.actions import draft_decision
from bryggan.decisions.choices import MatterKind
from bryggan.decisions.models import Decision
from bryggan.initiatives import joint, permissions, telling
from bryggan.initiatives.actions import touched
from bryggan.initiatives.calculation import CARRIED_OUT, HAS_BEGUN, is_whole
from bryggan.initiatives.gates import Gate, gate_of
from bryggan.initiatives.granting import must_grant
from bryggan.initiatives.models import (
    Initiative,
    InitiativeNeed,
    InitiativeRole,
    Lesson,
    Part,
    Passage,
    Share,
    State,
)
from bryggan.initiatives.queries import NOUN
from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.methods.models import Phase, Rule
from bryggan.needs import actions as need_actions
from bryggan.needs import permissions as need_permissions
from bryggan.needs.models import Need, Step
from bryggan.people.models import User


@action("initiative.passed", allow=permissions.pass_gate)
def pass_gate(
    write: Writer,
    initiative: Initiative,
    *,
    by: User,
    decision: Decision | None = None,
    exceptions: Mapping[str, str] | None = None,
    note: str = "",
) -> Passage:
    """On to the next step: all that the gate asks for is there, or a decision has let what is missing through.

    `exceptions`: why, by the key of each missing requirement. What the law demands is never one of them.
    """
    _adopt(write, initiative, decision)
    gate = _gate(write, initiative, is_open=False)
    if gate.is_last:
        raise NotPossible(_("Det här är sista steget. Avsluta initiativet."))
    if gate.following is None:
        raise NotPossible(_("Det finns inget steg efter det här."))
    passage = _pass(write, initiative, gate, by, decision, exceptions or {}, note)
    telling.tell_behind(write, telling.PASSED, initiative, step=gate.following.name)
    return passage


def _adopt(write: Writer, initiative: Initiative, decision: Decision | None) -> None:
    """A decision about it that has been taken is the one it rests on, unless it has one already."""
    if decision is None:
        return
    _is_decided(initiative, decision)
    if initiative.decision_id is None:
        write.change(initiative, decision=decision)


def _gate(write: Writer, initiative: Initiative, *, is_open: bool = True) -> Gate:
    """The gate it stands before, if it moves at all; a closed one has at most its decommissioning before it."""
    if initiative.state != State.ACTIVE:
        raise NotPossible(_("Initiativet vilar eller blev inte av. Ta upp det först."))
    if is_open and initiative.phase == Phase.CLOSED:
        raise NotPossible(_("Initiativet är avslutat."))
    if write.batch is not None:
        write.flush()
    return gate_of(initiative)


def _pass(
    write: Writer,
    initiative: Initiative,
    gate: Gate,
    by: User,
    decision: Decision | None,
    reasons: Mapping[str, str],
    note: str,
    **given: Any,
) -> Passage:
    following = gate.following
    phase = following.phase if following else Phase.CLOSED
    if initiative.started_on is None and phase in HAS_BEGUN and initiative.phase not in HAS_BEGUN:
        is_ready_to_start(initiative)
    let_through = _let_through(gate, reasons)
    if let_through:
        _is_decided(initiative, decision)
        _is_unspent(initiative, decision)
    today = timezone.localdate(write.now)
    if phase in CARRIED_OUT and initiative.started_on is None:
        given["started_on"] = today
    write.change(
        initiative,
        method_step=following or gate.step,
        phase=phase,
        since=today,
        touched_on=today,
        state_reason="",
        **given,
    )
    return write.create(
        Passage,
        initiative=initiative,
        step_from=gate.step,
        step_to=following,
        passed_on=today,
        by=by,
        decision=decision,
        note=note.strip(),
        exceptions=let_through,
        exception_count=len(let_through),
    )


def _let_through(gate: Gate, reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """The missing requirements with their reasons; NotPossible names those that nothing can be done about."""
    unlawful = [demand.name for demand in gate.missing if demand.law]
    if unlawful:
        raise NotPossible(
            _(
                "Lagen kräver: %(what)s. Det går inte att göra undantag, bara att svara att det inte gäller här."
            )
            % {"what": ", ".join(unlawful)}
        )
    left = [demand for demand in gate.missing if not reasons.get(demand.key, "").strip()]
    if left:
        raise NotPossible(
            _("Det här saknas: %(what)s.") % {"what": ", ".join(demand.name for demand in left)}
        )
    return [
        {"key": demand.key, "name": demand.name, "reason": reasons[demand.key].strip()}
        for demand in gate.missing
    ]


def _is_decided(initiative: Initiative, decision: Decision | None) -> None:
    """An exception rests on a yes that has been decided with mandate, about this very matter."""
    if decision is None:
        raise NotPossible(_("Ett undantag kräver ett beslut."), field="decision")
    must_grant(initiative, decision)


def _is_unspent(initiative: Initiative, decision: Decision | None) -> None:
    """One yes lets exceptions through once: those at a later gate are another question."""
    passed = Passage.objects.present().filter(initiative=initiative, decision=decision)
    if passed.filter(exception_count__gt=0).exists():
        said = _("Beslutet har redan släppt igenom undantag. De här kräver ett eget beslut.")
        raise NotPossible(said, field="decision")


def is_ready_to_start(initiative: Initiative) -> None:
    """A joint one has somebody who leads it, and shares that make the whole."""
    shares = Share.objects.present().filter(initiative=initiative)
    percents = list(shares.values_list("percent", flat=True))
    if len(percents) < 2:
        return
    leads = InitiativeRole.objects.present().filter(initiative=initiative, role=Part.LEAD)
    if not leads.exists():
        raise NotPossible(_("Ett gemensamt initiativ startar inte förrän någon leder det."))
    if not is_whole(percents):
        raise NotPossible(
            _("Ett gemensamt initiativ startar inte förrän andelarna tillsammans är 100 %.")
        )


@action("initiative.decision_prepared", allow=permissions.prepare_decision)
def prepare_decision(write: Writer, initiative: Initiative, *, by: User) -> Decision:
    """A matter about this initiative is drafted: to carry on, with what is missing named as what it has to let through.

    Of a joint one each board decides its own share: the others get a matter each beside it, once.
    """
    gate = _gate(write, initiative)
    left = [d.name for d in gate.missing if not d.law and d.key != Rule.DECISION]
    background = [initiative.description, initiative.goals]
    if left:
        background.append(
            _("Undantag från: %(what)s.") % {"what": ", ".join(left)},
        )
    values = {
        "name": _("%(gate)s: %(name)s") % {"gate": gate.name, "name": initiative.name},
        "matter": MatterKind.START,
        "about_noun": NOUN,
        "about_id": initiative.pk,
        "together_sek": initiative.one_off_cost_sek,
        "background": "\n\n".join(part for part in background if part),
    }
    boards = joint.boards_that_share(initiative)
    if len(boards) > 1:
        values = joint.prepare_for_others(write, initiative, boards, by=by, values=values)
        touched(write, initiative)
    values["case_number"] = initiative.case_number
    return draft_decision.within(write, initiative.unit, by=by, values=values)


@action("initiative.referred_back", allow=permissions.refer_back_initiative)
def refer_back_initiative(write: Writer, initiative: Initiative, *, by: User, reason: str) -> None:
    """Whoever should let it through wants more: it stays in its step, and those who run it are told what."""
    if not reason.strip():
        raise NotPossible(_("Skriv vad som behöver göras."), field="reason")
    _gate(write, initiative)
    write.because(reason.strip())
    told = {"reason": reason.strip()}
    write.change(initiative, state_reason=reason.strip())
    touched(write, initiative)
    telling.tell_in_it(write, telling.REFERRED_BACK, initiative, Part.LEAD, Part.SPONSOR, **told)


@action("initiative.parked", allow=permissions.park_initiative)
def park_initiative(
    write: Writer, initiative: Initiative, *, by: User, wakes_on: date | None, reason: str
) -> None:
    """Nothing happens for now; on its day it is taken up again by itself."""
    _gate(write, initiative)
    if wakes_on is None or wakes_on <= timezone.localdate():
        raise NotPossible(_("Välj en dag framåt."), field="wakes_on")
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    told = {"wakes_on": wakes_on, "state_reason": reason.strip(), "touched_on": _today(write)}
    write.change(initiative, state=State.PARKED, **told)
    said = {"day": words.date_text(wakes_on), "reason": reason.strip()}
    telling.tell_behind(write, telling.PARKED, initiative, **said)


@action("initiative.woken", allow=permissions.wake_initiative)
def wake_initiative(write: Writer, initiative: Initiative, *, by: User) -> None:
    """It is taken up again where it was, on its day or before; also what once became nothing."""
    if initiative.state == State.ACTIVE:
        raise NotPossible(_("Initiativet pågår redan."))
    told = {"wakes_on": None, "state_reason": "", "touched_on": _today(write)}
    write.change(initiative, state=State.ACTIVE, **told)
    telling.tell_in_it(write, telling.AWAKE, initiative, Part.LEAD, Part.SPONSOR)
    telling.tell_behind(write, telling.WOKEN, initiative)


@action("initiative.rejected", allow=permissions.reject_initiative)
def reject_initiative(write: Writer, initiative: Initiative, *, by: User, reason: str) -> None:
    """Nothing becomes of it: everyone behind its needs is told why, and the needs are prepared anew."""
    if not initiative.is_open:
        raise NotPossible(_("Initiativet är redan avslutat."))
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    told = {"wakes_on": None, "state_reason": reason.strip(), "touched_on": _today(write)}
    write.change(initiative, state=State.REJECTED, **told)
    telling.tell_behind(write, telling.REJECTED, initiative, reason=reason.strip())
    for need in _needs_still_waiting(write, initiative):
        need_actions.reopen_need.within(
            write,
            need,
            by=_who_answers(by, need),
            text=_("Initiativet ”%(name)s” blev inte av: %(reason)s")
            % {"name": initiative.name, "reason": reason.strip()},
            reason="became_nothing",
        )


@action("initiative.handed_over", allow=permissions.hand_over_initiative)
def hand_over_initiative(write: Writer, initiative: Initiative, *, by: User) -> None:
    """What has been made is offered to whoever is to look after it; it is handed over when she accepts."""
    _gate(write, initiative)
    stewards = InitiativeRole.objects.present().filter(initiative=initiative, role=Part.STEWARD)
    if not stewards.exists():
        raise NotPossible(_("Säg först vem som tar emot och förvaltar."))
    if initiative.handed_over_on is not None:
        raise NotPossible(_("Det är redan lämnat."))
    write.change(initiative, handed_over_by=by, handed_over_on=_today(write))
    touched(write, initiative)
    telling.tell_in_it(write, telling.TO_RECEIVE, initiative, Part.STEWARD)


@action("initiative.received", allow=permissions.receive_initiative)
def receive_initiative(write: Writer, initiative: Initiative, *, by: User) -> None:
    """The other side accepts what is handed over, and looks after it from now."""
    if initiative.handed_over_on is None:
        raise NotPossible(_("Det är inte lämnat än."))
    if initiative.received_on is not None:
        raise NotPossible(_("Det är redan mottaget."))
    write.change(initiative, received_by=by, received_on=_today(write))
    touched(write, initiative)


@action("initiative.closed", allow=permissions.close_initiative)
def close_initiative(
    write: Writer,
    initiative: Initiative,
    *,
    by: User,
    result: str,
    evaluation: str = "",
    lesson: str = "",
    follow_up_on: date | None = None,
    meets_needs: bool = True,
    decision: Decision | None = None,
    exceptions: Mapping[str, str] | None = None,
) -> Passage:
    """What it became and how it went, in one form. The needs are met, and everyone behind them is told."""
    if not result.strip():
        raise NotPossible(_("Skriv vad det blev."), field="result")
    if not _gate(write, initiative).is_last:
        raise NotPossible(_("Det är flera steg kvar. Gå igenom dem först."))
    today = _today(write)
    _adopt(write, initiative, decision)
    told = {"result": result.strip(), "follow_up_on": follow_up_on}
    if evaluation.strip():
        told["evaluation"] = evaluation.strip()
    write.change(initiative, **told)
    if lesson.strip():
        write.create(Lesson, initiative=initiative, text=lesson.strip(), by=by, said_on=today)
    gate = _gate(write, initiative)
    passage = _pass(
        write, initiative, gate, by, decision, exceptions or {}, "", closed_on=today, wakes_on=None
    )
    telling.tell_behind(write, telling.CLOSED, initiative, result=result.strip())
    if meets_needs:
        _meet_needs(write, initiative, by)
    return passage


def _meet_needs(write: Writer, initiative: Initiative, by: User) -> None:
    for need in _needs_still_waiting(write, initiative):
        text = _("Det är infört genom initiativet ”%(name)s”.") % {"name": initiative.name}
        need_actions.meet_need.within(
            write, need, by=_who_answers(by, need), text=text, reason="done"
        )


def _needs_still_waiting(write: Writer, initiative: Initiative) -> list[Need]:
    """The needs behind it whose answer is that it leads to an initiative."""
    if write.batch is not None:
        write.flush()
    rows = InitiativeNeed.objects.present().filter(initiative=initiative)
    needs = Need.objects.present().filter(pk__in=rows.values("need"), step=Step.SORTED)
    return list(needs.select_for_update(of=("self",)).select_related("unit").order_by("pk"))


def _who_answers(by: User, need: Need) -> User:
    """Who closes an initiative may not prepare its needs: then the tool answers, and names the initiative."""
    if need_permissions.prepare_need(by, need):
        return by
    return User.objects.get(is_built_in=True)


def _today(write: Writer) -> date:
    return timezone.localdate(write.now)
