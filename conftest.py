"""Fixtures for the tests of every app and of the whole system; never part of the wheel."""

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.template import engines
from django.test import Client
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory, StepTickTimeFactory, TickingDateTimeFactory

import bryggan
from bryggan.kit import remembering
from bryggan.kit.limiter import Limiter
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.kept import the_cast
from bryggan.people.models import User

pytest_plugins = ["tests.browser"]

# How long an example takes tells of what else the machine does, not of what is tested.
hypothesis.settings.register_profile(
    "bryggan", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("bryggan")

PACKAGE = Path(bryggan.__file__).resolve().parent
TODAY = "2026-11-22 09:00:00"
PROTECTED = ("history_event", "history_change")

type Clock = FrozenDateTimeFactory | StepTickTimeFactory | TickingDateTimeFactory


@pytest.fixture
def cast(db: None) -> Cast:
    """The municipality of the tests, with everyone in place."""
    return the_cast()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which this person has signed in: `client_of(cast.manager).get("/system/")`."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The time stands still on a Sunday morning, 22 November 2026; `clock.move_to(…)` moves it."""
    with freeze_time(TODAY) as frozen:
        yield frozen


@pytest.fixture
def remembers(settings: Any) -> Iterator[None]:
    """What is counted over everything is remembered, as in an installation; the other tests count each time."""
    settings.BRYGGAN_REMEMBERS = True
    remembering._kept.clear()
    yield
    remembering._kept.clear()


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """A test begins as if nobody had sent anything before it."""
    for limiter in Limiter.all:
        limiter.forget()


class UnknownVariable(str):
    """Stands in for `string_if_invalid`: a variable that our own template names must exist."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        frame = sys._getframe(1)
        context = frame.f_locals.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        origin = str(getattr(getattr(template, "origin", None), "name", ""))
        if PACKAGE in Path(origin).parents:
            pytest.fail(f"{Path(origin).relative_to(PACKAGE)} names {variable}, which is unknown.")
        return ""


@pytest.fixture(autouse=True, scope="session")
def _known_template_variables() -> None:
    engines["django"].engine.string_if_invalid = UnknownVariable()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _static_folder() -> None:
    """Nothing is collected for the tests, but the server wants the folder to be there."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Nothing is fetched from outside while the tests run."""
    connect = socket.socket.connect

    def connect_near(self: socket.socket, address: Any) -> None:
        is_near = self.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1", "localhost"}
        if not is_near:
            raise RuntimeError(f"A test tried to reach {address}.")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect_near)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tests that commit for real end with a flush: history yields to it alone, and the first rows come back.

    The triggers are off only inside the transaction that flushes, so nothing else ever sees them off.
    """
    # The class and not the connection: Playwright's event loop gives the thread one of its own.
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    with django_db_blocker.unblock():
        first_rows = connection.creation.serialize_db_to_string()

    def flush_with_history(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with transaction.atomic():
            put_back = _lift_triggers()
            flush(self, statements)
            put_back()
            connection.creation.deserialize_db_from_string(first_rows)
            _count_on_from_the_first_rows()

    patch = pytest.MonkeyPatch()
    patch.setattr(operations, "execute_sql_flush", flush_with_history)
    yield
    patch.undo()


@pytest.fixture
def live_history(transactional_db: None) -> None:
    """A test that commits for real, as live-server tests do: history is append-only all through it."""


def _count_on_from_the_first_rows() -> None:
    """New rows get ids after those that were put back with theirs."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _lift_triggers() -> Callable[[], None]:
    """Take the triggers off; what is given back puts them on again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in PROTECTED]
            on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in PROTECTED]
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)",
                PROTECTED,
            )
            triggers = cursor.fetchall()
            off = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            on = [sql for _name, sql in triggers]
        for statement in off:
            cursor.execute(statement)

    def put_back() -> None:
        with connection.cursor() as cursor:
            for statement in on:
                cursor.execute(statement)

    return put_back
