"""A masked value is nowhere: not in the database, not in search, not in files. That it was masked is told."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from bryggan.history.models import Change, Clearance, Event
from bryggan.kit.action import ACTIONS, NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_system, tool
from bryggan.people import actions as people_actions
from bryggan.people import masking
from bryggan.people.models import User
from bryggan.search import queries as search
from bryggan.search.fields import folded, sort_key

VALUE = 'Åsa "Lill" Örn'
TEXTS = (VALUE,)
REASON = "Personuppgift som inte skulle ha skrivits"
DECISION = "KS 2026/417"
CHANGE_SYSTEM = "system.changed"


def mask(cast: Cast, *texts: str) -> dict[str, int]:
    return masking.mask_value(
        by=cast.administrator, texts=texts or TEXTS, reason=REASON, decision=DECISION
    )


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if name]


def cells() -> Iterator[tuple[str, str]]:
    """Every cell of every table in the database as text, also of tables that no model knows."""
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for cell in row:
                    text = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
                    yield table, text
        if connection.vendor == "sqlite":
            cursor.execute("SELECT text FROM search_text")
            yield from (("search_text", text) for (text,) in cursor.fetchall())


def where_it_lies(value: str = VALUE) -> set[str]:
    """The tables that hold the value in any form it is stored in."""
    forms = {value, json.dumps(value)[1:-1], folded(value), sort_key(value)}
    forms |= {json.dumps(value, ensure_ascii=False)[1:-1], value.upper()}
    return {table for table, text in cells() if any(form in text for form in forms)}


@pytest.fixture
def spread(cast: Cast) -> Cast:
    """The value in a record's columns, beside it, in its history, in search, in reasons and sessions."""
    ACTIONS[CHANGE_SYSTEM](
        cast.system,
        by=cast.manager,
        values={
            "name": f"Register för {VALUE}",
            "description": f"Ring {VALUE.upper()} vid fel",
            "aliases": [VALUE],
            "own.kontakt": VALUE,
            "vulnerability.continuity": f"{VALUE} har nyckeln",
        },
    )
    ACTIONS[CHANGE_SYSTEM](cast.system, by=cast.manager, values={"description": "Ring växeln"})
    ACTIONS["system.withdrawn"](cast.other_system, by=tool(), reason=f"{VALUE} har bett om det")
    people_actions.create_unit(cast.care, by=tool(), name=VALUE, kind="workplace", short="")
    people_actions.create_unit(cast.education, by=tool(), name=VALUE, kind="workplace", short="")
    return cast


@pytest.fixture
def stored() -> Iterator[Path]:
    folder = Path(settings.BRYGGAN_VAR) / "files" / "masking"
    folder.mkdir(parents=True)
    yield folder
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def test_mask_value_takes_the_value_away_everywhere(spread: Cast) -> None:
    lay = {"systems_system", "systems_vulnerability", "history_change", "history_event"}
    assert where_it_lies() >= lay | {"search_searchrow", "people_unit"}
    mask(spread)
    assert where_it_lies() == set()
    assert masking.places(TEXTS) == {}


def test_mask_value_puts_words_where_the_value_was(spread: Cast) -> None:
    mask(spread)
    spread.system.refresh_from_db()
    assert spread.system.name.startswith("Register för uppgift borttagen")
    assert spread.system.own_fields == {"kontakt": "uppgift borttagen"}
    told = Change.objects.filter(noun="systems.system", record_id=spread.system.pk)
    assert any(
        change.after.get("description") == "Ring uppgift borttagen vid fel" for change in told
    )
    [hit] = search.candidates("Register för uppgift", nouns=["systems.system"])
    assert hit.record_id == spread.system.pk


def test_mask_value_is_told_without_the_value(spread: Cast) -> None:
    events = Event.objects.count()
    counts = mask(spread)
    assert Event.objects.count() == events + 1
    told = Event.objects.get(name="value.masked")
    assert told.actor_id == spread.administrator.pk
    assert told.reason == f"{DECISION}: {REASON}"
    kept = Clearance.objects.get()
    assert not kept.is_open
    assert kept.touched == counts
    assert counts["systems.system"] == 1


