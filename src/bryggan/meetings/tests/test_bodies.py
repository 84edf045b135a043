"""A group set up, given members, done away with: what happens, what is refused, what is impossible."""

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.meetings import actions, bodies, queries
from bryggan.meetings.choices import DECIDING, BodyKind
from bryggan.meetings.models import Body, Seat
from bryggan.meetings.tests.making import make_body, make_council, planned, today
from bryggan.notices.models import Notice


def test_create_body_that_prepares(cast: Cast) -> None:
    body = bodies.create_body(
        cast.education, by=cast.manager, values={"name": "Forumet", "kind": BodyKind.FORUM}
    )

    assert (body.unit, body.decides) == (cast.education, False)
    assert newest_event().name == "body.created"


@pytest.mark.parametrize("kind", BodyKind.values)
def test_only_what_the_law_lets_decide_as_a_body_decides(kind: str) -> None:
    assert Body(kind=kind).decides == (kind in {"board", "committee", "presidium", "assembly"})
    assert (kind in DECIDING) == Body(kind=kind).decides


def test_create_body_is_refused_to_who_leads_nothing(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        bodies.create_body(
            cast.education, by=cast.employee, values={"name": "Forumet", "kind": BodyKind.FORUM}
        )
    assert "chefen för Utbildningsförvaltningen" in refusal.value.reason


def test_create_body_twice_with_the_same_name_is_impossible(cast: Cast) -> None:
    make_body(cast)
    with pytest.raises(Exception, match="meetings_body_once_per_unit|UNIQUE"):
        make_body(cast)


def test_change_body_by_who_leads_it(cast: Cast) -> None:
    council = make_council(cast)
    bodies.change_body(council.body, by=council.secretary, values={"purpose": "Bereder"})

    assert Body.objects.get().purpose == "Bereder"
    assert newest_event().name == "body.changed"


def test_change_body_is_refused_to_a_member(cast: Cast) -> None:
    council = make_council(cast)
    with nothing_happens(), pytest.raises(Refused):
        bodies.change_body(council.body, by=cast.other_manager, values={"purpose": "Annat"})


def test_change_body_to_another_part_of_the_organisation_is_for_who_leads_there(
    cast: Cast,
) -> None:
    council = make_council(cast)
    with nothing_happens(), pytest.raises(Refused):
        bodies.change_body(council.body, by=council.secretary, values={"unit": cast.care})


def test_change_body_to_another_legal_kind_is_impossible_once_it_has_met(cast: Cast) -> None:
    council = make_council(cast)
    planned(council)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        bodies.change_body(council.body, by=tool(), values={"kind": BodyKind.BOARD})
    assert refusal.value.field == "kind"


def test_withdraw_body_that_meets_no_more(cast: Cast) -> None:
    council = make_council(cast)
    bodies.withdraw_body(council.body, by=cast.strategist, reason="Uppgick i rådet")

    assert not Body.objects.present().exists()
    assert newest_event().reason == "Uppgick i rådet"


def test_withdraw_body_is_refused_to_who_writes_for_it(cast: Cast) -> None:
    council = make_council(cast)
    with nothing_happens(), pytest.raises(Refused):
        bodies.withdraw_body(council.body, by=council.secretary, reason="Nej")


def test_withdraw_body_with_a_meeting_ahead_is_impossible(cast: Cast) -> None:
    council = make_council(cast)
    planned(council)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        bodies.withdraw_body(council.body, by=cast.strategist, reason="Slut")
    assert "Ställ in dem först" in refusal.value.reason


def test_take_seat_and_be_told(cast: Cast) -> None:
    body = make_body(cast)
    bodies.take_seat(body, by=cast.strategist, user=cast.manager, unit=cast.education)

    assert queries.sits_in(cast.manager, body, today())
    assert Notice.objects.get(user=cast.manager).kind == "body.seated"
    assert newest_event().name == "body.seated"


def test_take_seat_is_refused_to_others(cast: Cast) -> None:
    body = make_body(cast)
    with nothing_happens(), pytest.raises(Refused):
        bodies.take_seat(body, by=cast.employee, user=cast.employee, unit=cast.education)


def test_take_seat_twice_is_impossible(cast: Cast) -> None:
    council = make_council(cast)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        bodies.take_seat(council.body, by=tool(), user=cast.manager, unit=cast.education)
    assert refusal.value.reason == "Magnus Mård sitter redan i gruppen."


def test_end_seat_on_a_day(cast: Cast) -> None:
    council = make_council(cast)
    seat = Seat.objects.get(user=cast.manager)
    bodies.end_seat(seat, by=council.chair, ends_on=today())

    assert Seat.objects.get(pk=seat.pk).ends_on == today()
    assert newest_event().name == "seat.left"


def test_end_seat_is_refused_to_the_member_herself(cast: Cast) -> None:
    make_council(cast)
    with nothing_happens(), pytest.raises(Refused):
        bodies.end_seat(
            Seat.objects.get(user=cast.other_manager), by=cast.other_manager, ends_on=today()
        )


def test_end_seat_before_it_began_is_impossible(cast: Cast) -> None:
    council = make_council(cast)
    day = today().replace(year=today().year - 1)
    with nothing_happens(), pytest.raises(NotPossible):
        bodies.end_seat(Seat.objects.get(user=cast.manager), by=council.chair, ends_on=day)


def test_a_board_does_not_meet_here(cast: Cast) -> None:
    """Its protokoll is its own: the tool makes the tjänsteskrivelse and takes the decision back."""
    board = make_body(cast, "Utbildningsnämnden", kind=BodyKind.BOARD)
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.plan_meeting(board, by=tool(), values={"held_on": today()})
    assert "på annat håll" in refusal.value.reason
