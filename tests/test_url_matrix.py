"""Every address against every kind of person: may, may not, must not know it exists.

What is expected stands in docs/behorighet.md, and nowhere else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bryggan.history.models import Batch
from bryggan.kit.action import ACTIONS
from bryggan.kit.testing.cast import Cast, make_person
from bryggan.kit.writer import batch
from bryggan.people.models import User
from bryggan.people.password_views import link_for
from bryggan.registers.importing import keeping
from bryggan.registers.models import Import, SavedView
from bryggan.systems.models import Cost, Mention
from tests import source

TABLE = source.ROOT / "docs" / "behorighet.md"
PERSONS = {
    "Medarbetare": "employee",
    "Chef": "manager",
    "Annan chef": "other_manager",
    "Systemägare": "system_owner",
    "Systemförvaltare": "system_steward",
    "IT-motpart": "it_counterpart",
    "Strateg": "strategist",
    "Controller": "controller",
    "Revisor": "auditor",
    "Administratör": "administrator",
    "Utomstående": "outsider",
}
WORDS = {"ja", "nej", "–", "nyckel"}
SESSION = settings.SESSION_COOKIE_NAME
SHORTEST_REASON = 20
# Open to whoever has not signed in, with the answer they get.
OPEN = {
    "sign_in GET": 200,
    "choose_person POST": 404,
    "choose_password GET": 200,
    "choose_password POST": 302,
}


def rows() -> dict[str, dict[str, str]]:
    """The table: address and method to person to word."""
    found: dict[str, dict[str, str]] = {}
    heads: list[str] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| Adress |"):
            heads = cells[2:]
        elif heads and re.fullmatch(r"`\w+ (GET|POST)`", cells[0]):
            found[cells[0].strip("`")] = dict(zip(heads, cells[2:], strict=True))
    return found


ROWS = rows()


def url_names() -> Iterator[str]:
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLResolver):
            waiting += one.url_patterns
        elif one.name:
            yield one.name
        else:
            pytest.fail(f"The address {one.pattern} has no name.")


@dataclass(frozen=True)
class Town:
    """The cast, with one row of everything that an address can be about."""

    cast: Cast
    newcomer: User
    cost: Cost
    mention: Mention
    view: SavedView
    batch: Batch
    source: Import


@pytest.fixture
def town(cast: Cast) -> Town:
    with batch(by=cast.strategist, kind=Batch.Kind.BULK_EDIT) as write:
        change = ACTIONS["system.changed"]
        change.within(write, cast.system, by=cast.strategist, values={"product": "Ny"})
        made = write.batch
    assert made is not None
    file = SimpleUploadedFile("lista.csv", "Namn;Förvaltning\nNytt;Omsorgsförvaltningen\n".encode())
    return Town(
        cast=cast,
        newcomer=make_person("Nora Ny", cast.education, is_active=False),
        cost=Cost.objects.get(system=cast.system),
        mention=Mention.objects.create(
            system=cast.system, unit=cast.education, way=Mention.Way.TO, name="Fakturan"
        ),
        view=SavedView.objects.create(
            slug="system", name="Min", address="?q=sko", owner=cast.employee
        ),
        batch=made,
        source=keeping.upload("system", file, cast.strategist),
    )


type Specimen = Callable[[Town], tuple[tuple[Any, ...], dict[str, Any]]]


def at(*arguments: Any, **posted: Any) -> Specimen:
    return lambda town: (arguments, posted)


def key_of(person: User) -> tuple[str, str]:
    """What stands in the link by which an invited person chooses her password."""
    uid, token = link_for(person, RequestFactory().get("/")).rstrip("/").split("/")[-2:]
    return uid, token


def unit(town: Town, **posted: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (town.cast.education.pk,), posted


def system(town: Town, *more: Any, **posted: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (town.cast.system.pk, *more), posted


SYSTEM = at("system")
COST = {"year": 2026, "kind": "license", "source": "invoice", "amount_sek": "1000"}

OWN: dict[str, Specimen] = {
    "sign_in GET": at(),
    "choose_password GET": lambda town: (key_of(town.cast.employee), {}),
    "choose_password POST": lambda town: (
        key_of(town.cast.employee),
        {"new_password1": "lång nog att minnas", "new_password2": "lång nog att minnas"},
    ),
    "choose_person POST": lambda town: ((town.cast.employee.pk,), {}),
    "sign_out POST": at(),
    "home GET": at(),
    "search GET": at(q="sko"),
    "organisation GET": at(),
    "unit_page GET": unit,
    "create_unit POST": lambda town: unit(town, **{"new-name": "Ny", "new-kind": "workplace"}),
    "change_unit POST": lambda town: unit(town, name="Skolan", short="", kind="department"),
    "person_page GET": lambda town: ((town.cast.employee.pk,), {}),
    "create_person GET": at(),
    "create_person POST": lambda town: (
        (),
        {"name": "Bo", "email": "bo@ekvik.example", "unit": town.cast.education.pk},
    ),
    "invite_person POST": lambda town: ((town.newcomer.pk,), {}),
    "give_role POST": lambda town: unit(town, user=town.newcomer.pk, role="controller"),
    "end_role POST": lambda town: ((town.cast.manager.assignments.get().pk,), {}),
    "view_as POST": lambda town: ((town.newcomer.pk,), {}),
    "stop_viewing_as POST": at(),
    "mask_value GET": at(),
    "mask_value POST": at(value="Elin Ek", reason="Fel", decision="KS 1"),
    "register_list GET": SYSTEM,
    "register_facet GET": at("system", "unit"),
    "register_export GET": at("system", "json"),
    "register_suggest_records GET": at("system", q="sko"),
    "register_suggest_values GET": at("system", "supplier", q="lev"),
    "register_page GET": lambda town: (("system", *system(town)[0]), {}),
    "register_panel GET": lambda town: (("system", *system(town)[0], "comments"), {}),
    "register_past GET": lambda town: (("system", *system(town)[0]), {}),
    "register_create GET": SYSTEM,
    "register_create POST": lambda town: (
        ("system",),
        {"name": "Nytt", "unit": town.cast.education.pk},
    ),
    "register_edit GET": lambda town: (("system", *system(town)[0], "about"), {}),
    "register_edit POST": lambda town: (("system", *system(town)[0], "about"), {"name": "Annat"}),
    "register_withdraw POST": lambda town: (("system", *system(town)[0]), {"reason": "Prov"}),
    "bulk_edit GET": SYSTEM,
    "save_view GET": SYSTEM,
    "save_view POST": at("system", name="Vyn", shared_with="mine"),
    "change_view GET": lambda town: (("system", town.view.pk), {}),
    "change_view POST": lambda town: (
        ("system", town.view.pk),
        {"name": "Vyn", "shared_with": "mine"},
    ),
    "remove_view POST": lambda town: (("system", town.view.pk), {}),
    "import_start GET": SYSTEM,
    "import_start POST": SYSTEM,
    "import_columns GET": lambda town: (("system", town.source.pk), {}),
    "import_columns POST": lambda town: (("system", town.source.pk), {"c1": "name"}),
    "import_review GET": lambda town: (("system", town.source.pk), {}),
    "import_choose POST": lambda town: (("system", town.source.pk), {}),
    "import_apply POST": lambda town: (("system", town.source.pk), {}),
    "import_cancel POST": lambda town: (("system", town.source.pk), {}),
    "batch_list GET": at(),
    "batch_page GET": lambda town: ((town.batch.pk,), {}),
    "undo_batch POST": lambda town: ((town.batch.pk,), {}),
    "system_costs GET": system,
    "system_costs POST": lambda town: system(town, **COST),
    "change_cost GET": lambda town: system(town, town.cost.pk),
    "change_cost POST": lambda town: system(town, town.cost.pk, **COST),
    "withdraw_cost POST": lambda town: system(town, town.cost.pk),
    "share_system GET": system,
    "share_system POST": lambda town: system(
        town, **{"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    ),
    "tie_contract GET": system,
    "tie_contract POST": lambda town: system(town, contract=town.cast.contract.pk),
    "untie_contract POST": lambda town: system(town, town.cast.contract.pk),
    "settle_mention GET": lambda town: ((town.mention.pk,), {}),
    "settle_mention POST": lambda town: ((town.mention.pk,), {"way": "nearest"}),
    "dismiss_mention POST": lambda town: ((town.mention.pk,), {"reason": "Ett misstag"}),
    "integration_map GET": at(),
    "papers GET": at(),
    "oversight GET": at(),
    "default_template GET": at(),
    "change_template GET": at(),
    "change_template POST": lambda town: (
        (),
        {"paper": "alla", "file": SimpleUploadedFile("mall.docx", b"ingen mall")},
    ),
    "remove_template POST": at(),
    "paper_file GET": at("systemforteckning", "docx"),
}


def of_the_apps() -> Iterator[ModuleType]:
    """The apps that say themselves how their addresses are asked for, in `tests/addresses.py`."""
    for config in apps.get_app_configs():
        if (
            config.name.startswith("bryggan.")
            and (Path(config.path) / "tests/addresses.py").exists()
        ):
            yield import_module(f"{config.name}.tests.addresses")


def told_by(module: ModuleType) -> dict[str, Specimen]:
    """An app's specimens are made out of the cast: arguments of the address, and what is sent."""
    return {
        key: partial(lambda make, town: make(town.cast.anew()), make)
        for key, make in module.SPECIMENS.items()
    }


