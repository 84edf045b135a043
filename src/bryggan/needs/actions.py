"""What happens to needs: voiced, joined, asked about, sorted, answered, parked, met. Every turn is told."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.needs import permissions, personal_numbers, queries, reasons, senders, telling
from bryggan.needs.models import (
    LEADS_ON,
    Answer,
    Need,
    Origin,
    Picture,
    Reply,
    Route,
    Sorting,
    Step,
    Supporter,
)
from bryggan.needs.process import PROCESS
from bryggan.notices.telling import Kind, tell
from bryggan.people.models import Unit, User

LONGEST_TEXT = 10_000
LONGEST_NAME = 120
LONGEST_CONCERNS = 300
# What only the sender says, and what only preparation says.
VOICED_FIELDS = frozenset({"obstacle", "concerns"})
PREPARED_FIELDS = frozenset(
    {"name", "summary", "benefit", "complexity", "estimate_note", "system", "app", "unit"}
)


@action("need.voiced", allow=permissions.voice_need)
def voice_need(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    values: Mapping[str, Any],
    origin: str = Origin.FORM,
    route: str = Route.ORDINARY,
    sender: User | None = None,
    sender_address: str = "",
    sent_key: str | None = None,
    code_digest: str | None = None,
    picture: str = "",
    reason: str = "",
) -> Need:
    """Somebody says what is in her way. It goes to whoever prepares; her words stand as she wrote them.

    `sender` is who stands behind it, or whoever has `sender_address`; nobody for an anonymous one, who holds
    the code instead. `picture` is the name of a stored one that has been made anew.
    """
    obstacle, concerns = readable_need(values)
    if reason:
        write.because(reason)
    today = timezone.localdate(write.now)
    need = write.create(
        Need,
        unit=unit,
        name=name_of(obstacle),
        obstacle=obstacle,
        concerns=concerns,
        origin=origin,
        route=route,
        sent_key=sent_key,
        voiced_on=today,
        step_on=today,
    )
    write.create(
        Supporter,
        need=need,
        unit=unit,
        user=sender or senders.sender_with(write, sender_address, unit, by=by),
        is_sender=True,
        words=readable(str(values.get("words", "")), field="words", is_needed=False),
        code_digest=code_digest,
        since=today,
    )
    if picture:
        write.create(Picture, need=need, file=picture)
    _address_and_tell(write, need)
    return need


@action("need.supported", allow=permissions.support_need)
def support_need(
    write: Writer,
    need: Need,
    *,
    by: User,
    unit: Unit,
    words: str = "",
    supporter: User | None = None,
    code_digest: str | None = None,
) -> Supporter:
    """One more has it too, and is told at every turn from here on; by the tool for one without a name."""
    person = supporter if by.is_built_in else by
    if person is not None and queries.stands_behind(need, person):
        raise NotPossible(_("Du står redan bakom behovet och får veta vad som händer."))
    said = readable(words, field="words", is_needed=False)
    write.touch(need)
    return write.create(
        Supporter,
        need=need,
        unit=unit,
        user=person,
        words=said,
        code_digest=code_digest,
        since=timezone.localdate(write.now),
    )


@action("need.left", allow=permissions.leave_need)
def leave_need(write: Writer, need: Need, *, by: User) -> None:
    """A supporter steps back. Whoever voiced the need stays, or nobody would be answered."""
    rows = list(Supporter.objects.present().filter(need=need, user=by))
    if not rows:
        raise NotPossible(_("Du står inte bakom behovet."))
    if any(row.is_sender for row in rows):
        raise NotPossible(_("Du lämnade behovet och får svar om det. Det kan inte bytas."))
    for row in rows:
        write.withdraw(row)
    write.touch(need)


@action("need.changed", allow=permissions.change_need)
def change_need(write: Writer, need: Need, *, by: User, values: Mapping[str, Any]) -> None:
    """What was voiced is mended by its sender, what is prepared by who prepares; neither by the other."""
    values = dict(values)
    for names, permission in (
        (VOICED_FIELDS, permissions.reword_need),
        (PREPARED_FIELDS, permissions.prepare_need),
    ):
        touched = {name: values[name] for name in names & values.keys()}
        differs = any(getattr(need, name) != value for name, value in touched.items())
        verdict = permission(by, need)
        if differs and not verdict:
            raise NotPossible(verdict.reason)
    for name in ("obstacle", "concerns", "name", "summary", "estimate_note"):
        if name in values:
            is_needed = name in ("obstacle", "name")
            values[name] = readable(str(values[name]), field=name, is_needed=is_needed)
    moved = values.get("unit", need.unit) != need.unit
    write.change(need, **values)
    if moved and not need.is_open:
        write.set_links(need, "addressed_to", queries.addressees(need.unit, need.route))


@action("need.asked", allow=permissions.ask_sender)
def ask_sender(write: Writer, need: Need, *, by: User, text: str, reason: str = "") -> None:
    """Those who stand behind the need are asked back; it waits for them, not for who prepares."""
    _turn(write, need, Step.ASKED, by=by, text=text, reason=reason, step=PROCESS.next(need, "ask"))


@action("need.replied", allow=permissions.reply_to_question)
def reply_to_question(
    write: Writer, need: Need, *, by: User, text: str, supporter: Supporter | None = None
) -> Reply:
    """The answer to what was asked; the need is prepared again. `supporter`: who, by her code.

    What comes by the letterbox is a day late: it is kept also when another has answered meanwhile.
    """
    who = supporter or Supporter.objects.present().filter(need=need, user=by).first()
    if who is None:
        raise NotPossible(_("Frågan är ställd till dem som står bakom behovet."))
    said = readable(text, field="text")
    today = timezone.localdate(write.now)
    reply = write.create(Reply, need=need, supporter=who, text=said, said_on=today)
    if PROCESS.can(need, "reply") or not by.is_built_in:
        write.change(need, step=PROCESS.next(need, "reply"), step_on=today)
    if write.batch is not None:
        write.flush()
    _tell_preparers(write, telling.REPLIED, need)
    return reply


@action("need.parked", allow=permissions.park_need)
def park_need(
    write: Writer, need: Need, *, by: User, wake_on: date | None, text: str, reason: str = ""
) -> None:
    """Nothing can be done now; on its day the need is taken up again by itself."""
    step = PROCESS.next(need, "park", wake_on=wake_on)
    if wake_on is not None and wake_on <= timezone.localdate():
        raise NotPossible(_("Välj en dag framåt."), field="wake_on")
    _turn(write, need, Step.PARKED, by=by, text=text, reason=reason, step=step, wake_on=wake_on)


@action("need.woken", allow=permissions.wake_need)
def wake_need(write: Writer, need: Need, *, by: User) -> None:
    """The need has rested: whoever prepares takes it up again."""
    step = PROCESS.next(need, "wake")
    write.change(need, step=step, step_on=timezone.localdate(write.now), wake_on=None)
    _tell_preparers(write, telling.WOKEN, need)


@action("need.sorted", allow=permissions.sort_need)
def sort_need(
    write: Writer,
    need: Need,
    *,
    by: User,
    sorting: str,
    text: str,
    reason: str = "",
    given: Mapping[str, Any] | None = None,
) -> None:
    """What the need becomes, told to all who stand behind it with the reason. `given`: system, app, duty."""
    given = {name: value for name, value in (given or {}).items() if value}
    if sorting not in Sorting.values:
        raise NotPossible(_("Välj vad behovet blir."), field="sorting")
    if sorting == Sorting.OTHER_DUTY and not given.get("duty"):
        raise NotPossible(_("Välj hur det ska anmälas."), field="duty")
    if sorting == Sorting.EXISTS and not (given.get("system") or given.get("app") or need.system):
        raise NotPossible(_("Säg vilket system eller vilken app som finns."), field="system")
    leads = sorting in LEADS_ON
    step = PROCESS.next(need, "sort" if leads else "answer", sorting=sorting)
    told = {name: value for name, value in given.items() if value}
    _turn(write, need, sorting, by=by, text=text, reason=reason, step=step, sorting=sorting, **told)


@action("need.met", allow=permissions.meet_need)
def meet_need(write: Writer, need: Need, *, by: User, text: str, reason: str = "") -> None:
    """What was missing is there: everyone who stood behind it is told, however long ago that was."""
    step, today = PROCESS.next(need, "meet"), timezone.localdate(write.now)
    _turn(write, need, Step.MET, by=by, text=text, reason=reason, step=step, met_on=today)


@action("need.reopened", allow=permissions.reopen_need)
def reopen_need(write: Writer, need: Need, *, by: User, text: str, reason: str = "") -> None:
    """The answer no longer holds: the need is prepared anew, and those behind it are told why."""
    step = PROCESS.next(need, "reopen")
    _turn(
        write,
        need,
        reasons.REOPENED,
        by=by,
        text=text,
        reason=reason,
        step=step,
        sorting="",
        met_on=None,
    )


@action("need.protected", allow=permissions.protect_need)
def protect_need(write: Writer, need: Need, *, by: User, is_protected: bool, reason: str) -> None:
    """A need that not everyone should read stays with those who stand behind it and those who prepare."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    if not write.change(need, is_protected=is_protected):
        raise NotPossible(_("Det är redan så."))


