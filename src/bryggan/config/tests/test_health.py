"""`bryggan health` tells the truth, and says what to do about what is wrong."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from bryggan.contracts import actions
from bryggan.contracts.models import Supplier
from bryggan.kit.writer import noun_of
from bryggan.people.models import User, root_unit
from bryggan.search.models import SearchRow

pytestmark = pytest.mark.django_db


def health() -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit code, and each line as (ok or fel, words) by its name."""
    told, code = StringIO(), 0
    try:
        call_command("health", stdout=told)
    except SystemExit as stop:
        code = int(str(stop.code))
    lines: dict[str, tuple[str, str]] = {}
    for line in told.getvalue().splitlines():
        state, _space, rest = line.partition(" ")
        name, _colon, words = rest.strip().partition(": ")
        lines[name] = (state, words)
    return code, lines


def make_supplier(name: str) -> Supplier:
    tool = User.objects.get(is_built_in=True)
    return actions.create_supplier(root_unit(), by=tool, values={"name": name})


def reindex() -> str:
    told = StringIO()
    call_command("reindex", stdout=told)
    return told.getvalue()


def test_a_sound_installation_is_told_so_in_a_line_for_each_question() -> None:
    make_supplier("Leverantören AB")

    code, lines = health()

    assert code == 0
    assert list(lines) == ["Migreringar", "Databas", "Disk", "Hemligheter", "Sök", "Brev"]
    assert {state for state, _words in lines.values()} == {"ok"}


def test_a_waiting_migration_is_a_fault_with_the_command_to_run() -> None:
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    code, lines = health()

    assert code == 1
    assert lines["Migreringar"][0] == "fel"
    assert lines["Migreringar"][1].endswith("Kör: bryggan migrate")


@pytest.fixture
def read_only_database() -> Iterator[None]:
    embedded = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if embedded else "SET TRANSACTION READ ONLY")
        yield
        if embedded:
            cursor.execute("PRAGMA query_only = 0")


@pytest.mark.usefixtures("read_only_database")
def test_a_database_that_cannot_be_written_to_is_a_fault_and_the_rest_is_told() -> None:
    code, lines = health()

    assert code == 1
    assert lines["Databas"][0] == "fel"
    assert lines["Databas"][1].startswith("databasen svarar inte som den ska")
    assert [lines[name][0] for name in ("Migreringar", "Disk", "Hemligheter")] == ["ok"] * 3


def test_a_record_that_search_lacks_is_a_fault_until_reindexed() -> None:
    supplier = make_supplier("Leverantören AB")
    SearchRow.objects.all().delete()

    code, lines = health()

    assert code == 1
    assert lines["Sök"] == (
        "fel",
        "contracts.supplier: 1 saknas, 0 fel. Kör: bryggan reindex",
    )
    assert "contracts.supplier: 1" in reindex()
    row = SearchRow.objects.get()
    assert (row.noun, row.record_id, row.title) == (noun_of(Supplier), supplier.pk, supplier.name)
    assert health()[0] == 0


def test_a_title_that_search_has_wrong_is_a_fault_until_reindexed() -> None:
    make_supplier("Leverantören AB")
    SearchRow.objects.update(title="Någon annan AB")

    assert health()[1]["Sök"][1].startswith("contracts.supplier: 0 saknas, 1 fel")
    reindex()
    assert health()[0] == 0


def test_what_is_withdrawn_or_no_longer_exists_leaves_search_when_reindexed() -> None:
    make_supplier("Kvar AB")
    withdrawn = make_supplier("Borta AB")
    Supplier.objects.filter(pk=withdrawn.pk).update(withdrawn_at="2026-01-01T12:00:00+01:00")
    SearchRow.objects.create(noun="gone.noun", record_id=1, title="Spöke", title_key="spoke")

    assert health()[1]["Sök"][1].startswith("contracts.supplier: 0 saknas, 1 fel")
    assert "utan register: 1" in reindex()
    assert list(SearchRow.objects.values_list("title", flat=True)) == ["Kvar AB"]


def test_a_key_that_others_may_read_is_a_fault(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRYGGAN_SECRET_KEY", raising=False)
    settings.BRYGGAN_VAR = tmp_path
    kept_in = tmp_path / "secret-key"
    kept_in.write_text(settings.SECRET_KEY)
    kept_in.chmod(0o644)

    assert health()[1]["Hemligheter"] == (
        "fel",
        f"{kept_in} kan läsas av andra. Kör: chmod 600",
    )
    kept_in.chmod(0o600)
    assert health()[0] == 0


def test_a_short_key_is_a_fault(settings: Any) -> None:
    settings.SECRET_KEY = "kort"

    assert health()[1]["Hemligheter"][0] == "fel"
