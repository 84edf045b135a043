"""A round over one administration, from the list nobody trusts to a register that is a little truer.

The list of a municipal group is read in. A week later the strategist asks an administration about what it
looks after. Three people answer, each her own way; the rest are reminded; what came of it can be counted.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F, Func, Value
from django.utils import timezone
from freezegun import freeze_time
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from bryggan.kit.testing.cast import make_cast, make_person, tool
from bryggan.notices.tests.smtp_server import MailServer, post
from bryggan.people import actions as people_actions
from bryggan.people.models import Unit, User, root_unit
from bryggan.people.roles import Role
from bryggan.rounds.models import Ask, Round
from bryggan.rounds.tests.making import make_held, open_url
from bryggan.systems.models import System
from bryggan.systems.tests.test_importing_command import REAL_FILE, needs_real_file
from tests.browser import OpenPage, axe_violations

__all__ = ["post"]  # the fixture: a mail server, and an installation that is set to use it

pytestmark = pytest.mark.browser

ADMINISTRATION = "Kultur- och fritidsförvaltningen"
ASKED_ABOUT = ("Vad det är till för", "Livscykel", "Aktiva användare", "Systemägare")
NAME = "Kultur och fritid"
MESSAGE = "Vi ska veta vad vi har innan budgeten. Två minuter per system."
DAYS = 14
# Those in the file who look after the most that lacks something.
ON_THE_PAGE, BY_LINK, IN_A_FILE = "person044", "person065", "person039"


@dataclass
class Town:
    """The administration once the list is read in, and the people of this story."""

    strategist: User
    unit: Unit
    on_the_page: User
    by_link: User
    in_a_file: User


@pytest.fixture
def town(live_history: None, post: MailServer) -> Town:
    strategist = make_person("Disa Dahl", root_unit(), [(Role.DIGITAL_STRATEGIST, root_unit())])
    with freeze_time(timezone.now() - timedelta(days=7)):
        report = StringIO()
        call_command("import", "systems", REAL_FILE, "--as", strategist.email, stdout=report)
        assert "320 nya" in report.getvalue()
    # The file's own addresses are made up, and nothing is ever sent to such.
    own = Func(F("email"), Value("nordvik.example"), Value("ekvik.se"), function="REPLACE")
    User.objects.filter(email__endswith="@nordvik.example").update(email=own)
    people = {
        name: User.objects.get(email=f"{name}@ekvik.se")
        for name in (ON_THE_PAGE, BY_LINK, IN_A_FILE)
    }
    for name in (ON_THE_PAGE, IN_A_FILE):
        people_actions.invite_person(people[name], by=tool())
    return Town(
        strategist=strategist,
        unit=Unit.objects.get(name=ADMINISTRATION),
        on_the_page=people[ON_THE_PAGE],
        by_link=people[BY_LINK],
        in_a_file=people[IN_A_FILE],
    )


@dataclass
class Known:
    """What the page on completeness says of the administration: the share known, and how many lack what."""

    percent: int
    complete: int
    lacking: dict[str, int]
    told: str


def known(page: Page, unit: Unit) -> Known:
    page.goto(f"/kompletthet/?enhet={unit.pk}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kompletthet")
    heads = page.locator("main thead").get_by_role("columnheader").all_inner_texts()
    labels = heads[heads.index("Kompletta") + 1 :]
    sums = page.locator("main tfoot").get_by_role("cell").all_inner_texts()[2:]
    complete, *lacking = [int(one) for one in sums]
    card = page.get_by_role("link", name=re.compile("Känt i genomsnitt")).first.inner_text()
    percent = int(card.split()[0].rstrip("%"))
    return Known(percent, complete, dict(zip(labels, lacking, strict=True)), card)


def starts_a_round(page: Page, town: Town) -> Round:
    """From the list, filtered on one administration, to a round that everybody has been told of."""
    page.goto("/system/")
    page.get_by_text("+ filter").click()
    page.locator("#facet").get_by_role("link", name="Ägande enhet").click()
    page.get_by_role("checkbox", name=re.compile(f"^{ADMINISTRATION} ")).check()
    page.get_by_role("button", name="Filtrera").click()
    expect(page.get_by_text("38 träffar")).to_be_visible()
    page.get_by_role("link", name="Starta uppdateringsrunda").click()
    expect(page.get_by_text("Gäller 38 system.")).to_be_visible()
    page.get_by_label("Namn", exact=True).fill(NAME)
    page.get_by_label(re.compile("^Hälsning")).fill(MESSAGE)
    last = timezone.localdate() + timedelta(days=DAYS)
    page.get_by_label("Sista dag att svara").fill(last.isoformat())
    questions = page.get_by_role("group", name="Vad ska de gå igenom?")
    proposed = questions.get_by_role("checkbox", checked=True)
    while proposed.count():
        proposed.first.uncheck()
    for label in ASKED_ABOUT:
        questions.get_by_role("checkbox", name=re.compile(f"^{label} ")).check()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Se vem som får vad").click()
    sees_who_gets_what(page)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Starta rundan").click()
    expect(page.get_by_text("Rundan är startad")).to_be_visible()
    return Round.objects.get()


def sees_who_gets_what(page: Page) -> None:
    """The draft: how many each would be asked about, and that nobody knows of it yet."""
    expect(page.get_by_text("Ingen har fått veta något än.")).to_be_visible()
    people = page.get_by_role("region", name="Vem som får hur många").locator("tbody tr")
    got = [int(cell.split()[-1]) for cell in people.all_inner_texts()]
    assert len(got) >= 4
    assert sum(got) == 38
    assert not Ask.objects.exists()


def letters_go_out(post: MailServer, days: int = 0) -> dict[str, EmailMessage]:
    """What the timer does some days from now; the letters that came of it, by address."""
    post.letters.clear()
    with freeze_time(timezone.now() + timedelta(days=days)):
        call_command("run_due", stdout=StringIO())
    letters = {str(letter["To"]): letter for letter in post.letters}
    assert len(letters) == len(post.letters), "one letter each"
    return letters


def read(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def systems_of(round: Round, person: User) -> list[System]:
    """What the person is asked about, in the order that her page has it."""
    asked = Ask.objects.filter(round=round, person=person).values("record_id")
    return list(System.objects.filter(pk__in=asked).order_by("sort_key", "pk"))


def before_her(page: Page, system: System) -> Locator:
    card = page.get_by_role("region", name=system.name, exact=True)
    expect(card).to_be_visible()
    return card


def answers_on_the_page(page: Page, town: Town, round: Round) -> System:
    """From the start page: one is right as it stands, of the next everything that was missing is filled in."""
    right, changed, *rest = systems_of(round, town.on_the_page)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Mitt arbete")).first.click()
    page.get_by_role("link", name=re.compile(f"Svara på uppdateringsrunda {NAME}")).click()
    expect(page.get_by_text(MESSAGE)).to_be_visible()
    before_her(page, right).get_by_role("button", name="Allt stämmer").click()
    expect(page.get_by_text(f"Tack! {right.name} är bekräftat.")).to_be_visible()
    card = before_her(page, changed)
    card.get_by_label("Livscykel").select_option(label="I drift")
    card.get_by_label("Aktiva användare").fill("35")
    card.get_by_role("group", name=re.compile("^Systemägare")).get_by_label("Rad 1").fill(
        town.by_link.email
    )
    assert axe_violations(page) == []
    card.get_by_role("button", name="Spara och nästa").click()
    expect(page.get_by_text("med 3 ändrade uppgifter")).to_be_visible()
    before_her(page, rest[0])
    return changed


def answers_by_the_link(page: Page, town: Town, round: Round, letter: EmailMessage) -> System:
    """On a phone, without signing in, by the address in the letter that the mail server got."""
    changed = systems_of(round, town.by_link)[0]
    found = re.search(r"https://bryggan\.ekvik\.se(/svara/[\w-]+/)", read(letter))
    assert found is not None
    page.goto(found[1])
    expect(page.get_by_text(f"Du svarar som {town.by_link.name}")).to_be_visible()
    assert axe_violations(page) == []
    card = before_her(page, changed)
    card.get_by_label("Aktiva användare").fill("120")
    card.get_by_role("button", name="Spara och nästa").click()
    expect(page.get_by_text("med 1 ändrad uppgift")).to_be_visible()
    page.goto("/system/")
    expect(page.get_by_label("Lösenord")).to_be_visible()
    return changed


def answers_in_a_file(page: Page, town: Town, round: Round) -> System:
    """The file is taken out, filled in and read in again."""
    changed, other = systems_of(round, town.in_a_file)
    page.goto(f"/runda/{round.pk}/mina/")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Hämta Excel-fil").click()
    book = load_workbook(BytesIO(Path(waited.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    heads = [str(cell.value) for cell in sheet[1]]
    names = [str(sheet.cell(line, heads.index("Namn") + 1).value) for line in (2, 3)]
    assert sorted(names) == sorted([changed.name, other.name])
    line = 2 + names.index(changed.name)
    sheet.cell(line, heads.index("Aktiva användare") + 1).value = 14
    sheet.cell(line, heads.index("Vad det är till för") + 1).value = "Säljer och spärrar liftkort"
    filled = BytesIO()
    book.save(filled)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Ifylld fil").set_input_files(
        {"name": "ifylld.xlsx", "mimeType": kind, "buffer": filled.getvalue()}
    )
    page.get_by_role("button", name="Läs in Excel-fil").click()
    expect(page.get_by_role("region", name="Filen är inläst")).to_contain_text(
        "2 rader är besvarade. 2 uppgifter är ändrade."
    )
    return changed


def past_tells(page: Page, system: System, who: User, source: str, *lines: str) -> None:
    """The history of the system: who changed what, and from where."""
    page.goto(f"/system/{system.pk}/historik/")
    answer = page.get_by_role("listitem").filter(has_text=source)
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text(who.name)
    for line in lines:
        expect(answer).to_contain_text(line)


def follows_it_up(page: Page, town: Town, round: Round, changed: list[System]) -> None:
    """The round's page: who has answered, who is left, what was changed, how much more is known."""
    page.goto(f"/rundor/{round.pk}/")
    asked = Ask.objects.filter(round=round).values("person").distinct().count()
    figures = page.locator("main .figures")
    expect(figures).to_contain_text(re.compile(r"5\s*av 38\s*besvarade"))
    expect(figures).to_contain_text(re.compile(rf"{asked - 1}\s*personer kvar"))
    expect(figures).to_contain_text(re.compile(r"6\s*uppgifter ändrade"))
    people = page.get_by_role("region", name="De tillfrågade")
    for person, told in (
        (town.in_a_file, "2 av 2"),
        (town.on_the_page, "2 av 5"),
        (town.by_link, "1 av 9"),
    ):
        row = people.get_by_role("row").filter(has_text=person.name)
        expect(row).to_contain_text(told)
    changes = page.get_by_role("region", name="Vad som har ändrats")
    for system in changed:
        expect(changes.get_by_role("link", name=system.name, exact=True)).to_be_visible()
    users = page.get_by_role("region", name="Så mycket är känt").get_by_role("row")
    expect(users.filter(has_text="Aktiva användare")).to_contain_text(re.compile(r"19\s*22 av 38"))
    assert axe_violations(page) == []


