"""Who takes no part in a point: noted and taken back, the same on every open agenda and where the matter is decided."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action, read_anew
from bryggan.kit.writer import Writer
from bryggan.meetings import permissions, queries
from bryggan.meetings.matters import SORTS, records_of
from bryggan.meetings.models import AgendaItem, Grade
from bryggan.people.models import User


@action("item.conflict_stated", allow=permissions.state_item_conflict)
def state_item_conflict(
    write: Writer, item: AgendaItem, *, by: User, person: User, reason: str
) -> None:
    """A member takes no part in a point, and her score of it is gone; that she left, and why, is kept.

    Of somebody else it is noted only by who leads the meeting. A matter to decide carries it at once.
    """
    read_anew(item.meeting)
    if person.pk != by.pk and not permissions.lead_meeting(by, item.meeting):
        raise NotPossible(
            _("Du anmäler bara ditt eget jäv. Den som leder mötet antecknar andras."),
            field="person",
        )
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    if not queries.sits_in(person, item.meeting.body, timezone.localdate(write.now)):
        raise NotPossible(_("%(name)s sitter inte i gruppen.") % {"name": person}, field="person")
    if item.conflicted.filter(pk=person.pk).exists():
        raise NotPossible(_("Det är redan antecknat."), field="person")
    write.because(reason.strip())
    note(write, _points_of(item), [person])
    for record in _matter_of(item):
        said = _("Jäv i %(where)s: %(reason)s") % {
            "where": item.meeting.name,
            "reason": reason.strip(),
        }
        SORTS[item.about_noun].state_conflict(write, record, [person], said)


@action("item.conflict_lifted", allow=permissions.lift_item_conflict)
def lift_item_conflict(
    write: Writer, item: AgendaItem, *, by: User, person: User, reason: str
) -> None:
    """Jäv that was wrongly noted is taken back until the meeting is closed; both stay in the history.

    Her score stays gone: she can give it again.
    """
    read_anew(item.meeting)
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    if not item.conflicted.filter(pk=person.pk).exists():
        raise NotPossible(
            _("%(name)s är inte antecknad som jävig.") % {"name": person}, field="person"
        )
    write.because(reason.strip())
    clear(write, _points_of(item), [person])
    for record in _matter_of(item):
        SORTS[item.about_noun].lift_conflict(write, record, person, reason.strip())


def _points_of(item: AgendaItem) -> list[AgendaItem]:
    """The point, and the same matter on every other agenda that is still open; a heading is only itself."""
    if item.about_id is None:
        return [item]
    return list(queries.open_points_about(item.about_noun, item.about_id))


def _matter_of(item: AgendaItem) -> Iterable[object]:
    tool = User.objects.get(is_built_in=True)
    return records_of([(item.about_noun, item.about_id)], tool).values()


def carry(write: Writer, item: AgendaItem) -> None:
    """Jäv follows the matter onto a new point: whoever is jävig in it, and sits in the group, is so here too."""
    sort = SORTS.get(item.about_noun)
    known: list[User] = []
    if sort is None:
        known = list(item.moved_from.conflicted.all()) if item.moved_from else []
    elif sort.conflicted is None:
        known = list(queries.conflicted_before(item))
    else:
        known = [person for record in _matter_of(item) for person in sort.conflicted(record)]
    if known:
        note(write, [item], known)


def note(write: Writer, points: Iterable[AgendaItem], people: Sequence[User]) -> None:
    """These take no part in the points of the groups they sit in, and how they scored them is gone."""
    today = timezone.localdate(write.now)
    for point in points:
        body, held_on = point.meeting.body, point.meeting.held_on
        # Who sits there now, also where she has left when the meeting comes; and who sits there then.
        seats = [*queries.seats_of(body, today), *queries.seats_of(body, held_on)]
        seated = {seat.user_id for seat in seats}
        here = [person for person in people if person.pk in seated]
        if write.set_links(point, "conflicted", [*point.conflicted.all(), *here]):
            for grade in Grade.objects.present().filter(item=point, user__in=here):
                write.withdraw(grade)


def clear(write: Writer, points: Iterable[AgendaItem], people: Sequence[User]) -> None:
    """These take part in the points again."""
    gone = {person.pk for person in people}
    for point in points:
        rest = [person for person in point.conflicted.all() if person.pk not in gone]
        write.set_links(point, "conflicted", rest)
