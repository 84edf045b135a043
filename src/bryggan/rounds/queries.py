"""Questions about rounds: which records, whom to ask, what waits for whom, what is confirmed."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.http import QueryDict
from django.utils import timezone

from bryggan.kit import remembering
from bryggan.kit.register.fields import EMPTY, Field, Link, Row
from bryggan.kit.register.links import Many
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.kit.register.showing import sections
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.rounds import links
from bryggan.rounds.models import Ask, Confirmation, Round


@dataclass(frozen=True)
class Asked:
    """Who is asked about a record, and by which field of people."""

    person: User
    key: str


def registers_with_rounds() -> list[type[Register]]:
    """The registers that say whom to ask."""
    return [found for found in REGISTERS.values() if found.asks and found.change_with]


def askable(register: type[Register]) -> list[tuple[str, list[Field]]]:
    """What can be asked about, by section: what is edited in the row, and is never secret.

    Answers come by a letter and by files, so what may have to be hidden is not asked for here.
    """
    found = []
    known = register.by_key()
    for part in sections(register):
        if part.beside is not None or part.allow is not None:
            continue
        fields = [known[key] for key in part.fields]
        kept = [
            one
            for one in fields
            if one.is_editable and not one.beside and not isinstance(one, Link)
        ]
        if kept:
            found.append((str(part.title), kept))
    return found


def fields_of(round: Round) -> list[Field]:
    """The fields a round asks about; one that the register no longer has is passed over."""
    known = {one.key: one for _title, part in askable(REGISTERS[round.slug]) for one in part}
    return [known[key] for key in round.fields if key in known]


def roles_of(register: type[Register], keys: Iterable[str]) -> list[Many]:
    """The fields of people, in the order they are asked."""
    found = []
    known = register.by_key()
    for key in keys:
        column = known.get(key)
        if isinstance(column, Many) and key in register.asks:
            found.append(column)
    return found


def standing(role: Many) -> QuerySet[Any]:
    """The rows of a field of people that are in force today."""
    rows = role.rows()
    running = getattr(rows, "running", None)
    return running(timezone.localdate()) if running else rows


def listing_of(round: Round, user: User) -> Listing:
    register = REGISTERS[round.slug]
    question = Question.read(QueryDict(round.question.removeprefix("?")), register)
    return Listing(register, question, user)


def within_reach(records: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Those records that this person may start a round about: a manager only her own unit's."""
    if user.is_built_in or user.is_central:
        return records
    condition = Q(pk__in=[])
    for path in user.role_paths(Role.MANAGER):
        condition |= Q(unit__path__startswith=path)
    return records.filter(condition)


def chosen(round: Round) -> QuerySet[Any]:
    """The records of a round as its question gives them now, through the eyes of whoever runs it."""
    found = listing_of(round, round.started_by).found()
    return within_reach(found, round.started_by)


def whom_to_ask(round: Round, records: QuerySet[Any]) -> dict[int, Asked]:
    """For each record the first person to ask, by the round's order of roles; none is left out here.

    Somebody who is withdrawn, or an external who does not see the record, is not asked.
    """
    register = REGISTERS[round.slug]
    ids = records.order_by().values("pk")
    found: dict[int, Asked] = {}
    seen: dict[int, set[int]] = {}
    holding = []
    for role in roles_of(register, round.asks):
        rows = standing(role).filter(**{f"{role.fk}__in": ids}).order_by(*role.order)
        holding.append((role, list(rows.values_list(f"{role.fk}_id", f"{role.target}_id"))))
    # A person is read once, however many records she answers for.
    people = User.objects.in_bulk({person for _role, pairs in holding for _record, person in pairs})
    for role, pairs in holding:
        for record_id, person_id in pairs:
            person = people[person_id]
            if record_id in found or person.is_built_in or person.withdrawn_at is not None:
                continue
            if person.is_external and record_id not in _seen_by(person, register, seen):
                continue
            found[record_id] = Asked(person, role.key)
    return found


@dataclass(frozen=True)
class Prospect:
    """Whom a round would ask: about how many records each person, and how many have nobody; by id.

    `without`: the first of those that have nobody, by name.
    """

    counts: Mapping[int, int]
    total: int
    without: tuple[int, ...]

    @property
    def without_count(self) -> int:
        return self.total - sum(self.counts.values())


