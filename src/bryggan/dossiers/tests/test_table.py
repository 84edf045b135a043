"""A cell says what is there, that it is not, or that nobody has accounted for it; and what it rests on."""

from datetime import date

import pytest
from django.utils import timezone

from bryggan.dossiers import table
from bryggan.dossiers.tests.making import REPORT, cells_of, finished, judged, says
from bryggan.initiatives import evidencing
from bryggan.initiatives.models import Evidence, Initiative, Saying
from bryggan.initiatives.tests.making import anew, decision_about, started
from bryggan.kit.testing.cast import Cast
from bryggan.kit.words import date_text

pytestmark = pytest.mark.django_db
START = date(2025, 3, 1)


@pytest.fixture
def one(cast: Cast) -> Initiative:
    days = {"started_on": START, "closed_on": date(2025, 12, 1)}
    return finished(cast.education, cast.strategist, name="Ny växel", **days)


def test_what_nobody_has_accounted_for_is_told_apart_from_what_somebody_said_is_missing(
    cast: Cast, one: Initiative
) -> None:
    assert cells_of(one)["risk_analysis"].words == "Dokumentation saknas"
    says(one, cast.strategist, risk_analysis=Saying.MISSING)
    cell = cells_of(one)["risk_analysis"]
    assert (cell.words, cell.by) == ("Saknas", cast.strategist.name)


def test_evidence_tells_what_by_whom_and_when_and_that_it_came_afterwards(
    cast: Cast, one: Initiative
) -> None:
    for dated_on, is_late in ((date(2025, 2, 1), False), (date(2025, 4, 1), True)):
        evidencing.give_evidence(
            anew(one),
            by=cast.strategist,
            key="risk_analysis",
            answer=Saying.EXISTS,
            link=REPORT,
            dated_on=dated_on,
        )
        cell = cells_of(one)["risk_analysis"]
        assert cell.words == "Ja"
        assert cell.is_afterwards is is_late
        told = f"slutrapport.docx · {cast.strategist.name} · daterat {date_text(dated_on)}"
        assert cell.ground == told + (" · i efterhand" if is_late else "")


def test_evidence_without_a_day_of_its_own_says_so(cast: Cast, one: Initiative) -> None:
    says(one, cast.strategist, evaluation=Saying.PARTLY)
    cell = cells_of(one)["evaluation"]
    assert cell.words == "Delvis"
    assert cell.dated == f"redovisat {date_text(timezone.localdate())}, utan eget datum"


def test_a_purpose_that_nobody_has_judged_is_not_called_missing(cast: Cast) -> None:
    one = started(cast, goals="Alla vet vem som är borta.")
    assert cells_of(one)["clear_purpose"].words == "Inte bedömt"
    assert not cells_of(one)["clear_purpose"].is_told


def test_a_judgement_is_late_only_when_what_it_quotes_is(cast: Cast, one: Initiative) -> None:
    judged(one, cast.strategist, Saying.EXISTS, "Korta köerna")
    assert not cells_of(one)["clear_purpose"].is_afterwards
    judged(one, cast.strategist, Saying.EXISTS, "Korta köerna", dated_on=date(2025, 4, 1))
    assert cells_of(one)["clear_purpose"].is_afterwards
    judged(one, cast.strategist, Saying.MISSING, "Vi byter växel")
    assert cells_of(one)["clear_purpose"].words == "Nej, ”Vi byter växel”"


def test_what_was_once_said_not_to_apply_says_why(cast: Cast, one: Initiative) -> None:
    said = {"by": cast.strategist, "said_on": START, "words": "Lagen kräver bytet"}
    Evidence.objects.create(
        initiative=one, key="benefit_case", answer=Saying.NOT_APPLICABLE, **said
    )
    assert cells_of(one)["benefit_case"].words == "Gäller inte här: Lagen kräver bytet"


def test_each_row_tells_what_its_evidence_is_dated_against(cast: Cast, one: Initiative) -> None:
    decision = decision_about(cast, one)
    Initiative.objects.filter(pk=one.pk).update(decision=decision)
    [row] = table.rows_of(list(Initiative.objects.select_related("unit")))
    decided = date_text(decision.decided_on or START)
    assert row.dates == f"beslutat {decided}, startat {date_text(START)}"
    assert row.administration == "Utbildningsnämnden (Utbildningsförvaltningen)"


def test_planned_days_are_told_as_planned(cast: Cast) -> None:
    one = started(cast, starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 1))
    told = cells_of(one)["time_frame"].words
    assert told == "Planerad start: 2027-01-01\nPlanerat slut: 2027-06-01"


def test_a_table_of_many_costs_as_many_questions_as_of_one(
    cast: Cast, django_assert_num_queries: object
) -> None:
    for n in range(12):
        days = {"started_on": START, "closed_on": date(2025, 12, 1)}
        one = finished(cast.education, cast.strategist, name=f"Nr {n}", **days)
        says(one, cast.strategist, risk_analysis=Saying.EXISTS)
    every = list(Initiative.objects.select_related("unit"))
    table.rows_of(every[:1])
    for some in (every[:1], every):
        with django_assert_num_queries(6):  # type: ignore[operator]
            assert len(table.rows_of(some)) == len(some)


def test_how_much_is_accounted_for_is_counted(cast: Cast, one: Initiative) -> None:
    rows = table.rows_of([Initiative.objects.select_related("unit").get(pk=one.pk)])
    assert table.gaps_words(rows) == "1 av 7 svar är redovisade"
