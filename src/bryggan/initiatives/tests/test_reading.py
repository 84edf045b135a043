"""What people write in plans of time, money, how far it has come, papers and units, word by word."""

from datetime import date

import pytest

from bryggan.initiatives import reading_course, reading_evidence, reading_money, reading_time
from bryggan.initiatives.importing_twins import core_of
from bryggan.initiatives.nicknames import Nicknames, initials, means_all
from bryggan.people.models import Unit

type Days = tuple[str, str] | None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025-11-01", ("2025-11-01", "2025-11-01")),
        ("2026-09", ("2026-09-01", "2026-09-30")),
        ("Q1 2027", ("2027-01-01", "2027-03-31")),
        ("2027 Q2", ("2027-04-01", "2027-06-30")),
        ("kv 3 -26", ("2026-07-01", "2026-09-30")),
        ("kvartal 4 2028", ("2028-10-01", "2028-12-31")),
        ("H2 2027", ("2027-07-01", "2027-12-31")),
        ("våren 2027", ("2027-01-01", "2027-06-30")),
        ("HT-27", ("2027-07-01", "2027-12-31")),
        ("sommaren 2026", ("2026-06-01", "2026-08-31")),
        ("v 40 -26", ("2026-09-28", "2026-10-04")),
        ("okt 26", ("2026-10-01", "2026-10-31")),
        ("2027", ("2027-01-01", "2027-12-31")),
        # Without a year nothing is guessed.
        ("okt", None),
        ("v 40", None),
        ("våren", None),
        ("v 54 2026", None),
        ("v 53 2027", None),
        ("löpande", None),
        ("efter upphandling", None),
        ("kv 5 2026", None),
    ],
)
def test_time_in_words(text: str, days: Days) -> None:
    told = reading_time.when(text)
    assert told is not None
    read = (told.first.isoformat(), told.last.isoformat()) if told.first and told.last else None
    assert read == days
    # What is not written as a day is kept as it is written, and remarked on.
    assert (told.words == "") == (days is not None and days[0] == days[1])
    assert (told.remark is None) == (told.words == "")


def test_a_start_is_the_first_day_and_an_end_the_last() -> None:
    begins, ends = reading_time.start("Q1 2027"), reading_time.end("Q1 2027")
    assert begins is not None
    assert ends is not None
    assert (begins.remark, ends.remark) == ("läst som 2027-01-01", "läst som 2027-03-31")
    assert reading_time.start("-") is None
    exact = reading_time.when(date(2027, 5, 1))
    assert exact == (date(2027, 5, 1), date(2027, 5, 1), "", None)


@pytest.mark.parametrize(
    ("value", "sek", "words", "is_yearly"),
    [
        ("45 000 kr", 45_000, "", False),
        (600_000, 600_000, "", False),
        ("0", 0, "", False),
        ("1,2 mnkr", 1_200_000, "", False),
        ("250 tkr", 250_000, "", False),
        ("ca 400 tkr", 400_000, "ca 400 tkr", False),
        ("120 000/år", 120_000, "", True),
        ("50 tkr per år", 50_000, "", True),
        # A span is never made one figure.
        ("2-3 Mkr", None, "2-3 Mkr", False),
        ("ingår", None, "ingår", False),
        ("se budget", None, "se budget", False),
        ("?", None, "", False),
        ("-5", None, "-5", False),
    ],
)
def test_money_in_words(value: object, sek: int | None, words: str, is_yearly: bool) -> None:  # noqa: FBT001
    told = reading_money.amount(value)
    assert told is not None
    assert (told.sek, told.words, told.is_yearly) == (sek, words, is_yearly)
    assert told.remark or (sek is not None and not words)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("Idé", ("preparation", "", "")),
        ("ej påbörjad", ("preparation", "", "")),
        ("Ej startat", ("preparation", "", "")),
        ("Förstudie", ("prestudy", "", "")),
        ("väntar på beslut", ("decision", "", "")),
        ("Upphandling", ("procurement", "", "")),
        ("Pågår", ("implementation", "", "")),
        ("pågånde", ("implementation", "", "")),
        ("80%", ("implementation", "", "")),
        (0.8, ("implementation", "", "")),
        ("0 %", ("preparation", "", "")),
        ("100 %", ("closed", "", "")),
        ("Drift", ("follow_up", "", "")),
        ("Klart", ("closed", "", "")),
        ("In progress", ("implementation", "", "")),
        ("stoppad", ("", "parked", "")),
        ("Avbruten", ("", "rejected", "")),
        ("Enligt plan", ("", "", "green")),
        ("Röd", ("", "", "red")),
        ("?", ("", "", "")),
        ("i princip", ("", "", "")),
        ("180 %", ("", "", "")),
    ],
)
def test_how_far_it_has_come(value: object, read: tuple[str, str, str]) -> None:
    told = reading_course.course(value)
    assert told is not None
    assert tuple(told[0]) == read
    assert bool(told[1]) == any(read)


def test_an_answer_is_a_phase_or_a_state_by_its_code_or_its_word() -> None:
    assert reading_course.answered("pilot").phase == "pilot"
    assert reading_course.answered("Genomförande").phase == "implementation"
    assert reading_course.answered("Vilar").state == "parked"
    assert not any(reading_course.answered("inget"))
    assert not any(reading_course.answered("active"))


