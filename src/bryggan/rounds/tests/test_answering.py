"""What the people asked do: the answer, the change, the refusal, and that it is somebody else."""

from typing import Any

import pytest

from bryggan.history.models import Event
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import Cast, make_person, make_system
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.notices.models import Notice
from bryggan.rounds import actions, answering, beside
from bryggan.rounds.models import AnswerLink, Ask, Confirmation, Round, Way
from bryggan.rounds.tests.making import FIELDS, ask_about, make_round
from bryggan.systems import actions as system_actions
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister


@pytest.fixture
def round(cast: Cast) -> Round:
    return make_round(cast.strategist)


def shown(system: System) -> System:
    """The record as it stands on the page."""
    return System.objects.select_related("unit").get(pk=system.pk)


def notes(system: System, cast: Cast) -> dict[str, str]:
    client_row = SystemRegister.rows(cast.strategist).filter(pk=system.pk)
    columns: dict[str, Any] = {}
    for key in FIELDS:
        columns.update(SystemRegister.field(key).columns(cast.strategist))
    row = client_row.values("pk", **columns).get()
    return {
        key: str(said)
        for key, said in beside.confirmed(SystemRegister, system, row, cast.strategist).items()
    }


def test_answer_ask_confirms_every_field_as_it_stands(cast: Cast, round: Round) -> None:
    ask, person = ask_about(round, cast.system), cast.system_steward

    changed = answering.answer_ask(ask, by=person, record=shown(cast.system), way=Way.PAGE)

    ask.refresh_from_db()
    assert (changed, ask.step, ask.answered_by, ask.way) == (0, "answered", person, "page")
    confirmed = Confirmation.objects.filter(record_id=cast.system.pk)
    assert {(one.field, one.by, one.way) for one in confirmed} == {
        (key, person, "page") for key in FIELDS
    }
    event = newest_event()
    assert (event.name, event.actor_id) == ("ask.answered", person.pk)
    assert event.reason == f"Uppdateringsrunda Hösten ({round.pk}), på sidan"
    assert not Event.objects.filter(name="system.changed").exists()


@pytest.mark.parametrize(
    ("way", "words"), [(Way.PAGE, "på sidan"), (Way.LINK, "via länken i brevet")]
)
def test_answer_ask_changes_through_the_registers_own_action_and_says_why(
    cast: Cast, round: Round, way: Way, words: str
) -> None:
    ask = ask_about(round, cast.system)
    values = {"description": "Läxor", "lifecycle": "in_use", "user_count": 1300}

    changed = answering.answer_ask(
        ask, by=cast.system_steward, record=shown(cast.system), way=way, values=values
    )

    assert changed == 2
    event = Event.objects.get(name="system.changed")
    assert event.reason == f"Uppdateringsrunda Hösten ({round.pk}), {words}"
    assert event.changes.get().after == {"description": "Läxor", "user_count": 1300}
    ask.refresh_from_db()
    assert (ask.step, ask.changed_count) == ("answered", 2)


def test_answer_ask_by_a_deputy_on_the_same_role(cast: Cast) -> None:
    deputy = make_person("Dan Duva", cast.education)
    hers = {"role.system_steward": [cast.system_steward, deputy]}
    system_actions.change_system(shown(cast.system), by=cast.strategist, values=hers)
    ask = ask_about(make_round(cast.strategist), cast.system)

    answering.answer_ask(ask, by=deputy, record=shown(cast.system), way=Way.PAGE)

    ask.refresh_from_db()
    assert (ask.person, ask.answered_by) == (cast.system_steward, deputy)


@pytest.mark.parametrize("who", ["system_owner", "employee", "strategist"])
def test_answer_ask_is_refused_to_others_than_those_asked(
    cast: Cast, round: Round, who: str
) -> None:
    with nothing_happens(), pytest.raises(Refused):
        answering.answer_ask(
            ask_about(round, cast.system),
            by=getattr(cast, who),
            record=shown(cast.system),
            way=Way.PAGE,
        )


def test_answer_ask_is_refused_when_the_round_is_closed(cast: Cast, round: Round) -> None:
    actions.close_round(round, by=cast.strategist)

    with nothing_happens(), pytest.raises(Refused) as refusal:
        answering.answer_ask(
            ask_about(round, cast.system),
            by=cast.system_steward,
            record=shown(cast.system),
            way=Way.PAGE,
        )
    assert "avslutad" in refusal.value.reason


def test_answer_ask_with_a_change_she_may_not_make_leaves_the_question_waiting(
    cast: Cast, round: Round
) -> None:
    """She is asked, but has left the role since: she may say that it is right, not change it."""
    theirs = {"role.system_steward": [cast.employee]}
    system_actions.change_system(shown(cast.system), by=cast.strategist, values=theirs)
    ask, person = ask_about(round, cast.system), cast.system_steward

    with nothing_happens(), pytest.raises(Refused) as refusal:
        answering.answer_ask(
            ask, by=person, record=shown(cast.system), way=Way.PAGE, values={"user_count": 7}
        )
    assert refusal.value.reason.startswith("Skolplattformen ändras av")
    ask.refresh_from_db()
    assert ask.step == "waiting"

    answering.answer_ask(ask, by=person, record=shown(cast.system), way=Way.PAGE)
    ask.refresh_from_db()
    assert ask.step == "answered"