@action("need.passed_on", allow=permissions.pass_on_need)
def pass_on_need(write: Writer, need: Need, *, by: User) -> None:
    """What came straight to those who lead is prepared as other needs are; they still may read it."""
    if need.route == Route.ORDINARY:
        raise NotPossible(_("Behovet bereds redan som andra."))
    write.change(need, route=Route.ORDINARY)
    _tell_preparers(write, telling.VOICED, need)


@action("need.withdrawn", allow=permissions.withdraw_need)
def withdraw_need(write: Writer, need: Need, *, by: User, reason: str) -> None:
    """Taken back by its sender, or entered by mistake: gone from list, search and sums."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    write.withdraw(need)


@action("need.addressed", allow=permissions.address_need)
def address_need(write: Writer, need: Need, *, by: User, people: Iterable[User]) -> None:
    """The organisation has changed: another manager is nearest concerned."""
    write.set_links(need, "addressed_to", people)


def _address_and_tell(write: Writer, need: Need) -> None:
    """A new need lies with those nearest concerned, and is told to whoever has to prepare it."""
    nearest = queries.addressees(need.unit, need.route)
    write.set_links(need, "addressed_to", nearest)
    if write.batch is not None:
        write.flush()
    is_straight = need.route != Route.ORDINARY
    tell(
        write,
        telling.VOICED_STRAIGHT if is_straight else telling.VOICED,
        nearest if is_straight else queries.those_who_prepare(need.unit),
        key=f"{telling.VOICED.key}.{need.pk}",
        about=need,
    )


def name_of(obstacle: str) -> str:
    """What a need is called until somebody has prepared it: its first sentence, cut at a word."""
    line = obstacle.strip().splitlines()[0]
    for end in (". ", "? ", "! "):
        line = line.partition(end)[0]
    line = line.strip().rstrip(".")
    if len(line) <= LONGEST_NAME:
        return line or obstacle.strip()[:LONGEST_NAME]
    return f"{line[:LONGEST_NAME].rpartition(' ')[0] or line[:LONGEST_NAME]} …"


def readable_need(values: Mapping[str, Any]) -> tuple[str, str]:
    """What is in the way and whom it concerns, as they are kept."""
    obstacle = readable(str(values.get("obstacle", "")), field="obstacle")
    concerns = str(values.get("concerns", ""))
    return obstacle, readable(concerns, field="concerns", is_needed=False, most=LONGEST_CONCERNS)


def readable(text: str, *, field: str, is_needed: bool = True, most: int = LONGEST_TEXT) -> str:
    """The text as it is kept. No one's personal number is; too long a text is told, never cut."""
    said = text.replace("\0", "").strip()
    if is_needed and not said:
        raise NotPossible(_("Skriv något här först."), field=field)
    if len(said) > most:
        raise NotPossible(
            _("Texten är %(count)s tecken. Korta den till %(most)s.")
            % {"count": words.number(len(said)), "most": words.number(most)},
            field=field,
        )
    if personal_numbers.found_in(said):
        raise NotPossible(
            _("Det ser ut som ett personnummer i texten. Ta bort det och försök igen."), field=field
        )
    return said


