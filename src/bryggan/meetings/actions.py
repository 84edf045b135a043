"""What happens before and during a meeting: planned, its agenda set, scored blind, members summoned, matters considered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Model
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action, read_anew
from bryggan.kit.writer import Writer, noun_of
from bryggan.meetings import conflicts, permissions, queries, telling
from bryggan.meetings.choices import REASONED, Stance
from bryggan.meetings.matters import SORTS
from bryggan.meetings.models import AgendaItem, AgreedTask, Body, Grade, Meeting
from bryggan.meetings.process import PROCESS
from bryggan.notices.telling import tell
from bryggan.people.models import User

PLANNED = frozenset({"held_on", "starts_at", "place"})
ITEM_FIELDS = frozenset({"name", "brief", "proposal"})
CONSIDERED = ("stance", "reasons", "conditions", "dissent")
MOST_ITEMS = 60


@action("meeting.planned", allow=permissions.plan_meeting)
def plan_meeting(write: Writer, body: Body, *, by: User, values: Mapping[str, Any]) -> Meeting:
    """The group meets on a day. What was put off until next time stands on its agenda from the start."""
    return planned(write, body, values)


def planned(write: Writer, body: Body, values: Mapping[str, Any]) -> Meeting:
    """A new meeting of the group with what earlier ones put off."""
    told = {name: value for name, value in values.items() if name in PLANNED}
    if not told.get("held_on"):
        raise NotPossible(_("Välj en dag."), field="held_on")
    _is_free(body, told["held_on"])
    told["place"] = told.get("place") or body.meets_at
    name = name_of(body, told["held_on"])
    meeting = write.create(Meeting, body=body, name=name, **told)
    if write.batch is not None:
        write.flush()
    for item in queries.put_off(body):
        copied(write, item, meeting)
    return meeting


def copied(write: Writer, item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """The point as it stood, on another meeting's agenda; it says from where."""
    place = last_place(meeting) + 1
    told = ("name", "about_noun", "about_id", "brief", "proposal", "gaps", "added_why")
    values = {name: getattr(item, name) for name in told}
    made = write.create(AgendaItem, meeting=meeting, place=place, moved_from=item, **values)
    if write.batch is not None:
        write.flush()
    conflicts.carry(write, made)
    return made


def name_of(body: Body, held_on: date) -> str:
    return f"{body.name} {held_on:%Y-%m-%d}"


def _is_free(body: Body, held_on: date, but: int | None = None) -> None:
    rows = Meeting.objects.present().filter(body=body, held_on=held_on)
    if any(meeting.pk != but for meeting in rows):
        raise NotPossible(_("Gruppen har redan ett möte den dagen."), field="held_on")


def last_place(meeting: Meeting) -> int:
    rows = AgendaItem.objects.present().filter(meeting=meeting)
    return rows.aggregate(last=Max("place"))["last"] or 0


@action("meeting.changed", allow=permissions.change_meeting)
def change_meeting(write: Writer, meeting: Meeting, *, by: User, values: Mapping[str, Any]) -> None:
    """Another day, hour or place; those who were summoned are told by a new summons."""
    told = {name: value for name, value in values.items() if name in PLANNED}
    if "held_on" in told and told["held_on"] != meeting.held_on:
        if not told["held_on"]:
            raise NotPossible(_("Välj en dag."), field="held_on")
        _is_free(meeting.body, told["held_on"], meeting.pk)
        told["name"] = name_of(meeting.body, told["held_on"])
    write.change(meeting, **told)


@action("meeting.summoned", allow=permissions.summon_meeting)
def summon_meeting(write: Writer, meeting: Meeting, *, by: User) -> None:
    """Everyone who sits in the group gets the agenda, and is asked to score it beforehand."""
    if not queries.items_of(meeting).exists():
        raise NotPossible(_("Dagordningen är tom. Lägg till minst en punkt först."))
    write.change(meeting, step=PROCESS.next(meeting, "summon"))
    write.touch(meeting)
    tell(
        write,
        telling.SUMMONED,
        [seat.user for seat in queries.seats_of(meeting.body, meeting.held_on)],
        key=f"{telling.SUMMONED.key}.{meeting.pk}.{meeting.version}",
        about=meeting,
    )


