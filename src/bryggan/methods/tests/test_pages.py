"""The pages of methods: read, copied, edited in the browser without JavaScript, chosen; and on paper."""

import io
from collections.abc import Callable

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.methods import queries, shipped
from bryggan.methods.models import Method, MethodVersion, Requirement
from bryggan.methods.register import MethodRegister
from bryggan.methods.tests.making import (
    choose,
    draft,
    in_use,
    load,
    make_copy,
    make_developer,
    make_method,
    make_step,
    shipped_method,
    step_of,
)
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def edit_url(version: MethodVersion) -> str:
    return f"/metod/version/{version.pk}/andra/"


def test_the_administrator_reads_in_what_is_shipped(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.administrator)
    assert "En administratör läser in dem" in client.get("/metod/").text
    assert "7 metoder att läsa in" in client.get("/metod/val/").text

    answer = client.post("/metod/fran-bryggan/", follow=True)

    assert "7 metoder är inlästa." in answer.text
    assert queries.shipped_methods().count() == len(shipped.shipped_content())
    assert "att läsa in" not in client.get("/metod/val/").text


def test_the_page_of_a_method_shows_its_course(cast: Cast, client_of: ClientOf) -> None:
    method = shipped_method("lund_care")
    page = client_of(cast.employee).get(MethodRegister.url(method.pk)).text

    assert page.index("Pilot</h3>") < page.index("Genomförande</h3>")
    assert "Gå vidare, ändra eller sluta" in page
    assert "eget tillägg" in page
    assert "Kopiera den, så kan ni ändra i kopian." in page


def test_whoever_audits_reads_every_method(cast: Cast, client_of: ClientOf) -> None:
    method = make_method(cast.care)
    url = MethodRegister.url(method.pk)
    assert client_of(cast.auditor).get(url).status_code == 200
    assert client_of(cast.outsider).get(url).status_code == 404


def test_copying_editing_and_taking_into_use_with_ordinary_forms(
    cast: Cast, client_of: ClientOf
) -> None:
    shipped_lund = shipped_method("lund")
    client = client_of(make_developer(cast.care))
    answer = client.post(
        f"/metod/{shipped_lund.pk}/kopiera/", {"unit": cast.care.pk, "name": "Omsorgens sätt"}
    )
    version = draft(Method.objects.get(name="Omsorgens sätt"))
    assert answer["Location"] == edit_url(version)

    forum = step_of(version, "forum")
    told = {"name": "Ledningsgruppen prioriterar", "phase": forum.phase, "who": "Ledningen"}
    assert client.post(f"/metod/steg/{forum.pk}/", told).status_code == 302
    client.post(f"/metod/version/{version.pk}/steg/", {"name": "Brukarna prövar", "phase": "pilot"})
    client.post(f"/metod/steg/{step_of(version, 'council').pk}/bort/")
    trying = step_of(version, "brukarna_provar")
    client.post(
        f"/metod/steg/{trying.pk}/krav/",
        {"name": "Tre har prövat", "rule": "", "sizes": ["middle", "large"]},
    )
    client.post(f"/metod/version/{version.pk}/ta-i-bruk/", {"note": "Utan råd"})

    text = client.get(f"{MethodRegister.url(version.method_id)}visa/difference/").text
    version.refresh_from_db()
    assert (version.is_draft, version.note) == (False, "Utan råd")
    assert [step.name for step in queries.steps_of(version)][1:3] == [
        "Ledningsgruppen prioriterar",
        "Beslut och plats i färdplanen",
    ]
    assert "Nytt steg: Brukarna prövar" in text
    assert "Borttaget steg: Rådet bereder det gemensamma" in text


def test_what_is_ticked_is_kept_also_when_a_step_is_moved(cast: Cast, client_of: ClientOf) -> None:
    version = draft(make_copy(cast.education))
    step = step_of(version, "council")
    (asked,) = queries.requirements_of(step)
    sent = {"krav": asked.pk, f"storlek-{asked.pk}": ["small", "large"]}

    answer = client_of(cast.manager).post(f"/metod/steg/{step.pk}/flytta/upp/", sent)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#steg-{step.pk}")
    assert [one.key for one in queries.steps_of(version)][:2] == ["workplace", "council"]
    assert queries.sizes_of(Requirement.objects.get(pk=asked.pk)) == ("small", "large")


def test_the_first_step_stays_first_when_moved_up(cast: Cast, client_of: ClientOf) -> None:
    version = draft(make_copy(cast.education))
    before = list(queries.steps_of(version))
    client = client_of(cast.manager)
    assert client.post(f"/metod/steg/{before[0].pk}/flytta/upp/").status_code == 302
    assert client.post(f"/metod/steg/{before[-1].pk}/flytta/ner/").status_code == 302
    assert list(queries.steps_of(version)) == before
    assert client.post(f"/metod/steg/{before[0].pk}/flytta/hit/").status_code == 404


