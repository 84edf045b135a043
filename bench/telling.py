"""Writes `docs/matningar.md` out of what was measured. `python -m bench.telling RESULT.json …`, one per database."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.reasons import ABOUT, REASONS
from bryggan.roadmap.views import TABS

TARGET = Path(__file__).resolve().parent.parent / "docs" / "matningar.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WHO = {"administrator": "administratören", "employee": "medarbetaren"}
PAGE_SQL, PAGE_MS, OVERVIEW_SQL, OVERVIEW_MS = 12, 40, 20, 80
HTML_KB, VISIT_KB = 60, 160
PLAN_ROWS, COMMIT_ROWS = 2_000, {"sqlite": 1_000, "postgresql": 700}
EXPORT_SECONDS, EXPORT_MB = 6, 300
PAPERS_SECONDS = 5

ALIKE = ("merge_system", "merge_about", "merge_supplier")
# What is aimed at together: (key of the reason when it is missed, what it is called, keys of the pages).
PAGES = (
    ("list", "Lista", ("list", "list_rows")),
    ("filtered", "Filtrerad lista", ("filtered",)),
    ("search", "Sök", ("search", "search_wide", "search_live")),
    ("page", "Ett system", ("page", "page_from_list")),
    ("page_talked", "Ett system som många har skrivit om", ("page_talked",)),
    ("mails", "Utskick", ("mails", "mail")),
    ("advice_rule", "Ett råd", ("advice_rule", "advice_twins", "advice_flows")),
    ("my_round", "Min runda", ("my_round",)),
    ("assessment", "En bedömning, och svaret på den", ("assessment", "answer")),
    ("green", "Gröna listan och listan över appar", ("green", "green_words", "apps")),
    ("merge", "Två poster bredvid varandra", ("merge",)),
    ("needs", "Behoven, filtrerade och att bereda", ("needs", "needs_filtered", "need_desk")),
    ("needs_by_people", "Behoven, flest bakom först", ("needs_by_people",)),
    ("need", "Ett behov", ("need",)),
    ("workplace_sheet", "APT-bladet", ("workplace_sheet",)),
    ("voice_need", "Lämna ett behov", ("voice_need",)),
    ("meetings", "Möten, och en grupp", ("meetings", "body")),
    (
        "meeting",
        "Ett möte, dagordningen och bedömningarna",
        ("meeting", "edit_agenda", "grade_items"),
    ),
    ("meeting_room", "Mötet, punkt för punkt", ("meeting_room",)),
    (
        "decisions",
        "Besluten, och ett beslut",
        ("decisions", "decisions_filtered", "decision", "delegation", "rule", "posts"),
    ),
    ("decision_draft", "Ett ärende som bereds", ("decision_draft",)),
    ("take_decision", "Att besluta om ett inköp", ("take_decision",)),
    (
        "who_may_decide",
        "Vem får besluta, och en nämnds delegationsordning",
        ("who_may_decide", "order_of_day"),
    ),
    ("report_list", "Anmälningslistan", ("report_list", "report_lists")),
    (
        "initiatives",
        "Initiativen, filtrerade och försenade",
        ("initiatives", "initiatives_filtered", "initiatives_late"),
    ),
    ("initiatives_untold", "Initiativ utan underlag", ("initiatives_untold",)),
    ("initiative", "Ett initiativ", ("initiative",)),
    ("gate", "En grind", ("gate",)),
    ("initiative_tables", "Plan, pengar och andelar", ("initiative_money", "initiative_plan")),
)
OVERVIEWS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("work", "Mitt arbete", ("work",)),
    ("overview", "Startsidan, räknad sedan senaste ändringen", ("overview",)),
    ("cold", "Startsidan, första gången efter en ändring", ("overview_cold",)),
    ("advice", "Råd", ("advice", "advice_board")),
    ("advice_cold", "Råd, första gången efter en ändring", ("advice_cold",)),
    ("completeness", "Kompletthet", ("completeness", "completeness_board")),
    (
        "completeness_cold",
        "Kompletthet, första gången efter en ändring",
        ("completeness_cold",),
    ),
    ("rounds", "Rundorna, och en av dem", ("rounds", "round", "round_draft")),
    ("portfolio", "Bedömningarna på en bild", ("portfolio", "portfolio_board")),
    ("replacements", "Utbyteslistan", ("replacements", "replacements_board")),
    ("contract_year", "Avtalsåret", ("contract_year", "contract_year_board")),
    ("together", "Avtal att upphandla tillsammans", ("contracts_together",)),
    ("need_overview", "Läget för behoven", ("need_overview", "need_overview_board")),
    (
        "roadmap",
        "Färdplanen",
        tuple(f"roadmap_{whose}_{tab}" for whose in ("whole", "board") for tab in TABS),
    ),
    ("oversight", "Uppsikt, räknad sedan senaste ändringen", ("oversight", "oversight_board")),
    ("oversight_cold", "Uppsikt, första gången efter en ändring", ("oversight_cold",)),
    ("alike", "Lika poster, jämförda sedan senaste ändringen", ALIKE),
    ("alike_cold", "Lika system, första gången efter en ändring", ("alike_cold",)),
)

type Result = dict[str, Any]


@dataclass(frozen=True)
class Aim:
    """What was aimed at, and what each database gave: in words, and whether the aim is held."""

    key: str
    name: str
    told: dict[str, tuple[str, bool]]


def number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")


def spent(measured: dict[str, Any]) -> float:
    """Milliseconds of processor: the web process and, beside it, the database server."""
    return float(measured["cpu_ms"]) + float(measured["database_ms"])


def best(result: Result, key: str) -> dict[str, Any]:
    """The round that others' work on the machine disturbed least."""
    return min((one[key] for one in result["rounds"]), key=spent)