@action("meeting.cancelled", allow=permissions.cancel_meeting)
def cancel_meeting(write: Writer, meeting: Meeting, *, by: User, reason: str) -> None:
    """It is not held: its matters are free for another agenda, and those who sit in the group know why."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    write.withdraw(meeting)
    tell(
        write,
        telling.CANCELLED,
        [seat.user for seat in queries.seats_of(meeting.body, meeting.held_on)],
        key=f"{telling.CANCELLED.key}.{meeting.pk}",
        url=f"/grupp/{meeting.body_id}/",
        name=meeting.name,
        reason=reason.strip(),
    )


@action("item.added", allow=permissions.add_item)
def add_item(
    write: Writer,
    meeting: Meeting,
    *,
    by: User,
    record: Model | None = None,
    values: Mapping[str, Any] | None = None,
    why: str = "",
) -> AgendaItem:
    """A matter that passed its check; another only with the reason why, and its gaps printed. Or a heading."""
    told = {name: value for name, value in (values or {}).items() if name in ITEM_FIELDS}
    if record is not None:
        told = {**_of_record(meeting, record, why), **{k: v for k, v in told.items() if v}}
    if not str(told.get("name", "")).strip():
        raise NotPossible(_("Skriv vad punkten gäller."), field="name")
    place = last_place(meeting) + 1
    if place > MOST_ITEMS:
        raise NotPossible(_("Dagordningen rymmer inte fler punkter."))
    item = write.create(AgendaItem, meeting=meeting, place=place, **told)
    if write.batch is not None:
        write.flush()
    if record is not None:
        conflicts.carry(write, item)
        if item.conflicted.filter(pk=by.pk).exists():
            raise NotPossible(
                _("Du är jävig i ”%(item)s”. Låt någon annan ta upp det.") % {"item": item.name}
            )
    return item


def _of_record(meeting: Meeting, record: Any, why: str) -> dict[str, Any]:
    """What the agenda says of a record, as it stands today."""
    noun = noun_of(type(record))
    sort = SORTS[noun]
    if refusal := sort.refusal(record):
        raise NotPossible(refusal)
    place = sort.place(record)
    if not meeting.body.unit.holds(place):
        raise NotPossible(
            _("Ärendet hör till %(unit)s, som gruppen inte tar upp ärenden från.")
            % {"unit": place.name}
        )
    if queries.items_of(meeting).filter(about_noun=noun, about_id=record.pk).exists():
        raise NotPossible(_("Ärendet står redan på dagordningen."))
    gaps = sort.gaps(record)
    if gaps and not why.strip():
        raise NotPossible(
            _("Ärendet är inte färdigt: %(gaps)s saknas. Skriv varför det tas upp ändå.")
            % {"gaps": ", ".join(gaps)},
            field="why",
        )
    return {
        "name": str(record)[:300],
        "about_noun": noun,
        "about_id": record.pk,
        "brief": sort.brief(record),
        "proposal": sort.proposal(record),
        "gaps": gaps,
        "added_why": why.strip()[:300] if gaps else "",
    }


@action("items.added", allow=permissions.add_items)
def add_items(write: Writer, meeting: Meeting, *, by: User, records: Iterable[Model]) -> int:
    """The marked matters, each complete, in the order they were marked."""
    chosen = list(records)
    if not chosen:
        raise NotPossible(_("Markera minst ett ärende."))
    for record in chosen:
        add_item.within(write, meeting, by=by, record=record)
    return len(chosen)


@action("items.ordered", allow=permissions.order_items)
def order_items(write: Writer, meeting: Meeting, *, by: User, pks: Sequence[int]) -> None:
    """The agenda in this order; a point that is not named keeps its place after the others."""
    rows = list(queries.items_of(meeting))
    order = {pk: place for place, pk in enumerate(pks)}
    rows.sort(key=lambda item: (order.get(item.pk, len(order)), item.place))
    write.change_all(
        AgendaItem, [(item, {"place": place}) for place, item in enumerate(rows, start=1)]
    )


@action("item.changed", allow=permissions.change_item)
def change_item(write: Writer, item: AgendaItem, *, by: User, values: Mapping[str, Any]) -> None:
    """What the agenda says of a point: its heading, its short account, the proposal."""
    _takes_part(item, by)
    told = {name: value for name, value in values.items() if name in ITEM_FIELDS}
    if not str(told.get("name", item.name)).strip():
        raise NotPossible(_("Skriv vad punkten gäller."), field="name")
    write.change(item, **told)


@action("item.removed", allow=permissions.remove_item)
def remove_item(write: Writer, item: AgendaItem, *, by: User) -> None:
    """Off the agenda; its matter can be taken up another time."""
    _takes_part(item, by)
    write.withdraw(item)
    rest = queries.items_of(item.meeting).exclude(pk=item.pk)
    write.change_all(AgendaItem, [(row, {"place": place}) for place, row in enumerate(rest, 1)])


def _takes_part(item: AgendaItem, by: User) -> None:
    """Refuses who is jävig in the point; and the meeting may not have been closed meanwhile."""
    read_anew(item.meeting)
    if item.conflicted.filter(pk=by.pk).exists():
        raise NotPossible(_("Du är jävig i ärendet. Låt någon annan leda och skriva punkten."))


@action("grades.given", allow=permissions.grade_items)
def grade_items(
    write: Writer, meeting: Meeting, *, by: User, grades: Mapping[int, Mapping[str, Any]]
) -> int:
    """A member says beforehand how she sees each matter; nobody else sees it until all are shown."""
    given = 0
    held = {
        grade.item_id: grade
        for grade in Grade.objects.present().filter(item__meeting=meeting, user=by)
    }
    for item in queries.items_of(meeting).filter(pk__in=list(grades)):
        told = dict(grades[item.pk])
        is_empty = not any(told.values())
        if is_empty and item.pk not in held:
            continue
        if item.conflicted.filter(pk=by.pk).exists():
            raise NotPossible(_("Du är jävig i %(item)s och bedömer det inte.") % {"item": item})
        if item.pk in held:
            write.change(held[item.pk], **told)
        else:
            write.create(Grade, item=item, user=by, **told)
        given += not is_empty
    return given


@action("grades.shown", allow=permissions.show_grades)
def show_grades(write: Writer, meeting: Meeting, *, by: User) -> None:
    """Everyone's scores are shown to all at once, with how far apart they are; none changes after that."""
    write.change(meeting, grades_shown_at=write.now)


