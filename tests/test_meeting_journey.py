"""A råd on its whole way: twelve matters, one incomplete, blind scores by six, one jäv, recommendations and closing;
then a förvaltningschef decides two, a third goes to the nämnd, and who leads the råd is refused as decider.
"""

import io
import re
from dataclasses import dataclass
from decimal import Decimal

import pptx
import pytest
from playwright.sync_api import Page, expect

from bryggan.decisions import actions as decisions
from bryggan.decisions.choices import MatterKind, Step
from bryggan.decisions.models import Decision
from bryggan.decisions.tests.making import Order, make_order
from bryggan.decisions.tests.test_papers import words_of
from bryggan.duties.models import Task
from bryggan.kit.testing.cast import Cast, make_cast
from bryggan.meetings.models import Grade, Meeting, Minutes
from bryggan.meetings.tests.making import Council, make_council, make_member, today
from tests.browser import OpenPage, axe_violations

pytestmark = pytest.mark.browser

COMPLETE = 11
SUMS = {3: 9_000_000}  # above every limit of the delegation order
SMALL = 600_000


@dataclass
class Town:
    cast: Cast
    order: Order
    council: Council


@pytest.fixture
def town(live_history: None) -> Town:
    """A råd of six with twelve matters about to be decided, of which one lacks its case number."""
    cast = make_cast()
    order = make_order(cast)
    council = make_council(cast, weeks_between=6)
    for name in ("Beda Bok", "Cecil Gren"):
        make_member(council, name, cast)
    for number in range(1, COMPLETE + 2):
        sek = SUMS.get(number, SMALL)
        values = {
            "name": f"Ärende nummer {number:02d}",
            "matter": MatterKind.PURCHASE,
            "background": "Dagens lösning säljs inte längre.",
            "wording": f"Förvaltningschefen beslutar att anskaffa lösning {number:02d}.",
            "case_number": f"UN 2026/{number:03d}" if number <= COMPLETE else "",
            "together_sek": Decimal(sek),
            "whole_term_sek": Decimal(sek),
        }
        decisions.draft_decision(cast.education, by=cast.manager, values=values)
    return Town(cast, order, council)


def plans(page: Page, town: Town) -> None:
    page.goto(f"/grupp/{town.council.body.pk}/")
    page.get_by_role("link", name="Planera möte").first.click()
    page.get_by_label("Dag", exact=True).fill(today().isoformat())
    page.get_by_role("button", name="Planera").click()
    expect(page.get_by_text("Mötet är planerat")).to_be_visible()


def makes_the_agenda(page: Page, town: Town) -> None:
    """All that is ready in one press; the incomplete one only with a reason, and its gap is printed."""
    page.get_by_role("link", name="Till dagordningen").click()
    expect(page.get_by_role("checkbox")).to_have_count(COMPLETE)
    assert axe_violations(page) == []
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Lägg till de markerade").click()
    expect(page.get_by_text(f"{COMPLETE} punkter är tillagda.")).to_be_visible()
    page.get_by_role("link", name="Lägg till en punkt").click()
    page.get_by_label("Ärenden att besluta").fill("Ärende nummer 12")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_text("Skriv varför det tas upp ändå").first).to_be_visible()
    page.get_by_label("Varför tas ärendet upp").fill("Avtalet löper ut på fredag.")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_text("Punkten är tillagd.")).to_be_visible()
    expect(page.get_by_text("diarienummer. Avtalet löper ut på fredag.")).to_be_visible()
    page.get_by_role("button", name="Kalla gruppen").click()
    expect(page.get_by_text("Gruppen är kallad.")).to_be_visible()


def scores(page: Page, meeting: Meeting, place: int) -> None:
    """Every matter from one to five; nobody else's scores stand anywhere."""
    page.goto("/mitt-arbete/")
    page.get_by_role("link", name=re.compile("Bedöm ärendena till")).click()
    for number, select in enumerate(page.get_by_label("Nytta").all()):
        select.select_option(str(1 + (number + place) % 5))
    for select in page.get_by_label("Komplexitet").all():
        select.select_option("3")
    page.get_by_role("button", name="Spara bedömningarna").click()
    expect(page.get_by_text("Dina bedömningar är sparade.")).to_be_visible()
    page.goto(f"/mote/{meeting.pk}/motet/")
    expect(page.get_by_text("alla säger")).to_have_count(0)


def says(page: Page, stance: str, why: str = "") -> None:
    page.locator("label.stance").filter(has_text=re.compile(f"^{stance}$")).click()
    if why:
        page.get_by_label("Motivering").fill(why)