def worst_of(
    result: Result, keys: Iterable[str], value: Callable[[dict[str, Any]], float]
) -> float:
    return max(
        value(best(result, f"{key}.{who}"))
        for key in keys
        for who in WHO
        if is_measured(result, f"{key}.{who}")
    )


def is_measured(result: Result, key: str) -> bool:
    """Some pages are there for one of the two alone."""
    return key in result["rounds"][0]


def page_aim(
    key: str, name: str, keys: Sequence[str], sql: int, ms: int, results: list[Result]
) -> Aim:
    told = {}
    for result in results:
        if not any(is_measured(result, f"{page}.{who}") for page in keys for who in WHO):
            continue
        most_sql = worst_of(result, keys, lambda one: one["sql"])
        most_ms = worst_of(result, keys, spent)
        ratio = worst_of(result, keys, lambda one: one["ratio"])
        words = f"{number(most_sql)} SQL, {number(most_ms)} ms, {number(ratio)} ×"
        told[result["database"]] = (words, most_sql <= sql and most_ms <= ms)
    return Aim(key, f"{name}: högst {sql} SQL och {ms} ms", told)


def aims(results: list[Result]) -> list[Aim]:
    made = [page_aim(*group, PAGE_SQL, PAGE_MS, results) for group in PAGES]
    made += [page_aim(*group, OVERVIEW_SQL, OVERVIEW_MS, results) for group in OVERVIEWS]
    return [*made, *weight_aims(results), *paper_aims(results), *file_aims(results)]


def weight_aims(results: list[Result]) -> list[Aim]:
    html, visit = {}, {}
    for result in results:
        sizes = {key: one["html_bytes"] / 1_000 for key, one in result["rounds"][0].items()}
        heaviest = max(sizes, key=lambda key: sizes[key])
        page = result["pages"][heaviest.partition(".")[0]]
        said = f"{number(sizes[heaviest], 1)} kB ({page})"
        html[result["database"]] = (said, sizes[heaviest] < HTML_KB)
        total = result["first_visit"]["total"] / 1_000
        visit[result["database"]] = (f"{number(total, 1)} kB", total < VISIT_KB)
    return [
        Aim("html", f"Tyngsta sidan: under {HTML_KB} kB komprimerad", html),
        Aim("visit", f"Första besöket med stilar, skript och typsnitt: under {VISIT_KB} kB", visit),
    ]


