"""What the people asked do: say that it is right, change it, say that it is not theirs, send a file back.

A change is made by the register's own action, with its own permission and its own event; only the reason
is the round's. So an answer by the link in a letter can do no more than the person herself on the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action, read_anew
from bryggan.kit.register.fields import Field, Row
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.writer import Writer
from bryggan.notices.telling import tell
from bryggan.people.models import User
from bryggan.rounds import permissions, queries, telling
from bryggan.rounds.actions import new_link
from bryggan.rounds.models import AnswerLink, Ask, Confirmation, Round, Way

LONGEST_NOTE = 300


@dataclass(frozen=True)
class Returned:
    """A row that came back in a file: which question, the fields that it tells of, how many it changed."""

    ask_id: int
    keys: frozenset[str]
    changed_count: int


@action("ask.answered", allow=permissions.answer_ask)
def answer_ask(
    write: Writer,
    ask: Ask,
    *,
    by: User,
    record: Any,
    way: str,
    values: Mapping[str, Any] | None = None,
) -> int:
    """What stands is right, or is changed and then right. Gives how many fields were changed.

    `record` is the row as it was shown, with its version: if somebody has changed it since, Stale is raised
    and nothing is answered. `values` by field key; None says that everything is right as it stands.
    """
    round = ask.round
    register = REGISTERS[round.slug]
    fields = queries.fields_of(round)
    write.because(round.reason(way))
    if record.pk != ask.record_id or register.change_with is None:
        raise NotPossible(_("Svaret gäller en annan post."))
    read_anew(record)
    before = queries.rows_of(register, by, [record.pk], fields).get(record.pk)
    if before is None:
        raise NotPossible(_("Posten finns inte längre i registret."))
    after = before
    if values is not None:
        register.change_with.within(write, record, by=by, values=values)
        if write.batch is not None:
            write.flush()  # what is confirmed is read back
        after = queries.rows_of(register, by, [record.pk], fields)[record.pk]
    was, now = queries.texts(fields, before), queries.texts(fields, after)
    changed = sum(was[key] != now[key] for key in now)
    known = queries.confirmations_of(register.noun(), [record.pk])
    _confirm(write, round, [(after, fields)], known, by=by, way=way)
    write.change(ask, **_answer(write, ask, by=by, way=way, changed_count=changed))
    return changed


@action("ask.declined", allow=permissions.decline_ask)
def decline_ask(
    write: Writer, ask: Ask, *, by: User, suggested: User | None = None, note: str = ""
) -> None:
    """It is not she: who it should be, or a word on why. Who runs the round is told."""
    if ask.step == Ask.Step.ANSWERED:
        raise NotPossible(_("Frågan är redan besvarad."))
    note = " ".join(note.split())[:LONGEST_NOTE]
    if suggested is None and not note:
        raise NotPossible(
            _("Skriv vem det är i stället, eller varför det inte är du."), field="note"
        )
    if suggested is not None and suggested.pk == by.pk:
        raise NotPossible(_("Det är du själv."), field="suggested")
    write.because(note)
    write.change(ask, step=Ask.Step.DECLINED, note=note, suggested=suggested)
    round = ask.round
    tell(
        write,
        telling.DECLINED,
        [round.started_by],
        key=f"ask.declined:{ask.pk}:{ask.version}",
        url=reverse("round_page", args=[round.pk]),
        round=round.name,
    )


@action("ask.passed", allow=permissions.pass_ask)
def pass_ask(write: Writer, ask: Ask, *, by: User, person: User) -> None:
    """Another person is asked instead, and told so; the register itself is changed by who runs the round."""
    round = ask.round
    if round.step != Round.Step.OPEN:
        raise NotPossible(_("Rundan pågår inte."))
    if ask.step == Ask.Step.ANSWERED:
        raise NotPossible(_("Frågan är redan besvarad."))
    register = REGISTERS[round.slug]
    if not register.rows(person).filter(pk=ask.record_id).exists():
        raise NotPossible(_("%(name)s kan inte se posten.") % {"name": person.name})
    write.change(ask, person=person, step=Ask.Step.WAITING, suggested=None)
    if not AnswerLink.objects.filter(round=round, person=person).exists():
        write.create(AnswerLink, **new_link(round, person))
    tell(
        write,
        telling.STARTED,
        [person],
        key=f"round.started:{round.pk}",
        url=reverse("my_round", args=[round.pk]),
        round=round.name,
        round_id=round.pk,
        day=round.last_on.isoformat(),
    )


@action("round.file_returned", allow=permissions.return_file)
def return_file(write: Writer, round: Round, *, by: User, returned: Sequence[Returned]) -> None:
    """Every row that came back is answered: what the file said, changed or not, is confirmed."""
    register = REGISTERS[round.slug]
    fields = queries.fields_of(round)
    told = {one.ask_id: one for one in returned}
    asks = list(queries.asks_for(round, by).filter(pk__in=told))
    if not asks:
        raise NotPossible(_("Ingen rad i filen gäller något du är tillfrågad om."))
    write.because(round.reason(Way.FILE))
    ids = [ask.record_id for ask in asks]
    rows = queries.rows_of(register, by, ids, fields)
    known = queries.confirmations_of(register.noun(), ids)
    right, answered = [], []
    for ask in asks:
        row, back = rows.get(ask.record_id), told[ask.pk]
        if row is not None:
            right.append((row, [column for column in fields if column.key in back.keys]))
            count = back.changed_count
            answer = _answer(write, ask, by=by, way=Way.FILE, changed_count=count)
            answered.append((ask, answer))
    _confirm(write, round, right, known, by=by, way=Way.FILE)
    write.change_all(Ask, answered)


def _answer(write: Writer, ask: Ask, *, by: User, way: str, changed_count: int) -> dict[str, Any]:
    """What an answered question holds. Answered once more, the changes add up."""
    return {
        "step": Ask.Step.ANSWERED,
        "answered_at": write.now,
        "answered_by": by,
        "way": str(way),
        "changed_count": min(ask.changed_count + changed_count, 30_000),
    }


def _confirm(
    write: Writer,
    round: Round,
    right: Iterable[tuple[Row, Sequence[Field]]],
    known: Mapping[tuple[int, str], Confirmation],
    *,
    by: User,
    way: str,
) -> None:
    """The fields of each record are confirmed as they stand; a newer confirmation takes the place of the one before."""
    noun = REGISTERS[round.slug].noun()
    said = {"by": by, "at": write.now, "round": round, "way": str(way)}
    again, new = [], []
    for row, fields in right:
        for column in fields:
            stands = {**said, "stood": queries.stood(column, row)}
            found = known.get((row["pk"], column.key))
            if found is not None:
                again.append((found, stands))
            else:
                new.append({"noun": noun, "record_id": row["pk"], "field": column.key, **stands})
    write.change_all(Confirmation, again)
    write.create_all(Confirmation, new)
