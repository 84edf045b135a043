"""The table of an APT: what is entered, what stays in it when a row cannot be kept, and what was entered."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.testing.effects import nothing_happens
from bryggan.needs.models import Need, Origin, WorkplaceMeeting
from bryggan.needs.tests.making import in_days, sorted_as, voiced
from bryggan.people.models import Unit, User

type SignIn = Callable[[User], Client]
URL = "/behov/apt/"
HERS = "Nycklarna skrivs i en pärm"


def filled(unit: Unit, *rows: dict[str, Any], total: int = 10, **more: Any) -> dict[str, Any]:
    """What the browser sends of the table."""
    sent: dict[str, Any] = {
        "unit": unit.pk,
        "sent": "en gång",
        "rad-TOTAL_FORMS": total,
        "rad-INITIAL_FORMS": 0,
        **more,
    }
    for place in range(total):
        row = rows[place] if place < len(rows) else {}
        for name in ("obstacle", "concerns", "count"):
            sent[f"rad-{place}-{name}"] = row.get(name, "")
    return sent


def test_the_table_has_ten_rows_and_the_units_she_leads(cast: Cast, client_of: SignIn) -> None:
    make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    page = client_of(cast.manager).get(URL).text

    assert page.count("<textarea") == 10
    assert re.findall(r"<option[^>]*>([^<]+)<", page) == [
        "Utbildningsförvaltningen",
        "\u2003Ekviksskolan",
    ]
    assert re.search(r'name="sent" value="[\w-]{20,}"', page)


def test_whoever_leads_nothing_is_told_who_enters_it(cast: Cast, client_of: SignIn) -> None:
    response = client_of(cast.employee).get(URL)
    assert response.status_code == 403
    assert "lämnas av chefen för Utbildningsförvaltningen" in response.text


def test_ten_needs_are_entered_at_once_and_shown_with_their_numbers(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.manager)
    rows = [{"obstacle": f"Hinder {number}", "count": "3"} for number in range(10)]
    response = client.post(URL, filled(cast.education, *rows), follow=True)

    needs = list(Need.objects.order_by("pk"))
    assert len(needs) == 10
    assert {need.origin for need in needs} == {Origin.APT}
    page = response.text
    assert "10 behov är lämnade." in page
    assert all(need.number in page and need.name in page for need in needs)
    again = client.post(URL, filled(cast.education, *rows))
    assert again.status_code == 302
    assert Need.objects.count() == 10


def test_a_row_that_cannot_be_kept_says_why_and_nothing_is_lost(
    cast: Cast, client_of: SignIn
) -> None:
    rows = (
        {"obstacle": HERS, "concerns": "Alla", "count": "7"},
        {"obstacle": "Bo 19121212-1212 får vänta", "count": "2"},
        {"concerns": "Vi i köket"},
        {"obstacle": "Larmet hörs inte", "count": "inga"},
    )
    client = client_of(cast.manager)
    with nothing_happens():
        response = client.post(URL, filled(cast.education, *rows))

    assert response.status_code == 422
    page = response.text
    assert "Rad 2, 3 och 4 kan inte sparas som de står." in page
    assert page.count("Det ser ut som ett personnummer") == 1
    assert page.count("Skriv vad som är i vägen, eller töm raden.") == 1
    for text in (HERS, "Bo 19121212-1212 får vänta", 'value="Vi i köket"', "Larmet hörs inte"):
        assert text in page
    assert 'value="en gång"' in page


def test_more_rows_keep_what_is_written(cast: Cast, client_of: SignIn) -> None:
    sent = filled(cast.education, {"obstacle": HERS}, more="1")
    client = client_of(cast.manager)
    with nothing_happens():
        response = client.post(URL, sent)
    assert response.status_code == 200
    assert response.text.count("<textarea") == 15
    assert HERS in response.text

    sent = filled(cast.education, {"obstacle": HERS}, total=60, more="1")
    full = client.post(URL, sent).text
    assert full.count("<textarea") == 60
    assert 'name="more"' not in full


def test_an_empty_table_and_a_unit_she_does_not_lead_enter_nothing(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.manager)
    with nothing_happens():
        empty = client.post(URL, filled(cast.education))
        elsewhere = client.post(URL, filled(cast.care, {"obstacle": HERS}))
    assert (empty.status_code, elsewhere.status_code) == (422, 422)
    assert "Skriv minst ett behov." in empty.text
    assert HERS in elsewhere.text


def test_what_was_entered_shows_nobody_elses_needs(cast: Cast, client_of: SignIn) -> None:
    need = voiced(cast)
    page = client_of(cast.manager).get(f"{URL}inskrivet/", {"nr": need.pk}).text
    assert need.name not in page


def test_the_page_of_the_sheet_plans_the_next_meeting(cast: Cast, client_of: SignIn) -> None:
    client, url = client_of(cast.manager), f"{URL}{cast.education.pk}/"
    day = in_days(14).isoformat()
    assert day in client.post(f"{url}nasta/", {"held_on": day}, follow=True).text
    assert WorkplaceMeeting.objects.get().held_on == in_days(14)
    late = client.post(f"{url}nasta/", {"held_on": in_days(-1).isoformat()})
    assert late.status_code == 422
    assert "Välj i dag eller en dag framåt." in late.text
    assert "Spara dagen" not in client_of(cast.employee).get(url).text


def test_the_list_and_the_sheet_lead_to_each_other(cast: Cast, client_of: SignIn) -> None:
    sorted_as(voiced(cast), cast.strategist)
    assert URL in client_of(cast.manager).get("/behov/").text
    assert URL not in client_of(cast.employee).get("/behov/").text


@pytest.mark.parametrize("who", ["employee", "controller", "auditor"])
def test_anyone_who_sees_the_unit_reads_its_sheet(cast: Cast, client_of: SignIn, who: str) -> None:
    response = client_of(getattr(cast, who)).get(f"{URL}{cast.education.pk}/")
    assert response.status_code == 200
    assert client_of(getattr(cast, who)).get(f"{URL}999999/").status_code == 404
