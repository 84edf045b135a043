"""The whole bridge, walked by the people it takes: a need said at an APT in home care, joined from the schools,
prepared and sorted, started as a joint initiative, weighed in the forum and the råd, decided by two
förvaltningschefer each for her share, through its gates with one exception and one demand of the law.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pptx
import pytest
from django.core.management import call_command
from django.utils import timezone
from freezegun import freeze_time
from playwright.sync_api import Page, expect

from bryggan.decisions import ordering
from bryggan.decisions.choices import MatterKind, Meaning
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import ago, make_post, make_rule
from bryggan.decisions.tests.test_papers import words_of
from bryggan.initiatives import screening
from bryggan.initiatives.models import Initiative, Passage
from bryggan.kit.testing.cast import Cast, make_cast, make_person, make_unit, tool
from bryggan.meetings.choices import BodyKind
from bryggan.meetings.models import Body, Meeting
from bryggan.meetings.tests.making import make_council, today
from bryggan.methods.tests.making import choose, shipped_method
from bryggan.needs.models import Need
from bryggan.needs.tests.making import make_developer
from bryggan.notices.models import Notice
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from tests.browser import OpenPage, axe_violations

pytestmark = pytest.mark.browser

SAID = "Vi skriver upp nycklarna i en pärm och vet inte vem som har dem när larmet går"
ELSEWHERE = "Nycklar till klassrummen skrivs i en pärm och ingen vet vem som har dem"
NAME = "Nycklar som kvitteras i telefonen"
START = f"Starta {NAME.lower()}"
WITHOUT = f"Börja utan riskanalys: {NAME.lower()}"
PASSED, CONSIDERED = "initiative.passed", "initiative.considered"
# Weighed in the forum and in the råd, each time carried on by whoever runs it.
HEARD = ["initiative.started", PASSED, CONSIDERED, PASSED, CONSIDERED, PASSED, PASSED]


@dataclass
class Town:
    """Care and education, each with its förvaltningschef and delegation order; a forum and a råd."""

    cast: Cast
    manager: User
    developer: User
    head_of_care: User
    head_of_education: User
    forum: Body
    council: Body

    def told(self, person: User) -> list[str]:
        rows = Notice.objects.filter(user=person, kind__regex="^(need|initiative)[.]")
        return list(rows.order_by("pk").values_list("kind", flat=True))


def with_mandate(authority: Unit, name: str, code: str) -> User:
    """The förvaltningschef decides the start of what the board's own share is at most half a million of."""
    head = make_post(authority, "Förvaltningschef", 5, is_head=True)
    told = {"name": "Starta initiativ, egen andel", "matter": MatterKind.START}
    limit = {"meaning": Meaning.WHOLE_TERM, "limit_sek": Decimal(500_000)}
    make_rule(head, code, for_own_share=True, **told, **limit)
    person = make_person(name, authority, title="Förvaltningschef")
    ordering.hold_post(head, by=tool(), user=person, unit=authority, starts_on=ago(300))
    return person


@pytest.fixture
def town(live_history: None) -> Town:
    cast = make_cast()
    home_care = make_unit("Hemtjänsten Centrum", cast.care, Unit.Kind.WORKPLACE)
    choose(cast.municipality, shipped_method("lund"))
    return Town(
        cast=cast,
        manager=make_person("Marie Mo", home_care, [(Role.MANAGER, home_care)]),
        developer=make_developer(cast.care),
        head_of_care=with_mandate(cast.care_authority, "Frida Falk", "4.7"),
        head_of_education=with_mandate(cast.education_authority, "Erik Eld", "3.2"),
        forum=make_council(cast, name="Omsorgens digitaliseringsforum", kind=BodyKind.FORUM).body,
        council=make_council(cast).body,
    )