BY_APP: dict[str, dict[str, Specimen]] = {
    "shared": OWN,
    **{module.__name__.split(".")[1]: told_by(module) for module in of_the_apps()},
}
SPECIMENS = {key: specimen for told in BY_APP.values() for key, specimen in told.items()}
for module in of_the_apps():
    OPEN |= getattr(module, "OPEN", {})


def test_every_address_stands_in_the_table() -> None:
    missing = sorted({name for name in url_names() if name not in {key.split()[0] for key in ROWS}})
    assert missing == [], f"Write these in docs/behorighet.md: {', '.join(missing)}"


def test_the_table_names_no_address_that_is_gone() -> None:
    gone = sorted({key.split()[0] for key in ROWS} - set(url_names()))
    assert gone == [], f"Take these out of docs/behorighet.md: {', '.join(gone)}"


def test_every_row_has_an_answer_for_everyone() -> None:
    for key, words in ROWS.items():
        assert words.keys() == PERSONS.keys(), key
        assert set(words.values()) <= WORDS, key
        assert key in SPECIMENS, f"tests/test_url_matrix.py says not how to ask for {key}."


def answer_to(client: Client, key: str, arguments: tuple[Any, ...], sent: dict[str, Any]) -> Any:
    """The answer, and nothing of what was asked stays."""
    name, method = key.split()
    for value in sent.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    with transaction.atomic():
        url = reverse(name, args=arguments)
        response = client.get(url, sent) if method == "GET" else client.post(url, sent)
        if hasattr(response, "streaming_content"):
            list(response)
        transaction.set_rollback(True)
    return response


