"""`bryggan serve` starts only what is safe to start, and `bryggan demo` only what is a demo."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from bryggan.config import serving, static_files
from bryggan.demo import loading
from bryggan.people import actions
from bryggan.people.models import User, root_unit


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def demo_folder(settings: Any, tmp_path: Path) -> Path:
    settings.BRYGGAN_VAR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DEMO_MARK = tmp_path / "demo"
    return tmp_path


@pytest.mark.django_db
def test_serve_refuses_a_demo_and_says_why(settings: Any) -> None:
    settings.BRYGGAN_DEMO = True

    with pytest.raises(CommandError, match="väljer vem hon är utan lösenord"):
        call_command("serve")


@pytest.mark.django_db
def test_serve_refuses_debug(settings: Any) -> None:
    settings.DEBUG = True

    with pytest.raises(CommandError, match="BRYGGAN_DEBUG"):
        call_command("serve")


@pytest.mark.django_db
def test_serve_refuses_a_database_that_waits_for_migrations() -> None:
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    with pytest.raises(CommandError, match="kör: bryggan migrate"):
        call_command("serve")


@pytest.mark.django_db
def test_serve_says_when_the_address_is_taken_or_unreadable(taken_port: int) -> None:
    with pytest.raises(CommandError, match=f"127.0.0.1:{taken_port} är redan upptagen"):
        call_command("serve", bind=f"127.0.0.1:{taken_port}")
    with pytest.raises(CommandError, match="värd:port"):
        call_command("serve", bind="8000")


@pytest.mark.parametrize(
    ("bind", "address"),
    [("127.0.0.1:8000", ("127.0.0.1", 8000)), ("[::1]:80", ("::1", 80))],
)
def test_an_address_is_host_and_port(bind: str, address: tuple[str, int]) -> None:
    assert serving.Serving(bind=bind, workers=2).address == address


@pytest.mark.parametrize("bind", ["8000", ":8000", "localhost:", "localhost:0", "localhost:65536"])
def test_other_addresses_are_refused(bind: str) -> None:
    with pytest.raises(serving.BadAddress):
        _ = serving.Serving(bind=bind, workers=2).address


def test_static_files_are_collected_once_and_again_when_something_is_missing(
    demo_folder: Path,
) -> None:
    assert static_files.collect_if_changed()
    # The manifest is what tells that a collection was finished; the test storage writes none.
    (demo_folder / "static" / "staticfiles.json").write_text("{}")
    assert not static_files.collect_if_changed()
    assert (demo_folder / "static" / "kit" / "base.css").exists()

    (demo_folder / "static" / "staticfiles.json").unlink()
    assert static_files.collect_if_changed()


@pytest.mark.django_db
def test_demo_says_when_the_port_is_taken_and_touches_nothing(
    demo_folder: Path, taken_port: int
) -> None:
    with pytest.raises(CommandError, match=f"Porten {taken_port} är upptagen"):
        call_command("demo", port=taken_port)

    assert not loading.is_filled()
    assert list(demo_folder.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("fresh", [False, True])
def test_demo_never_touches_a_database_in_real_use(demo_folder: Path, fresh: bool) -> None:
    tool = User.objects.get(is_built_in=True)
    unit = actions.create_unit(root_unit(), by=tool, name="Kommunstyrelsen", kind="authority")

    with pytest.raises(CommandError, match="används på riktigt"):
        call_command("demo", no_serve=True, fresh=fresh)

    assert not loading.is_filled()
    assert list(demo_folder.iterdir()) == []
    unit.refresh_from_db()
