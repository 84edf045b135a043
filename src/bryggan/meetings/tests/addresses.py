"""How the addresses of meetings are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast
from bryggan.meetings import conflicts
from bryggan.meetings.models import AgendaItem, Body, Meeting, Seat
from bryggan.meetings.tests.making import (
    Council,
    added,
    anew,
    close,
    complete,
    heading,
    make_council,
    planned,
    today,
)

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def council(cast: Cast) -> Council:
    """The råd: led by the strategist, the employee writes, both managers sit there."""
    body = Body.objects.filter(name="Digitaliseringsrådet").first()
    if body is None:
        return make_council(cast)
    return Council(body, cast.strategist, cast.employee, (cast.manager, cast.other_manager))


def meeting(cast: Cast) -> Meeting:
    """Today's, with one matter on its agenda and another ready."""
    led = council(cast)
    found = Meeting.objects.filter(body=led.body).open().first()
    if found is None:
        found = planned(led, today())
        added(found, led, complete(cast, "Ett ärende i rådet"))
        complete(cast, "Ett annat som är färdigt")
    return anew(found)


def closed(cast: Cast) -> Meeting:
    led = council(cast)
    found = Meeting.objects.filter(body=led.body).exclude(closed_on=None).first()
    if found is None:
        found = planned(led, today().replace(year=today().year - 1))
        heading(found, led, "Ett möte som varit")
        found = close(found, led)
    return found


def item(cast: Cast) -> AgendaItem:
    return AgendaItem.objects.filter(meeting=meeting(cast)).get()


def jav(cast: Cast) -> AgendaItem:
    """A point that the other manager takes no part in."""
    point = item(cast)
    if not point.conflicted.exists():
        led = council(cast)
        conflicts.state_item_conflict(
            point, by=led.chair, person=cast.other_manager, reason="Delägare"
        )
    return point


def seat(cast: Cast) -> Seat:
    return Seat.objects.get(body=council(cast).body, user=cast.manager)


def on(make: Callable[[Cast], Any], **sent: Any) -> Callable[[Cast], Asked]:
    return lambda cast: ((make(cast).pk,), dict(sent))


def body(cast: Cast) -> Body:
    return council(cast).body


def seated(cast: Cast) -> Asked:
    sent = {"user": cast.controller.pk, "unit": cast.education.pk, "kind": "member"}
    return (body(cast).pk,), {**sent, "starts_on": today().isoformat()}


def marked(cast: Cast) -> Asked:
    found = meeting(cast)
    other = complete(cast, "Ett tredje")
    return (found.pk,), {"arende": f"decisions.decision:{other.pk}"}


def moved(cast: Cast) -> Asked:
    return (meeting(cast).pk,), {"ned": item(cast).pk}


def graded(cast: Cast) -> Asked:
    found = item(cast)
    return (found.meeting_id,), {f"p{found.pk}-benefit": "4", f"p{found.pk}-complexity": "2"}


def written(cast: Cast) -> Asked:
    found = item(cast)
    return (found.pk,), {"version": found.version, "stance": "support", "reasons": "Bra"}


def came(cast: Cast) -> Asked:
    return (meeting(cast).pk,), {"attended": [cast.manager.pk]}


def conflicted(cast: Cast) -> Asked:
    return (item(cast).pk,), {"person": cast.manager.pk, "reason": "Bror till leverantören"}


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "plan_meeting GET": on(body),
    "plan_meeting POST": on(body, held_on="2027-06-01"),
    "take_seat GET": on(body),
    "take_seat POST": seated,
    "end_seat GET": on(seat),
    "end_seat POST": on(seat, ends_on="2027-06-01"),
    "edit_agenda GET": on(meeting),
    "add_items POST": marked,
    "add_item GET": on(meeting),
    "add_item POST": on(meeting, name="Information"),
    "order_items POST": moved,
    "change_item GET": on(item),
    "change_item POST": on(item, name="Ett annat namn"),
    "remove_item POST": on(item),
    "summon_meeting POST": on(meeting),
    "cancel_meeting GET": on(meeting),
    "cancel_meeting POST": on(meeting, reason="Flera är sjuka"),
    "grade_items GET": on(meeting),
    "grade_items POST": graded,
    "show_grades POST": on(meeting),
    "meeting_room GET": on(meeting),
    "consider_item GET": on(item),
    "consider_item POST": written,
    "state_item_conflict GET": on(item),
    "state_item_conflict POST": conflicted,
    "lift_item_conflict GET": on(jav),
    "lift_item_conflict POST": lambda cast: (
        (jav(cast).pk,),
        {"person": cast.other_manager.pk, "reason": "Fel namn"},
    ),
    "close_meeting GET": on(meeting),
    "close_meeting POST": came,
    "correct_minutes GET": on(closed),
    "correct_minutes POST": on(closed, correction="Nils var inte med."),
    "frozen_minutes GET": on(closed),
}
NO_PAGES = {"frozen_minutes"}