@pytest.mark.parametrize(
    ("text", "key", "answer"),
    [
        ("slutrapport finns i Teams", "evaluation", "exists"),
        ("se projektplan 2024-05", "plan", "exists"),
        ("riskanalys saknas", "risk_analysis", "missing"),
        ("Nyttokalkyl ej gjord", "benefit_case", "missing"),
        # Where it is nobody has said.
        ("nyttokalkyl gjord", "benefit_case", "partly"),
    ],
)
def test_papers_spoken_of_in_passing(text: str, key: str, answer: str) -> None:
    assert [(one.key, one.answer) for one in reading_evidence.in_passing(text)] == [(key, answer)]


@pytest.mark.parametrize("text", ["GDPR?", "väntar IT", "avtal går ut dec -26", "riskanalys"])
def test_what_says_nothing_of_a_paper(text: str) -> None:
    assert reading_evidence.in_passing(text) == []


@pytest.mark.parametrize(
    ("value", "answer", "link", "file_name"),
    [
        ("https://sundvalla.example/slutrapport", "exists", "https://sundvalla.example/slutrapport", ""),
        ("Slutrapport Intranät.docx", "exists", "", "Slutrapport Intranät.docx"),
        ("Saknas", "missing", "", ""),
        ("Ja", "partly", "", ""),
        ("I pärmen hos Karin", "exists", "", ""),
    ],
)  # fmt: skip
def test_a_column_of_papers(value: str, answer: str, link: str, file_name: str) -> None:
    told = reading_evidence.paper("evaluation", value)
    assert told is not None
    assert (told.answer, told.link, told.file_name) == (answer, link, file_name)
    assert reading_evidence.paper("evaluation", "") is None


def test_decisions_in_words() -> None:
    case = reading_evidence.decision("Dnr SN 2025/00412")
    taken = reading_evidence.decision("SN 2025-06-11 § 71")
    by_whom = reading_evidence.decision("KS AU")
    assert case is not None
    assert taken is not None
    assert by_whom is not None
    assert (case.case_number, case.paper) == ("SN 2025/00412", None)
    assert taken.paper is not None
    assert (taken.paper.answer, taken.paper.dated_on) == ("exists", date(2025, 6, 11))
    assert by_whom.paper is not None
    assert by_whom.paper.answer == "partly"
    budget, unclear = reading_evidence.decision("budget 2026"), reading_evidence.decision("oklart")
    assert budget is not None
    assert unclear is not None
    assert (budget.budget_year, unclear.paper) == (2026, None)


def test_benefit_in_words() -> None:
    read = [reading_evidence.benefit(value) for value in ("hög", "4", "lagkrav", "1 åa", "")]
    assert [one and (one.step, one.purpose, one.note) for one in read] == [
        (4, "", ""),
        (4, "", ""),
        (None, "law", ""),
        (None, "", "1 åa"),
        None,
    ]


def unit(pk: int, name: str, kind: str = "department", short: str = "", *also: str) -> Unit:
    return Unit(pk=pk, name=name, kind=kind, short=short, synonyms=list(also))


UNITS = Nicknames(
    [
        unit(1, "Sundvalla kommun", "municipality"),
        unit(2, "Socialnämnden", "authority", "SN"),
        unit(3, "Socialförvaltningen", "department", "SOF"),
        unit(4, "Vård- och omsorgsförvaltningen"),
        unit(5, "Barn- och utbildningsförvaltningen", "department", "BUF"),
        unit(6, "Samhällsbyggnadsförvaltningen", "department", "SBF"),
        unit(7, "Tekniska förvaltningen"),
        unit(8, "Kommunledningsförvaltningen", "department", "KLF", "KLK"),
        unit(9, "Socialkontoret", "workplace"),
        unit(10, "Kultur- och fritidsförvaltningen"),
        unit(11, "Kulturskolan", "workplace"),
    ]
)


@pytest.mark.parametrize(
    ("words", "pk"),
    [
        ("socialförvaltningen", 3),
        ("Soc", 3),
        ("Socialförv.", 3),
        ("SN", 2),
        ("VoO", 4),
        ("VOF", 4),
        ("BUF", 5),
        ("Barn- och utbildning", 5),
        ("SBK", 6),
        ("Tekniska", 7),
        ("TF", 7),
        ("KLK", 8),
        ("Kultur", 10),
        ("Räddningstjänsten", None),
        ("IT", None),
        ("S", None),
        ("Alla", None),
    ],
)
def test_units_by_nickname(words: str, pk: int | None) -> None:
    found = UNITS.find(words)
    assert (found.pk if found else None) == pk


def test_several_units_in_one_cell() -> None:
    assert UNITS.parts("KLK/BUF") == ["KLK", "BUF"]
    assert UNITS.parts("Soc + VoO") == ["Soc", "VoO"]
    assert UNITS.parts("Barn- och utbildning") == ["Barn- och utbildning"]
    assert UNITS.parts("Räddningstjänsten") == ["Räddningstjänsten"]
    assert means_all("Alla")
    assert not means_all("KLK")


def test_initials() -> None:
    assert initials("Vård- och omsorgsförvaltningen") == {"voof", "voo", "vof", "vo"}
    assert initials("Tekniska förvaltningen") == {"tf"}


def test_the_core_of_a_name() -> None:
    same = [
        "Intranät",
        "Intranät 2.0",
        "Intranät - pilot",
        "Intranät (fas 2)",
        "intranät, hela kommunen",
    ]
    assert {core_of(name) for name in same} == {"intranät"}
    assert core_of("Windows 11") == "windows 11"
    assert core_of("Avveckla Meraki 2.0") == "avveckla meraki"
