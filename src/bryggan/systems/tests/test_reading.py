import os
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from bryggan.registers.cells import Unreadable
from bryggan.registers.reading import SheetText, read_file
from bryggan.systems.reading import (
    ContractEnd,
    Mention,
    contract_end,
    guess_unit_kind,
    match_name,
    mentions,
    nearest,
    unit_path,
)

REPOSITORY = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("BRYGGAN_SHARED", REPOSITORY.parent / "shared")) / "data"
KNOWN = frozenset(
    match_name(name)
    for name in ("Trimbel NIS, TCN, DMS (SEE, SN)", "Raindance", "Citrix", "TCN, DMS (SEE, SN)")
)
FULLY, MOSTLY, HARDLY, NOT = (
    "Helt verksamhetskritiskt",
    "Till betydande del verksamhetskritiskt",
    "Till betydande del ej verksamhetskritiskt",
    "Ej verksamhetskritiskt",
)


@pytest.fixture(scope="module")
def nordvik() -> SheetText:
    path = SHARED / "systemlista-nordvik.xlsx"
    if not path.exists():
        pytest.skip("the shared file is not here; set BRYGGAN_SHARED to the folder that has data/")
    return read_file(path, name=path.name)


def column(sheet: SheetText, title: str) -> list[str]:
    index = next(head.index for head in sheet.columns if head.title == title)
    return [str(row.values[index] or "") for row in sheet.rows]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A / B / C ", ("A", "B", "C")),
        (" Koncern /  Kommun/Stad  /", ("Koncern", "Kommun/Stad")),
        ("Nordvik", ("Nordvik",)),
        (" / A / . / B", ("A", "B")),
        ("", ()),
    ],
)
def test_unit_path(text: str, names: tuple[str, ...]) -> None:
    assert unit_path(text) == names


@pytest.mark.parametrize(
    ("name", "depth", "kind"),
    [
        ("Nordvik kommunkoncern", 1, "group"),
        ("Nordvik", 2, "municipality"),
        ("Sala kommun", 1, "municipality"),
        ("Lunds stad", 2, "municipality"),
        ("Region Norr", 1, "region"),
        ("Socialnämnden", 3, "authority"),
        ("Kommunstyrelsen", 2, "authority"),
        ("Kultur- och fritidsförvaltningen", 3, "department"),
        ("Lantmäterikontoret", 3, "department"),
        ("Socialavdelning", 3, "department"),
        ("Stab", 3, "department"),
        ("Kommunikationsavdelningen ", 4, "workplace"),
        ("HR", 3, "department"),
        ("KLK", 3, "department"),
        ("HR", 4, "workplace"),
        ("Nordvikfastigheter", 4, "workplace"),
        ("Nordvik Parkering AB", 4, "company"),
        ("Nordvik Energi", 3, "company"),
        ("Norrådalens räddningstjänstförbund", 3, "company"),
        ("NKIFU", 3, "company"),
    ],
)
def test_guess_unit_kind(name: str, depth: int, kind: str) -> None:
    assert guess_unit_kind(name, depth) == kind


def test_a_unit_right_under_a_lone_municipality_is_no_municipality() -> None:
    assert guess_unit_kind("Stab", 2, parent_kind="municipality") == "department"
    assert guess_unit_kind("Nordhem", 2, parent_kind="municipality") == "company"
    assert guess_unit_kind("Servicecenter", 3, parent_kind="department") == "workplace"


def test_all_units_of_nordvik_are_guessed_right(nordvik: SheetText) -> None:
    guessed: dict[str, set[str]] = defaultdict(set)
    for path in {unit_path(text) for text in column(nordvik, "Organisation")}:
        guessed[guess_unit_kind(path[-1], len(path))].add(path[-1])
    assert {kind: len(names) for kind, names in guessed.items()} == {
        "group": 1,
        "municipality": 2,
        "department": 13,
        "workplace": 7,
        "company": 13,
    }
    assert guessed["municipality"] == {"Nordvik", "Ådal"}
    assert {"Nordhem", "Nordnät", "NKIFU", "ÅDA", "Ådal Energi"} <= guessed["company"]


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("2026-12-31", ContractEnd("fixed", date(2026, 12, 31), None, None, False)),
        (
            datetime.fromisoformat("2026-12-31"),
            ContractEnd("fixed", date(2026, 12, 31), None, None, False),
        ),
        ("2026-02", ContractEnd("fixed", date(2026, 2, 28), None, None, True)),
        (
            "Löpande - uppsägningstid på 3-12 månader",
            ContractEnd("open_ended", None, 3, 12, True),
        ),
        ("Löpande - uppsägningstid på 6 månader", ContractEnd("open_ended", None, 6, 6, False)),
        ("Tillsvidare, 1 års uppsägningstid", ContractEnd("open_ended", None, 12, 12, False)),
        ("Tills vidare (uppsägning 1 år)", ContractEnd("open_ended", None, 12, 12, False)),
        ("löpande, 3 månaders uppsägning", ContractEnd("open_ended", None, 3, 3, False)),
        ("Löpande", ContractEnd("open_ended", None, None, None, False)),
        ("9999-12-31", ContractEnd("open_ended", None, None, None, True)),
    ],
)
def test_contract_end(said: object, end: ContractEnd) -> None:
    assert contract_end(said) == end