def prospect(round: Round, most: int) -> Prospect:
    """What `whom_to_ask` comes to for a draft; `most`: so many of the records that have nobody."""
    records = chosen(round)
    question = (
        *("prospect", round.slug, tuple(round.asks), most, timezone.localdate()),
        remembering.asked(records.order_by().values("pk")),
    )
    return remembering.remembered(question, lambda: _prospect(round, records, most))


def _prospect(round: Round, records: QuerySet[Any], most: int) -> Prospect:
    asked = whom_to_ask(round, records)
    ids = list(records.order_by("sort_key", "pk").values_list("pk", flat=True))
    without = islice((pk for pk in ids if pk not in asked), most)
    return Prospect(Counter(one.person.pk for one in asked.values()), len(ids), tuple(without))


def people_of(found: Prospect) -> list[tuple[int, str, str]]:
    """How many records each person would be asked about, with name and address; who gets the most first."""
    people = User.objects.filter(pk__in=found.counts.keys()).order_by("sort_key", "pk")
    rows = people.values_list("pk", "name", "email")
    told = [(found.counts[pk], name, email) for pk, name, email in rows]
    return sorted(told, key=lambda one: -one[0])


def _seen_by(person: User, register: type[Register], seen: dict[int, set[int]]) -> set[int]:
    """What an external person sees, asked once for each of the few there are."""
    if person.pk not in seen:
        may = links.may_be_asked(person)
        rows = register.rows(person) if may else register.rows(person).none()
        seen[person.pk] = set(rows.values_list("pk", flat=True))
    return seen[person.pk]


def filled(
    register: type[Register], records: QuerySet[Any], fields: Sequence[Field], user: User
) -> tuple[int, dict[str, int]]:
    """How many records there are, and how many have each field filled in: one query."""
    needed: dict[str, Any] = {}
    marks: dict[str, Any] = {}
    for place, column in enumerate(fields):
        needed[column.alias] = column.expression(user)
        marks[f"filled_{place}"] = Case(
            When(column.empty(), then=Value(0)), default=Value(1), output_field=IntegerField()
        )
    counted = (
        records.order_by()
        .alias(**needed)
        .annotate(**marks)
        .aggregate(total=Count("pk"), **{f"sum_{name}": Sum(name) for name in marks})
    )
    sums = {column.key: counted[f"sum_filled_{place}"] or 0 for place, column in enumerate(fields)}
    return counted["total"], sums


def nobody_address(round: Round) -> str:
    """The list of the records that nobody can be asked about: the question, and every role empty."""
    register = REGISTERS[round.slug]
    question = Question.read(QueryDict(round.question.removeprefix("?")), register)
    empty = tuple((role.key, (EMPTY,)) for role in roles_of(register, round.asks))
    kept = tuple(pair for pair in question.chosen if pair[0] not in dict(empty))
    return register.list_url() + question.address(chosen=(*kept, *empty), page=1)


def rounds_asking(user: User) -> QuerySet[Round]:
    """The rounds that have a question for this person, herself asked or as deputy; newest first."""
    condition = Q(questions__person=user)
    for register in registers_with_rounds():
        for role in roles_of(register, register.asks):
            held = standing(role).filter(**{role.target: user}).values(role.fk)
            condition |= Q(
                slug=register.slug, questions__asked_as=role.key, questions__record_id__in=held
            )
    asked = Ask.objects.filter(withdrawn_at=None).values("round")
    found = Round.objects.present().exclude(step=Round.Step.DRAFT).filter(condition, pk__in=asked)
    return found.select_related("started_by").distinct().order_by("-started_at", "-pk")


def _may_be_answered_by(user: User, register: type[Register], asks: Iterable[str]) -> Q:
    """She is asked herself, or stands in the same field of people of the same record."""
    condition = Q(person=user)
    for role in roles_of(register, asks):
        held = standing(role).filter(**{role.target: user}).values(role.fk)
        condition |= Q(asked_as=role.key, record_id__in=held)
    return condition