def _turn(
    write: Writer,
    need: Need,
    turn: str,
    *,
    by: User,
    text: str,
    reason: str,
    step: str,
    **given: Any,
) -> None:
    """The need takes a turn, and everyone who stands behind it is told what and why."""
    said = readable(text, field="text")
    _is_reason(reason, turn)
    today = timezone.localdate(write.now)
    opens = step not in (Step.VOICED, Step.ASKED) and need.opened_on is None
    if need.first_answered_on is None:
        given["first_answered_on"] = today
    if opens:
        given["opened_on"] = today
    write.change(need, step=step, step_on=today, **given)
    answer = write.create(
        Answer,
        need=need,
        step=step,
        sorting=need.sorting,
        reason=reason,
        text=said,
        by=by,
        said_on=today,
    )
    if write.batch is not None:
        write.flush()
    tell_supporters(write, telling.OF_TURN[turn], need, key=str(answer.pk), text=said)


def _is_reason(reason: str, turn: str) -> None:
    """The code belongs to this turn: reasons can be counted, and a wrong one would be a false figure."""
    if not reason:
        raise NotPossible(_("Välj ett skäl."), field="reason")
    if reason not in {one.key for one in reasons.reasons_for(turn)}:
        raise NotPossible(_("Skälet hör inte till det svaret."), field="reason")


def tell_supporters(
    write: Writer, kind: Kind, need: Need, *, key: str, but: Collection[User] = (), **values: Any
) -> list[User]:
    """Everyone with a name who stands behind the need is told. Later apps tell of what follows by this."""
    people = [one for one in queries.standing_behind([need])[need.pk] if one not in but]
    tell(write, kind, people, key=f"{kind.key}.{need.pk}.{key}", about=need, **values)
    return people


def _tell_preparers(write: Writer, kind: Kind, need: Need) -> None:
    tell(
        write,
        kind,
        queries.those_who_prepare(need.unit),
        key=f"{kind.key}.{need.pk}.{need.version}",
        about=need,
    )
