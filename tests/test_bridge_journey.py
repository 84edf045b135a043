"""The whole bridge, walked on the demo municipality by the people it takes: a need said at an APT in home care,
joined from the social services, prepared and sorted, started as a joint initiative on care's own method, weighed in
the forum and the råd, decided by two förvaltningschefer each for her share, through its gates with one exception
and one demand of the law.
"""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pptx
import pytest
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from freezegun import freeze_time
from playwright.sync_api import Page, expect

from bryggan.decisions.models import Decision
from bryggan.decisions.tests.test_papers import words_of
from bryggan.demo import loading
from bryggan.initiatives import screening
from bryggan.initiatives.models import Initiative, Passage
from bryggan.meetings.models import Body, Meeting
from bryggan.meetings.tests.making import today
from bryggan.needs.models import Need
from bryggan.notices.models import Notice
from bryggan.people.actions import invite_person
from bryggan.people.models import User
from tests.browser import OpenPage, axe_violations

pytestmark = pytest.mark.browser

SAID = "Vi ringer runt till tolv boenden efter en ledig rullstol och vet inte var de står"
ELSEWHERE = "Vi ringer runt till boenden efter en ledig rullstol och ingen vet var de står"
NAME = "Rullstolar som syns på kartan"
START = f"Starta {NAME.lower()}"
WITHOUT = f"Börja utan riskanalys: {NAME.lower()}"
FIRST, LAST = "Ledningsgruppen beslutar", "Pilot"
PASSED, CONSIDERED = "initiative.passed", "initiative.considered"
DECIDED = "initiative.decided_about"
# Weighed in the forum, left to both heads, weighed in the råd, decided by both; the exception left and decided.
HEARD = [
    *("initiative.started", PASSED, CONSIDERED, DECIDED, DECIDED, CONSIDERED, DECIDED, DECIDED),
    *(DECIDED, DECIDED, PASSED),
]


# The people of the demo that it takes.
WHO = {
    "manager": "Marie Söderholm", "developer": "Agneta Frisk", "strategist": "Fatima Haddad",
    "chair": "Anders Brolin", "head_of_care": "Henrik Dahlberg",
    "head_of_social": "Camilla Stenberg", "joining": "Maria Ceder", "nameless": "Jelena Marković",
}  # fmt: skip


@pytest.fixture
def town(live_history: None) -> SimpleNamespace:
    """The demo municipality; those of them who do not sign in yet are let in."""
    loading.load()
    administrator = User.objects.get(name="Mikael Forsgren")
    people = {part: User.objects.get(name=name) for part, name in WHO.items()}
    for person in people.values():
        if not person.is_active:
            invite_person(person, by=administrator)
    names = "Digitaliseringsforum vård och omsorg", "Digitaliseringsrådet"
    forum, council = (Body.objects.get(name=name) for name in names)
    return SimpleNamespace(**people, forum=forum, council=council)


def told(person: User, need: Need, initiative: Initiative) -> list[str]:
    """What she has heard of the need and of what became of it, in order."""
    of_need = Q(noun="needs.need", record_id=need.pk)
    of_initiative = Q(noun="initiatives.initiative", record_id=initiative.pk)
    rows = Notice.objects.filter(of_need | of_initiative, user=person)
    return list(rows.order_by("pk").values_list("kind", flat=True))


def enters_what_was_said(page: Page) -> Need:
    """The manager after the APT."""
    page.goto("/behov/apt/")
    page.locator("#rad-1").get_by_label("Vad är i vägen?").fill(SAID)
    page.get_by_role("button", name="Lämna behoven").click()
    expect(page.get_by_text("1 behov är lämnat.")).to_be_visible()
    return Need.objects.order_by("-pk")[0]


def prepares(page: Page, need: Need) -> None:
    """Clear, estimated, and sorted: larger than a change in what there is."""
    page.goto(f"/behov/{need.pk}/bered/")
    page.get_by_label("Behov", exact=True).fill(NAME)
    page.get_by_label("I korthet").fill("Lediga rullstolar söks per telefon i tolv boenden.")
    page.get_by_label("Nytta").select_option("4")
    page.get_by_label("Komplexitet").select_option("2")
    page.get_by_role("radio", name=re.compile("^Underlag till")).check()
    page.get_by_label("Skäl").select_option(label="Blir underlag till ett initiativ")
    page.get_by_role("button", name="Spara och svara").click()
    expect(page.locator("#messages")).to_contain_text("besvarat")


def joins_while_writing(page: Page) -> None:
    """Somebody in the social services begins to write the same, sees that it exists and stands behind it."""
    page.goto("/behov/lamna/")
    page.get_by_label("Vad är i vägen?").press_sequentially(ELSEWHERE, delay=2)
    found = page.locator("#alike").get_by_role("listitem").filter(has_text=NAME)
    found.get_by_role("button", name=re.compile("Jag har det också")).click()
    expect(page.get_by_text("Du står nu bakom behovet")).to_be_visible()


