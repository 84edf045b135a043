"""What docs/hotmodell.md promises: nobody gets in, past, or at what is not hers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from bryggan.history.models import Event
from bryggan.kit.action import ACTIONS
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.testing.cast import Cast, make_person, make_system
from bryggan.people import actions
from bryggan.people.models import SignInFailure, User
from bryggan.people.roles import Role
from bryggan.systems.models import System

PASSWORD = "en lång ramsa om broar"
SCRIPT = "<script>alert('hej')</script>"
HANDLER = '"><img src=x onerror=alert(1)>'
type ClientOf = Callable[[User], Client]


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def sign_in(client: Client, person: User, password: str = PASSWORD, **more: str) -> int:
    sent = {"username": person.email, "password": password, **more}
    return client.post("/logga-in/", sent).status_code


def attacks(page: str) -> list[str]:
    """What of the attacks stands in the page as markup."""
    return re.findall(r"<script>alert|<img src=x", page)


# Stored and reflected script


@pytest.fixture
def attacked(cast: Cast) -> System:
    """A system with an attack in every field that takes text."""
    register = REGISTERS["system"]
    texts = {
        field.key: f"{field.key} {SCRIPT} {HANDLER}"
        for field in register.fields
        if field.is_editable and type(field).__name__ in {"Link", "Text", "LongText"}
    }
    texts["aliases"] = [SCRIPT, HANDLER]  # type: ignore[assignment]
    attack = cast.system
    ACTIONS["system.changed"](attack, by=cast.administrator, values=texts)
    assert len(texts) > 8
    return attack


@pytest.mark.parametrize(
    "address",
    [
        "/system/",
        "/system/?q=script",
        "/system/{pk}/",
        "/system/{pk}/?from=list",
        "/system/{pk}/historik/",
        "/system/{pk}/visa/integrations/",
        "/system/{pk}/visa/money/",
        "/system/{pk}/visa/comments/",
        "/rad/no_owner/",
        "/kompletthet/",
        "/utbyteslista/",
        "/sammanslagning/system/",
        "/system/{pk}/about/",
        "/system/{pk}/vulnerability/",
        "/system/{pk}/tender/",
        "/system/filter/product/?f.product=%3Cscript%3E",
        "/sok/?q=script",
        "/karta/",
        "/karta/?system={pk}",
        "/valj/system/?q=script",
    ],
)
def test_a_script_in_a_record_is_shown_as_text(
    address: str, attacked: System, cast: Cast, client_of: ClientOf
) -> None:
    every = "&".join(f"col={field.key}" for field in REGISTERS["system"].fields)
    url = address.format(pk=attacked.pk)
    url += (("&" if "?" in url else "?") + every) if url.startswith("/system/?") else ""
    response = client_of(cast.administrator).get(url)
    assert response.status_code == 200
    assert attacks(response.text) == []


def test_a_script_in_a_persons_or_units_name_is_shown_as_text(
    cast: Cast, client_of: ClientOf
) -> None:
    unit = actions.create_unit(cast.care, by=cast.administrator, name=SCRIPT, kind="workplace")
    person = make_person(f"Eva {HANDLER}", unit, title=SCRIPT)
    client = client_of(cast.administrator)
    for url in ("/organisation/", f"/organisation/{unit.pk}/", f"/person/{person.pk}/"):
        page = client.get(url)
        assert page.status_code == 200
        assert attacks(page.text) == []
    assert attacks(client_of(person).get("/system/").text) == []


@pytest.mark.parametrize("attack", [SCRIPT, HANDLER])
@pytest.mark.parametrize(
    "key", ["q", "sort", "col", "page", "id", "f.product", "f.unit", "f.user_count.from", "next"]
)
def test_a_script_in_the_address_is_shown_as_text(
    key: str, attack: str, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.employee)
    for url in ("/system/", "/system/filter/product/", "/sok/", "/karta/", "/logga-in/"):
        response = client.get(url, {key: attack})
        assert response.status_code < 500
        assert attacks(response.text if response.status_code == 200 else "") == []


def test_a_formula_in_a_record_is_no_formula_in_the_csv_file(
    cast: Cast, client_of: ClientOf
) -> None:
    make_system(cast.education, name="=HYPERLINK(1)", product="@SUM(1)")
    response = client_of(cast.employee).get("/system/fil.csv?col=name&col=product")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert ";'=HYPERLINK(1);'@SUM(1)" in text


# Requests that somebody else makes


def test_a_post_without_the_pages_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator)
    name = cast.education.name
    sent = {"name": "Kapad", "kind": "department", "short": ""}
    refused = client.post(f"/organisation/{cast.education.pk}/andra/", sent)
    assert refused.status_code == 403
    assert "legat öppen för länge" in refused.text
    cast.education.refresh_from_db()
    assert cast.education.name == name


def test_signing_in_wants_the_token_too(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, with_password(cast.employee)) == 403


@pytest.mark.parametrize(
    "elsewhere",
    ["https://ond.example/", "//ond.example/", "/\\ond.example", "javascript:alert(1)", "http:ond"],
)
def test_next_leads_nowhere_else(cast: Cast, elsewhere: str) -> None:
    client = Client()
    person = with_password(cast.employee)
    response = client.post(
        "/logga-in/", {"username": person.email, "password": PASSWORD, "next": elsewhere}
    )
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_next_leads_back_to_where_one_was_going(cast: Cast) -> None:
    client = Client()
    led = client.get("/system/?q=sko")
    assert led.status_code == 302
    assert led["Location"].startswith("/logga-in/?next=")
    sent = {"username": with_password(cast.employee).email, "password": PASSWORD}
    response = client.post(led["Location"], {**sent, "next": "/system/?q=sko"})
    assert response["Location"] == "/system/?q=sko"


# What the browser is told


@pytest.mark.parametrize("address", ["/logga-in/", "/system/", "/finns-inte/", "/karta/"])
def test_the_policy_lets_no_inline_script_or_style_through(
    address: str, cast: Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.employee).get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_cookies_are_not_for_scripts_or_other_sites(cast: Cast) -> None:
    client = Client()
    sign_in(client, with_password(cast.employee))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# Signing in


def test_the_session_changes_at_sign_in_and_ends_at_sign_out(cast: Cast) -> None:
    client = Client()
    client.get("/logga-in/")
    session = client.session
    session["before"] = "planted"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    planted = session.session_key
    assert sign_in(client, with_password(cast.employee)) == 302
    assert client.session.session_key != planted
    held = client.session.session_key
    client.post("/logga-ut/")
    client.cookies[settings.SESSION_COOKIE_NAME] = held or ""
    assert client.get("/system/").status_code == 302


def test_a_changed_password_ends_other_sessions(cast: Cast, client_of: ClientOf) -> None:
    elsewhere = client_of(with_password(cast.employee))
    assert elsewhere.get("/system/").status_code == 200
    cast.employee.set_password("en annan ramsa om broar")
    cast.employee.save(update_fields=["password"])
    assert elsewhere.get("/system/").status_code == 302


def test_sign_in_is_told_and_a_failure_is_not(cast: Cast) -> None:
    client = Client()
    person = with_password(cast.employee)
    assert sign_in(client, person, "fel") == 200
    assert not Event.objects.filter(name="person.signed_in").exists()
    assert sign_in(client, person) == 302
    assert Event.objects.get(name="person.signed_in").actor_id == person.pk


def test_five_failures_close_the_account_for_a_while(cast: Cast) -> None:
    person = with_password(cast.employee)
    for _attempt in range(5):
        assert sign_in(Client(), person, "fel") == 200
    closed = Client().post("/logga-in/", {"username": person.email, "password": PASSWORD})
    assert closed.status_code == 200
    assert "För många försök" in closed.text
    SignInFailure.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert sign_in(Client(), person) == 302


def test_thirty_failures_close_the_address(cast: Cast) -> None:
    for attempt in range(30):
        sent = {"username": f"nagon{attempt}@ekvik.example", "password": "fel"}
        Client().post("/logga-in/", sent)
    person = with_password(cast.employee)
    assert sign_in(Client(), person) == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, person) == 302


def test_failures_keep_neither_name_nor_address(cast: Cast) -> None:
    sign_in(Client(REMOTE_ADDR="192.0.2.7"), cast.employee, "fel")
    kept = SignInFailure.objects.get()
    assert cast.employee.email not in kept.account_key
    assert "192.0.2.7" not in kept.address_key


def test_the_answer_does_not_tell_whether_an_account_exists(cast: Cast) -> None:
    with_password(cast.employee)
    pages = []
    for address in (cast.employee.email, "ingen@ekvik.example"):
        page = Client().post("/logga-in/", {"username": address, "password": "fel"}).text
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        pages.append(page.replace(address, ""))
    assert pages[0] == pages[1]


def test_whoever_is_not_invited_or_is_withdrawn_cannot_sign_in(cast: Cast) -> None:
    waiting = with_password(make_person("Vera Vänt", cast.education, is_active=False))
    assert sign_in(Client(), waiting) == 200
    gone = with_password(cast.employee)
    User.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    assert sign_in(Client(), gone) == 200


def test_whoever_loses_her_access_is_out_at_the_next_page(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.employee)
    assert client.get("/system/").status_code == 200
    User.objects.filter(pk=cast.employee.pk).update(is_active=False)
    assert client.get("/system/").status_code == 302


def test_a_withdrawn_person_is_out_at_the_next_page(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.employee)
    User.objects.filter(pk=cast.employee.pk).update(withdrawn_at=timezone.now())
    assert client.get("/system/").status_code == 302


def test_the_tool_itself_cannot_sign_in(cast: Cast) -> None:
    tool = with_password(User.objects.get(is_built_in=True))
    User.objects.filter(pk=tool.pk).update(is_active=True)
    assert sign_in(Client(), tool) == 200


def test_nobody_chooses_whom_to_be_outside_the_demo(cast: Cast) -> None:
    User.objects.filter(pk=cast.employee.pk).update(demo_story="Prövar")
    client = Client()
    assert client.post(f"/logga-in/{cast.employee.pk}/").status_code == 404
    assert client.get("/system/").status_code == 302
    assert cast.employee.name not in client.get("/logga-in/").text


# Through another's eyes


def test_view_as_shows_what_that_person_sees_and_is_told(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    assert client.post(f"/visa-som/{cast.employee.pk}/").status_code == 302
    told = Event.objects.get(name="person.viewed_as")
    assert told.actor_id == cast.administrator.pk
    assert cast.employee.name in told.reason
    page = client.get(f"/system/{cast.system.pk}/").text
    assert f"Du visar som {cast.employee.name}" in page
    assert client.get("/maskera/").status_code == 403
    assert client.get(f"/system/{cast.system.pk}/about/").status_code == 403


def test_view_as_lets_nothing_be_written(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    client.post(f"/visa-som/{cast.manager.pk}/")
    events = Event.objects.count()
    refused = client.post(f"/system/{cast.system.pk}/about/", {"name": "Annat"})
    assert refused.status_code == 403
    assert "då kan du bara läsa" in refused.text
    assert Event.objects.count() == events
    assert client.post("/visa-som/sluta/").status_code == 302
    assert client.get("/maskera/").status_code == 200


def test_view_as_ends_with_the_role_that_allowed_it(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    client.post(f"/visa-som/{cast.manager.pk}/")
    role = cast.administrator.assignments.get()
    actions.end_role(
        role,
        by=User.objects.get(is_built_in=True),
        ends_on=timezone.localdate() - timedelta(days=1),
    )
    page = client.get("/system/").text
    assert "Du visar som" not in page


# Those from outside


def test_an_auditor_sees_only_what_she_has_been_granted(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.auditor)
    page = client.get("/system/").text
    assert cast.system.name in page
    assert cast.other_system.name not in page
    assert client.get(f"/system/{cast.other_system.pk}/").status_code == 404
    assert cast.other_system.name not in client.get("/sok/?q=omsorgsj").text


def test_an_auditor_sees_nothing_when_her_time_is_out(cast: Cast, client_of: ClientOf) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.auditor.assignments.update(ends_on=yesterday)
    client = client_of(cast.auditor)
    assert cast.system.name not in client.get("/system/").text
    assert client.get(f"/system/{cast.system.pk}/").status_code == 404


def test_an_outsider_sees_no_record_and_no_person(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.outsider)
    for slug, register in REGISTERS.items():
        assert register.rows(cast.outsider).count() == 0, slug
    for url in ("/system/", "/avtal/", "/sok/?q=sko", "/karta/", "/valj/system/?q=sko"):
        page = client.get(url).text
        assert cast.system.name not in page
        assert cast.contract.name not in page
    assert client.get(f"/person/{cast.employee.pk}/").status_code == 404
    assert cast.employee.name not in client.get(f"/organisation/{cast.education.pk}/").text


def test_the_role_of_an_external_person_reaches_no_further_than_its_unit(
    cast: Cast,
) -> None:
    """Also a central role, given by mistake to somebody from outside, stays within what she is granted."""
    stranger = make_person(
        "Stella Strå", cast.company, [(Role.DIGITAL_STRATEGIST, cast.company)], is_external=True
    )
    assert not System.objects.visible_to(stranger).exists()