def paper_aims(results: list[Result]) -> list[Aim]:
    closing: dict[str, tuple[str, bool]] = {}
    roadmap: dict[str, tuple[str, bool]] = {}
    for result in results:
        told = result["papers"]
        for made, seconds in (
            (closing, sum(told["meeting_paper"].values())),
            (roadmap, told["roadmap_paper"]["färdplan som pptx"]),
        ):
            made[result["database"]] = (f"{number(seconds, 1)} s", seconds < PAPERS_SECONDS)
    within = f"under {PAPERS_SECONDS} s"
    return [
        Aim("closing", f"Att avsluta ett råd med tolv ärenden, med alla papper: {within}", closing),
        Aim("roadmap_paper", f"Färdplan med 300 initiativ som PowerPoint: {within}", roadmap),
    ]


def file_aims(results: list[Result]) -> list[Aim]:
    plan, commit, export = {}, {}, {}
    for result in results:
        name = result["database"]
        fastest = rates(result, "planning")
        plan[name] = (f"{number(fastest)} rader/s", fastest >= PLAN_ROWS)
        fastest = rates(result, "writing")
        commit[name] = (f"{number(fastest)} rader/s", fastest >= COMMIT_ROWS[name])
        seconds = min(turn["export xlsx"]["seconds"] for turn in result["files"])
        peak = max(turn["export xlsx"]["peak_mb"] for turn in result["files"])
        words = f"{number(seconds, 1)} s, {number(peak)} MB"
        export[name] = (words, seconds < EXPORT_SECONDS and peak < EXPORT_MB)
    limits = " och ".join(f"{number(rows)} på {NAMES[name]}" for name, rows in COMMIT_ROWS.items())
    return [
        Aim("plan", f"Provkörning av import: minst {number(PLAN_ROWS)} rader/s", plan),
        Aim("commit", f"Inläsning med historik, sök och regler: minst {limits}", commit),
        Aim(
            "export", f"Excel med 20 000 rader: under {EXPORT_SECONDS} s och {EXPORT_MB} MB", export
        ),
    ]


def rates(result: Result, step: str) -> float:
    imports = [one for turn in result["files"] for key, one in turn.items() if "import" in key]
    return max(float(one["rows"] / one[step]["seconds"]) for one in imports)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [*(f"| {' | '.join(line)} |" for line in lines), ""]


def aims_part(made: list[Aim], results: list[Result]) -> list[str]:
    heads = ["Mål", *(NAMES[result["database"]] for result in results)]
    rows = [[aim.name, *(said_of(aim, result["database"]) for result in results)] for aim in made]
    return ["## Mot målen", "", *table(heads, rows)]


def said_of(aim: Aim, database: str) -> str:
    if database not in aim.told:
        return "inte mätt"
    said, held = aim.told[database]
    return f"{'✓' if held else '✗'} {said}"


def pages_part(result: Result) -> list[str]:
    """Every page for both people: two rounds, so that the sway is seen."""
    name = NAMES[result["database"]]
    heads = ("Sida", "SQL", "CPU ms", "databasen ms", "klockan ms", "kB", "× bar vy")
    rows = []
    for page, page_name in result["pages"].items():
        for who, said in WHO.items():
            key = f"{page}.{who}"
            if not is_measured(result, key):
                continue
            one = best(result, key)
            rounds = "–".join(
                number(ms) for ms in sorted(r[key]["cpu_ms"] for r in result["rounds"])
            )
            rows.append(
                (
                    f"{page_name}, {said}",
                    str(one["sql"]),
                    rounds,
                    number(one["database_ms"]) if result["database"] == "postgresql" else "i CPU",
                    number(one["wall_ms"]),
                    number(one["html_bytes"] / 1_000, 1),
                    number(one["ratio"]),
                )
            )
    bare = [one["bare"]["cpu_ms"] for turn in result["rounds"] for one in turn.values()]
    said = (
        f"Bar vy på samma maskin: {number(min(bare), 1)}–{number(max(bare), 1)} ms, "
        f"i mitten {number(sorted(bare)[len(bare) // 2], 1)} ms."
    )
    return [f"## Sidorna på {name}", "", said, "", *table(heads, rows)]