def joins_without_name(page: Page, need: Need) -> str:
    """Another one does too, and nobody is to know who; what she keeps is a code."""
    page.goto(f"/behov/{need.pk}/")
    page.get_by_role("button", name="Utan namn").click()
    code = page.locator(".the-code").inner_text()
    with freeze_time(timezone.now() + timedelta(days=1)):
        call_command("run_due")
    return code


def starts(page: Page, need: Need, town: SimpleNamespace) -> Initiative:
    """From the need's page, with what preparation has said of it."""
    page.goto(f"/behov/{need.pk}/")
    page.get_by_role("link", name="Starta ett initiativ").click()
    assert axe_violations(page) == []
    page.get_by_label("Leds av").select_option(str(town.head_of_care.unit_id))
    page.get_by_label("Syfte").select_option(label="Kvalitet")
    page.get_by_label("Mål").fill("Alla ser var varje ledig rullstol står.")
    page.get_by_label("Vilka det når").select_option(label="Flera förvaltningar")
    page.get_by_label("Kostnad en gång").fill("600 000")
    page.get_by_role("button", name="Starta").click()
    expect(page.locator("#messages")).to_contain_text("Initiativet är startat.")
    return Initiative.objects.order_by("-pk")[0]


def shares(page: Page, initiative: Initiative, town: SimpleNamespace) -> None:
    """Care bears more than half of it, the social services the rest."""
    page.goto(f"/initiativ/{initiative.pk}/andelar/")
    parts = (town.head_of_care.unit_id, "60"), (town.head_of_social.unit_id, "40")
    for row, (unit, percent) in enumerate(parts):
        page.get_by_label("Enhet").nth(row).select_option(str(unit))
        page.get_by_label("Andel, %").nth(row).fill(percent)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#messages")).to_contain_text("Sparat.")


def fills_in(page: Page, initiative: Initiative, section: str, **told: str) -> None:
    page.goto(f"/initiativ/{initiative.pk}/{section}/")
    for label, value in told.items():
        field = page.get_by_label(label.replace("_", " "))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)


def answers_plain_questions(page: Page, initiative: Initiative) -> None:
    """A dozen of them; there will be personal data, and nothing else."""
    page.goto(f"/initiativ/{initiative.pk}/snabbfragor/")
    assert axe_violations(page) == []
    for key in screening.questions():
        answer = "yes" if key == "personal_data" else "no"
        page.locator(f"[name={key}][value={answer}]").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#messages")).to_contain_text("Svaren är sparade.")


def passes_gate(page: Page, initiative: Initiative, to: str) -> None:
    page.goto(f"/initiativ/{initiative.pk}/grind/")
    page.get_by_role("button", name=f"Gå vidare till {to}").click()
    expect(page.locator("#messages")).to_contain_text(f"Initiativet har gått vidare till {to}.")


def recommends(page: Page, body: Body, initiative: Initiative, why: str) -> Meeting:
    """Whoever leads the group takes it up, writes what is said, and closes the meeting."""
    page.goto(f"/grupp/{body.pk}/")
    page.get_by_role("link", name="Planera möte").first.click()
    page.get_by_label("Dag", exact=True).fill(today().isoformat())
    page.get_by_role("button", name="Planera").click()
    page.get_by_role("link", name="Till dagordningen").click()
    page.locator(f"[value='initiatives.initiative:{initiative.pk}']").check()
    page.get_by_role("button", name="Lägg till de markerade").click()
    page.get_by_role("button", name="Kalla gruppen").click()
    expect(page.get_by_text("Gruppen är kallad.")).to_be_visible()
    meeting = Meeting.objects.filter(body=body).order_by("-pk")[0]
    page.goto(f"/mote/{meeting.pk}/motet/")
    page.locator("label.stance").filter(has_text=re.compile("^Tillstyrks$")).click()
    page.get_by_label("Motivering").fill(why)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Avsluta mötet").click()
    page.get_by_role("button", name="Avsluta mötet").click()
    expect(page.locator("#messages")).to_contain_text("Mötet är avslutat.")
    return meeting


def prepares_decisions(page: Page, initiative: Initiative, name: str) -> list[Decision]:
    """One press gives each board a matter about its own share; whoever prepares completes them."""
    before = set(Decision.objects.values_list("pk", flat=True))
    page.goto(f"/initiativ/{initiative.pk}/grind/")
    page.get_by_role("button", name="Förbered ett beslut").click()
    expect(page.locator("#messages")).to_contain_text("Varje nämnd som delar på det")
    made = list(Decision.objects.exclude(pk__in=before).order_by("unit__path"))
    for decision in made:
        page.goto(f"/beslut/{decision.pk}/matter/")
        page.get_by_label("Ärende", exact=True).fill(f"{name} ({decision.unit})")
        page.get_by_label("Beslutets lydelse").fill(f"{name}, med den andel som är nämndens.")
        page.get_by_role("button", name="Spara").click()
        page.goto(f"/beslut/{decision.pk}/besluta/")
        page.get_by_role("button", name="Lämna till den som får besluta").click()
        expect(page.locator("#messages")).to_contain_text("Ärendet är lämnat till")
    return made


