"""Another municipality's list: read safely, turned into suggestions, never into approvals."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bryggan.approvals import neighbours, suggesting
from bryggan.approvals.models import App, Outcome, Suggestion
from bryggan.approvals.tests.making import approved, ask_for, make_app, refused
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User
from bryggan.registers.reading import FileRefused

type ClientOf = Callable[[User], Client]

PLAIN = "Namn;Bedömning;Kommentar;Datum\nKahoot!;OK;;2026-03-01\nPadlet;Gul;Stängda väggar;\nTok;Nej;Reklam;\n"


def row(name: str, outcome: str = Outcome.APPROVED, **differences: Any) -> dict[str, Any]:
    return {"name": name, "outcome": outcome, "outcome_word": "Godkänd", **differences}


def whole(**differences: Any) -> bytes:
    told = {
        "format": "gron-lista",
        "schema_version": 1,
        "municipality": "Granviks kommun",
        "apps": [{"name": "Kahoot!", "outcome": "approved"}],
    }
    return json.dumps({**told, **differences}).encode()


# What happens


def test_read_suggestions_enters_what_another_municipality_says(cast: Cast) -> None:
    rows = [row("Kahoot!"), row("Padlet", conditions="Stängda väggar")]
    told = suggesting.read_suggestions("Granviks kommun", by=cast.strategist, rows=rows)

    assert told == suggesting.Told(new=2)
    kept = Suggestion.objects.order_by("sort_key").values_list("name", "source", "conditions")
    assert list(kept) == [
        ("Kahoot!", "Granviks kommun", ""),
        ("Padlet", "Granviks kommun", "Stängda väggar"),
    ]
    assert newest_event().name == "suggestions.read"
    assert not App.objects.exists()


def test_read_suggestions_twice_changes_nothing(cast: Cast) -> None:
    rows = neighbours.read(PLAIN.encode(), name="lista.csv").rows
    suggesting.read_suggestions("Granviks kommun", by=cast.strategist, rows=rows)

    with nothing_happens():
        told = suggesting.read_suggestions(" granviks  KOMMUN", by=cast.manager, rows=rows)
    assert told == suggesting.Told(same=3)


def test_read_suggestions_anew_replaces_those_of_the_same_municipality_alone(cast: Cast) -> None:
    suggesting.read_suggestions("Granvik", by=cast.strategist, rows=[row("Kahoot!"), row("Flip")])
    suggesting.read_suggestions("Näs", by=cast.strategist, rows=[row("Flip")])
    changed = [row("Kahoot!", Outcome.REFUSED), row("Padlet")]
    told = suggesting.read_suggestions("Granvik", by=cast.strategist, rows=changed)

    assert told == suggesting.Told(new=1, changed=1, gone=1)
    kept = Suggestion.objects.present().order_by("source", "sort_key")
    assert [(one.source, one.name, one.outcome) for one in kept] == [
        ("Granvik", "Kahoot!", Outcome.REFUSED),
        ("Granvik", "Padlet", Outcome.APPROVED),
        ("Näs", "Flip", Outcome.APPROVED),
    ]


@pytest.mark.parametrize("who", ["employee", "controller", "auditor", "outsider"])
def test_read_suggestions_is_refused_to_those_who_read_in_no_files(cast: Cast, who: str) -> None:
    with nothing_happens(), pytest.raises(Refused):
        suggesting.read_suggestions("Granvik", by=getattr(cast, who), rows=[row("Kahoot!")])


def test_read_suggestions_without_a_source_or_of_ones_own_list_is_impossible(cast: Cast) -> None:
    for source in (" ", cast.group.name.upper(), cast.municipality.name):
        with nothing_happens(), pytest.raises(NotPossible) as refusal:
            suggesting.read_suggestions(source, by=cast.strategist, rows=[row("Kahoot!")])
        assert refusal.value.field == "source"


# What is read


def test_a_plain_table_is_understood_by_its_headings_and_words() -> None:
    found = neighbours.read(PLAIN.encode("cp1252"), name="lista.csv")

    assert [(one["name"], one["outcome"], one["conditions"]) for one in found.rows] == [
        ("Kahoot!", Outcome.APPROVED, ""),
        ("Padlet", Outcome.APPROVED_WITH_CONDITIONS, "Stängda väggar"),
        ("Tok", Outcome.REFUSED, "Reklam"),
    ]
    assert found.rows[0]["decided_on"] == date(2026, 3, 1)
    assert found.remarks == ()


def test_what_is_not_understood_is_said_and_kept_in_their_words() -> None:
    content = "App,Besked\nKahoot!,Kanske\n,Godkänd\nKAHOOT!,Nekad\n".encode()
    found = neighbours.read(content, name="lista.csv")

    assert [(one["outcome"], one["outcome_word"]) for one in found.rows] == [("", "Kanske")]
    assert len(found.remarks) == 3
    assert "”Kanske” känns inte igen" in found.remarks[0]


def test_our_own_files_are_read_back_to_the_same(cast: Cast) -> None:
    approved(make_app(cast.education, "=Räkna", link="https://r.example"), cast.strategist)
    refused(make_app(cast.education, "Reklamleken"), cast.manager)
    by_form = {
        form: neighbours.read(Client().get(f"/grona-listan/fil.{form}").content, name="lista").rows
        for form in ("json", "csv")
    }
    names = [(one["name"], one["outcome"], one["link"]) for one in by_form["json"]]
    assert names == [
        ("=Räkna", Outcome.APPROVED_WITH_CONDITIONS, "https://r.example"),
        ("Reklamleken", Outcome.REFUSED, ""),
    ]
    for as_json, as_csv in zip(by_form["json"], by_form["csv"], strict=True):
        assert {**as_json, "outcome_word": ""} == {**as_csv, "outcome_word": ""}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "är tom"),
        (b"{", "JSON men går inte"),
        (b"[" * 100_000, "JSON men går inte"),
        (b'{"apps": []}', "ingen grön lista"),
        (b"[1, 2]", "ingen grön lista"),
        (whole(schema_version=2), "version 2 av formatet"),
        (whole(schema_version=None), "version"),
        (whole(apps={"name": "x"}), "ska vara en lista"),
        (whole(apps=[1]), "ska vara en lista"),
        (whole(apps=[]), "inga appar"),
        (whole(apps=[{"name": ["x"]}]), "inga appar"),
        (whole(apps=[{"name": str(n)} for n in range(2_001)]), "fler än 2000"),
        (b"App;Villkor\nKahoot!;Inga\n", "saknar kolumnen Besked"),
        (b"Hej\nhopp\n", "saknar kolumnen App och Besked"),
        (b"App;Besked\n" + b"x" * (2 * 1024 * 1024), "större än 2 MB"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04skrot", "trasig"),
        (b"\x00\x01\x02\xff\xfe" * 50, "varken"),
    ],
)
def test_a_bad_file_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        neighbours.read(content, name="lista")

    assert words in refusal.value.message


def test_a_link_in_a_file_leads_to_the_web_or_nowhere() -> None:
    links = ["javascript:alert(1)", "https://a.example", "data:text/html,x", "https://a b"]
    apps = [{"name": f"App {n}", "outcome": "ok", "link": one} for n, one in enumerate(links)]
    found = neighbours.read(whole(apps=apps), name="lista.json")

    assert [one["link"] for one in found.rows] == ["", "https://a.example", "", ""]


# Through the page


def upload(client: Client, content: bytes, source: str = "") -> Any:
    file = SimpleUploadedFile("lista", content)
    return client.post("/app/andras-listor/", {"file": file, "source": source})


def test_a_list_is_uploaded_and_shown_when_somebody_asks_or_screens(
    cast: Cast, client_of: ClientOf
) -> None:
    app = ask_for(cast, "Padlet")
    answer = upload(client_of(cast.strategist), PLAIN.encode(), "Granviks kommun")
    assert answer.status_code == 302

    pages = [
        client_of(cast.employee).get("/app/begar/?q=padl").text,
        client_of(cast.employee).get(f"/app/{app.pk}/").text,
        client_of(cast.strategist).get(f"/app/{app.pk}/riskkontroll/").text,
    ]
    for page in pages:
        assert "Granviks kommun" in page
        assert "Stängda väggar" in page
    assert "Granviks kommun" not in Client().get("/grona-listan/").text


def test_a_json_file_says_itself_whose_it_is(cast: Cast, client_of: ClientOf) -> None:
    assert upload(client_of(cast.strategist), whole()).status_code == 302
    assert Suggestion.objects.get().source == "Granviks kommun"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "JSON men går inte att läsa"),
        (PLAIN.encode(), "Skriv vilken kommun"),
        (whole(apps=[{"name": "<script>alert(1)</script>"}]), ""),
    ],
)
def test_what_is_wrong_with_an_uploaded_file_is_said_and_nothing_changes(
    content: bytes, words: str, cast: Cast, client_of: ClientOf
) -> None:
    answer = upload(client_of(cast.strategist), content)
    if words:
        assert answer.status_code == 422
        assert words in answer.text
        assert not Suggestion.objects.exists()
    page = client_of(cast.strategist).get("/app/begar/?q=%3Cscript").text
    assert "<script>alert" not in page
