"""Templates with fields: refused when broken, one for a paper of its own, and never a paper lost."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from bryggan.history.models import Event
from bryggan.kit.action import Refused
from bryggan.kit.papers import own_template
from bryggan.kit.papers.declared import PAPERS, known_fields
from bryggan.kit.testing.cast import Cast, tool
from bryggan.notices.models import Notice
from bryggan.people.models import User
from bryggan.reports import actions
from bryggan.reports.tests.test_papers import header_of

type ClientOf = Callable[[User], Client]
type OnCommit = Any


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of one's own, since a template is a file and outlives a test's transaction."""
    settings.BRYGGAN_VAR = tmp_path_factory.mktemp("var")


def template(header: str) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def put_in_place(content: bytes, paper: str = "") -> None:
    """As an older version may have left it: never checked."""
    own_template.take_into_use(own_template.prepare(content), paper)


def words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def test_change_template_with_a_broken_field_says_which_and_where(
    cast: Cast, client_of: ClientOf
) -> None:
    file = SimpleUploadedFile("mall.docx", template("{{ titl }} {{ datum }"))
    response = client_of(cast.administrator).post(
        "/rapporter/mall/", {"file": file, "paper": "alla"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "{{ titl }} i sidhuvudet: det finns inget sådant fält. Menas {{ titel }}?" in page
    assert "{{ datum } i sidhuvudet: fältet avslutas inte" in page
    assert own_template.current() is None


def test_change_template_for_one_paper_leaves_the_others(
    cast: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(cast.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        for paper, header in (
            ("alla", "Alla: {{ titel }}"),
            ("delegationsbeslut", "Till {{ namnd }}"),
        ):
            file = SimpleUploadedFile("mall.docx", template(header))
            sent = {"file": file, "paper": paper}
            assert client.post("/rapporter/mall/", sent).status_code == 302
    told = f"/papper/delegationsbeslut.docx?unit={cast.education_authority.pk}"
    assert header_of(client.get(told).content) == f"Till {cast.education_authority}"
    assert header_of(client.get("/papper/systemoversikt.docx").content).startswith("Alla: ")
    page = client.get("/rapporter/mall/").content.decode()
    assert page.count("används sedan") == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/rapporter/mall/ta-bort/", {"paper": "delegationsbeslut"})
    assert header_of(client.get(told).content).startswith("Alla: ")


def test_every_field_is_shown_where_the_template_is_chosen(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.employee).get("/rapporter/mall/").content.decode()
    for declared in PAPERS.values():
        for field in declared.gives:
            assert f"{{{{ {field.name} }}}}" in page
    assert all(f"{{{{ {name} }}}}" in page for name in known_fields())


def test_tell_of_template_that_failed_and_lose_no_paper(cast: Cast, client_of: ClientOf) -> None:
    put_in_place(template("{{ diarienummer }}"))
    client = client_of(cast.employee)
    for _time in range(2):
        response = client.get("/papper/systemoversikt.docx")
        assert response.status_code == 200
    words = words_of(response.content)
    assert "{{ diarienummer }} i sidhuvudet: det här papperet har inte det fältet." in words
    assert header_of(response.content) == ""
    notice = Notice.objects.get(kind="template.failed")
    assert notice.user == cast.administrator
    assert "diarienummer" in notice.values["why"]
    shown = client_of(cast.administrator).get("/mitt-arbete/").content.decode()
    assert "gick inte att göra i kommunens wordmall" in shown


def test_a_file_that_is_no_template_any_more_costs_no_paper(
    cast: Cast, client_of: ClientOf
) -> None:
    put_in_place(b"trasig")
    words = words_of(client_of(cast.employee).get("/papper/systemoversikt.docx").content)
    assert "Wordmallen är inte en fil som Word kan öppna" in words
    assert client_of(cast.employee).get("/papper/systemoversikt.pdf").status_code == 200


def test_tell_of_template_is_refused_to_people(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.tell_of_template("lista", by=cast.administrator, title="Lista", why="Fel")
    assert not Notice.objects.filter(kind="template.failed").exists()
    assert not Event.objects.filter(name="template.failed").exists()


def test_tell_of_template_is_impossible_to_do_twice_for_the_same_fault(cast: Cast) -> None:
    for why in ("Fel", "Fel", "Annat fel"):
        actions.tell_of_template("lista", by=tool(), title="Lista", why=why)
    assert Notice.objects.filter(kind="template.failed", user=cast.administrator).count() == 2