def is_refused(page: Page, decision: Decision, code: str) -> None:
    """Whoever leads the forum reads whose it is to decide."""
    page.goto(f"/beslut/{decision.pk}/besluta/")
    expect(page.get_by_role("heading", name="Du kan inte besluta i ärendet")).to_be_visible()
    reason = f"Kräver förvaltningschef, delegationsordningen punkt {code}."
    expect(page.locator(".message.warn")).to_contain_text(reason)
    expect(page.get_by_role("button", name="Besluta", exact=True)).to_have_count(0)


def decides(page: Page, name: str) -> None:
    page.goto("/mitt-arbete/")
    page.get_by_role("link", name=f"Besluta om {name}").click()
    page.get_by_role("button", name="Besluta", exact=True).click()
    expect(page.get_by_text("Beslutet är taget och fryst.")).to_be_visible()


def fills_in_what_is_asked(page: Page, initiative: Initiative, decision: Decision) -> None:
    """All that the gate before the start asks for, but for the risk analysis."""
    fills_in(page, initiative, "decision", Beslut_om_start=str(decision.pk))
    page.goto(f"/initiativ/{initiative.pk}/plan/")
    page.get_by_label("Vad", exact=True).first.fill("Första boendet")
    page.get_by_label("Senast").first.fill((today() + timedelta(days=90)).isoformat())
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#messages")).to_contain_text("Sparat.")
    page.goto(f"/initiativ/{initiative.pk}/pengar/")
    page.get_by_label("År", exact=True).first.fill("2027")
    page.get_by_label("Slag").first.select_option(label="I budget")
    page.get_by_label("Kr exkl. moms").first.fill("600 000")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#messages")).to_contain_text("Sparat.")


def tries_to_except_the_law(page: Page, initiative: Initiative) -> None:
    """What a method asks for can be let through by a decision, what the law demands by nobody."""
    page.goto(f"/initiativ/{initiative.pk}/grind/")
    assert axe_violations(page) == []
    expect(page.get_by_label("Varför får")).to_have_count(1)
    page.get_by_label("Varför får Riskanalys saknas?").fill("Görs med leverantören i oktober.")
    page.get_by_role("button", name=f"Gå vidare till {LAST}").click()
    refused = (
        "Lagen kräver: Prövning av konsekvensbedömning, Personuppgiftsbiträdesavtal. Det går inte"
    )
    expect(page.get_by_role("alert")).to_contain_text(refused)
    page.goto(f"/initiativ/{initiative.pk}/grind/law.dpia/")
    expect(page.get_by_text("Att det inte gäller här avgör digitaliserings")).to_be_visible()
    expect(page.get_by_role("button", name="Gäller inte här")).to_have_count(0)


def answers_for_the_law(page: Page, initiative: Initiative) -> None:
    """The role that owns the question says by name why it does not apply here."""
    for key, why in {
        "law.dpia": "Bara namn på anställda, prövat 12 maj.",
        "law.processing_agreement": "Ingen utanför kommunen behandlar uppgifterna.",
    }.items():
        page.goto(f"/initiativ/{initiative.pk}/grind/{key}/")
        assert axe_violations(page) == []
        page.get_by_label("Gäller inte här, därför att").fill(why)
        page.get_by_role("button", name="Gäller inte här").click()
        expect(page.locator("#messages")).to_contain_text("Det gäller inte här")


def starts_with_an_exception(page: Page, initiative: Initiative, decision: Decision) -> Passage:
    page.goto(f"/initiativ/{initiative.pk}/grind/")
    page.get_by_role("combobox", name="Beslut").select_option(str(decision.pk))
    page.get_by_label("Varför får Riskanalys saknas?").fill("Görs med leverantören i oktober.")
    page.get_by_role("button", name=f"Gå vidare till {LAST}").click()
    expect(page.locator("#messages")).to_contain_text(f"har gått vidare till {LAST}")
    return Passage.objects.order_by("-pk")[0]


def stands_on_the_bridge(page: Page) -> None:
    """On the start page, under what is carried out; the number leads to it."""
    page.goto("/")
    assert axe_violations(page) == []
    page.locator(".bridge").get_by_role("link", name=re.compile("Genomförande")).first.click()
    expect(page.get_by_role("link", name=NAME)).to_be_visible()