@action("item.considered", allow=permissions.consider_item)
def consider_item(
    write: Writer,
    item: AgendaItem,
    *,
    by: User,
    values: Mapping[str, Any],
    tasks: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """What the group recommends, why and on what conditions, written as it is said; and who does what after.

    `tasks`: all that is agreed for the point: name, responsible, due_on. None leaves them as they are.
    """
    _takes_part(item, by)
    told = {name: str(values[name] or "").strip() for name in CONSIDERED if name in values}
    stance = told.get("stance", item.stance)
    if stance and stance not in Stance.values:
        raise NotPossible(_("Välj ett ställningstagande."), field="stance")
    said = {name: told.get(name, getattr(item, name)) for name in ("reasons", "conditions")}
    if stance == Stance.SUPPORT_WITH_CONDITIONS and not said["conditions"]:
        raise NotPossible(_("Skriv villkoren."), field="conditions")
    if stance in REASONED and not any(said.values()):
        raise NotPossible(_("Skriv varför: den som lämnade ärendet får läsa det."), field="reasons")
    is_changed = write.change(item, **told)
    if tasks is not None and _agree(write, item, tasks) and not is_changed:
        # Else whoever has the old tasks on her screen would write over the new ones.
        write.touch(item)


def _agree(write: Writer, item: AgendaItem, tasks: Sequence[Mapping[str, Any]]) -> bool:
    """The tasks of the point become exactly these; whether any of them is another than before."""
    held = list(AgreedTask.objects.present().filter(item=item).order_by("pk"))
    wanted = [task for task in tasks if str(task.get("name", "")).strip()]
    for task in wanted:
        if task.get("responsible") is None:
            raise NotPossible(_("Välj vem som gör det."), field="responsible")
    is_changed = len(held) != len(wanted)
    for row, task in zip(held, wanted, strict=False):
        is_changed |= write.change(row, **task)
    for row in held[len(wanted) :]:
        write.withdraw(row)
    for task in wanted[len(held) :]:
        write.create(AgreedTask, item=item, **task)
    return is_changed
