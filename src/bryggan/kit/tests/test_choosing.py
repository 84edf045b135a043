"""Choosing one of many records by name or number, with and without suggestions."""

from collections.abc import Callable

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from bryggan.kit.register import choosing
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.people.models import User
from bryggan.systems.models import System


@pytest.mark.parametrize(
    "words", ["Skolplattformen", "skolplattformen", "{number}", "Vad som helst ({number})", "{low}"]
)
def test_find(cast: Cast, words: str) -> None:
    number = cast.system.number
    asked = words.format(number=number, low=number.lower())
    assert choosing.find((System.objects.present(),), asked) == cast.system


def test_find_says_when_there_is_none_or_several(cast: Cast) -> None:
    with pytest.raises(forms.ValidationError, match="finns inte"):
        choosing.find((System.objects.present(),), "Skolplatt")
    make_system(cast.care, name="Skolplattformen")
    with pytest.raises(forms.ValidationError, match="Flera heter så"):
        choosing.find((System.objects.present(),), "Skolplattformen")


def test_people_are_found_by_address(cast: Cast) -> None:
    words = choosing.words_of(cast.manager)
    assert cast.manager.email in words
    assert choosing.find((User.objects.present(),), words) == cast.manager


def test_some_records_keep_their_order_and_an_emptied_line_is_gone(cast: Cast) -> None:
    field = choosing.RecordsField((User.objects.present(),), "/valj/x/y/", label="Personer")
    posted = QueryDict(mutable=True)
    posted.setlist("people", [cast.manager.email, "", cast.employee.email, cast.manager.email])
    said = field.widget.value_from_datadict(posted, {}, "people")
    assert field.clean(said) == [cast.manager, cast.employee]
    assert (
        field.widget.render("people", field.prepare_value([cast.manager.pk])).count("<input") == 3
    )


def test_a_reference_is_a_list_while_short_and_a_field_with_suggestions_when_long(
    cast: Cast, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(cast.strategist)
    address = f"/system/{cast.system.pk}/people/"
    assert "<select" in client.get(address).content.decode()
    monkeypatch.setattr(choosing, "LONGEST_LIST", 3)
    page = client.get(address).content.decode()
    assert "<select" not in page
    assert 'hx-get="/valj/system/role.system_owner/"' in page
    form = {
        "version": cast.system.version,
        "unit": "Utbildningsförvaltningen",
        "role__system_owner": [cast.manager.email],
    }
    assert client.post(address, form).status_code == 302
    held = cast.system.roles.get(role="system_owner", withdrawn_at=None)
    assert held.user == cast.manager


def test_suggestions(cast: Cast, client_of: Callable[[User], Client]) -> None:
    client = client_of(cast.employee)
    page = client.get("/valj/integration/from/", {"from": "plattf"}).content.decode()
    assert f'<option value="Skolplattformen ({cast.system.number})">' in page
    assert "Omsorgsjournalen" not in page
    assert "Skolplattformen" in client.get("/valj/system/", {"q": "SK"}).content.decode()
    assert client.get("/valj/system/name/").status_code == 404
    assert client.get("/valj/finns-inte/").status_code == 404
    outsider = client_of(cast.outsider).get("/valj/system/", {"q": "s"}).content.decode()
    assert "Skolplattformen" not in outsider
