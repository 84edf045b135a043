"""Following a round up: what changed, who is left, and what it costs the database to show it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from bryggan.history.models import Batch
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.writer import batch
from bryggan.people.models import User
from bryggan.rounds import answering
from bryggan.rounds.models import Ask
from bryggan.rounds.tests.making import (
    ask_about,
    make_draft,
    make_held,
    make_round,
    open_url,
)
from bryggan.systems import actions as system_actions
from bryggan.systems.models import System

type ClientOf = Callable[[User], Client]


def test_the_round_page_tells_what_changed_and_how_much_more_is_known(
    cast: Cast, client_of: ClientOf
) -> None:
    bare = make_held(cast.education, "Arkivet", system_steward=cast.system_steward)
    round = make_round(cast.strategist, fields=["lifecycle", "role.it_counterpart"])
    answering.answer_ask(
        ask_about(round, bare),
        by=cast.system_steward,
        record=System.objects.select_related("unit").get(pk=bare.pk),
        way="page",
        values={"lifecycle": "in_use", "role.it_counterpart": [cast.it_counterpart]},
    )

    page = client_of(cast.strategist).get(f"/rundor/{round.pk}/")

    [change] = page.context["changes"]
    assert change.record == bare
    assert change.told.actor == "Stina Säv"
    lines = {(line.before, line.after) for line in change.told.lines}
    assert {("", "I drift"), ("", "Ivar Ide")} <= lines
    assert ("", "Arkivet") not in lines
    known = {str(one.label): (one.before, one.after) for one in page.context["known"]}
    assert known == {"Livscykel": (1, 2), "IT-motpart": (1, 2)}
    assert page.context["people"].count("<tr>") == 1
    assert f">{cast.system_steward.name}</th>" in page.context["people"]
    assert ">1 av 2</td>" in page.context["people"]
    units = {one.name: (one.answered, one.total) for one in page.context["administrations"]}
    assert units == {"Utbildningsförvaltningen": (1, 2), "Omsorgsförvaltningen": (0, 1)}


def test_the_round_is_taken_to_the_meeting(cast: Cast, client_of: ClientOf) -> None:
    bare = make_held(cast.education, "Arkivet", system_steward=cast.system_steward)
    round = make_round(cast.strategist)
    answering.answer_ask(
        ask_about(round, bare),
        by=cast.system_steward,
        record=System.objects.select_related("unit").get(pk=bare.pk),
        way="link",
        values={"description": "Papper i rätt ordning"},
    )
    page = client_of(cast.strategist).get(f"/rundor/{round.pk}/")
    urls = [one["url"] for one in page.context["papers"]]
    assert [url.partition("?")[0].rpartition(".")[2] for url in urls] == ["docx", "xlsx", "pdf"]

    word = client_of(cast.strategist).get(urls[0])
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(BytesIO(word.content)).tables
    ]
    told = [row for rows in tables for row in rows]
    assert any("Papper i rätt ordning" in row and "Stina Säv" in row for row in told)
    assert client_of(cast.strategist).get(urls[1]).status_code == 200
    assert client_of(cast.employee).get(urls[0]).status_code == 404


def test_a_change_outside_the_round_is_not_its_own(cast: Cast, client_of: ClientOf) -> None:
    round = make_round(cast.strategist)
    system_actions.change_system(
        System.objects.get(pk=cast.system.pk), by=cast.system_owner, values={"user_count": 1}
    )
    assert client_of(cast.strategist).get(f"/rundor/{round.pk}/").context["changes"] == []


def test_pages_ask_the_database_as_often_at_100_records_as_at_10(
    cast: Cast, client_of: ClientOf
) -> None:
    def grow(first: int, last: int) -> None:
        with batch(by=tool(), kind=Batch.Kind.DEMO) as write:
            for n in range(first, last):
                hers = {"name": f"System {n}", "role.system_steward": [cast.system_steward]}
                system_actions.create_system.within(write, cast.education, by=tool(), values=hers)

    def questions(name: str) -> dict[str, int]:
        round = make_round(cast.strategist, name=name)
        for ask in Ask.objects.filter(round=round, person=cast.system_steward).order_by("-pk")[:8]:
            record = System.objects.select_related("unit").get(pk=ask.record_id)
            values = {"user_count": record.user_count or 0 + 1, "description": name}
            answering.answer_ask(
                Ask.objects.select_related("round").get(pk=ask.pk),
                by=User.objects.get(pk=cast.system_steward.pk),
                record=record,
                way="page",
                values=values,
            )
        draft = make_draft(cast.strategist, name=f"Utkast {name}")
        steward, strategist = client_of(cast.system_steward), client_of(cast.strategist)
        mine = reverse("my_round", args=[round.pk])
        asked = {
            "mine": (steward, mine),
            "rows": (steward, f"{mine}?vy=rader"),
            "link": (Client(), open_url(round, cast.system_steward)),
            "page": (strategist, reverse("round_page", args=[round.pk])),
            "draft": (strategist, reverse("round_page", args=[draft.pk])),
            "list": (strategist, reverse("round_list")),
            "new": (strategist, reverse("create_round", args=["system"])),
            "system": (steward, f"/system/{cast.system.pk}/"),
        }
        counts = {}
        for key, (client, url) in asked.items():
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts[key] = len(captured)
        return counts

    grow(0, 10)
    few = questions("Liten")
    grow(10, 100)
    many = questions("Stor")
    assert many == few
    # The system's own page is made by every app: how much it may ask is not for rounds to say.
    assert max(few[key] for key in few if key != "system") <= 20, few


@pytest.mark.usefixtures("remembers")
def test_the_draft_counts_anew_when_somebody_is_named(cast: Cast, client_of: ClientOf) -> None:
    bare = make_held(cast.education, "Arkivet")
    made = make_draft(cast.strategist)
    url = f"/rundor/{made.pk}/"
    client = client_of(cast.strategist)
    first = client.get(url).context
    assert client.get(url).context["without_count"] == first["without_count"]
    values = {"role.system_steward": [cast.employee]}
    system_actions.change_system(bare, by=cast.strategist, values=values)
    now = client.get(url).context
    assert now["people_count"] == first["people_count"] + 1
    assert now["without_count"] == first["without_count"] - 1