def test_answer_ask_about_what_somebody_has_changed_since_is_impossible(
    cast: Cast, round: Round
) -> None:
    seen = shown(cast.system)
    system_actions.change_system(
        shown(cast.system), by=cast.system_owner, values={"user_count": 900}
    )
    ask = ask_about(round, cast.system)

    for values in (None, {"user_count": 1300}):
        with nothing_happens(), pytest.raises(Stale) as clash:
            answering.answer_ask(
                ask, by=cast.system_steward, record=seen, way=Way.PAGE, values=values
            )
        assert clash.value.record.user_count == 900  # type: ignore[attr-defined]


def test_answer_ask_about_another_record_is_impossible(cast: Cast, round: Round) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        answering.answer_ask(
            ask_about(round, cast.system),
            by=cast.system_steward,
            record=shown(cast.other_system),
            way=Way.PAGE,
            values={"user_count": 1},
        )


def test_a_confirmation_holds_while_what_was_confirmed_still_stands(
    cast: Cast, round: Round, clock: Any
) -> None:
    answering.answer_ask(
        ask_about(round, cast.system),
        by=cast.system_steward,
        record=shown(cast.system),
        way=Way.PAGE,
    )
    assert set(notes(cast.system, cast).values()) == {"bekräftad 22\xa0nov av Stina Säv"}

    clock.move_to("2026-12-01 09:00:00")
    system_actions.change_system(shown(cast.system), by=cast.system_owner, values={"user_count": 9})
    said = notes(cast.system, cast)
    assert said["user_count"] == "ändrad sedan Stina Säv bekräftade den 22\xa0nov"
    assert said["lifecycle"] == "bekräftad 22\xa0nov av Stina Säv"

    again = ask_about(make_round(cast.strategist, name="Ny"), cast.system)
    answering.answer_ask(again, by=cast.system_steward, record=shown(cast.system), way=Way.LINK)
    assert set(notes(cast.system, cast).values()) == {"bekräftad 1\xa0dec av Stina Säv"}
    assert Confirmation.objects.filter(record_id=cast.system.pk).count() == len(FIELDS)


def test_decline_ask_says_who_it_is_and_tells_the_asker(cast: Cast, round: Round) -> None:
    ask = ask_about(round, cast.system)

    answering.decline_ask(ask, by=cast.system_steward, suggested=cast.employee, note="Bytt jobb")

    ask.refresh_from_db()
    assert (ask.step, ask.suggested, ask.note) == ("declined", cast.employee, "Bytt jobb")
    assert Notice.objects.get(kind="ask.declined").user == cast.strategist
    assert newest_event().name == "ask.declined"


def test_decline_ask_is_refused_to_a_deputy(cast: Cast) -> None:
    deputy = make_person("Dan Duva", cast.education)
    hers = {"role.system_steward": [cast.system_steward, deputy]}
    system_actions.change_system(shown(cast.system), by=cast.strategist, values=hers)
    ask = ask_about(make_round(cast.strategist), cast.system)

    with nothing_happens(), pytest.raises(Refused) as refusal:
        answering.decline_ask(ask, by=deputy, note="Inte jag")
    assert "ersättare" in refusal.value.reason


@pytest.mark.parametrize(("own", "note"), [(False, "  "), (True, "jag")])
def test_decline_ask_without_a_word_or_with_oneself_is_impossible(
    cast: Cast, round: Round, own: bool, note: str
) -> None:
    suggested = cast.system_steward if own else None
    with nothing_happens(), pytest.raises(NotPossible):
        answering.decline_ask(
            ask_about(round, cast.system), by=cast.system_steward, suggested=suggested, note=note
        )


def test_pass_ask_asks_somebody_else_with_a_link_of_her_own(cast: Cast, round: Round) -> None:
    ask = ask_about(round, cast.system)
    answering.decline_ask(ask, by=cast.system_steward, suggested=cast.employee)

    answering.pass_ask(ask, by=cast.strategist, person=cast.employee)

    ask.refresh_from_db()
    assert (ask.person, ask.step, ask.suggested) == (cast.employee, "waiting", None)
    assert AnswerLink.objects.filter(round=round, person=cast.employee).exists()
    assert Notice.objects.filter(kind="round.started", user=cast.employee).exists()
    assert newest_event().name == "ask.passed"


def test_pass_ask_is_refused_to_whoever_is_asked(cast: Cast, round: Round) -> None:
    with nothing_happens(), pytest.raises(Refused):
        answering.pass_ask(
            ask_about(round, cast.system), by=cast.system_steward, person=cast.employee
        )


def test_pass_ask_to_somebody_who_does_not_see_the_record_is_impossible(
    cast: Cast, round: Round
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        answering.pass_ask(ask_about(round, cast.system), by=cast.strategist, person=cast.outsider)
    assert cast.outsider.name in refusal.value.reason


def test_the_register_can_be_sorted_out_by_the_oldest_confirmation(
    cast: Cast, round: Round, client_of: Any
) -> None:
    make_system(cast.education, name="Obekräftat")
    answering.answer_ask(
        ask_about(round, cast.system),
        by=cast.system_steward,
        record=shown(cast.system),
        way=Way.PAGE,
    )
    client = client_of(cast.strategist)

    never = client.get("/system/?f.confirmed_on=-").text
    assert "Obekräftat" in never
    assert "Skolplattformen" not in never
    since = client.get("/system/?f.confirmed_on.from=2020-01-01&col=name&col=confirmed_on").text
    assert "Skolplattformen" in since
    assert "Obekräftat" not in since


def test_an_answer_given_again_adds_up_what_it_changed(cast: Cast, round: Round) -> None:
    for count in (5, 6):
        answering.answer_ask(
            ask_about(round, cast.system),
            by=cast.system_steward,
            record=shown(cast.system),
            way=Way.PAGE,
            values={"user_count": count},
        )
    assert Ask.objects.get(record_id=cast.system.pk).changed_count == 2
