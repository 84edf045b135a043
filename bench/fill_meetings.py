"""The groups of the measured municipality: 60 that meet every month, with what they took up and said."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bench import words
from bryggan.meetings.choices import BodyKind, SeatKind, Stance, Step
from bryggan.meetings.models import AgendaItem, Body, Grade, Meeting, Minutes, Seat
from bryggan.needs.models import Need
from bryggan.people.models import Unit
from bryggan.search.fields import sort_key

BODIES, MEETINGS, POINTS, SEATS, DAYS_BETWEEN = 60, 24, 12, 8, 28
STANCES = (*[Stance.SUPPORT] * 5, Stance.DECLINE, Stance.REFER_BACK, Stance.NOTED)


def make_meetings(place: Any) -> None:
    """The first group is the employee's own, and has one meeting ahead with all its points scored."""
    units = list(Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).order_by("pk"))
    needs = list(Need.objects.order_by("pk").values_list("pk", "name")[: BODIES * POINTS])
    for number in range(BODIES):
        body = _body(place, number, units[number % len(units)])
        seats = Seat.objects.bulk_create(_seats(place, number, body))
        meetings = Meeting.objects.bulk_create(
            [_meeting(body, place, ago) for ago in range(-1, MEETINGS - 1)]
        )
        for meeting in meetings:
            _fill(place, meeting, seats, needs)


def _body(place: Any, number: int, unit: Unit) -> Body:
    name = f"Digitaliseringsforum {number} {unit.name}"[:120]
    return Body.objects.create(
        unit=unit, name=name, kind=BodyKind.FORUM, weeks_between=4, sort_key=sort_key(name)
    )


def _seats(place: Any, number: int, body: Body) -> Iterator[Seat]:
    people = [place.people[1], *place.people[100 + number * SEATS :]][:SEATS]
    if number:
        people = place.people[100 + number * SEATS :][:SEATS]
    kinds = [SeatKind.CHAIR, SeatKind.SECRETARY, *[SeatKind.MEMBER] * SEATS]
    for person, kind in zip(people, kinds, strict=False):
        yield Seat(body=body, user=person, unit=body.unit, kind=kind)


def _meeting(body: Body, place: Any, ago: int) -> Meeting:
    day = timezone.localdate() - timedelta(days=ago * DAYS_BETWEEN)
    is_over = ago >= 0
    name = f"{body.name} {day:%Y-%m-%d}"
    return Meeting(
        body=body,
        unit=body.unit,
        name=name,
        held_on=day,
        step=Step.CLOSED if is_over else Step.SUMMONED,
        closed_on=day if is_over else None,
        grades_shown_at=timezone.now() if is_over else None,
        sort_key=sort_key(name),
    )


def _fill(place: Any, meeting: Meeting, seats: list[Seat], needs: list[tuple[int, str]]) -> None:
    """Its points, how each was scored, and the notes of one that is over."""
    chosen = place.chance.sample(needs, POINTS)
    items = AgendaItem.objects.bulk_create(
        _point(place, meeting, number, need) for number, need in enumerate(chosen, start=1)
    )
    Grade.objects.bulk_create(
        Grade(
            item=item,
            user=seat.user,
            unit=meeting.unit,
            benefit=place.chance.randint(1, 5),
            complexity=place.chance.randint(1, 5),
        )
        for item in items
        for seat in seats
    )
    if meeting.is_closed:
        Minutes.objects.create(
            meeting=meeting, unit=meeting.unit, digest="0" * 64, frozen_on=meeting.held_on
        )


def _point(place: Any, meeting: Meeting, number: int, need: tuple[int, str]) -> AgendaItem:
    pk, name = need
    return AgendaItem(
        meeting=meeting,
        unit=meeting.unit,
        place=number,
        name=name,
        about_noun="needs.need",
        about_id=pk,
        brief=place.chance.choice(words.PURPOSES),
        stance=place.chance.choice(STANCES) if meeting.is_closed else "",
        reasons="Samma sak behövs på flera håll." if meeting.is_closed else "",
    )
