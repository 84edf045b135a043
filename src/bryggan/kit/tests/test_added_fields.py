"""A higher app's columns: in list, filter, sort and file as any other, in the list's one query, never edited."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Length
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.kit.register.computed import ComputedWhole
from bryggan.kit.register.fields import Text
from bryggan.kit.register.links import Computed
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User
from bryggan.systems.register import SystemRegister

type ClientOf = Callable[[User], Client]


@pytest.fixture
def added() -> Iterator[None]:
    """Two columns that no app of ours adds."""
    kept = list(SystemRegister.added)
    SystemRegister.adds_field(
        ComputedWhole(key="name_length", label="Tecken", calculate=lambda user: Length("name"))
    )
    SystemRegister.adds_field(
        Computed(
            key="called", label="Kallas", calculate=lambda user: Concat(Value("kallas "), F("name"))
        )
    )
    yield
    SystemRegister.added[:] = kept


@pytest.mark.usefixtures("added")
def test_adds_field_is_a_column_a_filter_a_sort_and_in_the_file(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.strategist)
    page = client.get("/system/?col=name&col=called&sort=-name_length").text
    assert page.index("kallas Omsorgsjournalen") < page.index("kallas Skolplattformen")
    found = client.get("/system/?f.name_length.to=15").text
    assert "Skolplattformen" in found
    assert "Omsorgsjournalen" not in found
    assert client.get("/system/filter/called/").status_code == 200
    file = b"".join(client.get("/system/fil.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "kallas Skolplattformen" in file


@pytest.mark.usefixtures("added")
def test_adds_field_asks_nothing_more_of_the_database(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.strategist)

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    assert count("/system/?col=name&col=called&col=name_length") == count("/system/?col=name")


def test_adds_field_takes_no_key_twice_and_nothing_to_edit() -> None:
    with pytest.raises(ValueError, match="cannot be added"):
        SystemRegister.adds_field(
            ComputedWhole(key="name", label="Namn", calculate=lambda user: Length("name"))
        )
    with pytest.raises(ValueError, match="cannot be added"):
        SystemRegister.adds_field(Text(key="nickname", label="Smeknamn"))
    assert "nickname" not in {field.key for field in SystemRegister.declared()}
