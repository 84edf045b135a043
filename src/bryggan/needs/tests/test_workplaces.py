"""What a workplace does together: its meeting's needs entered, its next meeting planned and reminded of."""

from datetime import date

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person, make_unit, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs import tasks, workplaces
from bryggan.needs.models import Need, Origin, Supporter, WorkplaceMeeting
from bryggan.needs.reminders import meetings_to_hold
from bryggan.needs.tests.making import in_days, make_developer
from bryggan.needs.tests.test_voicing import told
from bryggan.needs.workplaces import Said
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

TWO = (Said("Nycklarna skrivs i en pärm", "Alla", 7), Said("Skrivaren står två trappor upp"))


def entered(
    cast: Cast, rows: tuple[Said, ...] = TWO, by: User | None = None, sent: str = "a"
) -> list[Need]:
    return workplaces.voice_for_workplace(
        cast.education, by=by or cast.manager, rows=rows, sent=sent
    )


def test_voice_for_workplace_makes_a_need_of_each_row(cast: Cast) -> None:
    developer = make_developer(cast.education)
    first, second = entered(cast)

    assert (first.origin, first.unit, first.concerns) == (Origin.APT, cast.education, "Alla")
    assert second.obstacle == "Skrivaren står två trappor upp"
    words = [(row.user, row.is_sender, row.words) for row in Supporter.objects.order_by("pk")]
    assert words == [(cast.manager, True, "7 på mötet har det."), (cast.manager, True, "")]
    assert newest_event().name == "need.voiced"
    assert told(developer) == ["need.voiced", "need.voiced"]


def test_voice_for_workplace_sent_twice_is_once(cast: Cast) -> None:
    first = entered(cast)
    with nothing_happens():
        again = entered(cast)
    assert [need.pk for need in again] == [need.pk for need in first]

    # Sent again with one row mended, only that row is new; another filling-in is another thing.
    entered(cast, (TWO[0], Said("Skrivaren står tre trappor upp")))
    assert Need.objects.count() == 3
    entered(cast, sent="b")
    assert Need.objects.count() == 5


def test_voice_for_workplace_is_refused_to_who_does_not_lead_it(cast: Cast) -> None:
    for person in (cast.employee, cast.other_manager, cast.strategist, cast.outsider):
        with nothing_happens(), pytest.raises(Refused) as refusal:
            entered(cast, by=person)
        assert refusal.value.reason.startswith("Behov från en APT lämnas av")


@pytest.mark.parametrize(
    "rows",
    [(), (TWO[0], Said("Bo 19121212-1212 får vänta")), (TWO[0], Said(" ")), (Said("x" * 10_001),)],
)
def test_voice_for_workplace_is_impossible_with_a_row_that_cannot_be_kept(
    cast: Cast, rows: tuple[Said, ...]
) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        entered(cast, rows)


def test_plan_workplace_meeting_keeps_one_next_meeting(cast: Cast) -> None:
    workplaces.plan_workplace_meeting(cast.education, by=cast.manager, held_on=in_days(20))
    workplaces.plan_workplace_meeting(cast.education, by=cast.manager, held_on=in_days(27))

    [meeting] = WorkplaceMeeting.objects.all()
    assert (meeting.held_on, meeting.manager) == (in_days(27), cast.manager)
    assert newest_event().name == "need.meeting_planned"


def test_plan_workplace_meeting_by_who_prepares_is_the_managers(cast: Cast) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    principal = make_person("Petra Rektor", school, [(Role.MANAGER, school)])
    by = make_developer(cast.education)
    workplaces.plan_workplace_meeting(school, by=by, held_on=in_days(2))

    assert WorkplaceMeeting.objects.get().manager == principal


def test_plan_workplace_meeting_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        workplaces.plan_workplace_meeting(cast.education, by=cast.employee, held_on=in_days(2))


def test_plan_workplace_meeting_on_a_day_that_has_been_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        workplaces.plan_workplace_meeting(cast.education, by=cast.manager, held_on=in_days(-1))
    assert refusal.value.field == "held_on"


def planned(cast: Cast, held_on: date) -> WorkplaceMeeting:
    return workplaces.plan_workplace_meeting(cast.education, by=cast.manager, held_on=held_on)


def test_remind_of_workplace_meeting_tells_the_manager_once(cast: Cast) -> None:
    meeting = planned(cast, in_days(3))
    assert tasks.meetings_near() == 1
    assert tasks.meetings_near() == 0
    assert told(cast.manager) == ["need.meeting_near"]
    [waiting] = meetings_to_hold(cast.manager)
    assert (waiting.due_on, waiting.url) == (in_days(3), f"/behov/apt/{cast.education.pk}/")
    assert meetings_to_hold(cast.employee) == []

    planned(cast, in_days(2))
    assert workplaces.remind_of_workplace_meeting(meeting.__class__.objects.get(), by=tool()) == 1


def test_remind_of_workplace_meeting_waits_until_it_is_near(cast: Cast) -> None:
    planned(cast, in_days(4))
    with nothing_happens():
        assert tasks.meetings_near() == 0
    assert meetings_to_hold(cast.manager) == []


def test_remind_of_workplace_meeting_is_refused_to_people(cast: Cast) -> None:
    meeting = planned(cast, in_days(1))
    with nothing_happens(), pytest.raises(Refused):
        workplaces.remind_of_workplace_meeting(meeting, by=cast.manager)


def test_remind_of_workplace_meeting_that_has_been_is_impossible(cast: Cast) -> None:
    meeting = planned(cast, in_days(1))
    WorkplaceMeeting.objects.update(held_on=in_days(-1))
    meeting.refresh_from_db()
    with nothing_happens(), pytest.raises(NotPossible):
        workplaces.remind_of_workplace_meeting(meeting, by=tool())
