"""A sample is drawn by the auditor or for her, out of what she sees, and can be drawn again."""

from datetime import date
from typing import Any

import pytest

from bryggan.dossiers import actions
from bryggan.dossiers.calculation import drawn
from bryggan.dossiers.models import Sample, SampleRow
from bryggan.dossiers.population import Population
from bryggan.dossiers.tests.making import finished, judged
from bryggan.initiatives.models import Initiative, Saying
from bryggan.initiatives.tests.making import anew, started
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(cast: Cast) -> list[Initiative]:
    """Nine of education's and three of care's, all entered when they were over, and one that runs."""
    started(cast, name="Pågår än")
    return [
        finished(
            cast.education if n < 9 else cast.care,
            cast.strategist,
            started_on=date(2025, 1, 1),
            closed_on=date(2025, 6, 1 + n),
            name=f"Nr {n}",
        )
        for n in range(12)
    ]


def seen(user: User) -> Population:
    rows = Initiative.objects.visible_to(user).present().filter(phase="closed")
    return Population.of(rows, address="f.phase=closed", filters="Fas: Avslutat")


def draw(cast: Cast, by: User, **told: Any) -> Sample:
    whole = {"population": seen(by), "seed": "2026", "size": 4, **told}
    return actions.draw_sample(cast.municipality, by=by, **whole)


def test_draw_sample_keeps_its_seed_its_population_and_what_each_cell_said(
    cast: Cast, many: list[Initiative]
) -> None:
    sample = draw(cast, cast.administrator)
    numbers = [one.number for one in many]
    assert (sample.population_count, sample.entered_after_count) == (12, 12)
    assert (sample.first_closed_on, sample.last_closed_on) == (date(2025, 6, 1), date(2025, 6, 12))
    assert sorted(number for some in sample.population.values() for number in some) == numbers
    rows = SampleRow.objects.filter(sample=sample).order_by("place").select_related("initiative")
    assert [row.initiative.number for row in rows] == drawn(numbers, "2026", 4)
    assert rows[0].cells_then["risk_analysis"] == "Dokumentation saknas"
    assert newest_event().name == "sample.drawn"


def test_draw_sample_takes_only_from_what_the_auditor_sees(
    cast: Cast, many: list[Initiative]
) -> None:
    sample = draw(cast, cast.auditor, size=100)
    assert list(sample.population) == ["Utbildningsnämnden"]
    assert SampleRow.objects.filter(sample=sample).count() == 9


def test_draw_sample_by_authority_takes_so_many_of_each(cast: Cast, many: list[Initiative]) -> None:
    sample = draw(cast, cast.administrator, size=2, is_by_authority=True)
    boards = SampleRow.objects.filter(sample=sample).values_list("initiative__unit", flat=True)
    assert sorted(boards) == sorted([cast.education.pk] * 2 + [cast.care.pk] * 2)


def test_the_same_seed_draws_the_same_and_what_is_said_after_leaves_what_stood_then(
    cast: Cast, many: list[Initiative]
) -> None:
    first = draw(cast, cast.administrator)
    row = first.rows.order_by("place")[0]
    judged(row.initiative, cast.strategist, Saying.EXISTS, "Kortare köer")
    second = draw(cast, cast.administrator)
    pair = [list(one.rows.order_by("place")) for one in (first, second)]
    assert [one.initiative_id for one in pair[0]] == [one.initiative_id for one in pair[1]]
    assert pair[0][0].cells_then["clear_purpose"] == "Dokumentation saknas"
    assert pair[1][0].cells_then["clear_purpose"] == "Ja, ”Kortare köer”"
    assert anew(row.initiative).version != row.version_then


def test_draw_sample_is_refused_those_whose_initiatives_are_drawn(
    cast: Cast, many: list[Initiative]
) -> None:
    for person in (cast.employee, cast.manager, cast.strategist, cast.controller, cast.outsider):
        with nothing_happens(), pytest.raises(Refused, match="dras av revisorn"):
            draw(cast, person)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"seed": " "}, "frö"),
        ({"size": 0}, "minst ett"),
        ({"population": Population(())}, "inga initiativ"),
    ],
)
def test_draw_sample_is_impossible_without_seed_size_or_anything_to_draw_from(
    cast: Cast, many: list[Initiative], told: dict[str, Any], said: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match=said):
        draw(cast, cast.administrator, **told)
