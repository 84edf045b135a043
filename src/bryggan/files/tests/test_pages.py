"""The pages of files: through the record's own door, fetched and never shown, secret ones nowhere."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.files import actions, storing
from bryggan.files.models import Disclosure, File, FrozenVersion
from bryggan.files.tests.making import PDF, TEXT, attached
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import nothing_happens
from bryggan.needs.tests.making import voiced
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.django_db

SCRIPT = Path(__file__).parents[4] / "docs" / "verifiera_beslut.py"


def test_a_file_is_put_there_by_a_plain_form_and_fetched_to_be_saved(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.manager)
    url = f"/handlingar/system/{cast.system.pk}/fil/"
    assert 'enctype="multipart/form-data"' in client.get(url).text
    sent = {"file": SimpleUploadedFile('../Åhléns "anbud".html', PDF), "kind": "received"}
    assert client.post(url, sent).status_code == 302
    page = client.get(f"/system/{cast.system.pk}/visa/files/").text
    file = File.objects.get()

    assert f'href="/handling/{file.pk}/"' in page
    response = client_of(cast.employee).get(f"/handling/{file.pk}/hamta/")
    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert quote("Åhléns anbud .pdf") in disposition or quote("Åhléns anbud.pdf") in disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("content", [b"", b"<html><script>alert(1)</script>", b"x" * 26_300_000])
def test_what_is_not_taken_in_comes_back_with_the_reason(
    cast: Cast, client_of: ClientOf, content: bytes
) -> None:
    url = f"/handlingar/system/{cast.system.pk}/fil/"
    sent = {"file": SimpleUploadedFile("a.pdf", content), "kind": "working"}
    client = client_of(cast.manager)
    with nothing_happens():
        answer = client.post(url, sent)

    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_a_file_is_no_easier_to_see_than_its_record(cast: Cast, client_of: ClientOf) -> None:
    need = voiced(cast, "Lådan är låst")
    file = attached(cast, record=need, by=tool())
    addresses = [f"/handling/{file.pk}/", f"/handling/{file.pk}/hamta/"]

    assert [client_of(cast.other_manager).get(url).status_code for url in addresses] == [404, 404]
    assert [client_of(cast.employee).get(url).status_code for url in addresses] == [200, 200]


def test_a_secret_file_is_on_no_page_and_in_no_history(cast: Cast, client_of: ClientOf) -> None:
    file = attached(cast, called="Anbud från Hemliga AB.txt", secrecy="19:3")
    actions.establish_file(file, by=cast.manager, established_on=timezone.localdate())
    frozen = FrozenVersion.objects.get()
    system = f"/system/{cast.system.pk}/"
    panel = f"{system}visa/files/"
    pages = [system, panel, f"{system}historik/", "/sok/?q=Hemliga+A"]
    there = [f"/handling/{file.pk}/", f"/handling/{file.pk}/hamta/", f"/fryst/{frozen.pk}.json"]

    client = client_of(cast.employee)
    assert [url for url in pages if "Anbud från Hemliga" in client.get(url).text] == []
    assert "1 handling har sekretess" in client.get(panel).text
    assert [client.get(url).status_code for url in there] == [404, 404, 404]
    manager = client_of(cast.manager)
    assert "Anbud från Hemliga" in manager.get(panel).text
    assert "Anbud från Hemliga" in manager.get(f"{system}historik/").text
    assert [manager.get(url).status_code for url in there] == [200, 200, 200]


def test_bytes_that_are_no_longer_the_same_are_not_fetched(cast: Cast, client_of: ClientOf) -> None:
    file = attached(cast, content=b"Elin Ek bor i Ekvik\n")
    storing.path_of(file.digest).write_text("[maskerat]", encoding="utf-8")
    answer = client_of(cast.manager).get(f"/handling/{file.pk}/hamta/")

    assert answer.status_code == 410
    assert "maskerat" not in answer.text.replace("maskerats", "")


def test_a_frozen_version_is_checked_without_bryggan(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    file = attached(cast)
    actions.establish_file(file, by=cast.manager, established_on=timezone.localdate())
    client = client_of(cast.employee)
    content = client.get(f"/fryst/{FrozenVersion.objects.get().pk}.json").content
    frozen, kept = tmp_path / "fryst.json", tmp_path / "Anbud.txt"
    frozen.write_bytes(content)
    kept.write_bytes(TEXT)

    assert verified(frozen) == 0
    assert verified(kept, json.loads(content)["innehall"]["content"]["sha256"]) == 0
    kept.write_bytes(TEXT + b" ")
    assert verified(kept, file.digest) == 1
    assert verified(kept) == 2
    told = json.loads(content)
    told["innehall"]["content"]["established_on"] = "2020-01-01"
    frozen.write_text(json.dumps(told), encoding="utf-8")
    assert verified(frozen) == 1


def verified(*arguments: str | Path) -> int:
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603


def test_handing_out_gives_the_package_and_is_told_on_the_page(
    cast: Cast, client_of: ClientOf
) -> None:
    file = attached(cast, kind="received")
    client = client_of(cast.administrator)
    url = f"/handlingar/system/{cast.system.pk}/lamna-ut/"
    assert file.file_name in client.get(url).text
    answer = client.post(url, {"asked_for": "Allt om systemet", "chosen": [file.pk]})

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.content.startswith(b"PK")
    assert Disclosure.objects.get().asked_for == "Allt om systemet"
    panel = f"/system/{cast.system.pk}/visa/files/"
    assert "Allt om systemet" in client.get(panel).text
    assert "Allt om systemet" not in client_of(cast.manager).get(panel).text


def test_a_page_with_many_files_asks_as_often_as_one_with_few(
    cast: Cast, client_of: ClientOf
) -> None:
    client, url = client_of(cast.manager), f"/system/{cast.system.pk}/visa/files/"
    attached(cast)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for place in range(12):
        attached(cast, called=f"Bilaga {place}.txt", content=f"{place}\n".encode())
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)
