"""Questions about initiatives: what hangs on them, what could, and what waits for whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bryggan.decisions.choices import DECIDING, GRANTING
from bryggan.decisions.models import Decision
from bryggan.files.models import File
from bryggan.history.models import Change
from bryggan.initiatives.facts import TAKEN
from bryggan.initiatives.models import (
    Dependency,
    Evidence,
    Grant,
    Initiative,
    InitiativeNeed,
    InitiativeRole,
    Lesson,
    Milestone,
    MoneyRow,
    Part,
    Passage,
    PilotCriterion,
    RiskRow,
    ScreeningAnswer,
    Share,
    State,
    StatusReport,
)
from bryggan.kit.register.register import register_of
from bryggan.kit.writer import noun_of
from bryggan.methods.models import MethodStep, MethodVersion, Phase, Requirement
from bryggan.needs.models import Need, Sorting, Step
from bryggan.people.models import Unit, User

NOUN = noun_of(Initiative)
# Where the money and the decisions are: nobody shares from a single workplace.
SHARING = (
    Unit.Kind.MUNICIPALITY,
    Unit.Kind.REGION,
    Unit.Kind.AUTHORITY,
    Unit.Kind.DEPARTMENT,
    Unit.Kind.COMPANY,
)


def initiatives_seen(user: User) -> QuerySet[Initiative]:
    """With what its page and its verdicts read."""
    rows = Initiative.objects.visible_to(user).present()
    return rows.select_related("unit", "method_version__method", "method_step")


def units_that_share(initiative: Initiative) -> QuerySet[Unit]:
    """Those that can bear a share: the large ones, the one that leads it, and those that do already."""
    money = MoneyRow.objects.present().filter(initiative=initiative).values("borne_by")
    shares = Share.objects.present().filter(initiative=initiative).values("unit")
    can = Q(kind__in=SHARING, withdrawn_at=None) | Q(pk=initiative.unit_id)
    return Unit.objects.filter(can | Q(pk__in=money) | Q(pk__in=shares)).order_by("path")


def people_in(initiative: Initiative) -> QuerySet[User]:
    """Everyone who has a part in it, or answers for one of its risks."""
    parts = InitiativeRole.objects.present().filter(initiative=initiative).values("user")
    owners = RiskRow.objects.present().filter(initiative=initiative).values("owner")
    return User.objects.filter(Q(pk__in=parts) | Q(pk__in=owners)).order_by("sort_key")


def stewards_of(initiative: Initiative) -> QuerySet[User]:
    """Those who are to look after what is made."""
    rows = InitiativeRole.objects.present().filter(initiative=initiative, role=Part.STEWARD)
    return User.objects.filter(pk__in=rows.values("user")).order_by("sort_key")


def decisions_about(initiative: Initiative, user: User) -> QuerySet[Decision]:
    """The matters that are about the initiative, the newest first."""
    rows = Decision.objects.visible_to(user).present()
    rows = rows.filter(about_noun=NOUN, about_id=initiative.pk)
    return rows.select_related("unit").order_by("-pk")


def decisions_to_go_on_by(initiative: Initiative, user: User) -> QuerySet[Decision]:
    """Those of them that say yes, taken by whoever has the mandate."""
    rows = decisions_about(initiative, user).filter(step__in=TAKEN)
    return rows.filter(kind__in=DECIDING, outcome__in=GRANTING)


def decisions_for_shares(initiative: Initiative, user: User) -> QuerySet[Decision]:
    """The same, and those that a share rests on already."""
    shares = Share.objects.present().filter(initiative=initiative).values("decision")
    about = Q(about_noun=NOUN, about_id=initiative.pk)
    rows = Decision.objects.visible_to(user).present()
    return rows.filter(about | Q(pk__in=shares)).order_by("-pk")


def needs_of(initiative: Initiative, user: User) -> QuerySet[Need]:
    """The needs behind it that this person sees."""
    linked = InitiativeNeed.objects.present().filter(initiative=initiative)
    rows = Need.objects.visible_to(user).present().filter(pk__in=linked.values("need"))
    return rows.select_related("unit").order_by("pk")


def needs_waiting(user: User) -> QuerySet[Need]:
    """Needs sorted as grounds for an initiative that no initiative has taken in yet."""
    taken = InitiativeNeed.objects.present().filter(need=OuterRef("pk"))
    rows = Need.objects.visible_to(user).present()
    waiting = rows.filter(step=Step.SORTED, sorting=Sorting.INITIATIVE)
    return waiting.filter(~Exists(taken)).select_related("unit", "system").order_by("pk")


def needs_to_choose(initiative: Initiative, user: User) -> QuerySet[Need]:
    """Those that it meets already, and those that it could."""
    linked = InitiativeNeed.objects.present().filter(initiative=initiative).values("need")
    rows = Need.objects.visible_to(user).present()
    waiting = needs_waiting(user).order_by().values("pk")
    return rows.filter(Q(pk__in=linked) | Q(pk__in=waiting)).order_by("sort_key")


def initiatives_of(need: Need, user: User) -> QuerySet[Initiative]:
    """The initiatives that are to meet the need."""
    linked = InitiativeNeed.objects.present().filter(need=need)
    return initiatives_seen(user).filter(pk__in=linked.values("initiative")).order_by("pk")


def initiatives_with(system: Any, user: User) -> QuerySet[Initiative]:
    """The initiatives that concern the system, those under way first."""
    rows = initiatives_seen(user).filter(systems=system)
    return rows.order_by("closed_on", "sort_key")


def has_initiatives(user: User) -> Any:
    """The condition on a system that some initiative concerns it."""
    links = Initiative.systems.through.objects.filter(system=OuterRef("pk"))
    return Exists(links.filter(initiative__withdrawn_at=None))


def entered_on(initiative: Initiative) -> date:
    """The day it came into the register."""
    rows = Change.objects.filter(
        noun=NOUN, record_id=initiative.pk, kind=Change.Kind.CREATED
    ).order_by("pk")
    at = rows.values_list("event__at", flat=True).first()
    return timezone.localdate(at) if at else initiative.since


def began_here(initiative: Initiative) -> bool:
    """It began out of needs here, or has passed a gate here: it did not run before."""
    needs = InitiativeNeed.objects.filter(initiative=OuterRef("pk"))
    gates = Passage.objects.filter(initiative=OuterRef("pk"))
    rows = Initiative.objects.filter(pk=initiative.pk)
    return rows.filter(Q(Exists(needs)) | Q(Exists(gates))).exists()


def passages_of(initiative: Initiative) -> QuerySet[Passage]:
    rows = Passage.objects.present().filter(initiative=initiative)
    return rows.select_related("step_from", "by", "decision").order_by("pk")


def evidence_of(initiative: Initiative) -> QuerySet[Evidence]:
    rows = Evidence.objects.present().filter(initiative=initiative)
    return rows.select_related("by", "document").order_by("key")


def documents_seen(rows: Iterable[Evidence], user: User) -> set[int]:
    """Which of the files that show something this person may open, by id: through the door of the initiatives."""
    register = register_of(NOUN)
    wanted = {row.document_id for row in rows if row.document_id}
    if not wanted or register is None:
        return set()
    files = File.objects.present().filter(noun=NOUN, pk__in=wanted)
    return set(files.filter(files.through(register, user)).values_list("pk", flat=True))


def statuses_of(initiative: Initiative) -> QuerySet[StatusReport]:
    rows = StatusReport.objects.present().filter(initiative=initiative)
    return rows.select_related("by").order_by("-pk")


def answers_of(initiative: Initiative) -> dict[str, ScreeningAnswer]:
    rows = ScreeningAnswer.objects.present().filter(initiative=initiative)
    return {row.question: row for row in rows.select_related("by")}


def shares_of(initiative: Initiative) -> QuerySet[Share]:
    rows = Share.objects.present().filter(initiative=initiative)
    return rows.select_related("unit", "decision").order_by("unit__path")


def milestones_of(initiative: Initiative) -> QuerySet[Milestone]:
    rows = Milestone.objects.present().filter(initiative=initiative)
    return rows.order_by("due_on", "pk")


def money_of(initiative: Initiative) -> QuerySet[MoneyRow]:
    rows = MoneyRow.objects.present().filter(initiative=initiative)
    return rows.select_related("borne_by").order_by("year", "kind", "pk")


def grants_of(initiative: Initiative) -> QuerySet[Grant]:
    return Grant.objects.present().filter(initiative=initiative).order_by("last_day_on", "pk")


def risks_of(initiative: Initiative) -> QuerySet[RiskRow]:
    rows = RiskRow.objects.present().filter(initiative=initiative)
    return rows.select_related("owner").order_by("pk")


def dependencies_of(initiative: Initiative) -> QuerySet[Dependency]:
    rows = Dependency.objects.present().filter(initiative=initiative)
    return rows.select_related("depends_on").order_by("pk")


def dependencies_seen(initiative: Initiative, user: User) -> QuerySet[Dependency]:
    """What it has to wait for, as far as this person sees the others."""
    seen = Initiative.objects.visible_to(user).present()
    return dependencies_of(initiative).filter(depends_on__in=seen)


def waiting_for(initiative: Initiative, user: User) -> QuerySet[Dependency]:
    """What waits for it, as far as this person sees it."""
    seen = Initiative.objects.visible_to(user).present()
    rows = Dependency.objects.present().filter(depends_on=initiative, initiative__in=seen)
    return rows.select_related("initiative").order_by("pk")


def criteria_of(initiative: Initiative) -> QuerySet[PilotCriterion]:
    return PilotCriterion.objects.present().filter(initiative=initiative).order_by("pk")


def lessons_of(initiative: Initiative) -> QuerySet[Lesson]:
    rows = Lesson.objects.present().filter(initiative=initiative)
    return rows.select_related("by").order_by("-pk")


def versions_to_move_to(initiative: Initiative) -> QuerySet[MethodVersion]:
    """Other versions in use: of its own method first, the latest of each first."""
    rows = MethodVersion.objects.present().exclude(frozen_on=None).select_related("method")
    rows = rows.exclude(pk=initiative.method_version_id).filter(method__withdrawn_at=None)
    return rows.order_by("method__sort_key", "-place")


def steps_in(initiative: Initiative) -> QuerySet[MethodStep]:
    rows = MethodStep.objects.present().filter(method_version=initiative.method_version_id)
    return rows.order_by("place", "pk")


def parts_of(user: User, part: Part) -> QuerySet[InitiativeRole]:
    """Where the person has this part today."""
    return InitiativeRole.objects.running(timezone.localdate()).filter(user=user, role=part)


def run_by(user: User) -> QuerySet[Initiative]:
    """What this person leads and can move on."""
    rows = initiatives_seen(user).filter(pk__in=parts_of(user, Part.LEAD).values("initiative"))
    rows = rows.filter(state=State.ACTIVE).exclude(phase=Phase.CLOSED)
    return rows.order_by("since", "pk")


def to_receive(user: User) -> QuerySet[Initiative]:
    """What has been handed over to this person and that she has not accepted yet."""
    handed = parts_of(user, Part.STEWARD).exclude(initiative__handed_over_on=None)
    rows = initiatives_seen(user).filter(pk__in=handed.values("initiative"), received_on=None)
    return rows.exclude(handed_over_by=user).order_by("pk")


def phases_of(steps: Iterable[MethodStep]) -> list[str]:
    """The phases that a method goes through, each once, in its order."""
    return list(dict.fromkeys(step.phase for step in steps))


def requirement_of(initiative: Initiative, key: str) -> Requirement | None:
    """What the method of the initiative says of a requirement, by its rule or its own key."""
    rows = Requirement.objects.present().filter(
        Q(rule=key) | Q(key=key), method_step__method_version=initiative.method_version_id
    )
    return rows.order_by("method_step__place", "place").first()