def enters_what_was_said(page: Page) -> Need:
    """The manager after the APT."""
    page.goto("/behov/apt/")
    page.locator("#rad-1").get_by_label("Vad är i vägen?").fill(SAID)
    page.get_by_role("button", name="Lämna behoven").click()
    expect(page.get_by_text("1 behov är lämnat.")).to_be_visible()
    return Need.objects.get()


def prepares(page: Page, need: Need) -> None:
    """Clear, estimated, and sorted: larger than a change in what there is."""
    page.goto(f"/behov/{need.pk}/bered/")
    page.get_by_label("Behov", exact=True).fill(NAME)
    page.get_by_label("I korthet").fill("Nycklar lämnas ut utan att någon ser vem som har dem.")
    page.get_by_label("Nytta").select_option("4")
    page.get_by_label("Komplexitet").select_option("2")
    page.get_by_role("radio", name=re.compile("^Underlag till")).check()
    page.get_by_label("Skäl").select_option(label="Blir underlag till ett initiativ")
    page.get_by_role("button", name="Spara och svara").click()
    expect(page.locator("#messages")).to_contain_text("besvarat")


def joins_while_writing(page: Page) -> None:
    """A teacher begins to write the same, sees that it exists and stands behind it."""
    page.goto("/behov/lamna/")
    page.get_by_label("Vad är i vägen?").press_sequentially(ELSEWHERE, delay=2)
    found = page.locator("#alike").get_by_role("listitem").filter(has_text=NAME)
    found.get_by_role("button", name=re.compile("Jag har det också")).click()
    expect(page.get_by_text("Du står nu bakom behovet")).to_be_visible()


def joins_without_name(page: Page, need: Need) -> str:
    """Another teacher does too, and nobody is to know who; what she keeps is a code."""
    page.goto(f"/behov/{need.pk}/")
    page.get_by_role("button", name="Utan namn").click()
    code = page.locator(".the-code").inner_text()
    with freeze_time(timezone.now() + timedelta(days=1)):
        call_command("run_due")
    return code


def starts(page: Page, need: Need, town: Town) -> Initiative:
    """From the need's page, with what preparation has said of it."""
    page.goto(f"/behov/{need.pk}/")
    page.get_by_role("link", name="Starta ett initiativ").click()
    assert axe_violations(page) == []
    page.get_by_label("Leds av").select_option(str(town.cast.care.pk))
    page.get_by_label("Syfte").select_option(label="Kvalitet")
    page.get_by_label("Mål").fill("Alla vet vem som har varje nyckel.")
    page.get_by_label("Vilka det når").select_option(label="Flera förvaltningar")
    page.get_by_label("Kostnad en gång").fill("600 000")
    page.get_by_role("button", name="Starta").click()
    expect(page.locator("#messages")).to_contain_text("Initiativet är startat.")
    return Initiative.objects.get()


def shares(page: Page, initiative: Initiative, town: Town) -> None:
    """Home care bears more than half of it, the schools the rest."""
    page.goto(f"/initiativ/{initiative.pk}/andelar/")
    for row, (unit, percent) in enumerate(((town.cast.care, "60"), (town.cast.education, "40"))):
        page.get_by_label("Enhet").nth(row).select_option(str(unit.pk))
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
    meeting = Meeting.objects.get(body=body)
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
    fills_in(page, initiative, "time", Tidsram_i_ord="Hösten 2027")
    fills_in(page, initiative, "benefit", Besparing_per_år="120 000")
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
    page.get_by_role("button", name="Gå vidare till Aktiviteterna genomförs").click()
    refused = "Lagen kräver: Prövning av konsekvensbedömning. Det går inte att göra undantag"
    expect(page.get_by_role("alert")).to_contain_text(refused)
    page.goto(f"/initiativ/{initiative.pk}/grind/law.dpia/")
    expect(page.get_by_text("Att det inte gäller här avgör digitaliserings")).to_be_visible()
    expect(page.get_by_role("button", name="Gäller inte här")).to_have_count(0)