def knows_more(page: Page, town: Town, before: Known) -> None:
    """By as much as was filled in, on the page about it and on the start page."""
    after = known(page, town.unit)
    week_ago = timezone.localdate() - timedelta(days=7)
    gained = {label: before.lacking[label] - after.lacking[label] for label in before.lacking}
    assert {label: count for label, count in gained.items() if count} == {
        "Användare": 3,
        "Livscykel": 1,
        "Systemägare": 1,
    }
    facts = 38 * len(before.lacking)
    was, now = (facts - sum(one.lacking.values()) for one in (before, after))
    assert [before.percent, after.percent] == [round(100 * of / facts) for of in (was, now)]
    assert after.percent > before.percent
    assert f"+{after.percent - before.percent} sedan {week_ago.day}" in after.told
    assert (before.complete, after.complete) == (0, 1)
    page.goto(f"/?enhet={town.unit.pk}")
    card = page.get_by_role("link", name=re.compile("Kompletta")).first
    expect(card).to_contain_text("1 av 38")
    expect(card).to_contain_text(f"+3 sedan {week_ago.day}")


def reminds_the_rest(page: Page, round: Round) -> None:
    page.goto(f"/rundor/{round.pk}/")
    page.get_by_role("button", name="Påminn de som är kvar").click()
    expect(page.get_by_text(re.compile(r"\d+ personer är påminda\."))).to_be_visible()


