"""Every rule finds what breaks it and leaves the rest, and is mended in the row without leaving the list."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from bryggan.advice import actions
from bryggan.advice.rules import RULES, Limit, Rule, all_rules, rule
from bryggan.advice.tests.cases import CASES, known
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]
OURS = ("contracts", "systems")


def rows(client: Client, key: str, asked: str = "") -> set[int]:
    """The records that the page of a rule shows."""
    page = client.get(f"/rad/{key}/{asked}")
    assert page.status_code == 200
    return {int(pk) for pk in re.findall(r'<li id="row-(\d+)"', page.text)}


def listed(client: Client, slug: str, asked: str) -> set[int]:
    """The records that a list shows."""
    page = client.get(f"/{slug}/{asked}")
    assert page.status_code == 200
    return {int(pk) for pk in re.findall(r'name="id" value="(\d+)"', page.text)}


def send(client: Client, url: str, pk: int, **sent: Any) -> Any:
    """As htmx does it from the row."""
    return client.post(url, sent, headers={"HX-Request": "true", "HX-Target": f"row-{pk}"})


def fill(client: Client, key: str, record: Any, values: dict[str, Any]) -> Any:
    record.refresh_from_db()
    sent = {f"row-{record.pk}-{name}": value for name, value in values.items()}
    sent[f"row-{record.pk}-version"] = record.version
    return send(client, f"/rad/{key}/{record.pk}/", record.pk, **sent)


def test_every_rule_has_a_case() -> None:
    ours = {
        rule.key
        for rule in all_rules()
        if rule.broken.__module__.split(".")[1] in OURS and rule.slug in REGISTERS
    }
    assert ours <= CASES.keys()


@pytest.mark.parametrize("key", CASES)
def test_a_rule_finds_what_breaks_it_and_leaves_the_rest(
    key: str, cast: Cast, client_of: ClientOf
) -> None:
    broken, fine = CASES[key].make(cast)
    client = client_of(cast.administrator)
    on_page = rows(client, key)
    assert broken.pk in on_page
    assert fine.pk not in on_page
    assert listed(client, RULES[key].slug, f"?f.advice={key}") == on_page
    label = str(RULES[key].label)
    page = unescape(client.get(f"/{RULES[key].slug}/{broken.pk}/").text)
    panel = page[page.index('id="panel-advice"') :]
    assert label in panel[: panel.index("</section>")]
    told = unescape(client.get(f"/{RULES[key].slug}/filter/advice/").text)
    assert label in told


@pytest.mark.parametrize("key", CASES)
def test_a_rule_is_mended_in_the_row(key: str, cast: Cast, client_of: ClientOf) -> None:
    case = CASES[key]
    broken, _fine = case.make(cast)
    client = client_of(cast.administrator)
    if case.act:
        shown = client.get(f"/rad/{key}/").text
        act = re.search(rf'value="({case.act}[^"]*)"', shown)
        assert act
        answer = send(client, f"/rad/{key}/{broken.pk}/gor/", broken.pk, act=act[1])
    else:
        answer = fill(client, key, broken, dict(case.fill(cast)))
    assert answer.status_code == 200, answer.text
    assert "Klart" in answer.text
    assert f'<li id="row-{broken.pk}"' in answer.text
    assert "<html" not in answer.text
    assert broken.pk not in rows(client, key)


def test_two_rules_may_not_share_a_key() -> None:
    with pytest.raises(ValueError, match="no_owner"):
        rule(RULES["no_owner"])


def test_a_limit_decides_what_is_found(cast: Cast, client_of: ClientOf) -> None:
    system = known(cast, "Litet", user_count=8)
    client = client_of(cast.administrator)
    assert system.pk not in rows(client, "hardly_used")
    actions.change_rule(RULES["hardly_used"], by=cast.strategist, is_on=True, limit=8)
    assert system.pk in rows(client, "hardly_used")


def test_a_rule_that_is_off_finds_nothing_anywhere(cast: Cast, client_of: ClientOf) -> None:
    system = known(cast, "Bristen", user_count=None)
    client = client_of(cast.administrator)
    actions.change_rule(RULES["no_users"], by=cast.strategist, is_on=False)
    assert rows(client, "no_users") == set()
    assert listed(client, "system", "?f.advice=no_users") == set()
    assert "Okänt antal användare" not in client.get("/system/filter/advice/").text
    assert "Okänt antal användare" not in client.get("/").text
    panel = client.get(f"/system/{system.pk}/").text
    assert "Inget ser fel ut." in panel
    overview = client.get("/rad/").text
    assert overview.index("Avslagna råd") < overview.index("Okänt antal användare")


def test_tom_is_what_no_rule_finds(cast: Cast, client_of: ClientOf) -> None:
    fine = known(cast)
    broken = known(cast, "Bristen", user_count=None)
    found = listed(client_of(cast.administrator), "system", "?f.advice=-")
    assert fine.pk in found
    assert broken.pk not in found


def test_the_column_says_what_seems_amiss_and_goes_into_files(
    cast: Cast, client_of: ClientOf
) -> None:
    known(cast, "Bristen", user_count=None, lifecycle="")
    client = client_of(cast.administrator)
    asked = "?q=Bristen&col=name&col=advice&sort=-advice"
    said = "Okänt var i livscykeln, Okänt antal användare"
    assert said in client.get(f"/system/{asked}").text
    file: Any = client.get(f"/system/fil.csv{asked}")
    assert said in b"".join(file.streaming_content).decode("utf-8-sig")


def test_an_unknown_rule_is_no_page(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    assert client.get("/rad/finns_inte/").status_code == 404
    assert client.get(f"/rad/finns_inte/{cast.system.pk}/").status_code == 404
    assert client.get("/rad/no_users/999999/").status_code == 404


def test_a_rule_is_data_with_a_text() -> None:
    for one in all_rules():
        assert isinstance(one, Rule)
        assert len(str(one.text)) > 60, one.key
        assert one.tone in {"bad", "warn", "calm", "none"}
        assert one.limit is None or isinstance(one.limit, Limit)
        for key in (*one.mends, *one.shows):
            assert key in one.register.by_key(), (one.key, key)