def stands_in_the_roadmap(page: Page) -> None:
    """Among what is carried out, in the färdplan of the whole municipality."""
    page.goto("/fardplan/")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Tavla").click()
    assert axe_violations(page) == []
    expect(page.get_by_role("main").get_by_role("link", name=NAME)).to_be_visible()


def opens_its_papers(page: Page, meeting: Meeting, initiative: Initiative) -> None:
    """What the forum said, the letter of the decision, the page and the file of it, the färdplan."""

    def read(address: str) -> bytes:
        answer = page.request.get(f"/papper/{address}")
        assert answer.ok, address
        return answer.body()

    notes = words_of(read(f"minnesanteckningar.docx?mote={meeting.pk}"))
    assert NAME in notes and "Störst nytta av allt i år." in notes
    assert START in words_of(read(f"tjansteskrivelse.docx?beslut={initiative.decision_id}"))
    assert NAME in words_of(read(f"initiativ.docx?initiativ={initiative.pk}"))
    file = words_of(read(f"akt.docx?initiativ={initiative.pk}"))
    assert "Görs med leverantören i oktober." in file
    for address in (f"minnesanteckningar.pptx?mote={meeting.pk}", "fardplan.pptx?unit=alla"):
        slides = pptx.Presentation(io.BytesIO(read(address))).slides
        assert any(NAME in words for slide in slides for words in words_on(slide))
    assert read(f"akt.pdf?initiativ={initiative.pk}").startswith(b"%PDF")


def words_on(slide: Any) -> Iterator[str]:
    """All that stands on a slide, in its tables too."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def reads_by_code(page: Page, code: str) -> None:
    """Nobody knows who she is, and she reads every turn."""
    page.goto("/behov/kod/")
    page.get_by_label("Din kod").fill(code)
    page.get_by_role("button", name="Visa svaret").click()
    for said in (
        f"nu en del av initiativet ”{NAME}”",
        "tillstyrks i Digitaliseringsforum vård och omsorg",
        "tillstyrks i Digitaliseringsrådet",
        f"har gått vidare till {LAST}",
    ):
        expect(page.get_by_text(said).first).to_be_visible()
    assert axe_violations(page) == []


def test_a_need_becomes_a_started_initiative(browser_page: OpenPage, town: SimpleNamespace) -> None:
    need = enters_what_was_said(browser_page(person=town.manager))
    prepares(browser_page(person=town.developer), need)
    joins_while_writing(browser_page(person=town.joining))
    code = joins_without_name(browser_page(person=town.nameless, width=360), need)

    desk, chair = browser_page(person=town.developer), browser_page(person=town.chair)
    initiative = starts(desk, need, town)
    assert initiative.size == "middle"
    shares(desk, initiative, town)
    answers_plain_questions(desk, initiative)
    passes_gate(desk, initiative, FIRST)
    fills_in(desk, initiative, "size", Nytta="4", Komplexitet="2")
    forum = recommends(desk, town.forum, initiative, "Störst nytta av allt i år.")
    social, care = prepares_decisions(desk, initiative, START)
    assert (care.share_sek, social.share_sek) == (Decimal(360_000), Decimal(240_000))
    # She leads the forum, he the råd: neither of them decides.
    for leader in (desk, chair):
        is_refused(leader, care, "2.6")
        is_refused(leader, social, "2.6")
    recommends(chair, town.council, initiative, "Båda letar efter samma rullstolar.")

    heads = browser_page(person=town.head_of_care), browser_page(person=town.head_of_social)
    for head in heads:
        decides(head, START)
    decided = Decision.objects.filter(pk__in=[care.pk, social.pk]).order_by("unit__path")
    assert list(decided.values_list("decided_by__name", "rule__code")) == [
        ("Camilla Stenberg", "2.6"),
        ("Henrik Dahlberg", "2.6"),
    ]
    fills_in_what_is_asked(desk, initiative, care)
    [exception] = prepares_decisions(desk, initiative, WITHOUT)
    tries_to_except_the_law(desk, initiative)
    strategist = browser_page(person=town.strategist)
    answers_for_the_law(strategist, initiative)
    decides(heads[0], WITHOUT)
    passage = starts_with_an_exception(desk, initiative, exception)
    assert [one["name"] for one in passage.exceptions] == ["Riskanalys"]
    assert passage.decision == exception
    initiative.refresh_from_db()
    assert (initiative.phase, initiative.started_on) == ("pilot", today())
    assert initiative.decision == care
    stands_on_the_bridge(strategist)
    stands_in_the_roadmap(strategist)
    opens_its_papers(strategist, forum, initiative)

    assert told(town.manager, need, initiative) == ["need.initiative", *HEARD]
    assert told(town.joining, need, initiative) == HEARD
    reads_by_code(browser_page(width=360), code)
