"""What becomes of a round: how far it has come, who is left, what was changed, how much more is known."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from bryggan.history.models import Change
from bryggan.kit.register import past
from bryggan.kit.register.fields import Field
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.people.models import Unit, User
from bryggan.rounds import queries
from bryggan.rounds.models import Ask, Round

MOST_EVENTS = 200
MOST_CHANGES = 1_000
MOST_LISTED = 100

ANSWERED = Q(step=Ask.Step.ANSWERED)
ADMINISTRATIONS = (Unit.Kind.DEPARTMENT, Unit.Kind.COMPANY)


@dataclass(frozen=True)
class Progress:
    asked: int
    answered: int
    declined: int
    nobody: int
    changed: int

    @property
    def left(self) -> int:
        return self.asked - self.answered - self.declined


@dataclass(frozen=True)
class OfUnit:
    """How far one administration has come."""

    name: str
    answered: int
    total: int


@dataclass(frozen=True)
class OfPerson:
    person: User
    asked: int
    answered: int
    declined: int
    latest: datetime | None

    @property
    def is_done(self) -> bool:
        return self.asked == self.answered + self.declined


@dataclass(frozen=True)
class Known:
    """How many records have a field filled in: when the round began, and now or when it ended."""

    label: Any
    before: int
    after: int
    total: int

    @property
    def gain(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Changed:
    """One answer that changed something: which record, and what it was before and after."""

    record: Any
    url: str
    told: past.Told


def asks_of(round: Round, user: User) -> QuerySet[Ask]:
    """The questions of the round about records that this person sees and that are still there."""
    register = REGISTERS[round.slug]
    # Asked of each question's record: a list of all that the person sees is far longer than the round.
    seen = register.rows(user).order_by().filter(pk=OuterRef("record_id"))
    return Ask.objects.filter(Exists(seen), round=round, withdrawn_at=None)


def progress(asks: QuerySet[Ask]) -> Progress:
    is_asked = Q(person__isnull=False)
    counted = asks.aggregate(
        asked=Count("pk", filter=is_asked),
        answered=Count("pk", filter=ANSWERED),
        declined=Count("pk", filter=Q(step=Ask.Step.DECLINED)),
        nobody=Count("pk", filter=~is_asked),
        changed=Sum("changed_count"),
    )
    return Progress(**{name: value or 0 for name, value in counted.items()})


def by_administration(round: Round, asks: QuerySet[Ask], user: User) -> list[OfUnit]:
    """The answers under each administration or company, in alphabetical order; above them, each unit by itself."""
    register = REGISTERS[round.slug]
    answered = set(asks.filter(ANSWERED).values_list("record_id", flat=True))
    records = register.rows(user).filter(pk__in=asks.order_by().values("record_id"))
    rows = list(records.order_by().values_list("pk", "unit_id"))
    every = Counter(unit_id for _pk, unit_id in rows)
    done = Counter(unit_id for pk, unit_id in rows if pk in answered)
    units = Unit.objects.in_bulk()
    found: dict[int, list[int]] = {}
    for unit_id, total in every.items():
        place = _administration(units[unit_id], units)
        sums = found.setdefault(place.pk, [0, 0])
        sums[0] += done[unit_id]
        sums[1] += total
    ordered = sorted(found.items(), key=lambda pair: units[pair[0]].sort_key)
    return [OfUnit(units[pk].name, sums[0], sums[1]) for pk, sums in ordered]


def _administration(unit: Unit, units: Mapping[int, Unit]) -> Unit:
    above = [units[pk] for pk in unit.ancestor_ids() if pk in units]
    return next((one for one in above if one.kind in ADMINISTRATIONS), unit)


def by_person(asks: QuerySet[Ask]) -> list[OfPerson]:
    """Those asked with how far each has come; who has most left stands first."""
    rows = (
        asks.filter(person__isnull=False)
        .order_by()
        .values("person")
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=ANSWERED),
            declined=Count("pk", filter=Q(step=Ask.Step.DECLINED)),
            latest=Max("answered_at"),
        )
    )
    people = User.objects.select_related("unit").in_bulk([row["person"] for row in rows])
    found = [
        OfPerson(
            person=people[row["person"]],
            asked=row["asked"],
            answered=row["answered"],
            declined=row["declined"],
            latest=row["latest"],
        )
        for row in rows
    ]
    return sorted(
        found, key=lambda one: (one.answered + one.declined - one.asked, one.person.sort_key)
    )


def known_before_and_now(round: Round, asks: QuerySet[Ask], user: User) -> list[Known]:
    """How much of what was asked is filled in, before and now; of a closed round, as it ended."""
    register, fields = REGISTERS[round.slug], queries.fields_of(round)
    records = register.rows(user).filter(pk__in=asks.order_by().values("record_id"))
    total, now = queries.filled(register, records, fields, user)
    after = round.filled_after or now
    return [
        Known(one.label, round.filled_before.get(one.key, 0), after.get(one.key, 0), total)
        for one in fields
    ]


def with_records(round: Round, asks: Iterable[Ask], user: User) -> list[tuple[Ask, Any, str]]:
    """Each question with its record and the record's address, by the record's name."""
    register = REGISTERS[round.slug]
    listed = list(asks)
    records = register.rows(user).select_related("unit").in_bulk([ask.record_id for ask in listed])
    found = [
        (ask, records[ask.record_id], register.url(ask.record_id))
        for ask in listed
        if ask.record_id in records
    ]
    return sorted(found, key=lambda one: (one[1].sort_key, one[1].pk))


def declined(round: Round, asks: QuerySet[Ask], user: User) -> list[tuple[Ask, Any, str]]:
    rows = asks.filter(step=Ask.Step.DECLINED).select_related("person", "suggested")
    return with_records(round, rows[:MOST_LISTED], user)


def nobody(round: Round, asks: QuerySet[Ask], user: User) -> list[tuple[Ask, Any, str]]:
    rows = asks.filter(person=None).order_by("pk")
    return with_records(round, rows[:MOST_LISTED], user)


def changes(round: Round, user: User) -> list[Changed]:
    """What the answers have changed, newest first: told by the history, where the round is the reason."""
    if round.started_at is None:
        return []
    register = REGISTERS[round.slug]
    hanging = {model._meta.label_lower: (model, fk) for model, fk in register.hanging}
    rows = list(
        Change.objects.filter(
            noun__in=[register.noun(), *hanging],
            event__at__gte=round.started_at,
            event__reason__startswith=f"{round.source()},",
        )
        .select_related("event")
        .order_by("-event_id", "pk")[:MOST_CHANGES]
    )
    owners = _owners(rows, register, hanging, user)
    seen = register.rows(user).in_bulk(list(set(owners.values())))
    shown = [change for change in rows if owners.get(change.pk) in seen]
    of_event = {change.event_id: owners[change.pk] for change in shown}
    told = past.tell(shown, register.model(), user)
    return [
        Changed(seen[of_event[one.event_id]], register.url(of_event[one.event_id]), one)
        for one in told[:MOST_EVENTS]
        if one.lines
    ]


def _owners(
    rows: Sequence[Change],
    register: type[Register],
    hanging: Mapping[str, tuple[Any, str]],
    user: User,
) -> dict[int, int]:
    """Which record each change is about: itself, or what it hangs on as far as this person sees it."""
    found = {change.pk: change.record_id for change in rows if change.noun == register.noun()}
    for noun, (model, fk) in hanging.items():
        mine = {change.pk: change.record_id for change in rows if change.noun == noun}
        if not mine:
            continue
        visible = model._default_manager.all()
        if hasattr(visible, "visible_to"):
            visible = visible.visible_to(user)
        held = dict(visible.filter(pk__in=set(mine.values())).values_list("pk", f"{fk}_id"))
        found |= {pk: held[record_id] for pk, record_id in mine.items() if record_id in held}
    return found


def with_counts(rounds: Iterable[Round]) -> list[tuple[Round, int, int]]:
    """Each round with how many of its questions are answered, and how many there are."""
    listed = list(rounds)
    asks = Ask.objects.filter(round__in=listed, withdrawn_at=None).order_by()
    counted = asks.values("round").annotate(n=Count("pk"), answered=Count("pk", filter=ANSWERED))
    found = {row["round"]: (row["answered"], row["n"]) for row in counted}
    return [(one, *found.get(one.pk, (0, 0))) for one in listed]


def field_labels(fields: Sequence[Field]) -> str:
    return ", ".join(lowered(one.label) for one in fields)


def lowered(label: Any) -> str:
    """A label inside a sentence: "systemägare", but "IT-motpart"."""
    said = str(label)
    return said if said[:2].isupper() else said[:1].lower() + said[1:]


def role_words(round: Round) -> str:
    """Whom the round asks, in words: "systemförvaltare, annars systemägare"."""
    roles = queries.roles_of(REGISTERS[round.slug], round.asks)
    return _(", annars ").join(lowered(role.label) for role in roles)