def holds(page: Page, meeting: Meeting, town: Town) -> None:
    """Point by point on the screen: support, conditions, refusal, referral; the last is not reached."""
    page.goto(f"/mote/{meeting.pk}/motet/")
    page.get_by_role("button", name="Visa bedömningarna").click()
    expect(page.get_by_text("Bedömningarna visas nu för alla.")).to_be_visible()
    expect(page.get_by_text("alla säger 3").first).to_be_visible()
    expect(page.get_by_text("långt ifrån varandra").first).to_be_visible()
    assert axe_violations(page) == []
    for number in range(1, COMPLETE + 1):
        page.goto(f"/mote/{meeting.pk}/motet/?punkt={number}")
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Ärende nummer {number:02d}")
        if number == 4:
            says(page, "Tillstyrks med villkor", "Bra, men dyrt.")
            page.get_by_role("textbox", name="Villkor").fill("Pröva på en skola först.")
        elif number == 5:
            says(page, "Avstyrks", "Finns redan i en annan förvaltning.")
        elif number == 6:
            says(page, "Återremitteras", "Räkna om kostnaden.")
        else:
            says(page, "Tillstyrks")
        if number == 7:
            row = page.locator(".agreed-row").first
            row.get_by_label("Vad").fill("Fråga leverantören om priset")
            row.get_by_label("Vem").select_option(label="Nils Näs")
        page.get_by_role("button", name="Spara och nästa").click()
        expect(page.get_by_text(f"Punkt {number} är sparad.")).to_be_visible()
    page.get_by_role("link", name="Avsluta mötet").click()
    expect(page.get_by_text("1 punkt utan ställningstagande bordläggs.")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Avsluta mötet").click()
    expect(page.get_by_text("Mötet är avslutat. Anteckningarna är frysta")).to_be_visible()


def reports_jav(page: Page, meeting: Meeting) -> None:
    page.goto(f"/mote/{meeting.pk}/motet/?punkt=2")
    page.get_by_role("link", name="Anmäl jäv").click()
    page.get_by_label("Varför?").fill("Bror till leverantörens ägare")
    page.get_by_role("button", name="Anteckna jäv").click()
    expect(page.get_by_text("Jäv, deltar inte:")).to_contain_text("Nils Näs")


def decides(page: Page, decision: Decision) -> None:
    page.goto("/mitt-arbete/")
    page.get_by_role("link", name=f"Besluta om {decision.name}").click()
    expect(page.get_by_text("Efter samråd i")).to_be_visible()
    page.get_by_role("button", name="Besluta", exact=True).click()
    expect(page.get_by_text("Beslutet är taget och fryst.")).to_be_visible()


def is_refused(page: Page, decision: Decision) -> None:
    """Who leads the råd opens the matter and reads, in a sentence, whose it is."""
    page.goto(f"/beslut/{decision.pk}/besluta/")
    expect(page.get_by_role("heading", name="Du kan inte besluta i ärendet")).to_be_visible()
    expect(page.locator(".message.warn")).to_contain_text(
        re.compile(r"Kräver förvaltningschef, delegationsordningen punkt 4\.2")
    )
    expect(page.get_by_role("button", name="Besluta", exact=True)).to_have_count(0)


def takes_back_from_the_board(page: Page, decision: Decision) -> None:
    page.goto(f"/beslut/{decision.pk}/besluta/")
    page.get_by_role("link", name="För in nämndens beslut").click()
    page.get_by_label("Sammanträdets dag").fill(today().isoformat())
    page.get_by_label("Paragraf").fill("§ 118")
    page.get_by_label("Beslutet enligt protokollet").fill(
        "Nämnden beslutar att anskaffa lösning 03."
    )
    page.get_by_role("button", name="För in beslutet").click()
    expect(page.get_by_text("Nämndens beslut är infört.")).to_be_visible()


def test_a_rad_with_twelve_matters(browser_page: OpenPage, town: Town) -> None:
    cast, council = town.cast, town.council
    chair = browser_page(person=council.chair)
    plans(chair, town)
    makes_the_agenda(chair, town)
    meeting = Meeting.objects.get()
    assert meeting.items.filter(withdrawn_at=None).count() == COMPLETE + 1

    reports_jav(browser_page(person=cast.other_manager, width=360), meeting)
    sits = [seat.user for seat in council.body.seats.order_by("pk")]
    assert len(sits) == 6
    for place, person in enumerate(sits):
        scores(browser_page(person=person), meeting, place)
    # Twelve each, but for the one who is jävig in one.
    assert Grade.objects.filter(withdrawn_at=None).count() == 6 * (COMPLETE + 1) - 1

    holds(chair, meeting, town)
    notes = Minutes.objects.get()
    assert notes.frozen["items"][1]["conflicted"] == ["Nils Näs"]
    assert notes.frozen["items"][11]["stance"] == "postponed"
    assert Task.objects.get().responsible == cast.other_manager
    following = Meeting.objects.exclude(pk=meeting.pk).get()
    assert [item.name for item in following.items.all()] == ["Ärende nummer 12"]
    taken_along(chair, meeting, following)

    by_name = {one.name: one for one in Decision.objects.all()}
    first, second, large = (by_name[f"Ärende nummer {number:02d}"] for number in (1, 2, 3))
    is_refused(chair, first)
    leader = browser_page(person=town.order.leader)
    for decision in (first, second):
        decides(leader, decision)
    large.refresh_from_db()
    assert (large.step, large.kind) == (Step.PASSED_ON, "board")
    takes_back_from_the_board(browser_page(person=town.order.secretary), large)
    large.refresh_from_db()
    assert (large.step, large.reported_paragraph) == (Step.TAKEN, "§ 118")


def taken_along(page: Page, meeting: Meeting, following: Meeting) -> None:
    """The notes, one slide per matter of the next meeting, and the letter of the matter that the nämnd decides."""
    read = page.request.get
    text = words_of(read(f"/papper/minnesanteckningar.docx?mote={meeting.pk}").body())
    for said in ("Pröva på en skola först.", "Fråga leverantören om priset", "Jäv, deltog inte"):
        assert said in text
    deck = read(f"/papper/minnesanteckningar.pptx?mote={meeting.pk}").body()
    slides = [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in pptx.Presentation(io.BytesIO(deck)).slides
    ]
    for number in range(1, COMPLETE + 2):
        assert any(f"{number}. Ärende nummer {number:02d}" in slide for slide in slides)
    ground = words_of(read(f"/papper/kallelse.docx?mote={following.pk}").body())
    assert "Ärende nummer 12" in ground and "diarienummer" in ground
    large = Decision.objects.get(name="Ärende nummer 03")
    letter = words_of(read(f"/papper/tjansteskrivelse.docx?beslut={large.pk}").body())
    assert "Förslag till beslut" in letter
    assert f"Digitaliseringsrådet {today()} (tillstyrks)" in letter