@pytest.mark.parametrize("said", ["", ".", "x", None, "N/A"])
def test_no_word_of_a_contract_is_no_contract(said: str | None) -> None:
    assert contract_end(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "Löpande men upphandlas 2027",
        "Löpande - uppsägningstid på 12-3 månader",
        "se avtalsarkivet",
        "2026-02-30",
        "löpande " * 5_000,
    ],
)
def test_a_sentence_about_a_contract_that_is_not_understood(said: str) -> None:
    with pytest.raises(Unreadable, match="Väntade ett slutdatum"):
        contract_end(said)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "diwise: Till betydande del verksamhetskritiskt (API), Trimbel NIS, TCN, DMS (SEE, SN): "
            "Till betydande del ej verksamhetskritiskt (Fil)",
            [
                Mention("diwise", MOSTLY, "API"),
                Mention("Trimbel NIS, TCN, DMS (SEE, SN)", HARDLY, "Fil"),
            ],
        ),
        (
            "Treserva inkl. GW Arbetsmarknad: Helt verksamhetskritiskt , Citrix: ej  verksamhetskritiskt ",
            [
                Mention("Treserva inkl. GW Arbetsmarknad", FULLY, ""),
                Mention("Citrix", NOT, ""),
            ],
        ),
        ("Bas: modul 2: Ej verksamhetskritiskt", [Mention("Bas: modul 2", NOT, "")]),
        ("Raindance, citrix", [Mention("Raindance", "", ""), Mention("citrix", "", "")]),
        ("", []),
        (" . ", []),
    ],
)
def test_mentions(text: str, found: list[Mention]) -> None:
    assert mentions(text, KNOWN) == (tuple(found), ())


@pytest.mark.parametrize(
    ("text", "names", "remainders"),
    [
        ("Raindance: Kanske kritiskt (API)", [], ["Raindance: Kanske kritiskt (API)"]),
        ("Något annat, Raindance: Ej verksamhetskritiskt", ["Raindance"], ["Något annat"]),
        ("Raindance: Ej verksamhetskritiskt (Fil), mm", ["Raindance"], ["mm"]),
        (": Ej verksamhetskritiskt", [], [": Ej verksamhetskritiskt"]),
        ("vet ej", [], ["vet ej"]),
    ],
)
def test_what_is_not_understood_of_a_dependency_is_kept(
    text: str, names: list[str], remainders: list[str]
) -> None:
    understood = mentions(text, KNOWN)
    assert [mention.name for mention in understood.found] == names
    assert list(understood.remainders) == remainders


def test_a_long_text_without_end_is_kept_whole_in_reasonable_time() -> None:
    text = "a, " * 10_000 + "b: Ej verksamhetskritiskt"
    understood = mentions(text, KNOWN)
    assert understood.found == ()
    assert sum(remainder.count("a,") for remainder in understood.remainders) == 10_000


def test_names_are_the_same_without_case_and_extra_spaces() -> None:
    assert match_name(" Alk-T / Ol2  (Sokigo)") == match_name("alk-t / ol2 (sokigo) ")
    assert match_name("Ecos") != match_name("E-cos")


@pytest.mark.parametrize(
    ("name", "candidate", "word"),
    [
        ("Heroma", "HR-system (Heroma)", "Heroma"),
        ("Anläggningsregister", "Anläggningsregister (Visma)", "Anläggningsregister"),
        ("Raindance/Fakturaportalen", "Fakturaportal (Evry)", "Fakturaportal"),
        ("Fastighetssystem (Vitec)", "Vitec Hyra", "Vitec"),
        ("Secure Mailbox", "SecureMailbox", "stavas nästan lika"),
    ],
)
def test_nearest_says_what_the_names_share(name: str, candidate: str, word: str) -> None:
    names = ["HR-system (Heroma)", "HR och lön (Draftit)", "Anläggningsregister (Visma)"]
    names += ["Fakturaportal (Evry)", "Vitec Hyra", "SecureMailbox", "E-arkiv"]
    found = nearest(name, names)
    assert found is not None
    assert found.candidate == candidate
    assert word in found.reason


@pytest.mark.parametrize("name", ["Qlik Sense", "Metrum (SEE, SN)", "System", ""])
def test_nearest_proposes_nothing_where_nothing_is_near(name: str) -> None:
    names = [f"Unikt{number} (SEE, SN)" for number in range(9)]
    assert nearest(name, ["E-arkiv", "Citrix", *names]) is None


def test_every_mention_of_nordvik_is_accounted_for(nordvik: SheetText) -> None:
    """120 mentions: 61 of registered systems, which are 31 integrations, and 59 of 30 others."""
    names = column(nordvik, "Namn")
    known = frozenset(map(match_name, names))
    sides: dict[tuple[str, str], list[str]] = defaultdict(list)
    told: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    missing: Counter[str] = Counter()
    for title in ("Beroende till", "Beroende från"):
        for name, text in zip(names, column(nordvik, title), strict=True):
            understood = mentions(text, known)
            assert understood.remainders == ()
            for mention in understood.found:
                here, there = match_name(name), match_name(mention.name)
                if there not in known:
                    missing[there] += 1
                    continue
                ends = (here, there) if title == "Beroende till" else (there, here)
                sides[ends].append(title)
                told[ends].add((mention.criticality, mention.method))
    assert sum(map(len, sides.values())) == 61
    assert missing.total() == 59
    assert len(missing) == 30
    assert len(sides) == 31
    assert [ends for ends, said in sides.items() if len(set(said)) == 1] == [
        ("ist administration", "pmo")
    ]
    assert {len(said) for said in sides.values()} == {1, 2}
    assert all(len(said) == 1 for said in told.values())