def word_of(response: Any) -> str:
    """What the answer amounts to; an answer that is none of the three is told as it is."""
    if response.status_code == 302 and response.url.startswith("/logga-in/?next="):
        return "logga in"
    if response.status_code < 400 or response.status_code == 422:
        return "ja"
    return {401: "nyckel", 403: "nej", 404: "–"}.get(
        response.status_code, str(response.status_code)
    )


def says_why(page: str) -> bool:
    """Nobody is told only no: there is a sentence, and not one that fits everything."""
    said = re.search(r'<p class="note">(.+?)</p>', page, re.DOTALL)
    return (
        said is not None
        and len(said[1].strip()) > SHORTEST_REASON
        and "Din roll räcker inte" not in said[1]
    )


@pytest.mark.parametrize("app", BY_APP)
def test_every_address_answers_as_the_table_says(
    app: str, town: Town, client_of: Callable[[User], Client]
) -> None:
    people = town.cast.people()
    browsers = {title: client_of(people[name]) for title, name in PERSONS.items()}
    signed_in = {title: one.cookies[SESSION].value for title, one in browsers.items()}
    answers: dict[str, dict[str, str]] = {}
    curt, open_to_all = [], {}
    for key, specimen in BY_APP[app].items():
        with transaction.atomic():
            asked = specimen(town)
            answers[key] = {}
            for title, browser in browsers.items():
                browser.cookies[SESSION] = signed_in[title]
                response = answer_to(browser, key, *asked)
                answers[key][title] = word_of(response)
                if response.status_code == 403 and not says_why(response.text):
                    curt.append((key, title))
            stranger = answer_to(Client(), key, *asked)
            if word_of(stranger) != "logga in":
                open_to_all[key] = stranger.status_code
            transaction.set_rollback(True)
    assert answers == {key: ROWS[key] for key in BY_APP[app]}
    assert open_to_all == {key: OPEN[key] for key in BY_APP[app] if key in OPEN}
    assert curt == []