def answers_for_the_law(page: Page, initiative: Initiative) -> None:
    """The role that owns the question says by name why it does not apply here."""
    page.goto(f"/initiativ/{initiative.pk}/grind/law.dpia/")
    assert axe_violations(page) == []
    page.get_by_label("Gäller inte här, därför att").fill("Bara namn på anställda, prövat 12 maj.")
    page.get_by_role("button", name="Gäller inte här").click()
    expect(page.locator("#messages")).to_contain_text("Det gäller inte här, och skälet står kvar.")


def starts_with_an_exception(page: Page, initiative: Initiative, decision: Decision) -> Passage:
    page.goto(f"/initiativ/{initiative.pk}/grind/")
    page.get_by_role("combobox", name="Beslut").select_option(str(decision.pk))
    page.get_by_label("Varför får Riskanalys saknas?").fill("Görs med leverantören i oktober.")
    page.get_by_role("button", name="Gå vidare till Aktiviteterna genomförs").click()
    expect(page.locator("#messages")).to_contain_text("har gått vidare till Aktiviteterna")
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
        "tillstyrks i Omsorgens digitaliseringsforum",
        "tillstyrks i Digitaliseringsrådet",
        "har gått vidare till Aktiviteterna genomförs",
    ):
        expect(page.get_by_text(said).first).to_be_visible()
    assert axe_violations(page) == []


def test_a_need_becomes_a_started_initiative(browser_page: OpenPage, town: Town) -> None:
    cast = town.cast
    need = enters_what_was_said(browser_page(person=town.manager))
    prepares(browser_page(person=town.developer), need)
    joins_while_writing(browser_page(person=cast.employee))
    code = joins_without_name(browser_page(person=cast.system_owner, width=360), need)

    desk, leader = browser_page(person=town.developer), browser_page(person=cast.strategist)
    initiative = starts(desk, need, town)
    assert initiative.size == "middle"
    shares(desk, initiative, town)
    answers_plain_questions(desk, initiative)
    passes_gate(desk, initiative, "Forumet prioriterar")
    fills_in(desk, initiative, "size", Nytta="4", Komplexitet="2")
    forum = recommends(leader, town.forum, initiative, "Störst nytta av allt i år.")
    education, care = prepares_decisions(desk, initiative, START)
    assert (care.share_sek, education.share_sek) == (Decimal(360_000), Decimal(240_000))
    is_refused(leader, care, "4.7")
    is_refused(leader, education, "3.2")
    passes_gate(desk, initiative, "Rådet bereder det gemensamma")
    recommends(leader, town.council, initiative, "Båda har samma nycklar.")
    passes_gate(desk, initiative, "Beslut och plats i färdplanen")

    heads = browser_page(person=town.head_of_care), browser_page(person=town.head_of_education)
    for head in heads:
        decides(head, START)
    decided = Decision.objects.order_by("unit__path").values_list("decided_by__name", "rule__code")
    assert list(decided) == [("Erik Eld", "3.2"), ("Frida Falk", "4.7")]
    fills_in_what_is_asked(desk, initiative, care)
    [exception] = prepares_decisions(desk, initiative, WITHOUT)
    tries_to_except_the_law(desk, initiative)
    answers_for_the_law(leader, initiative)
    decides(heads[0], WITHOUT)
    passage = starts_with_an_exception(desk, initiative, exception)
    assert [one["name"] for one in passage.exceptions] == ["Riskanalys"]
    assert passage.decision == exception
    initiative.refresh_from_db()
    assert (initiative.phase, initiative.started_on) == ("implementation", today())
    assert initiative.decision == care
    stands_on_the_bridge(leader)
    stands_in_the_roadmap(leader)
    opens_its_papers(leader, forum, initiative)

    assert town.told(town.manager) == ["need.initiative", *HEARD]
    assert town.told(cast.employee) == HEARD
    reads_by_code(browser_page(width=360), code)
