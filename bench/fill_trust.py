"""What makes the measured register trusted: rounds, advice, assessments, apps, talk and choices.

The volumes are those of a municipality that has used it for a year. Laid straight into the tables, as the
rest; what the actions would have reckoned is reckoned by the same functions.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import batched
from typing import Any

from django.db import models
from django.utils import timezone

from bench import words
from bryggan.advice.models import Dismissal, Figure
from bryggan.assessments import calculation, statements
from bryggan.assessments.models import Answer, Assessment, Disposition, Side
from bryggan.assessments.models import Kind as DispositionKind
from bryggan.contracts import deadlines
from bryggan.contracts.models import Contract, Course
from bryggan.history.models import Event
from bryggan.kit.register.register import REGISTERS
from bryggan.notices.models import Comment, Follow, Mail, Notice
from bryggan.people.models import Unit, User
from bryggan.rounds import queries as round_queries
from bryggan.rounds.models import Ask, Confirmation, Round, Way
from bryggan.systems.models import System

ASKED, ASKED_PEOPLE, OWN_ASKS = 2_000, 400, 40
DAYS, DISMISSALS = 365, 400
ASSESSED, VOICES, DISPOSITIONS = 2_000, 4, 300
FOLLOWS, COMMENTS, NOTICES, MAILS, OWN_NOTICES = 3_000, 1_500, 12_000, 4_000, 80
COURSES = 400
CHUNK = 2_000

ROUND_FIELDS = ("lifecycle", "user_count", "supplier", "hosting")
SYSTEM = "systems.system"


def _save[M: models.Model](model: type[M], rows: Iterable[M]) -> list[M]:
    made: list[M] = []
    for some in batched(rows, CHUNK, strict=False):
        made += model._default_manager.bulk_create(some, batch_size=CHUNK)
    return made


def make_doubles(place: Any) -> None:
    """A handful of systems that somebody has entered a second time, with the name a little otherwise."""
    originals = place.systems[5_000:5_040]
    changed = []
    for original, double in zip(originals, place.systems[9_000:9_040], strict=True):
        double.aliases = [original.name]
        double.product, double.supplier_id = original.product, original.supplier_id
        changed.append(double)
    System.objects.bulk_update(changed, ["aliases", "product", "supplier_id"])


def make_rounds(place: Any) -> None:
    """One round over 2,000 systems, half answered, and two that are over with few questions."""
    now = timezone.now()
    _round(place, "Nästa gång", Round.Step.DRAFT, None)
    everyone = place.people[1 : ASKED_PEOPLE + 1]
    employee = place.people[1]
    running = _round(place, "Systemen inför budgeten", Round.Step.OPEN, now - timedelta(days=12))
    for number in range(2):
        _round(place, f"Servicenivåer {number}", Round.Step.CLOSED, now - timedelta(days=200))
    rows = [
        _ask(
            place.chance,
            running,
            system,
            employee if at < OWN_ASKS else place.chance.choice(everyone),
        )
        for at, system in enumerate(place.systems[:ASKED])
    ]
    for row in rows[::40]:
        row.person, row.asked_as, row.step, row.answered_at = None, "", Ask.Step.WAITING, None
    asks = _save(Ask, rows)
    _save(Confirmation, _confirmations(place, running, asks))


def _round(place: Any, name: str, step: str, started_at: Any) -> Round:
    known = dict.fromkeys(ROUND_FIELDS, ASKED * 3 // 5) if started_at else {}
    is_over = step == Round.Step.CLOSED
    return Round.objects.create(
        slug="system",
        name=name,
        question="?f.lifecycle=in_use",
        fields=list(ROUND_FIELDS),
        asks=["role.system_steward", "role.system_owner"],
        unit=Unit.objects.get(parent=None),
        last_on=timezone.localdate() + timedelta(days=-150 if is_over else 9),
        step=step,
        started_by=place.people[0],
        started_at=started_at,
        closed_at=started_at + timedelta(days=40) if is_over else None,
        filled_before=known,
        filled_after=known if is_over else {},
    )


def _ask(chance: random.Random, running: Round, system: System, person: User) -> Ask:
    step = chance.choices(Ask.Step.values, (50, 47, 3))[0]
    is_answered = step == Ask.Step.ANSWERED
    return Ask(
        round=running,
        record_id=system.pk,
        person=person,
        asked_as="role.system_steward",
        step=step,
        answered_at=timezone.now() - timedelta(hours=chance.randint(1, 280))
        if is_answered
        else None,
        answered_by=person if is_answered else None,
        way=chance.choice(Way.values) if is_answered else "",
        changed_count=chance.randint(0, 2) if is_answered else 0,
        note="Det är nog någon på avdelningen för digitalisering."
        if step == Ask.Step.DECLINED
        else "",
    )


def _confirmations(place: Any, running: Round, asks: Sequence[Ask]) -> Iterator[Confirmation]:
    """Of what is answered every field, most of them still as they stood then."""
    answered = [ask for ask in asks if ask.step == Ask.Step.ANSWERED]
    register = REGISTERS["system"]
    fields = [register.by_key()[key] for key in ROUND_FIELDS]
    ids = [ask.record_id for ask in answered]
    # As the pages do, with everything that hangs on the person read once.
    asker = User.objects.get(pk=place.people[0].pk)
    rows = round_queries.rows_of(register, asker, ids, fields)
    for ask in answered:
        for column in fields:
            yield Confirmation(
                noun=SYSTEM,
                record_id=ask.record_id,
                field=column.key,
                by=ask.answered_by,
                at=ask.answered_at,
                round=running,
                way=ask.way,
                stood=round_queries.stood(column, rows[ask.record_id])
                if place.chance.random() < 0.9
                else "0" * 32,
            )


def make_advice(place: Any) -> None:
    """A figure a day for each part of the organisation for a year, and what has been said to be in order."""
    chance, today = place.chance, timezone.localdate()
    units = [Unit.objects.get(parent=None)]
    units += [unit for unit in place.units if unit.kind != Unit.Kind.WORKPLACE]
    _save(
        Figure,
        (
            _figure(unit, today - timedelta(days=ago), total, ago)
            for unit in units
            for total in (chance.randint(40, 400),)
            for ago in range(1, DAYS + 1)
        ),
    )
    rules = ("no_owner", "no_it_counterpart", "no_lifecycle", "no_users", "hardly_used")
    dismissed = chance.sample(place.systems, DISMISSALS)
    _save(
        Dismissal,
        (
            Dismissal(
                rule=rules[number % len(rules)],
                noun=SYSTEM,
                record_id=system.pk,
                reason="Systemet avvecklas till sommaren, ingen ny utses.",
                until_on=today + timedelta(days=chance.randint(-20, 400)),
                dismissed_by=chance.choice(place.people),
                dismissed_at=timezone.now() - timedelta(days=chance.randint(1, 200)),
            )
            for number, system in enumerate(dismissed)
        ),
    )


def _figure(unit: Unit, day: date, total: int, ago: int) -> Figure:
    known = 85 - ago // 15
    return Figure(
        day=day,
        unit=unit,
        noun=SYSTEM,
        total=total,
        complete=total * (known - 30) // 100,
        known_percent=known,
        advice={"no_owner": total // 9, "no_it_counterpart": total // 7},
    )


def make_assessments(place: Any) -> None:
    """2,000 systems that people have said what they think of, a few of them now, and what was decided of some."""
    chance = place.chance
    chosen = chance.sample(place.systems, ASSESSED)
    made = [_assessment(place, system, at) for at, system in enumerate(chosen)]
    assessments = _save(Assessment, (assessment for assessment, _answers in made))
    answers = []
    for assessment, (_same, given) in zip(assessments, made, strict=True):
        for answer in given:
            answer.assessment = assessment
            answers.append(answer)
    _save(Answer, answers)
    today = timezone.localdate()
    _save(
        Disposition,
        (
            Disposition(
                system=system,
                unit_id=system.unit_id,
                kind=chance.choice(DispositionKind.values),
                target_year=today.year + chance.randint(0, 5),
                reason=chance.choice(words.SENTENCES),
                decided_by=chance.choice(place.people),
                decided_on=today - timedelta(days=chance.randint(1, 300)),
            )
            for system in chosen[:DISPOSITIONS]
        ),
    )


def _assessment(place: Any, system: System, at: int) -> tuple[Assessment, list[Answer]]:
    chance, now = place.chance, timezone.now()
    method = statements.newest()
    is_open = at % 8 == 0
    answers, given = [], {side.value: [] for side in Side}
    people = chance.sample(place.people[2:], VOICES)
    if is_open and at < ASSESSED // 4:
        people[0] = place.people[1]
    for number, person in enumerate(people):
        side = Side.BUSINESS if number % 2 == 0 else Side.IT
        mood = chance.randint(1, 4)
        stands: dict[str, calculation.Stand] = {
            key: chance.choice((mood, mood, max(1, mood - 1), min(4, mood + 1), "unknown"))
            for key in method.keys(side)
        }
        is_done = not is_open or number > 1
        if is_done:
            given[side.value].append(stands)
        answers.append(
            Answer(
                respondent=person,
                side=side,
                values=stands if is_done else {},
                comment=chance.choice(words.SENTENCES) if is_done and number == 1 else "",
                answered_at=now - timedelta(days=chance.randint(1, 90)) if is_done else None,
            )
        )
    business = calculation.axis(given["business"], method.keys(Side.BUSINESS))
    technical = calculation.axis(given["it"], method.keys(Side.IT))
    today = timezone.localdate()
    assessment = Assessment(
        system=system,
        unit_id=system.unit_id,
        content_version=method.version,
        opened_by=place.people[0],
        opened_on=today - timedelta(days=100),
        last_day=today + timedelta(days=12 if is_open else -40),
        step=Assessment.Step.OPEN if is_open else Assessment.Step.CLOSED,
        business_value=business.value,
        business_low=business.low,
        business_high=business.high,
        business_voices=business.voices,
        technical_standing=technical.value,
        technical_low=technical.low,
        technical_high=technical.high,
        technical_voices=technical.voices,
        spread=calculation.widest(business, technical),
    )
    return assessment, answers


def make_talk(place: Any) -> None:
    """What people follow, write and are told; the two who are measured have more than most."""
    chance, now = place.chance, timezone.now()
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    pairs = {
        (chance.randrange(len(place.people)), chance.choice(place.systems).pk)
        for _number in range(FOLLOWS)
    }
    pairs |= {(who, system.pk) for who in (0, 1) for system in chance.sample(place.systems, 30)}
    _save(
        Follow,
        (
            Follow(user=place.people[who], noun=SYSTEM, record_id=pk, told_to=newest)
            for who, pk in sorted(pairs)
        ),
    )
    often = place.systems[len(place.systems) // 2 : len(place.systems) // 2 + 200]
    _save(
        Comment,
        (
            Comment(
                author=chance.choice(place.people),
                noun=SYSTEM,
                record_id=(often[0] if number < 12 else chance.choice(often)).pk,
                text=" ".join(chance.sample(words.SENTENCES, 2)),
                written_at=now - timedelta(hours=chance.randint(1, 4_000)),
            )
            for number in range(COMMENTS)
        ),
    )
    _save(Mail, (_mail(place, number) for number in range(MAILS)))
    _save(Notice, (_notice(place, number) for number in range(NOTICES)))


def _mail(place: Any, number: int) -> Mail:
    ago, who = divmod(number, 200)
    sent = timezone.now() - timedelta(days=ago)
    person = place.people[who]
    return Mail(
        user=person,
        address=person.email,
        subject="Bryggan: 3 saker att titta på",
        body="\n".join(words.SENTENCES[:3]),
        day=timezone.localdate() - timedelta(days=ago),
        made_at=sent,
        tried_at=sent,
        sent_at=sent if number % 97 else None,
        fault="" if number % 97 else "Servern svarade inte.",
    )


def _notice(place: Any, number: int) -> Notice:
    chance = place.chance
    who = number % 2 if number < 2 * OWN_NOTICES else chance.randrange(len(place.people))
    system = chance.choice(place.systems)
    told = timezone.now() - timedelta(hours=chance.randint(1, 3_000))
    return Notice(
        user=place.people[who],
        kind="record.changed",
        key=f"record.changed:{SYSTEM}:{system.pk}:{number}",
        noun=SYSTEM,
        record_id=system.pk,
        values={"count": chance.randint(1, 4)},
        told_at=told,
        read_at=told if number % 3 else None,
        mailed_at=told,
    )


def make_courses(place: Any) -> None:
    """What has been chosen for the contracts whose day comes first."""
    chance, today = place.chance, timezone.localdate()
    near = []
    for contract in Contract.objects.order_by("pk"):
        terms = contract.terms()
        deadline = deadlines.next_deadline(terms, today) if terms else None
        if terms and deadline:
            near.append((deadline.on, contract.pk, contract, terms, deadline))
    near.sort(key=lambda one: one[:2])
    rows = []
    for _day, _pk, contract, terms, deadline in near[: COURSES * 2 : 2]:
        kind = chance.choice(deadlines.alternatives(terms, deadline, today))
        waits = kind == deadlines.CourseKind.WAIT
        rows.append(
            Course(
                contract=contract,
                deadline_kind=deadline.kind,
                deadline_on=deadline.on,
                ends_on=deadline.ends_on,
                kind=kind,
                reason=chance.choice(words.SENTENCES),
                wait_until=min(deadline.on, today + timedelta(days=30)) if waits else None,
                chosen_by=contract.owner or place.people[0],
                chosen_at=timezone.now() - timedelta(days=chance.randint(1, 120)),
            )
        )
    _save(Course, rows)
