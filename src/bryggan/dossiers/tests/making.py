"""Finished initiatives with what is known of them, made through the actions that people use."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from bryggan.dossiers import actions, table
from bryggan.dossiers.models import Sample
from bryggan.dossiers.population import Population
from bryggan.dossiers.tests import lund
from bryggan.initiatives import actions as starting
from bryggan.initiatives import evidencing, placing, planning
from bryggan.initiatives.models import Initiative, Saying
from bryggan.initiatives.tests.making import anew, make_method, today
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.writer import Writer
from bryggan.methods.models import MethodStep, MethodVersion, Phase
from bryggan.people.models import Unit, User
from bryggan.registers.joining import told_apart

REPORT = "https://lund.example/slutrapport.docx"


def version() -> MethodVersion:
    """The small method's, which has one step in each phase."""
    return MethodVersion.objects.filter(method__name="Vår väg").first() or make_method()


def finished(
    unit: Unit, by: User, *, started_on: date | None, closed_on: date, **told: Any
) -> Initiative:
    """Entered when it was already over."""
    made = starting.start_initiative(unit, by=by, values=told, version=version())
    step = MethodStep.objects.get(method_version=version(), phase=Phase.CLOSED)
    days = {"started_on": started_on, "closed_on": closed_on}
    placing.take_over_initiative(anew(made), by=by, step=step, **days)
    return anew(made)


def says(one: Initiative, by: User, **answers: str) -> Initiative:
    """By key: there, as a link to the report; or not."""
    for key, answer in answers.items():
        link = REPORT if answer != Saying.MISSING else ""
        evidencing.give_evidence(anew(one), by=by, key=key, answer=answer, link=link)
    return anew(one)


def judged(one: Initiative, by: User, answer: str, quotation: str = "", **told: Any) -> Initiative:
    actions.judge_purpose(anew(one), by=by, answer=answer, quotation=quotation, **told)
    return anew(one)


def cells_of(one: Initiative) -> dict[str, table.Cell]:
    """The cells of its row, by column."""
    [row] = table.rows_of([Initiative.objects.select_related("unit").get(pk=one.pk)])
    return {cell.column.key: cell for cell in row.cells}


def of_lund(cast: Cast) -> list[Initiative]:
    """The four projects of the review, each under its nämnd, with what the auditors were shown."""
    by = cast.strategist
    building, executive, care, social = (
        make_unit(name, cast.municipality, Unit.Kind.AUTHORITY)
        for name in (
            "Samhällsbyggnadsnämnden",
            "Kommunstyrelsen",
            "Vård- och omsorgsnämnden",
            "Socialnämnden",
        )
    )
    there, partly, missing = Saying.EXISTS, Saying.PARTLY, Saying.MISSING
    permit = finished(
        building,
        by,
        started_on=None,
        closed_on=date(2018, 11, 6),
        name="Digitalt bygglov",
        description="Implementera digital bygglovsprocess",
        time_words="Projektstart: höst 2017 Projektavslut: 2018-11-06",
    )
    _in_budget(permit, by, 596_600, 2018)
    says(permit, by, benefit_case=there, evaluation=there, risk_analysis=there)
    judged(permit, by, there, lund.PERMIT_GOALS)
    meraki = finished(
        make_unit("IT-avd", executive),
        by,
        started_on=date(2019, 11, 24),
        closed_on=date(2021, 2, 28),
        name="Avveckling av Meraki",
        description=lund.MERAKI,
        budget_words=lund.MERAKI_BUDGET,
    )
    says(meraki, by, benefit_case=missing, evaluation=missing, risk_analysis=there)
    judged(meraki, by, partly, f"{lund.MERAKI}.")
    wellbee = finished(
        care,
        by,
        started_on=date(2019, 8, 12),
        closed_on=date(2020, 9, 15),
        name="Wellbee",
        description=lund.WELLBEE,
    )
    _in_budget(wellbee, by, 45_000, 2019)
    says(wellbee, by, benefit_case=there, evaluation=there, risk_analysis=there)
    judged(wellbee, by, there, lund.WELLBEE_GOALS)
    return [permit, meraki, wellbee, _signing(social, by)]


def _in_budget(one: Initiative, by: User, kronor: int, year: int) -> None:
    row = {"year": year, "kind": "budget", "amount_sek": Decimal(kronor)}
    planning.set_money(anew(one), by=by, rows=[row])


def _signing(social: Unit, by: User) -> Initiative:
    """Of the fourth nothing was shown but that three things do not exist; when it ended is not in the table."""
    made = starting.start_initiative(
        social, by=by, values={"name": "Digital signering av myndighetsbeslut"}, version=version()
    )
    step = MethodStep.objects.get(method_version=version(), phase=Phase.FOLLOW_UP)
    placing.take_over_initiative(anew(made), by=by, step=step, since=date(2020, 1, 1))
    missing = Saying.MISSING
    says(made, by, evaluation=missing, risk_analysis=missing)
    judged(made, by, missing)
    return anew(made)


def drawn_sample(cast: Cast) -> Sample:
    """One of education's, drawn by the auditor."""
    found = Sample.objects.first()
    if found is None:
        days = {"started_on": date(2025, 1, 1), "closed_on": date(2025, 6, 1)}
        finished(cast.education, cast.strategist, name="Ett som är klart", **days)
        population = Population.of(Initiative.objects.visible_to(cast.auditor))
        found = actions.draw_sample(
            cast.education_authority, by=cast.auditor, population=population, seed="elva", size=1
        )
    return found


def grow_samples(write: Writer, cast: Cast, numbers: Iterable[int]) -> None:
    """Samples without rows: they are drawn from the table, not entered in the register."""
    unit, by = cast.education_authority, cast.administrator
    with told_apart(write, "sample.drawn"):
        for number in numbers:
            told = {"population_count": 0, "population_digest": "", "drawn_on": today()}
            seed = {"seed": str(number), "size": 1, "drawn_by": by}
            write.create(Sample, unit=unit, name=f"Rad {number}", **seed, **told)
