"""The open list: anyone reads it, and finds nothing on it that is not for anyone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.approvals import actions
from bryggan.approvals.models import App
from bryggan.approvals.tests.making import (
    CONDITIONS,
    NOTE,
    REASON,
    USE,
    approved,
    ask_for,
    make_app,
    refused,
    screened,
)
from bryggan.history.models import Batch
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.writer import batch
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]

LIST, JSON, CSV = "/grona-listan/", "/grona-listan/fil.json", "/grona-listan/fil.csv"
SECRET = "Vi fick priset muntligt"
OWN = "Inköpt av rektor"
SCRIPT = "<script>alert('hej')</script>"


@pytest.fixture
def listed(cast: Cast) -> App:
    """An approved app behind which people stand, with all that is not for anyone."""
    app = ask_for(cast)
    actions.join_request(app, by=cast.manager, unit=cast.education, use="Egen anledning")
    values = {"internal_note": SECRET, "own_fields": {"Inköp": OWN}, "platforms": "web, ipad"}
    actions.change_app(app, by=cast.strategist, values=values)
    return approved(app, cast.strategist)


def everything(*more: str) -> str:
    """All that somebody who has not signed in can get to read."""
    urls = [LIST, JSON, CSV, f"{LIST}?q=glos", f"{LIST}?plattform=ipad", *more]
    return "\n".join(Client().get(url).text for url in urls)


def test_anyone_reads_what_has_a_verdict(listed: App, cast: Cast) -> None:
    refused(make_app(cast.care, "Reklamleken"), cast.other_manager)
    page = Client().get(LIST).text

    for told in ("Glosappen", "Godkänd med villkor", CONDITIONS, USE, "Reklamleken", REASON):
        assert told in page
    assert "digitaliseringsstrateg" in page
    assert str(listed.review_on) in page
    assert "Utbildningsförvaltningen" in page


def test_nothing_leaks_that_is_not_for_anyone(listed: App, cast: Cast) -> None:
    ask_for(cast, "Ännu bara begärd")
    screened(ask_for(cast, "Ännu utan besked"), cast.strategist)
    gone = approved(make_app(cast.education, "Dubbletten"), cast.strategist)
    actions.withdraw_app(gone, by=cast.strategist, reason="Dubblett")
    read = everything(f"{LIST}?q=muntligt", f"{LIST}?q=begärd", f"{LIST}?q=rektor")

    people = [*(one.name for one in cast.people().values()), "@ekvik.example"]
    hidden = [SECRET, OWN, NOTE, "Egen anledning", "Ännu bara", "Ännu utan", "Dubbletten"]
    assert [text for text in (*people, *hidden) if text in read] == []


@pytest.mark.parametrize("words", ["muntligt", "rektor", "Elin", "svävande"])
def test_what_is_hidden_is_not_found_by_searching_either(words: str, listed: App) -> None:
    assert "Glosappen" not in Client().get(LIST, {"q": words}).text


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "glosapp"}, ["Glosappen"]),
        ({"q": "GLOSOR I"}, ["Glosappen", "Kartan"]),
        ({"plattform": "ipad"}, ["Glosappen"]),
        ({"slag": "learning"}, ["Kartan"]),
        ({"besked": "approved_with_conditions"}, ["Glosappen"]),
        ({"besked": "refused"}, []),
        ({"besked": "påhittat", "plattform": "%", "slag": "'"}, ["Glosappen", "Kartan"]),
        ({"q": "\0", "sida": "²"}, ["Glosappen", "Kartan"]),
        ({"sida": "99999999999999999999"}, ["Glosappen", "Kartan"]),
    ],
)
def test_the_list_is_searched_and_filtered(
    asked: dict[str, str], names: list[str], listed: App, cast: Cast
) -> None:
    chart = make_app(cast.education, "Kartan", category="learning", platforms="android")
    approved(chart, cast.strategist, conditions="")
    answer: Any = Client().get(LIST, asked)

    assert [one["name"] for one in answer.context["apps"]] == names


def test_while_one_types_only_the_list_is_answered(listed: App) -> None:
    part = Client().get(LIST, {"q": "glos"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="list").text
    assert part.strip().startswith('<section id="list"')
    assert "<html" not in part


def test_an_app_under_review_is_marked_but_keeps_its_verdict(listed: App, cast: Cast) -> None:
    assert "Under omprövning" not in Client().get(LIST).text
    actions.reopen_app(listed, by=cast.strategist, reason="Ny ägare")
    page = Client().get(LIST).text

    assert "Under omprövning" in page
    assert CONDITIONS in page
    [told] = Client().get(JSON).json()["apps"]
    assert told["is_under_review"] is True


def test_past_its_day_it_is_marked_also_before_the_night_has_come(listed: App, clock: Any) -> None:
    assert listed.review_on is not None
    clock.move_to(f"{listed.review_on.replace(year=listed.review_on.year + 1)} 09:00:00")
    page = Client().get(LIST).text
    assert "Under omprövning" in page
    assert "Skulle omprövas" in page


def test_the_json_file_is_the_documented_format(listed: App) -> None:
    answer = Client().get(JSON)
    told = json.loads(answer.content)

    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert {key: told[key] for key in ("format", "schema_version", "municipality")} == {
        "format": "gron-lista",
        "schema_version": 1,
        "municipality": "Ekviks kommun",
    }
    assert told["apps"] == [
        {
            "number": listed.number,
            "name": "Glosappen",
            "aliases": [],
            "supplier": "",
            "description": USE,
            "audience": "",
            "category": "",
            "platforms": ["web", "ipad"],
            "link": "",
            "outcome": "approved_with_conditions",
            "conditions": CONDITIONS,
            "reason": "",
            "is_under_review": False,
            "decided_on": str(listed.decided_on),
            "decided_as": "digital_strategist",
            "review_on": str(listed.review_on),
            "kept_by": "Utbildningsförvaltningen",
        }
    ]


def test_a_formula_in_a_name_is_no_formula_in_the_csv_file(cast: Cast) -> None:
    approved(make_app(cast.education, "=HYPERLINK(1)", audience="@SUM(1)"), cast.strategist)
    text = Client().get(CSV).content.decode("utf-8-sig")

    assert text.startswith("Format;Nummer;App;")
    assert ";'=HYPERLINK(1);" in text
    assert ";'@SUM(1);" in text


def test_no_other_file_is_there(db: None) -> None:
    for form in ("xlsx", "html", "xml"):
        assert Client().get(f"/grona-listan/fil.{form}").status_code == 404
    assert Client().post(LIST).status_code == 405


@pytest.mark.parametrize("url", [LIST, JSON, CSV])
def test_what_is_unchanged_is_not_sent_again(url: str, listed: App, cast: Cast) -> None:
    mark = Client().get(url)["ETag"]
    assert Client().get(url, HTTP_IF_NONE_MATCH=mark).status_code == 304
    actions.reopen_app(listed, by=cast.strategist, reason="Ny ägare")
    assert Client().get(url, HTTP_IF_NONE_MATCH=mark).status_code == 200


def test_a_script_in_an_app_is_shown_as_text(cast: Cast, client_of: ClientOf) -> None:
    texts = {
        "description": SCRIPT,
        "audience": SCRIPT,
        "aliases": [SCRIPT],
        "internal_note": SCRIPT,
    }
    app = make_app(cast.education, f"Leken {SCRIPT}", supplier_name=SCRIPT, **texts)
    approved(app, cast.strategist, conditions=SCRIPT)
    asked = ask_for(cast, f"Spelet {SCRIPT}", use=SCRIPT)
    client = client_of(cast.strategist)
    pages = [Client().get(LIST).text, Client().get(f"{LIST}?q={SCRIPT}").text]
    for url in (
        "/app/",
        f"/app/{app.pk}/",
        f"/app/{app.pk}/historik/",
        "/app/begar/?q=leken",
        f"/app/{asked.pk}/riskkontroll/",
        "/sok/?q=leken",
        f"/app/begar/?q={SCRIPT}",
    ):
        pages.append(client.get(url).text)
    screened(asked, cast.strategist, note=SCRIPT)
    pages.append(client.get(f"/app/{asked.pk}/besked/").text)

    for page in pages:
        assert "<script>alert" not in page
    assert "&lt;script&gt;" in pages[0]


def test_the_list_asks_the_database_as_often_at_100_apps_as_at_10(cast: Cast) -> None:
    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(url).status_code == 200
        return len(captured)

    def grow(first: int, last: int) -> None:
        by = tool()
        with batch(by=by, kind=Batch.Kind.DEMO) as write:
            many = [
                actions.create_app.within(
                    write,
                    cast.education,
                    by=by,
                    values={"name": f"App {number}", "description": USE},
                )
                for number in range(first, last)
            ]
            write.flush()
        for app in many[:10]:
            approved(app, cast.strategist)
        App.objects.update(outcome="approved", decided_on="2026-01-01")

    grow(0, 10)
    few = [asked(url) for url in (LIST, JSON, CSV)]
    grow(10, 100)
    assert [asked(url) for url in (LIST, JSON, CSV)] == few
    assert max(few) <= 6
    assert len(Client().get(LIST, HTTP_ACCEPT_ENCODING="gzip").content) < 60_000
