"""The initiatives of the measured municipality: 20,000 on the shipped methods, in 54 administrations and 10 companies.

One system has twenty of them, and the employee of the measurements leads one that shares, waits and has been paid for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import batched
from typing import Any

from django.utils import timezone

from bench import words
from bryggan.initiatives import screening
from bryggan.initiatives.models import (
    Account,
    Consequence,
    Dependency,
    Evidence,
    Health,
    Initiative,
    InitiativeNeed,
    InitiativeRole,
    Lesson,
    Likelihood,
    Milestone,
    MoneyKind,
    MoneyRow,
    Part,
    Passage,
    Purpose,
    Reach,
    RiskLevel,
    RiskRow,
    Saying,
    ScreeningAnswer,
    Share,
    State,
    StatusReport,
    Tri,
)
from bryggan.methods import queries, shipped
from bryggan.methods.models import MethodChoice, MethodStep, MethodVersion, Phase, Requirement, Size
from bryggan.needs.models import Need, Score, Sorting, Step
from bryggan.people.models import Unit, User
from bryggan.search.fields import sort_key

INITIATIVES, DAYS, CHUNK, FULL = 20_000, 2_500, 2_000, 20
SIZES = (*[Size.SMALL] * 5, *[Size.MIDDLE] * 4, Size.LARGE)
STATES = (*[State.ACTIVE] * 12, State.PARKED, State.REJECTED)
KINDS = (MoneyKind.BUDGET, MoneyKind.BUDGET, MoneyKind.ASKED, MoneyKind.UNFUNDED, MoneyKind.OUTCOME)


@dataclass(frozen=True)
class Course:
    """A method in use: its version, its steps in order, and what each asks for."""

    version: MethodVersion
    steps: Sequence[MethodStep]
    asked: Mapping[int, Sequence[Requirement]]


def make_initiatives(place: Any) -> None:
    """Of ten years, most of them over; four administrations in five have chosen a method."""
    by = User.objects.get(is_built_in=True)
    shipped.load_methods(by=by)
    courses = [_course(method) for method in queries.shipped_methods().order_by("pk")]
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY)
    units = list(Unit.objects.filter(kind__in=kinds).order_by("pk"))
    followed = {unit.pk: courses[number % len(courses)] for number, unit in enumerate(units)}
    since = timezone.localdate() - timedelta(days=DAYS)
    MethodChoice.objects.bulk_create(
        MethodChoice(unit=unit, method=followed[unit.pk].version.method, starts_on=since)
        for number, unit in enumerate(units)
        if number % 5
    )
    needs = list(
        Need.objects.filter(step=Step.SORTED, sorting=Sorting.INITIATIVE)
        .order_by("pk")
        .values_list("pk", flat=True)[:INITIATIVES]
    )
    for numbers in batched(range(INITIATIVES), CHUNK, strict=False):
        made = Initiative.objects.bulk_create(
            _initiative(place, number, units, followed) for number in numbers
        )
        _hang(place, made, units, followed, needs)


def _course(method: Any) -> Course:
    version = queries.version_in_use(method)
    assert version is not None
    steps = list(queries.steps_with_requirements(version))
    return Course(version, steps, {step.pk: list(step.requirements.all()) for step in steps})


def _initiative(
    place: Any, number: int, units: Sequence[Unit], followed: Mapping[int, Course]
) -> Initiative:
    chance, today = place.chance, timezone.localdate()
    unit = units[0] if number < FULL else chance.choice(units)
    course = followed[unit.pk]
    at = len(course.steps) // 2 if number < FULL else chance.randrange(len(course.steps))
    if number >= FULL and chance.random() < 0.3:
        at = len(course.steps) - 1
    step = course.steps[at]
    is_closed = step.phase == Phase.CLOSED
    state = State.ACTIVE if is_closed or number < FULL else chance.choice(STATES)
    began = today - timedelta(days=chance.randint(30, DAYS))
    touched = today - timedelta(days=min(int(chance.expovariate(1 / 60)), (today - began).days))
    name = f"{chance.choice(words.SUBJECTS)}{chance.choice(words.PURPOSES)} {number}"
    is_told = chance.random() < 0.7
    return Initiative(
        **(_told(place, touched) if is_told else {}),
        unit=unit,
        name=name,
        sort_key=sort_key(name),
        description=" ".join(chance.choice(words.SENTENCES) for _line in range(3)),
        method_version=course.version,
        method_step=step,
        phase=step.phase,
        state=state,
        state_reason="Väntar på upphandlingen" if state == State.PARKED else "",
        wakes_on=today + timedelta(days=chance.randint(1, 300)) if state == State.PARKED else None,
        since=touched,
        touched_on=touched,
        is_taken_over=chance.random() < 0.2,
        size=chance.choice(SIZES),
        reach=chance.choice(Reach.values),
        risk_level=chance.choice(RiskLevel.values),
        starts_on=began,
        ends_on=began + timedelta(days=chance.randint(90, DAYS)),
        started_on=began if at > 2 else None,
        closed_on=touched if is_closed else None,
        target_plan_year=today.year + 1 if chance.random() < 0.3 else None,
        target_budget_year=today.year + 2 if chance.random() < 0.2 else None,
        result="Infört" if is_closed else "",
        evaluation=chance.choice(words.SENTENCES) if is_closed and is_told else "",
        version=chance.randint(1, 9),
    )


def _told(place: Any, touched: date) -> dict[str, Any]:
    """What somebody has taken the time to say: why, what it costs and gives, how it goes."""
    chance = place.chance
    return {
        "purpose": chance.choice(Purpose.values),
        "goals": chance.choice(words.SENTENCES),
        "benefit": chance.choice(Score.values),
        "complexity": chance.choice(Score.values),
        "one_off_cost_sek": Decimal(chance.randint(1, 400) * 10_000),
        "yearly_cost_sek": Decimal(chance.randint(0, 90) * 10_000),
        "yearly_saving_sek": Decimal(chance.randint(0, 200) * 10_000),
        "benefit_years": 5,
        "health": chance.choice(Health.values),
        "status_text": chance.choice(words.SENTENCES),
        "status_on": touched,
        "status_by": chance.choice(place.people),
    }


def _hang(
    place: Any,
    made: Sequence[Initiative],
    units: Sequence[Unit],
    followed: Mapping[int, Course],
    needs: list[int],
) -> None:
    """What hangs on them; of each kind as many as the larger ones in life have."""
    chance = place.chance
    Share.objects.bulk_create(row for one in made for row in _shares(place, one, units))
    InitiativeRole.objects.bulk_create(row for one in made for row in _people(place, one))
    MoneyRow.objects.bulk_create(row for one in made for row in _money(place, one))
    Milestone.objects.bulk_create(row for one in made for row in _milestones(place, one))
    RiskRow.objects.bulk_create(row for one in made for row in _risks(place, one))
    StatusReport.objects.bulk_create(row for one in made for row in _statuses(place, one))
    InitiativeNeed.objects.bulk_create(
        InitiativeNeed(initiative=one, need_id=needs.pop(), linked_on=one.since)
        for one in made
        if needs and chance.random() < 0.5
    )
    through = Initiative.systems.through
    through.objects.bulk_create(
        through(initiative=one, system=system) for one in made for system in _systems(place, one)
    )
    Dependency.objects.bulk_create(
        Dependency(initiative=one, depends_on=other)
        for other, one in zip(made, made[1:], strict=False)
        if chance.random() < 0.2
    )
    ScreeningAnswer.objects.bulk_create(row for one in made for row in _answers(place, one))
    Evidence.objects.bulk_create(
        row for one in made for row in _evidence(place, one, followed[one.unit_id])
    )
    Passage.objects.bulk_create(
        row for one in made for row in _passages(place, one, followed[one.unit_id])
    )
    Lesson.objects.bulk_create(
        Lesson(
            initiative=one,
            text=chance.choice(words.SENTENCES),
            by=chance.choice(place.people),
            said_on=one.touched_on,
        )
        for one in made
        if one.phase == Phase.CLOSED and chance.random() < 0.7
    )


def _is_first(one: Initiative) -> bool:
    return one.name.rpartition(" ")[2] == "0"


def _shares(place: Any, one: Initiative, units: Sequence[Unit]) -> Iterator[Share]:
    if not _is_first(one) and place.chance.random() > 0.15:
        return
    others = [unit for unit in place.chance.sample(units, 3) if unit.pk != one.unit_id][:2]
    yield Share(initiative=one, unit_id=one.unit_id, percent=Decimal(50))
    for unit in others:
        yield Share(initiative=one, unit=unit, percent=Decimal(25))


def _people(place: Any, one: Initiative) -> Iterator[InitiativeRole]:
    chance = place.chance
    lead = place.people[1] if _is_first(one) else chance.choice(place.people)
    yield InitiativeRole(initiative=one, user=lead, role=Part.LEAD)
    for part in (Part.SPONSOR, Part.BENEFIT_OWNER, Part.STEWARD):
        if chance.random() < 0.6:
            yield InitiativeRole(initiative=one, user=chance.choice(place.people), role=part)
    for person in chance.sample(place.people, chance.randint(0, 4)):
        yield InitiativeRole(initiative=one, user=person, role=Part.MEMBER)


def _money(place: Any, one: Initiative) -> Iterator[MoneyRow]:
    chance, year = place.chance, timezone.localdate().year
    for at in range(year - 1, year + chance.choice((0, 1, 2, 3))):
        for number, kind in enumerate(chance.sample(KINDS, 2)):
            yield MoneyRow(
                initiative=one,
                year=at,
                kind=kind,
                account=chance.choice(Account.values),
                is_running=number == 1,
                amount_sek=Decimal(chance.randint(1, 300) * 10_000),
                borne_by_id=one.unit_id if number else None,
                budget_line="5120" if chance.random() < 0.5 else "",
            )


def _milestones(place: Any, one: Initiative) -> Iterator[Milestone]:
    chance, today = place.chance, timezone.localdate()
    began = one.starts_on or today
    for number in range(chance.randint(0, 6)):
        due = began + timedelta(days=60 * (number + 1))
        is_done = due < today and chance.random() < 0.9
        yield Milestone(
            initiative=one,
            name=chance.choice(words.PURPOSES).capitalize(),
            due_on=due,
            done_on=due if is_done else None,
        )


def _risks(place: Any, one: Initiative) -> Iterator[RiskRow]:
    chance = place.chance
    for _number in range(chance.choice((0, 0, 2, 4))):
        yield RiskRow(
            initiative=one,
            what=chance.choice(words.SENTENCES)[:300],
            likelihood=chance.choice(Likelihood.values),
            consequence=chance.choice(Consequence.values),
            said_on=one.since,
        )


def _statuses(place: Any, one: Initiative) -> Iterator[StatusReport]:
    chance = place.chance
    for number in range(chance.randint(0, 6)):
        yield StatusReport(
            initiative=one,
            health=chance.choice(Health.values),
            text=chance.choice(words.SENTENCES),
            by=chance.choice(place.people),
            said_on=one.touched_on - timedelta(days=30 * number),
        )


def _answers(place: Any, one: Initiative) -> Iterator[ScreeningAnswer]:
    chance = place.chance
    if chance.random() < 0.6:
        for question in screening.questions():
            yield ScreeningAnswer(
                initiative=one,
                question=question,
                answer=chance.choice((Tri.YES, Tri.NO, Tri.NO)),
                by=chance.choice(place.people),
                said_on=one.since,
            )


def _systems(place: Any, one: Initiative) -> Iterable[Any]:
    if int(one.name.rpartition(" ")[2]) < FULL:
        first: Iterable[Any] = place.systems[:1]
        return first
    chosen: Iterable[Any] = place.chance.sample(place.systems, place.chance.choice((0, 1, 1, 2)))
    return chosen


def _evidence(place: Any, one: Initiative, course: Course) -> Iterator[Evidence]:
    """What has been said of what the steps up to here ask for, now and then nothing."""
    chance = place.chance
    keys: dict[str, None] = {}
    for step in course.steps:
        for asked in course.asked[step.pk]:
            if getattr(asked, f"for_{one.size}"):
                keys[asked.rule or asked.key] = None
        if step.pk == one.method_step_id:
            break
    for law in screening.laws():
        keys[law] = None
    for key in keys:
        if chance.random() < 0.5:
            yield Evidence(
                initiative=one,
                key=key,
                answer=chance.choice((Saying.EXISTS, Saying.EXISTS, Saying.PARTLY, Saying.MISSING)),
                words="Se handlingen i diariet",
                by=chance.choice(place.people),
                said_on=one.touched_on,
            )


def _passages(place: Any, one: Initiative, course: Course) -> Iterator[Passage]:
    for before, after in zip(course.steps, course.steps[1:], strict=False):
        if before.pk == one.method_step_id:
            return
        yield Passage(
            initiative=one,
            step_from=before,
            step_to=after,
            passed_on=one.touched_on,
            by=place.chance.choice(place.people),
            is_before=one.is_taken_over,
        )
