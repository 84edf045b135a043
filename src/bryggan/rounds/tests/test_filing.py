"""The file way: taken out with what comes back, read in as its own person, and what is not taken is said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.history.models import Batch, Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User
from bryggan.registers.models import SourceText
from bryggan.rounds import actions, answering
from bryggan.rounds.answering import Returned
from bryggan.rounds.models import Ask, Confirmation, Round
from bryggan.rounds.tests.making import FIELDS, ask_about, make_held, make_round, sheet_of, uploaded
from bryggan.systems import actions as system_actions
from bryggan.systems.models import System

type ClientOf = Callable[[User], Client]


@pytest.fixture
def archive(cast: Cast) -> System:
    return make_held(
        cast.education,
        "Arkivet",
        values={"lifecycle": "in_use"},
        system_steward=cast.system_steward,
    )


@pytest.fixture
def round(cast: Cast, archive: System) -> Round:
    return make_round(cast.strategist)


@pytest.fixture
def client(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.system_steward)


def taken_out(client: Client, round: Round) -> tuple[Any, Any, dict[str, int], dict[str, int]]:
    """The file: its workbook, the sheet, each heading's column and each system's row."""
    answer: Any = client.get(f"/runda/{round.pk}/mina/fil.xlsx")
    assert answer.status_code == 200
    book, rows, heads = sheet_of(b"".join(answer.streaming_content))
    columns = {head: place for place, head in enumerate(heads, 1)}
    lines = {
        str(rows.cell(line, columns["Namn"]).value): line for line in range(2, rows.max_row + 1)
    }
    return book, rows, columns, lines


def sent(client: Client, round: Round, file: SimpleUploadedFile) -> Any:
    return client.post(f"/runda/{round.pk}/mina/fil/", {"file": file})


def test_the_file_holds_only_what_comes_back(client: Client, round: Round) -> None:
    _book, _rows, columns, lines = taken_out(client, round)

    assert list(columns) == [
        "Bryggans nummer",
        "Namn",
        "Ägande enhet",
        "Vad det är till för",
        "Livscykel",
        "Aktiva användare",
        "Bryggans version",
    ]
    assert set(lines) == {"Arkivet", "Skolplattformen"}


def test_what_comes_back_is_written_and_every_row_is_answered(
    cast: Cast, client: Client, round: Round, archive: System
) -> None:
    book, rows, columns, lines = taken_out(client, round)
    rows.cell(lines["Skolplattformen"], columns["Aktiva användare"]).value = 1350
    rows.cell(lines["Arkivet"], columns["Vad det är till för"]).value = "Papper i rätt ordning"

    page = sent(client, round, uploaded(book))

    assert page.status_code == 200
    assert "Filen är inläst" in page.text
    assert (page.context["report"].answered, page.context["report"].changed) == (2, 2)
    archive.refresh_from_db()
    cast.system.refresh_from_db()
    assert (cast.system.user_count, archive.description) == (1350, "Papper i rätt ordning")
    asks = Ask.objects.filter(round=round, person=cast.system_steward)
    assert {(ask.step, ask.way, ask.changed_count) for ask in asks} == {("answered", "file", 1)}
    reason = f"Uppdateringsrunda Hösten ({round.pk}), i Excel-fil"
    changed = Event.objects.filter(name="system.changed")
    assert {(one.reason, one.actor_id) for one in changed} == {(reason, cast.system_steward.pk)}
    assert "svar.xlsx" in Batch.objects.get(kind="import").reason
    confirmed = set(
        Confirmation.objects.filter(record_id=cast.system.pk).values_list("field", flat=True)
    )
    assert confirmed == set(FIELDS)
    # What stood empty and came back empty is right as it is.
    assert Confirmation.objects.filter(record_id=archive.pk, field="user_count").exists()


def test_an_untouched_file_confirms_everything_and_changes_nothing(
    cast: Cast, client: Client, round: Round
) -> None:
    book, *_rest = taken_out(client, round)

    page = sent(client, round, uploaded(book))

    assert (page.context["report"].answered, page.context["report"].changed) == (2, 0)
    assert not Event.objects.filter(name="system.changed").exists()
    assert Confirmation.objects.count() == 2 * len(FIELDS)


def test_an_emptied_cell_neither_empties_nor_confirms(
    cast: Cast, client: Client, round: Round
) -> None:
    book, rows, columns, lines = taken_out(client, round)
    rows.cell(lines["Skolplattformen"], columns["Aktiva användare"]).value = None

    sent(client, round, uploaded(book))

    assert System.objects.get(pk=cast.system.pk).user_count == 1200
    confirmed = Confirmation.objects.filter(record_id=cast.system.pk)
    assert set(confirmed.values_list("field", flat=True)) == set(FIELDS) - {"user_count"}


def test_a_cell_that_somebody_has_changed_since_is_shown_and_waits(
    cast: Cast, client: Client, round: Round
) -> None:
    book, rows, columns, lines = taken_out(client, round)
    rows.cell(lines["Skolplattformen"], columns["Aktiva användare"]).value = 1350
    system_actions.change_system(
        System.objects.select_related("unit").get(pk=cast.system.pk),
        by=cast.system_owner,
        values={"user_count": 999},
    )

    page = sent(client, round, uploaded(book))

    assert System.objects.get(pk=cast.system.pk).user_count == 999
    assert "I registret står ”999”, i filen ”1350”" in page.text
    assert ask_about(round, cast.system).step == "waiting"
    assert page.context["report"].answered == 1


def test_a_cell_that_cannot_be_read_is_said_and_waits(
    cast: Cast, client: Client, round: Round
) -> None:
    book, rows, columns, lines = taken_out(client, round)
    rows.cell(lines["Skolplattformen"], columns["Aktiva användare"]).value = "en himla massa"

    page = sent(client, round, uploaded(book))

    assert ask_about(round, cast.system).step == "waiting"
    assert "Aktiva användare" in page.text
    assert page.context["report"].problems


def test_a_row_of_somebody_else_a_new_row_and_a_strange_column_are_left(
    cast: Cast, client: Client, round: Round
) -> None:
    book, rows, columns, lines = taken_out(client, round)
    line = rows.max_row + 1
    rows.cell(line, columns["Bryggans nummer"]).value = cast.other_system.number
    rows.cell(line, columns["Vad det är till för"]).value = "Inte mitt"
    rows.cell(line + 1, columns["Namn"]).value = "Helt nytt"
    rows.cell(line + 1, columns["Vad det är till för"]).value = "Påhittat"
    rows.cell(1, len(columns) + 1).value = "Produkt"
    rows.cell(lines["Arkivet"], len(columns) + 1).value = "Smugglat"
    rows.cell(lines["Arkivet"], columns["Namn"]).value = "Döpt om"

    page = sent(client, round, uploaded(book))

    assert page.context["report"].answered == 2
    assert System.objects.get(pk=cast.other_system.pk).description == ""
    assert set(System.objects.values_list("name", flat=True)) == {
        "Arkivet",
        "Skolplattformen",
        "Omsorgsjournalen",
    }
    assert not System.objects.filter(product="Smugglat").exists()


def test_a_row_she_may_not_change_waits_and_says_why(
    cast: Cast, client: Client, round: Round
) -> None:
    book, rows, columns, lines = taken_out(client, round)
    rows.cell(lines["Skolplattformen"], columns["Aktiva användare"]).value = 1350
    theirs = {"role.system_steward": [cast.employee]}
    system_actions.change_system(
        System.objects.select_related("unit").get(pk=cast.system.pk),
        by=cast.strategist,
        values=theirs,
    )

    page = sent(client, round, uploaded(book))

    assert System.objects.get(pk=cast.system.pk).user_count == 1200
    assert "ändras av den som ansvarar" in page.text
    assert ask_about(round, cast.system).step == "waiting"


def test_what_an_earlier_file_said_of_the_record_stays(
    cast: Cast, client: Client, round: Round
) -> None:
    SourceText.objects.create(
        noun="systems.system",
        record_id=cast.system.pk,
        import_id=0,
        row=4,
        cells={"Mognad": "låg"},
        remarks=[],
    )
    book, rows, columns, lines = taken_out(client, round)
    rows.cell(lines["Skolplattformen"], columns["Aktiva användare"]).value = 1350

    sent(client, round, uploaded(book))

    assert SourceText.objects.get(record_id=cast.system.pk).cells == {"Mognad": "låg"}


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("svar.xlsx", b"PK\x03\x04 inget"),
        SimpleUploadedFile("svar.csv", b"Namn;Livscykel\nArkivet;I drift\n"),
        SimpleUploadedFile("svar.csv", b"Bryggans nummer;Livscykel\nS-9999;I drift\n"),
    ],
)
def test_a_file_that_is_not_hers_is_refused_with_a_reason(
    client: Client, round: Round, file: SimpleUploadedFile
) -> None:
    file.seek(0)
    with nothing_happens():
        page = sent(client, round, file)
    assert page.status_code == 422
    assert page.context["fault"]


def test_no_file_is_taken_when_the_round_is_closed(
    cast: Cast, client: Client, round: Round
) -> None:
    book, *_rest = taken_out(client, round)
    actions.close_round(round, by=cast.strategist)

    with nothing_happens():
        page = sent(client, round, uploaded(book))
    assert page.status_code == 403
    assert "Rundan är avslutad" in page.text


def test_return_file_answers_what_came_back(cast: Cast, round: Round) -> None:
    ask = ask_about(round, cast.system)

    answering.return_file(
        round, by=cast.system_steward, returned=[Returned(ask.pk, frozenset({"user_count"}), 0)]
    )

    ask.refresh_from_db()
    assert (ask.step, ask.way) == ("answered", "file")
    assert newest_event().name == "round.file_returned"
    assert Confirmation.objects.get().field == "user_count"


def test_return_file_is_refused_to_somebody_not_asked(cast: Cast, round: Round) -> None:
    ask = ask_about(round, cast.system)
    with nothing_happens(), pytest.raises(Refused):
        answering.return_file(
            round, by=cast.employee, returned=[Returned(ask.pk, frozenset({"user_count"}), 0)]
        )


def test_return_file_without_a_row_of_hers_is_impossible(cast: Cast, round: Round) -> None:
    theirs = ask_about(round, cast.other_system)
    with nothing_happens(), pytest.raises(NotPossible):
        answering.return_file(
            round, by=cast.system_steward, returned=[Returned(theirs.pk, frozenset(), 0)]
        )


def test_return_file_with_many_rows_asks_the_database_as_often_as_with_two(
    cast: Cast, round: Round
) -> None:
    for number in range(40):
        make_held(cast.education, f"System {number}", system_steward=cast.system_steward)
    large = make_round(cast.strategist, name="Stor")

    def questions(round: Round) -> int:
        asks = Ask.objects.filter(round=round, person=cast.system_steward)
        back = [Returned(ask.pk, frozenset(FIELDS), 1) for ask in asks]
        with CaptureQueriesContext(connection) as asked:
            answering.return_file(round, by=cast.system_steward, returned=back)
        return len(asked)

    few = questions(round)
    confirmed_anew = questions(large)
    assert Confirmation.objects.count() == 42 * len(FIELDS)
    assert Confirmation.objects.filter(version=2).count() == 2 * len(FIELDS)
    assert few <= confirmed_anew <= few + 1, "one more, for what had been confirmed before"
    assert questions(large) <= few