def asks_for(round: Round, user: User) -> QuerySet[Ask]:
    """The questions that this person may answer: her own, and those she is deputy for."""
    register = REGISTERS[round.slug]
    is_own = Case(
        When(person=user, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    rows = Ask.objects.filter(round=round, withdrawn_at=None)
    rows = rows.filter(_may_be_answered_by(user, register, round.asks))
    rows = rows.filter(record_id__in=register.rows(user).order_by().values("pk"))
    return rows.select_related("round", "person", "answered_by").annotate(is_own=is_own)


def own_first(round: Round, user: User) -> list[Ask]:
    """What she is asked about herself; who is only a deputy sees what she is deputy for."""
    asks = list(asks_for(round, user))
    return [ask for ask in asks if ask.is_own] or asks  # type: ignore[attr-defined]


def may_answer(user: User, ask: Ask) -> bool:
    """Asked herself, or standing in the same field of people of the same record."""
    if ask.person_id == user.pk:
        return True
    register = REGISTERS[ask.round.slug]
    for role in roles_of(register, [ask.asked_as]):
        rows = standing(role).filter(**{role.fk: ask.record_id, role.target: user})
        if rows.exists():
            return True
    return False


def record_of(ask: Ask, user: User) -> Any:
    """The record asked about, if it exists for this person."""
    found = REGISTERS[ask.round.slug].rows(user).filter(pk=ask.record_id)
    return found.select_related("unit").first()


def rows_of(
    register: type[Register], user: User, ids: Iterable[int], fields: Iterable[Field]
) -> dict[int, Row]:
    """The records as this person sees them, by id, with these fields: one query."""
    listing = Listing(register, Question(), user)
    found = listing.values(register.rows(user).filter(pk__in=list(ids)), fields)
    return {row["pk"]: row for row in found}


def stood(column: Field, row: Row) -> str:
    """What stands in the field, as a digest of its words."""
    return hashlib.sha256(column.text(row).encode("utf-8")).hexdigest()[:32]


def confirmations_of(noun: str, ids: Iterable[int]) -> dict[tuple[int, str], Confirmation]:
    """The newest confirmation of each field of the records."""
    found = Confirmation.objects.filter(noun=noun, record_id__in=list(ids), withdrawn_at=None)
    return {(one.record_id, one.field): one for one in found.select_related("by")}


def open_asks(register: type[Register], user: User) -> QuerySet[Ask]:
    """The questions of open rounds that this person may answer: her own, and those she is deputy for."""
    found = Ask.objects.filter(
        withdrawn_at=None,
        round__slug=register.slug,
        round__step=Round.Step.OPEN,
        round__withdrawn_at=None,
    )
    return found.filter(_may_be_answered_by(user, register, register.asks))


def has_open_asks(register: type[Register], user: User) -> Exists:
    """The condition that this person is asked about a record, beside the record itself."""
    return Exists(open_asks(register, user).filter(record_id=OuterRef("pk")))


def open_asks_about(register: type[Register], record_id: int, user: User) -> list[Ask]:
    """What this person is asked about one record."""
    found = open_asks(register, user).filter(record_id=record_id)
    return list(found.select_related("round", "person").order_by("round__last_on", "pk"))


def waiting_rounds(user: User) -> QuerySet[Any]:
    """The open rounds that wait for this person herself, with how many of her questions are `left`."""
    asking = Round.objects.present().filter(
        step=Round.Step.OPEN,
        questions__person=user,
        questions__step=Ask.Step.WAITING,
        questions__withdrawn_at=None,
    )
    return asking.annotate(left=Count("questions")).order_by("last_on", "pk")


def people_left(round: Round) -> list[User]:
    """Those with a question still unanswered."""
    waiting = Ask.objects.filter(round=round, step=Ask.Step.WAITING, withdrawn_at=None)
    return list(User.objects.filter(pk__in=waiting.values("person"), withdrawn_at=None))


def people_asked(round: Round) -> list[User]:
    asked = Ask.objects.filter(round=round, withdrawn_at=None)
    return list(User.objects.filter(pk__in=asked.values("person"), withdrawn_at=None))


def texts(fields: Sequence[Field], row: Row | None) -> Mapping[str, str]:
    """What stands in each field, in words; of a record that is gone, nothing."""
    return {column.key: column.text(row) for column in fields} if row is not None else {}
