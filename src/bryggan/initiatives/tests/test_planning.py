"""The tables of an initiative: each saved as a whole, refused to others, impossible when it says too much."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bryggan.initiatives import planning
from bryggan.initiatives.models import (
    Dependency,
    Grant,
    Initiative,
    Lesson,
    Milestone,
    MoneyRow,
    PilotCriterion,
    RiskRow,
    Share,
)
from bryggan.initiatives.tests.making import (
    ago,
    ahead,
    anew,
    decision_about,
    make_method,
    money,
    started,
    today,
)
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens


def refused(act: Callable[..., Any], initiative: Initiative, by: Any, **told: Any) -> None:
    with nothing_happens(), pytest.raises(Refused):
        act(initiative, by=by, **told)


def impossible(act: Callable[..., Any], initiative: Initiative, by: Any, **told: Any) -> str:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        act(initiative, by=by, **told)
    return refusal.value.reason


def test_set_shares_says_who_bears_what(cast: Cast) -> None:
    rows = [
        {"unit": cast.education, "percent": Decimal(60)},
        {"unit": cast.care, "percent": Decimal(40)},
    ]
    initiative = started(cast)
    planning.set_shares(initiative, by=cast.manager, rows=rows)

    assert Share.objects.present().count() == 2
    assert newest_event().name == "initiative.shared"
    kept = Share.objects.get(unit=cast.education)
    planning.set_shares(
        anew(initiative),
        by=cast.manager,
        rows=[{"pk": kept.pk, "unit": cast.education, "percent": Decimal(100)}],
    )
    assert list(Share.objects.present().values_list("pk", "percent")) == [(kept.pk, Decimal(100))]


def test_set_shares_by_the_decision_of_another_board_or_about_something_else_is_impossible(
    cast: Cast,
) -> None:
    initiative = started(cast)
    told = {"unit": cast.care, "percent": Decimal(100)}
    rows = [{**told, "decision": decision_about(cast, initiative)}]
    said = impossible(planning.set_shares, initiative, cast.manager, rows=rows)
    assert "av den egna nämnden eller bolaget, inte av Utbildningsnämnden" in said
    other = started(cast, name="Något annat")
    elsewhere = decision_about(cast, other, unit=cast.care, by=cast.other_manager)
    rows = [{**told, "decision": elsewhere}]
    said = impossible(planning.set_shares, initiative, cast.manager, rows=rows)
    assert "gäller något annat" in said


def test_set_shares_is_refused_to_others(cast: Cast) -> None:
    rows = [{"unit": cast.care, "percent": None}]
    refused(planning.set_shares, started(cast), cast.other_manager, rows=rows)


def test_set_shares_of_more_than_the_whole_or_twice_to_one_is_impossible(cast: Cast) -> None:
    initiative, care = started(cast), cast.care
    rows = [
        {"unit": cast.education, "percent": Decimal(60)},
        {"unit": care, "percent": Decimal(41)},
    ]
    assert "mer än 100" in impossible(planning.set_shares, initiative, cast.manager, rows=rows)
    twice = [{"unit": care, "percent": None}] * 2
    assert "två gånger" in impossible(planning.set_shares, initiative, cast.manager, rows=twice)


def test_plan_milestones_keeps_what_is_there_and_takes_away_what_is_left_out(cast: Cast) -> None:
    initiative = started(cast)
    rows = [{"name": "Avtal", "due_on": ahead(30)}, {"name": "Start", "due_on": ahead(60)}]
    planning.plan_milestones(initiative, by=cast.system_steward, rows=rows)
    first, second = Milestone.objects.order_by("pk")
    anew_rows = [{"pk": second.pk, "name": "Start", "due_on": ahead(60), "done_on": today()}]
    planning.plan_milestones(anew(initiative), by=cast.system_steward, rows=anew_rows)

    assert list(Milestone.objects.present().values_list("name", "done_on")) == [("Start", today())]
    assert newest_event().name == "initiative.planned"


def test_plan_milestones_is_refused_to_others(cast: Cast) -> None:
    refused(planning.plan_milestones, started(cast), cast.employee, rows=[{"name": "Start"}])


def test_plan_milestones_done_in_the_future_or_unchanged_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    rows = [{"name": "Start", "done_on": ahead(1)}]
    impossible(planning.plan_milestones, initiative, cast.manager, rows=rows)
    assert (
        impossible(planning.plan_milestones, initiative, cast.manager, rows=[])
        == "Inget är ändrat."
    )


def test_set_money_keeps_years_and_grants(cast: Cast) -> None:
    initiative = started(cast)
    grants = [{"name": "Välfärdsteknik", "amount_sek": Decimal(80_000), "last_day_on": ahead(200)}]
    rows = [money(borne_by=cast.education), money(year=2028, kind="asked", is_running=True)]
    planning.set_money(initiative, by=cast.controller, rows=rows, grants=grants)

    assert list(MoneyRow.objects.values_list("year", "kind").order_by("year")) == [
        (2027, "budget"),
        (2028, "asked"),
    ]
    assert Grant.objects.get().name == "Välfärdsteknik"
    assert newest_event().name == "initiative.money_set"


def test_set_money_is_refused_to_others(cast: Cast) -> None:
    refused(planning.set_money, started(cast), cast.employee, rows=[money()])


def test_set_money_below_nothing_is_impossible(cast: Cast) -> None:
    rows = [money(amount_sek=Decimal(-1))]
    assert "mindre än 0" in impossible(planning.set_money, started(cast), cast.manager, rows=rows)


def test_assess_risks_dates_a_risk_the_day_it_was_written(cast: Cast) -> None:
    initiative = started(cast)
    rows = [{"what": "Ingen använder den", "likelihood": 3, "consequence": 4}]
    planning.assess_risks(initiative, by=cast.manager, rows=rows)

    risk = RiskRow.objects.get()
    assert (risk.said_on, risk.weight) == (today(), 12)
    assert newest_event().name == "initiative.risks_assessed"


def test_assess_risks_is_refused_to_others(cast: Cast) -> None:
    refused(planning.assess_risks, started(cast), cast.employee, rows=[{"what": "Regn"}])


def test_assess_risks_unchanged_is_impossible(cast: Cast) -> None:
    impossible(planning.assess_risks, started(cast), cast.manager, rows=[])


def test_tie_dependencies_says_what_it_waits_for(cast: Cast) -> None:
    make_method()
    first, second = started(cast, name="Inloggning"), started(cast, name="E-tjänst")
    rows = [{"depends_on": first, "what": "Att alla kan logga in"}]
    planning.tie_dependencies(second, by=cast.manager, rows=rows)

    assert Dependency.objects.get().depends_on == first
    assert newest_event().name == "initiative.dependencies_tied"


def test_tie_dependencies_is_refused_to_others(cast: Cast) -> None:
    make_method()
    first, second = started(cast, name="Inloggning"), started(cast, name="E-tjänst")
    refused(planning.tie_dependencies, second, cast.employee, rows=[{"depends_on": first}])


def test_tie_dependencies_in_a_ring_is_impossible_and_the_ring_is_named(cast: Cast) -> None:
    make_method()
    a, b, c = (started(cast, name=name) for name in ("A", "B", "C"))
    planning.tie_dependencies(b, by=cast.manager, rows=[{"depends_on": a}])
    planning.tie_dependencies(c, by=cast.manager, rows=[{"depends_on": b}])

    said = impossible(planning.tie_dependencies, anew(a), cast.manager, rows=[{"depends_on": c}])
    assert said == "Då väntar initiativet på sig självt: A → C → B → A."
    impossible(planning.tie_dependencies, anew(a), cast.manager, rows=[{"depends_on": anew(a)}])


def test_tie_dependencies_to_the_same_twice_is_impossible(cast: Cast) -> None:
    make_method()
    first, second = started(cast, name="Inloggning"), started(cast, name="E-tjänst")
    rows = [{"depends_on": first}, {"depends_on": first, "what": "Igen"}]
    assert "två gånger" in impossible(planning.tie_dependencies, second, cast.manager, rows=rows)


def test_set_pilot_says_what_it_must_show_and_what_it_showed(cast: Cast) -> None:
    initiative = started(cast)
    planning.set_pilot(initiative, by=cast.manager, rows=[{"what": "Hälften använder den"}])
    criterion = PilotCriterion.objects.get()
    rows = [
        {"pk": criterion.pk, "what": criterion.what, "is_met": False, "outcome": "En tredjedel"}
    ]
    planning.set_pilot(anew(initiative), by=cast.manager, rows=rows)

    criterion.refresh_from_db()
    assert (criterion.is_met, criterion.outcome) == (False, "En tredjedel")
    assert newest_event().name == "initiative.pilot_set"


def test_set_pilot_is_refused_to_others(cast: Cast) -> None:
    refused(planning.set_pilot, started(cast), cast.employee, rows=[{"what": "Något"}])


def test_set_pilot_unchanged_is_impossible(cast: Cast) -> None:
    impossible(planning.set_pilot, started(cast), cast.manager, rows=[])


def test_add_lesson_by_whoever_takes_part(cast: Cast) -> None:
    initiative = started(cast, **{"role.member": [cast.employee]})
    planning.add_lesson(initiative, by=cast.employee, text="Börja med en avdelning")

    lesson = Lesson.objects.get()
    assert (lesson.by, lesson.said_on) == (cast.employee, today())
    assert newest_event().name == "initiative.lesson_added"


def test_add_lesson_is_refused_to_who_was_not_there(cast: Cast) -> None:
    refused(planning.add_lesson, started(cast), cast.other_manager, text="Jag vet bäst")


def test_add_lesson_without_words_is_impossible(cast: Cast) -> None:
    impossible(planning.add_lesson, started(cast), cast.manager, text=" ")


def test_what_is_done_with_it_breaks_its_silence(cast: Cast) -> None:
    initiative = started(cast)
    Initiative.objects.update(touched_on=ago(100))
    planning.add_lesson(anew(initiative), by=cast.manager, text="Börja med en avdelning")

    assert anew(initiative).days_silent(today()) == 0