def test_mask_value_leaves_nothing_open_when_it_fails(
    spread: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_more: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_text", full)
    folder = Path(settings.BRYGGAN_VAR) / "files"
    folder.mkdir(exist_ok=True)
    file = folder / "brev.txt"
    file.write_bytes(VALUE.encode())
    before = where_it_lies()
    with pytest.raises(OSError, match="disk full"):
        mask(spread)
    file.unlink()
    assert where_it_lies() == before
    assert not Clearance.objects.exists()


def test_mask_value_makes_open_forms_stale(spread: Cast) -> None:
    """A form that was open would write the value back: its version no longer holds."""
    shown = spread.system.version
    mask(spread)
    spread.system.refresh_from_db()
    assert spread.system.version > shown


def test_mask_value_empties_stored_files(spread: Cast, stored: Path) -> None:
    (stored / "plain.csv").write_text(f"namn;telefon\r\n{VALUE};08", encoding="cp1252")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", "<t>Åsa &quot;Lill&quot; Örn</t>")
    (stored / "book.xlsx").write_bytes(packed.getvalue())
    (stored / "other.csv").write_text("namn\r\nBo Ek", encoding="utf-8")
    assert masking.places(TEXTS)["Lagrade filer, som töms"] == 2
    mask(spread)
    said = {file.name: file.read_text(encoding="utf-8") for file in stored.iterdir()}
    assert said == {
        "plain.csv": "uppgift borttagen",
        "book.xlsx": "uppgift borttagen",
        "other.csv": "namn\nBo Ek",
    }


def test_mask_value_of_a_persons_name_keeps_the_person(cast: Cast) -> None:
    mask(cast, cast.employee.name)
    person = User.objects.get(pk=cast.employee.pk)
    assert person.name == f"uppgift borttagen {person.pk}"
    assert person.check_password("") is False
    assert where_it_lies(cast.employee.name) == set()


@pytest.mark.parametrize("who", ["employee", "manager", "strategist", "auditor", "outsider"])
def test_mask_value_is_refused_all_but_the_administrator(spread: Cast, who: str) -> None:
    before = list(cells())
    with pytest.raises(Refused, match="Bara en administratör"):
        masking.mask_value(by=getattr(spread, who), texts=TEXTS, reason=REASON, decision=DECISION)
    assert list(cells()) == before


@pytest.mark.parametrize(
    ("texts", "reason", "said"),
    [
        (("åö",), REASON, "minst 3 tecken"),
        (TEXTS, f"Hon heter {VALUE}", "får uppgiften inte stå"),
        (("borttagen",), REASON, "De orden används"),
        ((), REASON, "ingenting att maskera"),
    ],
)
def test_mask_value_is_impossible(
    spread: Cast, texts: tuple[str, ...], reason: str, said: str
) -> None:
    before = list(cells())
    with pytest.raises(NotPossible, match=said):
        masking.mask_value(by=spread.administrator, texts=texts, reason=reason, decision=DECISION)
    assert list(cells()) == before


def test_a_field_of_a_record_means_what_stands_and_has_stood_there(spread: Cast) -> None:
    texts = masking.texts_meant("", spread.system.number.lower(), "Vad det är till för")
    assert set(texts) == {
        "Ring växeln",
        f"Ring {VALUE.upper()} vid fel",
        "Ett ställe för läxor, frånvaro och betyg",
    }
    beside = masking.texts_meant("", spread.system.number, "Vid avbrott")
    assert beside == (f"{VALUE} har nyckeln",)


@pytest.mark.parametrize(
    ("number", "label"), [("S-999999", "Namn"), ("Z-0001", "Namn"), ("nonsens", "Namn")]
)
def test_a_record_that_is_not_there_cannot_be_meant(cast: Cast, number: str, label: str) -> None:
    with pytest.raises(NotPossible, match="ingen post"):
        masking.texts_meant("", number, label)


def test_a_field_that_is_not_there_cannot_be_meant(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="inget fält"):
        masking.texts_meant("", cast.system.number, "Skostorlek")


def test_the_page_shows_first_and_masks_when_asked_again(
    spread: Cast, client_of: Callable[[User], Client]
) -> None:
    client = client_of(spread.administrator)
    assert client.get("/maskera/").status_code == 200
    asked = {"value": VALUE, "reason": REASON, "decision": DECISION}
    shown = client.post("/maskera/", asked)
    assert shown.status_code == 200
    assert "Historikens värden" in shown.text
    assert where_it_lies() != set()
    done = client.post("/maskera/", {**asked, "is_sure": "True"})
    assert done.status_code == 302
    assert where_it_lies() == set()
    page = client.get("/maskera/").text
    assert "Uppgiften är borttagen överallt." in page
    assert VALUE not in page


def test_the_page_says_what_is_missing(cast: Cast, client_of: Callable[[User], Client]) -> None:
    client = client_of(cast.administrator)
    empty = client.post("/maskera/", {"reason": REASON, "decision": DECISION})
    assert empty.status_code == 422
    assert "Skriv uppgiften, eller postens nummer" in empty.text
    short = client.post("/maskera/", {"value": "åö", "reason": REASON, "decision": DECISION})
    assert short.status_code == 422
    assert "minst 3 tecken" in short.text


def test_the_page_is_the_administrators_alone(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    refused = client_of(cast.strategist).get("/maskera/")
    assert refused.status_code == 403
    assert "Bara en administratör" in refused.text


def test_mask_value_leaves_no_trace_on_disk(live_history: None) -> None:
    """When the transaction is done the database writes over what it no longer holds."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.execute("PRAGMA secure_delete = OFF")
    system = make_system()
    letter = "Lill Örn ringde igen. " * 2_000
    ACTIONS["system.withdrawn"](system, by=tool(), reason=letter)
    masking.mask_value(by=tool(), texts=(letter,), reason=REASON, decision=DECISION)
    assert Event.objects.get(name="system.withdrawn").reason == "uppgift borttagen"
    if connection.vendor == "sqlite":
        pages = connection.connection.serialize()
        assert b"uppgift borttagen" in pages
        assert b"Lill" not in pages