def files_part(results: list[Result]) -> list[str]:
    heads = ("Vad", "Databas", "sekunder", "CPU s", "rader/s", "högst MB")
    names = {"reading": "läsa filen", "planning": "provköra", "writing": "läsa in"}
    rows = []
    for result in results:
        for turn in result["files"]:
            for key, one in turn.items():
                steps = {key: one} if "export" in key else {names[n]: one[n] for n in names}
                for what, step in steps.items():
                    rows.append(
                        (
                            what.replace("export", "Hela registret som"),
                            NAMES[result["database"]],
                            number(step["seconds"], 1),
                            number(step["cpu_seconds"], 1),
                            number(one["rows"] / step["seconds"]),
                            number(step["peak_mb"]),
                        )
                    )
    return ["## Filer ut och in", "", ABOUT["files"], "", *table(heads, rows)]


def papers_part(results: list[Result]) -> list[str]:
    rows = [
        (what, NAMES[result["database"]], number(seconds, 1))
        for result in results
        for told in result["papers"].values()
        for what, seconds in told.items()
    ]
    heads = ("Vad", "Databas", "CPU s")
    return ["## Papper", "", ABOUT["papers"], "", *table(heads, rows)]


def visit_part(result: Result) -> list[str]:
    visit = result["first_visit"]
    rows = [("sidan", number(visit["html"]))]
    rows += sorted((Path(name).name, number(size)) for name, size in visit["files"].items())
    return ["## Första besöket", "", ABOUT["visit"], "", *table(("Fil", "byte som skickas"), rows)]


def misses_part(made: list[Aim], results: list[Result]) -> list[str]:
    lines = ["## Där målet inte nås", ""]
    for aim in made:
        missed = [NAMES[name] for name, (_said, held) in aim.told.items() if not held]
        if missed:
            lines += [f"**{aim.name}** ({', '.join(missed)}). {REASONS[aim.key]}", ""]
    if len(lines) == 2:  # noqa: PLR2004  # only the heading
        lines += ["Alla mål nås.", ""]
    lines += ["### De långsammaste frågorna", "", ABOUT["slow"], ""]
    rows = [
        (
            result["pages"][page],
            NAMES[result["database"]],
            f"{number(ms, 1)}",
            f"`{sql[:110].replace('|', '¦')} …`",
        )
        for result in results
        for page, told in result["slow"].items()
        for sql, ms in told[:1]
        if ms >= 5  # noqa: PLR2004
    ]
    return [*lines, *table(("Sida", "Databas", "ms", "Fråga"), rows)]


def head_part(results: list[Result]) -> list[str]:
    first = results[0]
    older = [one for one in results if one["versions"]["Bryggan"] != first["versions"]["Bryggan"]]
    versions = dict.fromkeys(
        f"{name} {said}" if name != "databas" else said
        for result in results
        for name, said in result["versions"].items()
    )
    volumes = ", ".join(f"{number(count)} {name}" for name, count in first["volumes"].items())
    return [
        "# Mätningar",
        "",
        "<!-- Skriven av bench/telling.py; ändra där. -->",
        "",
        f"Mätt {first['date']} på {first['machine']}. {', '.join(versions)}. Databasen: {volumes}.",
        "",
        *(
            line
            for one in older
            for line in (
                f"{NAMES[one['database']]} är mätt {one['date']} med Bryggan "
                f"{one['versions']['Bryggan']}; sidor som har kommit till sedan dess är inte mätta där.",
                "",
            )
        ),
        *ABOUT["how"].splitlines(),
        "",
        "Hur väl samma behov hittas medan man skriver står i [matningar-likhet.md](matningar-likhet.md).",
        "",
    ]


def main() -> None:
    results = [json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]]
    made = aims(results)
    parts = [head_part(results), aims_part(made, results), misses_part(made, results)]
    parts += [pages_part(result) for result in results]
    parts += [papers_part(results), files_part(results), visit_part(results[0])]
    lines = [line for part in parts for line in part]
    TARGET.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    print(TARGET)


if __name__ == "__main__":
    main()
