"""The apps of the measured municipality: those on the open list, those asked for, and how they were judged."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from bench import words
from bryggan.approvals import questions
from bryggan.approvals.models import (
    App,
    AppRequest,
    Category,
    Outcome,
    PersonalData,
    Platform,
    Screening,
    Step,
)
from bryggan.people.models import Unit
from bryggan.people.roles import Role
from bryggan.search.fields import sort_key

APPS, WAITING = 300, 40
STEPS = (Step.APPROVED, Step.APPROVED, Step.APPROVED_WITH_CONDITIONS, Step.REFUSED, Step.REOPENED)
CONDITIONS = "Bara med kommunens inloggning, och inte med personer som har skyddade uppgifter."


def make_apps(place: Any) -> None:
    """300 with a verdict and 40 that wait for one; a screening of each verdict, and who asked."""
    root = Unit.objects.get(parent=None)
    apps = App.objects.bulk_create(_app(place, root, number) for number in range(APPS + WAITING))
    Screening.objects.bulk_create(_screening(place, app) for app in apps if app.outcome)
    AppRequest.objects.bulk_create(
        AppRequest(
            app=app,
            unit=place.chance.choice(place.units),
            asked_by=person,
            asked_at=timezone.now() - timedelta(days=place.chance.randint(1, 300)),
            use=place.chance.choice(words.SENTENCES),
            user_count=place.chance.randint(1, 90),
        )
        for app in apps
        for person in place.chance.sample(place.people, place.chance.randint(1, 3))
    )


def _app(place: Any, root: Unit, number: int) -> App:
    chance, today = place.chance, timezone.localdate()
    is_decided = number < APPS
    step = chance.choice(STEPS) if is_decided else chance.choice((Step.REQUESTED, Step.SCREENED))
    outcome = ""
    if is_decided:
        outcome = Outcome.APPROVED if step == Step.REOPENED else Outcome(step.value)
    name = f"{chance.choice(words.SUBJECTS)}appen {number}"
    platforms = chance.sample(Platform.values, chance.randint(1, 3))
    decided = today - timedelta(days=chance.randint(1, 700))
    return App(
        unit=root,
        name=name,
        sort_key=sort_key(name),
        description=chance.choice(words.SENTENCES),
        supplier_name=f"{chance.choice(words.PRODUCTS)} AB",
        platforms=", ".join(code for code in Platform.values if code in platforms),
        audience="Årskurs 4–6",
        category=chance.choice(Category.values),
        personal_data=chance.choice(PersonalData.values),
        step=step,
        outcome=outcome,
        conditions=CONDITIONS if outcome == Outcome.APPROVED_WITH_CONDITIONS else "",
        outcome_reason="Kräver privata konton." if outcome == Outcome.REFUSED else "",
        decided_by=place.people[0] if is_decided else None,
        decided_as=Role.ADMINISTRATOR if is_decided else "",
        decided_on=decided if is_decided else None,
        review_on=decided + timedelta(days=730) if is_decided else None,
    )


def _screening(place: Any, app: App) -> Screening:
    asked = questions.in_force()
    return Screening(
        app=app,
        unit_id=app.unit_id,
        questions_version=asked.version,
        answers={one.key: place.chance.choice(one.choices).key for one in asked.questions},
        answered_by=place.chance.choice(place.people),
        answered_at=timezone.now() - timedelta(days=30),
        outcome=app.outcome,
        conditions=app.conditions,
        outcome_reason=app.outcome_reason,
        decided_by=app.decided_by,
        decided_as=app.decided_as,
        decided_on=app.decided_on,
        review_on=app.review_on,
    )
