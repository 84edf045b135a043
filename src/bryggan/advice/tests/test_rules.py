"""Every rule finds what breaks it and leaves the rest, and is mended in the row without leaving the list."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bryggan.advice import actions
from bryggan.advice.rules import RULES, Limit, Rule, all_rules, rule
from bryggan.advice.tests.cases import CASES, day, known
from bryggan.assessments import calculation
from bryggan.assessments.models import Answer, Assessment
from bryggan.assessments.queries import disagreement_limit
from bryggan.contracts import actions as contracts
from bryggan.contracts.deadlines import CourseKind
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.testing.cast import Cast, make_contract
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


def test_a_contract_that_is_decided_is_asked_about_nowhere(cast: Cast, client_of: ClientOf) -> None:
    """The list, the advice and the start page mean the same by what is to be decided."""
    contract = make_contract("Bristen", cast.care, ends_on=day(200))
    client = client_of(cast.administrator)
    assert contract.pk in rows(client, "contract_to_decide")
    assert listed(client, "avtal", "?f.decision=waits") == {contract.pk}
    assert "Perioden slutar" in client.get("/").text
    contracts.choose_contract_course(
        contract,
        by=cast.administrator,
        deadline_on=day(200),
        kind=CourseKind.LET_END,
        reason="Vi lämnar systemet.",
    )
    assert rows(client, "contract_to_decide") == set()
    assert listed(client, "avtal", "?f.decision=waits") == set()
    assert "Perioden slutar" not in client.get("/").text


def test_to_wait_in_the_row_takes_a_day(cast: Cast, client_of: ClientOf) -> None:
    contract = make_contract("Bristen", cast.care, ends_on=day(200))
    client = client_of(cast.administrator)
    sent = {"kind": "wait", "reason": "Efter valet.", "deadline_on": str(day(200))}
    refused = fill(client, "contract_to_decide", contract, sent)
    assert refused.status_code == 422
    assert "Skriv en dag efter i dag" in unescape(refused.text)
    assert (
        fill(client, "contract_to_decide", contract, {**sent, "day": str(day(30))}).status_code
        == 200
    )
    assert contract.pk not in rows(client, "contract_to_decide")


def test_twins_lead_to_the_merge_for_whoever_may(cast: Cast, client_of: ClientOf) -> None:
    broken, _fine = CASES["has_twin"].make(cast)
    way = f"{reverse('merge_candidates', args=['system'])}?id={broken.pk}"
    client = client_of(cast.administrator)
    assert way in client.get("/rad/has_twin/").text
    assert "Jämför och slå samman" in client.get("/rad/has_twin/").text
    assert client.get(way).status_code == 200
    assert way not in client_of(cast.employee).get("/rad/has_twin/").text


def test_those_who_disagree_are_asked_again(cast: Cast, client_of: ClientOf) -> None:
    today = day(0)
    system = cast.system
    old = Assessment.objects.create(
        system=system, unit=system.unit, content_version=1, opened_by=cast.strategist,
        opened_on=today, last_day=today, step="closed", business_voices=2, spread=75,
    )  # fmt: skip
    for person in (cast.employee, cast.manager):
        Answer.objects.create(assessment=old, respondent=person, side="business")
    key = "disagreeing_assessments"
    client = client_of(cast.administrator)
    assert f"/bedomning/{old.pk}/" in client.get(f"/rad/{key}/").text
    assert "Fråga dem igen" not in client_of(cast.employee).get(f"/rad/{key}/").text
    refused = send(
        client_of(cast.employee), f"/rad/{key}/{system.pk}/gor/", system.pk, act="ask-again"
    )
    assert refused.status_code == 403
    answer = send(client, f"/rad/{key}/{system.pk}/gor/", system.pk, act="ask-again")
    assert "Klart" in answer.text
    anew = Assessment.objects.present().open().get(system=system)
    asked = anew.answers.values_list("respondent", flat=True)
    assert set(asked) == {cast.employee.pk, cast.manager.pk}
    assert rows(client, key) == set()


def test_the_setting_of_a_rule_is_what_disagreement_means(cast: Cast) -> None:
    assert disagreement_limit() == calculation.DISAGREEMENT
    rule_ = RULES["disagreeing_assessments"]
    actions.change_rule(rule_, by=cast.strategist, is_on=True, limit=80)
    assert disagreement_limit() == 80
