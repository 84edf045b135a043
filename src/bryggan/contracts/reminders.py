"""Which contracts wait for somebody to make up her mind, who that is, and how she is reminded.

The owner of a contract is asked. Where there is none (or she has left) it is the manager of the unit or
of the nearest unit above that has one, a manager's deputy where the post is empty, else the controllers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import courses, deadlines
from bryggan.contracts.calculation import months_after
from bryggan.contracts.courses import Matter
from bryggan.contracts.deadlines import DeadlineKind
from bryggan.contracts.models import Contract, Course
from bryggan.kit import words
from bryggan.kit.writer import noun_of
from bryggan.notices import telling
from bryggan.notices.models import Notice
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import Assignment, User
from bryggan.people.roles import Role

DUE = telling.kind(
    "contract.due",
    text=gettext_lazy("Ta ställning till %(record)s senast %(day)s. %(otherwise)s"),
    why=gettext_lazy("du äger avtalet, eller svarar för enheten som har det"),
)
WHAT: dict[DeadlineKind, object] = {
    DeadlineKind.NOTICE: gettext_lazy("Sista dag för uppsägning %(day)s."),
    DeadlineKind.OPTION: gettext_lazy("Sista dag för optionen %(day)s."),
    DeadlineKind.END: gettext_lazy("Perioden slutar %(day)s."),
}


@dataclass(frozen=True)
class Open:
    """A contract with a day to decide by that nobody has answered, and the reminder that is due."""

    contract: Contract
    matter: Matter
    step: int
    waited_until: date | None = None

    @property
    def key(self) -> str:
        """The same for the same step of the same day, so that nobody is told of it twice; after a wait, once more."""
        deadline = self.matter.deadline
        key = f"{DUE.key}:{self.contract.pk}:{deadline.kind}:{deadline.on}:{self.step}"
        return f"{key}:{self.waited_until}" if self.waited_until else key

    @property
    def url(self) -> str:
        return reverse("choose_contract_course", args=[self.contract.pk])


def matter_of(contract: Contract, today: date) -> Matter | None:
    """What there is to decide of a contract; None when nothing can be said or has a day."""
    try:
        terms = contract.terms()
    except ValueError:
        return None
    deadline = deadlines.next_deadline(terms, today) if terms else None
    if terms is None or deadline is None:
        return None
    return Matter(terms, deadline, contract.yearly_value_sek, today)


def open_matters(contracts: QuerySet[Contract], today: date) -> Iterator[Open]:
    """Those of the contracts that a reminder is due for and that nobody has answered; two queries."""
    standing = Course.objects.standing().filter(contract__in=contracts.order_by().values("pk"))
    chosen = {course.contract_id: course.chosen() for course in standing}
    for contract in contracts.select_related("unit", "owner").order_by("pk"):
        matter = matter_of(contract, today)
        if matter is None:
            continue
        step = deadlines.reminder_due(matter.terms, matter.deadline, today)
        answer = chosen.get(contract.pk)
        if step and not deadlines.is_answered(matter.terms, matter.deadline, answer, today):
            is_of_this = answer is not None and answer.deadline_on == matter.deadline.on
            yield Open(contract, matter, step, answer.wait_until if answer and is_of_this else None)


class Answering:
    """Who answers for contracts, read at once."""

    def __init__(self, today: date) -> None:
        self.managers: dict[str, list[User]] = {}
        self.controllers: list[User] = []
        rows = Assignment.objects.running(today).filter(
            role__in=(Role.MANAGER, Role.CONTROLLER), user__withdrawn_at=None
        )
        for held in rows.select_related("user", "unit").order_by("is_deputy", "pk"):
            if held.role == Role.CONTROLLER:
                self.controllers.append(held.user)
            elif not held.is_deputy or held.unit.path not in self.managers:
                self.managers.setdefault(held.unit.path, []).append(held.user)

    def of(self, contract: Contract) -> list[User]:
        """Whoever is asked about the contract."""
        owner = contract.owner
        if owner is not None and owner.withdrawn_at is None:
            return [owner]
        parts = contract.unit.path.split("/")[:-1]
        for depth in range(len(parts), 0, -1):
            nearest = self.managers.get("/".join(parts[:depth]) + "/")
            if nearest:
                return nearest
        return self.controllers


def telling_of(one: Open, to: User) -> telling.Telling:
    """What a person is told of a contract: its day, and what happens if nothing is done."""
    return telling.Telling(
        to=to,
        key=one.key,
        noun=noun_of(Contract),
        record_id=one.contract.pk,
        url=one.url,
        values={
            "day": words.date_text(one.matter.deadline.on),
            "otherwise": courses.if_nothing(one.matter),
        },
    )


def untold(found: Iterable[Open], today: date) -> list[Open]:
    """Those that whoever answers for them has not been told of at this step; two queries."""
    answering = Answering(today)
    since = months_after(today, -deadlines.WATCHED_MONTHS - 1)
    rows = Notice.objects.filter(kind=DUE.key, told_at__date__gte=since)
    told = set(rows.values_list("user_id", "key"))
    return [
        one
        for one in found
        if any((person.pk, one.key) not in told for person in answering.of(one.contract))
    ]


def what(matter: Matter) -> str:
    """Which day it is, and what happens if nobody does anything."""
    day = {"day": words.date_text(matter.deadline.on)}
    return f"{str(WHAT[matter.deadline.kind]) % day} {courses.if_nothing(matter)}"


def is_last_resort(user: User) -> bool:
    """Whether contracts that nobody owns may ask this person."""
    return user.has_role(Role.MANAGER, Role.CONTROLLER)


def contracts_asking(user: User) -> QuerySet[Contract]:
    """The contracts that the person owns, and those without an owner that may fall to her."""
    asked = Q(owner=user)
    if is_last_resort(user):
        asked |= Q(owner=None) | Q(owner__withdrawn_at__isnull=False)
    return Contract.objects.visible_to(user).present().filter(asked)


@waits(contracts_asking)
def decisions_of_contracts(user: User) -> list[Waiting]:
    """The contracts that ask this person to decide, with the last day for it."""
    today = timezone.localdate()
    found = list(open_matters(contracts_asking(user), today))
    if is_last_resort(user) and any(one.contract.owner_id != user.pk for one in found):
        answering = Answering(today)
        found = [one for one in found if user in answering.of(one.contract)]
    return [
        Waiting(
            text=_("Ta ställning till %(contract)s") % {"contract": one.contract},
            url=one.url,
            detail=what(one.matter),
            due_on=one.matter.deadline.on,
        )
        for one in found
    ]
