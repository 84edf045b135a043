"""A file into a register in the browser: upload, columns, plan, choices, apply, undo; and what is refused."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bryggan.history.models import Batch
from bryggan.kit.testing.cast import Cast, make_system
from bryggan.kit.testing.effects import nothing_happens
from bryggan.people.models import Unit, User
from bryggan.registers.importing import keeping
from bryggan.registers.models import Import, Mapping
from bryggan.registers.undo import undo_batch
from bryggan.systems import actions
from bryggan.systems.models import System

type SignIn = Callable[[User], Client]

HEAD = ["Namn", "Organisation", "Aktiva användare", "Budgetägare"]


def a_file(*lines: list[Any], name: str = "lista.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return SimpleUploadedFile(name, text.getvalue().encode("utf-8-sig"))


def uploaded(client: Client, *lines: list[Any]) -> Import:
    response = client.post("/system/las-in/", {"file": a_file(*lines)})
    assert response.status_code == 302
    return Import.objects.latest("pk")


def planned(client: Client, *lines: list[Any], **more: Any) -> Import:
    source = uploaded(client, *lines)
    columns = {f"c{place}": key for place, key in source.columns.items()}
    address = reverse("import_columns", args=["system", source.pk])
    assert client.post(address, {**columns, **more}).status_code == 302
    source.refresh_from_db()
    assert source.step == Import.Step.PLANNED
    return source


def post(client: Client, name: str, source: Import, **values: Any) -> int:
    return client.post(reverse(name, args=["system", source.pk]), values).status_code


def test_every_column_is_shown_with_a_suggestion(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    source = uploaded(client, HEAD, ["Viva", cast.care.name, "3", "Kim"])
    page = client.get(reverse("import_columns", args=["system", source.pk])).content.decode()

    assert source.columns == {"0": "name", "1": "unit", "2": "user_count", "3": "own"}
    assert all(title in page for title in HEAD)
    assert "Kim" in page


def test_the_plan_is_shown_before_anything_is_written(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    source = planned(client, HEAD, ["Viva", cast.care.name, "många", ""], ["", "", "4", ""])
    page = client.get(reverse("import_review", args=["system", source.pk])).content.decode()

    assert not System.objects.filter(name="Viva").exists()
    assert source.counts == {
        "rows": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "failed": 1,
    }
    assert "många" in page
    assert "Raden har inget namn." in page


def test_what_is_chosen_away_is_not_read_in(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    source = planned(
        client, HEAD, ["Ett", cast.care.name, "1", ""], ["Två", cast.care.name, "2", ""]
    )

    assert post(client, "import_apply", source, shown=["2", "3"], row=["3"]) == 302
    source.refresh_from_db()
    assert source.counts["skipped"] == 1
    assert [s.name for s in System.objects.filter(name__in=["Ett", "Två"])] == ["Två"]


def test_in_a_conflict_the_tool_wins_until_the_file_is_chosen(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    line = ["Viva", cast.care.name, "5", ""]
    post(client, "import_apply", planned(client, HEAD, line))
    system = System.objects.get(name="Viva")
    actions.change_system(system, by=cast.strategist, values={"user_count": 7})

    source = planned(client, HEAD, line)
    page = client.get(reverse("import_review", args=["system", source.pk]))
    assert "Ändrat i Bryggan sedan förra filen" in page.content.decode()
    post(client, "import_apply", source, shown=["2"], row=["2"])
    system.refresh_from_db()
    assert system.user_count == 7

    source = planned(client, HEAD, line)
    post(client, "import_apply", source, shown=["2"], row=["2"], take2=["user_count"])
    system.refresh_from_db()
    assert system.user_count == 5


def test_the_kind_of_a_new_unit_is_changed_before_it_is_made(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    source = planned(client, HEAD, ["Viva", "Nya gården", "1", ""])
    post(client, "import_apply", source, shown=["2"], row=["2"], **{"kind:Nya gården": "company"})

    assert Unit.objects.get(name="Nya gården").kind == "company"


def test_a_mapping_is_saved_and_used_by_somebody_else(cast: Cast, client_of: SignIn) -> None:
    planned(client_of(cast.strategist), HEAD, ["Viva", cast.care.name, "1", ""], save_as="Listan")
    client = client_of(cast.manager)
    source = uploaded(client, HEAD, ["Viva", cast.care.name, "1", ""])
    saved = Mapping.objects.get(name="Listan")
    page = client.get(reverse("import_columns", args=["system", source.pk]), {"koppling": saved.pk})

    assert page.status_code == 200


def test_two_columns_to_one_field_are_said_to_be_so(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    source = uploaded(client, HEAD, ["Viva", cast.care.name, "1", ""])
    address = reverse("import_columns", args=["system", source.pk])
    response = client.post(address, {"c0": "name", "c1": "name"})

    assert response.status_code == 422
    assert "Två kolumner går till samma fält" in response.content.decode()
    source.refresh_from_db()
    assert source.step == Import.Step.UPLOADED


def test_a_cancelled_import_leaves_nothing(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    source = planned(client, HEAD, ["Viva", cast.care.name, "1", ""])
    kept = keeping.folder() / source.stored_as
    assert kept.exists()

    assert post(client, "import_cancel", source) == 302
    assert post(client, "import_apply", source) == 302
    assert not kept.exists()
    assert not System.objects.filter(name="Viva").exists()


def test_an_import_is_read_in_once_only(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    source = planned(client, HEAD, ["Viva", cast.care.name, "1", ""])
    post(client, "import_apply", source)
    batches = Batch.objects.count()
    post(client, "import_apply", source)

    assert Batch.objects.count() == batches


def test_undone_and_read_in_again_gives_the_same(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    lines = (HEAD, ["Viva", "Nya enheten", "1", "Kim"])
    source = planned(client, *lines)
    post(client, "import_apply", source)
    source.refresh_from_db()
    undo_batch(Batch.objects.get(pk=source.batch_id or 0), by=cast.strategist)
    assert not System.objects.present().filter(name="Viva").exists()

    post(client, "import_apply", planned(client, *lines))
    assert System.objects.present().get(name="Viva").own_fields == {"budgetagare": "Kim"}


def test_somebody_elses_import_does_not_exist(cast: Cast, client_of: SignIn) -> None:
    source = planned(client_of(cast.manager), HEAD, ["Viva", cast.care.name, "1", ""])
    other = client_of(cast.other_manager)

    assert other.get(reverse("import_review", args=["system", source.pk])).status_code == 404
    assert post(other, "import_apply", source) == 404


def test_an_employee_is_told_who_reads_files_in(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.employee)
    page = client.get("/system/las-in/").content.decode()
    assert "Filer läses in av" in page
    with nothing_happens():
        response = client.post("/system/las-in/", {"file": a_file(HEAD, ["Viva", "", "", ""])})
    assert response.status_code == 403


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (301 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lista.xlsx", b"MZ\x90\x00 a program"),
        ("lista.xlsx", b"%PDF-1.7"),
        ("lista.csv", b""),
        ("lista.xlsx", bomb()),
        ("../../etc/passwd.xlsx", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_kept(
    cast: Cast, client_of: SignIn, name: str, content: bytes
) -> None:
    before = set(keeping.folder().iterdir())
    client = client_of(cast.strategist)
    with nothing_happens():
        response = client.post("/system/las-in/", {"file": SimpleUploadedFile(name, content)})

    assert response.status_code == 422
    assert "Inget är ändrat." in response.content.decode()
    assert set(keeping.folder().iterdir()) == before


def test_the_file_is_kept_under_a_name_of_our_own_until_it_is_read_in(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    file = a_file(HEAD, ["Viva", cast.care.name, "1", ""], name="<script>alert(1)</script>.csv")
    client.post("/system/las-in/", {"file": file})
    source = Import.objects.latest("pk")
    kept: Path = keeping.folder() / source.stored_as

    assert source.stored_as.isalnum()
    assert kept.stat().st_mode & 0o077 == 0
    page = client.get("/system/las-in/").content.decode()
    assert "<script>alert(1)" not in page


def test_what_the_file_said_stands_on_the_systems_page(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.strategist)
    post(client, "import_apply", planned(client, HEAD, ["Viva", cast.care.name, "många", "Kim"]))
    system = System.objects.get(name="Viva")
    page = client.get(f"/system/{system.pk}/visa/source/").content.decode()

    assert "Ur filen" in client.get(f"/system/{system.pk}/").content.decode()
    assert "många" in page


def test_what_may_be_secret_is_left_out_of_what_the_file_said(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.strategist)
    head = ["Namn", "Organisation", "Verksamhetskritiskt"]
    post(
        client,
        "import_apply",
        planned(client, head, ["Viva", cast.care.name, "Helt verksamhetskritiskt"]),
    )
    system = System.objects.get(name="Viva")

    page, said = f"/system/{system.pk}/", f"/system/{system.pk}/visa/source/"
    assert "Helt verksamhetskritiskt" in client.get(said).content.decode()
    for address in (page, said):
        hers = client_of(cast.employee).get(address).content.decode()
        assert "Helt verksamhetskritiskt" not in hers


def test_a_large_file_is_planned_in_the_background_with_progress(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    lines = [[f"System {n}", cast.care.name, str(n), ""] for n in range(5)]
    source = planned(client_of(cast.strategist), HEAD, *lines)

    assert source.counts["created"] == 5
    make_system(unit=cast.care, name="System 3")
    post(client_of(cast.strategist), "import_apply", source)
    source.refresh_from_db()
    assert source.counts["rows"] == 5