def test_no_size_ticked_is_told_and_nothing_is_saved(cast: Cast, client_of: ClientOf) -> None:
    version = draft(make_copy(cast.education))
    (asked,) = queries.requirements_of(step_of(version, "council"))
    client = client_of(cast.manager)

    page = client.post(f"/metod/version/{version.pk}/storlekar/", {"krav": asked.pk}, follow=True)
    assert "Rådets rekommendation: Ett krav som ingen storlek har" in page.text
    assert queries.sizes_of(Requirement.objects.get(pk=asked.pk)) == ("middle", "large")

    client.post(f"/metod/krav/{asked.pk}/bort/", {"krav": asked.pk})
    assert not queries.requirements_of(step_of(version, "council")).exists()


def test_the_draft_says_what_keeps_it_from_being_used(cast: Cast, client_of: ClientOf) -> None:
    version = draft(make_copy(cast.education))
    client = client_of(cast.manager)
    assert "Innan den kan tas i bruk" not in client.get(edit_url(version)).text
    client.post(f"/metod/steg/{step_of(version, 'closed').pk}/bort/")

    assert "Det sista som görs ska vara Uppföljning" in client.get(edit_url(version)).text
    answer = client.post(f"/metod/version/{version.pk}/ta-i-bruk/", {"note": ""})
    assert answer.status_code == 422


def test_the_next_version_is_begun_and_thrown_away(cast: Cast, client_of: ClientOf) -> None:
    method = make_method(cast.education)
    client = client_of(cast.manager)

    page = client.post(f"/metod/{method.pk}/ny-version/", follow=True)
    assert "Inget är ändrat än." in page.text
    again = client.post(f"/metod/{method.pk}/ny-version/", follow=True)
    assert "Metoden har redan ett utkast" in again.text
    client.post(f"/metod/version/{draft(method).pk}/kasta/")
    assert queries.draft_of(method) is None


def test_a_version_says_what_it_changed(cast: Cast, client_of: ClientOf) -> None:
    method = make_method(cast.education)
    client = client_of(cast.manager)
    client.post(f"/metod/{method.pk}/ny-version/")
    version = draft(method)
    make_step(version, "Rektorsmötet")
    client.post(f"/metod/version/{version.pk}/ta-i-bruk/", {"note": ""})

    page = client.get(f"/metod/version/{in_use(method).pk}/").text
    assert "Ändrat sedan version 1" in page
    assert "Nytt steg: Rektorsmötet" in page


def test_choosing_a_method_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    method = shipped_method("gotland_social")
    client = client_of(cast.other_manager)
    told = {"unit": cast.care.pk, "method": method.pk, "starts_on": timezone.localdate()}

    page = client.post("/metod/val/", told, follow=True)

    assert "Omsorgsförvaltningen följer Socialförvaltningens process på Gotland" in page.text
    assert queries.method_for(cast.care, timezone.localdate()) == method
    assert client.post("/metod/val/", told).status_code == 422
    # Another administration is not hers to choose for.
    assert client.post("/metod/val/", told | {"unit": cast.education.pk}).status_code == 403


def test_taking_a_choice_back_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    choose(cast.care, shipped_method("lund"))
    (choice,) = queries.all_choices(cast.employee, timezone.localdate())
    client_of(cast.other_manager).post(f"/metod/val/{choice.pk}/bort/")
    assert queries.all_choices(cast.employee, timezone.localdate()) == []


def sql_count(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_pages_ask_the_same_however_much_there_is(cast: Cast, client_of: ClientOf) -> None:
    method = make_method(cast.education)
    client = client_of(cast.manager)
    client.post(f"/metod/{method.pk}/ny-version/")
    version = draft(method)
    urls = (
        MethodRegister.url(method.pk),
        edit_url(version),
        f"/metod/version/{version.pk}/",
        "/metod/val/",
    )
    before = [sql_count(client, url) for url in urls]
    for number in range(8):
        step = make_step(version, f"Steg {number}")
        client.post(f"/metod/steg/{step.pk}/krav/", {"name": "Krav", "sizes": ["large"]})
        choose(make_unit(f"Förvaltning {number}", cast.municipality), method)
    assert [sql_count(client, url) for url in urls] == before


def test_a_method_on_paper(cast: Cast, client_of: ClientOf) -> None:
    method = shipped_method("lund_care")
    client = client_of(cast.employee)
    url = f"/papper/metod.docx?metod={method.pk}"

    document = docx.Document(io.BytesIO(client.get(url).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in document.paragraphs), *cells])

    for said in ("På en sida", "3. Pilot", "Styrgruppen", "krävs", "egna tillägg", "snabbfrågorna"):
        assert said in text
    assert client.get(url.replace(".docx", ".pdf")).content.startswith(b"%PDF")
    assert client.get("/papper/metod.docx?metod=0").status_code == 404
    assert client_of(cast.outsider).get(url).status_code == 404


def test_reading_in_everything_takes_few_questions(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        load()
    assert len(asked) < 250