@needs_real_file
def test_a_round_over_one_administration(
    browser_page: OpenPage, town: Town, post: MailServer
) -> None:
    strategists = browser_page(person=town.strategist)
    before = known(strategists, town.unit)
    round = starts_a_round(strategists, town)
    asked = set(Ask.objects.filter(round=round).values_list("person__email", flat=True))
    letters = letters_go_out(post)
    assert set(letters) == asked

    on_page = answers_on_the_page(browser_page(person=town.on_the_page), town, round)
    letter = letters[town.by_link.email]
    by_link = answers_by_the_link(browser_page(width=360), town, round, letter)
    in_file = answers_in_a_file(browser_page(person=town.in_a_file), town, round)

    past_tells(
        strategists, on_page, town.on_the_page, "på sidan", "Aktiva användare: 35", "I drift"
    )
    past_tells(strategists, by_link, town.by_link, "via länken i brevet", "Aktiva användare: 120")
    past_tells(strategists, in_file, town.in_a_file, "i Excel-fil", "Aktiva användare: 14")
    follows_it_up(strategists, town, round, [on_page, by_link, in_file])
    knows_more(strategists, town, before)

    reminds_the_rest(strategists, round)
    reminders = letters_go_out(post, days=1)
    assert set(reminders) == asked - {town.in_a_file.email}
    assert all(f"{NAME} väntar på ditt svar" in read(one) for one in reminders.values())


def test_nothing_need_be_typed_to_ask_about_everything_and_to_answer(
    browser_page: OpenPage, live_history: None
) -> None:
    """Four clicks from the start page to a round about every system, and one for each that is right."""
    cast = make_cast()
    hers = [cast.system, make_held(cast.care, "Arkivet", system_steward=cast.system_steward)]
    page = browser_page(person=cast.strategist)
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="System", exact=True).click()
    page.get_by_role("link", name="Starta uppdateringsrunda").click()
    page.get_by_role("button", name="Se vem som får vad").click()
    page.get_by_role("button", name="Starta rundan").click()
    expect(page.get_by_text("Rundan är startad")).to_be_visible()
    assert Ask.objects.count() == System.objects.count()

    page = browser_page(width=360)
    page.goto(open_url(Round.objects.get(), cast.system_steward))
    for _each in hers:
        page.get_by_role("button", name="Allt stämmer").click()
    expect(page.get_by_text("Klart! Allt är genomgånget")).to_be_visible()
    assert axe_violations(page) == []
    answered = Ask.objects.filter(step=Ask.Step.ANSWERED, person=cast.system_steward)
    assert answered.count() == len(hers)
