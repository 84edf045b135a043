"""APT-bladet as plain data: what the workplace got, what became of what it asked for, what others ask for.

It is for everybody at the meeting and may hang on the wall. So it holds needs that everyone employed may
read; of those that nobody has sorted yet only what was said at an APT, which all there heard, and only for
whoever may read that. No name of anyone who stands behind a need.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.needs import queries
from bryggan.needs.models import (
    TO_PREPARE,
    Answer,
    Need,
    Origin,
    Sorting,
    Step,
    Supporter,
    WorkplaceMeeting,
)
from bryggan.needs.next_steps import STEP_TONES
from bryggan.needs.register import PEOPLE, NeedRegister, behind
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role

# So many rows of each kind have room on one page of paper with the lines to write on.
MOST_MET, MOST_OWN, MOST_OTHERS = 3, 5, 3
LONGEST_NAME, LONGEST_ANSWER = 60, 110
# What was introduced, and what got its answer, longer ago than this is no news at a meeting.
MET_WITHIN, ANSWERED_WITHIN = timedelta(days=365), timedelta(days=180)
# Of needs elsewhere only the fresh ones are worth joining.
FRESH = timedelta(days=365)
ALIVE = (Step.VOICED, Step.PARKED, Step.SORTED)


@dataclass(frozen=True)
class Line:
    """One need as the sheet tells of it: `state` what became of it, `on` since when, `said` the answer in short."""

    pk: int
    number: str
    name: str
    state: str
    on: date
    said: str = ""
    who: str = ""
    unit: str = ""
    people: int = 0
    tone: str = "none"

    @property
    def url(self) -> str:
        return NeedRegister.url(self.pk)

    @property
    def address(self) -> str:
        return short_address(self.url)


@dataclass(frozen=True)
class Part:
    """The lines that have room, and how many more there are."""

    lines: tuple[Line, ...] = ()
    rest: int = 0


@dataclass(frozen=True)
class Sheet:
    unit: Unit
    met: Part
    own: Part
    others: Part
    preparers: str
    held_on: date | None = None

    @property
    def form_address(self) -> str:
        return short_address(reverse("voice_need"))


def workplaces_led(user: User) -> QuerySet[Unit]:
    """The units for which this person may enter what was said at an APT, as a tree."""
    led: Q = Q(pk__in=[])
    for path in user.role_paths(Role.MANAGER, Role.BUSINESS_DEVELOPER):
        led |= Q(path__startswith=path)
    return Unit.objects.visible_to(user).present().filter(led).order_by("path")


def unit_choices(user: User) -> list[tuple[str, str]]:
    """Every unit as a tree, her own first: that is the one meant when none is chosen."""
    rows = Unit.objects.visible_to(user).present().order_by("path")
    units = [
        (pk, "\u2003" * max(path.count("/") - 1, 0), name)
        for pk, path, name in rows.values_list("pk", "path", "name")
    ]
    own = [(str(pk), name) for pk, _indent, name in units if pk == user.unit_id]
    return [*own, *((str(pk), indent + name) for pk, indent, name in units if pk != user.unit_id)]


def unit_seen_by(user: User, pk: int) -> Unit | None:
    return Unit.objects.visible_to(user).present().filter(pk=pk).first()


def planned_day(unit: int, today: date) -> date | None:
    """The day of the next APT, once somebody has said when it is."""
    rows = WorkplaceMeeting.objects.filter(unit=unit, held_on__gte=today, withdrawn_at=None)
    return rows.values_list("held_on", flat=True).first()


def entered_by(user: User, numbers: Sequence[int]) -> list[Need]:
    """Of these needs those that the person has entered, in their order."""
    mine = Supporter.objects.present().filter(user=user, is_sender=True)
    rows = Need.objects.visible_to(user).present().filter(pk__in=numbers)
    return list(rows.filter(pk__in=mine.values("need")).select_related("unit").order_by("pk"))


def sheet_of(unit: Unit, user: User, today: date) -> Sheet:
    """The sheet of a workplace with all under it, as this person may see it; nine queries."""
    own = _own(unit, user)
    return Sheet(
        unit=unit,
        met=_met(own, today),
        own=_asked(own, today),
        others=_others(unit, user, today),
        preparers=queries.who_prepares(unit),
        held_on=planned_day(unit.pk, today),
    )


def _own(unit: Unit, user: User) -> QuerySet[Need]:
    """What the workplace has asked for: needs that belong to it, and those its people stand behind."""
    within = Unit.objects.within(unit)
    joined = Supporter.objects.present().filter(unit__in=within)
    rows = Need.objects.visible_to(user).present().filter(is_protected=False)
    return rows.filter(Q(unit__in=within) | Q(pk__in=joined.values("need")))


def _met(own: QuerySet[Need], today: date) -> Part:
    rows = own.filter(step=Step.MET, met_on__gte=today - MET_WITHIN, opened_on__isnull=False)
    return _part(rows.order_by("-met_on", "-pk"), MOST_MET)


def _asked(own: QuerySet[Need], today: date) -> Part:
    """What has an answer first, the newest on top; then what still waits, the longest first."""
    answered = Q(step=Step.ANSWERED, step_on__gte=today - ANSWERED_WITHIN)
    told = own.filter(Q(step__in=(Step.SORTED, Step.PARKED)) | answered, opened_on__isnull=False)
    heard = Q(origin=Origin.APT) | Q(opened_on__isnull=False)
    waits = own.filter(heard, step__in=TO_PREPARE)
    waiting = _part(waits.order_by("voiced_on", "pk"), MOST_OWN)
    # What waits has at least a third of the room, and all of it that nothing else needs.
    room = MOST_OWN - min(len(waiting.lines), MOST_OWN // 3)
    become = _part(told.order_by("-step_on", "-pk"), room)
    left = MOST_OWN - len(become.lines)
    cut = max(len(waiting.lines) - left, 0)
    return Part((*become.lines, *waiting.lines[:left]), become.rest + waiting.rest + cut)


def _others(unit: Unit, user: User, today: date) -> Part:
    """What others ask for that it could join: its own administration first, then most people, then newest."""
    alive = Need.objects.visible_to(user).open_to_all().filter(step__in=ALIVE)
    own = _own(unit, user).values("pk")
    fresh = alive.filter(voiced_on__gte=today - FRESH).exclude(pk__in=own)
    within = Q(unit__path__startswith=queries.administration_of(unit).path)
    near = _most_wanted(fresh.filter(within), user, MOST_OTHERS)
    left = MOST_OTHERS - len(near)
    far = _most_wanted(fresh.exclude(within), user, left) if left else []
    is_all = left > len(far)
    return Part((*near, *far), 0 if is_all else fresh.count() - MOST_OTHERS)


def _most_wanted(rows: QuerySet[Need], user: User, most: int) -> list[Line]:
    counted = rows.annotate(people=behind(PEOPLE)(user))
    return _lines(counted.order_by("-people", "-voiced_on", "-pk"), most)


def _part(rows: QuerySet[Need], most: int) -> Part:
    found = _lines(rows, most)
    return Part(tuple(found), rows.count() - len(found) if len(found) == most else 0)


def _lines(rows: QuerySet[Need], most: int) -> list[Line]:
    """The first rows as lines, with the newest answer of each; one question."""
    last = Answer.objects.present().filter(need=OuterRef("pk")).order_by("-pk")
    asked = rows.annotate(
        place=F("unit__name"),
        answer=Subquery(last.values("text")[:1]),
        answered_by=Subquery(last.values("by__name")[:1]),
    )
    return [_line(need) for need in asked[:most]]


def _line(need: Need) -> Line:
    is_told = need.step not in TO_PREPARE
    line = Line(
        pk=need.pk,
        number=need.number,
        name=short(need.name, LONGEST_NAME),
        state=state_of(need),
        on=need.met_on or need.step_on if is_told else need.voiced_on,
        unit=need.place,  # type: ignore[attr-defined]  # annotated
        people=getattr(need, "people", 0) or 0,
        tone=STEP_TONES[need.step],
    )
    if not is_told:
        return line
    answer, who = need.answer, need.answered_by  # type: ignore[attr-defined]  # annotated
    return replace(line, said=short(answer or "", LONGEST_ANSWER), who=who or "")


def state_of(need: Need) -> str:
    """Where the need stands, as one says it at a meeting."""
    if need.step in TO_PREPARE:
        return _("Väntar på svar")
    if need.step == Step.PARKED and need.wake_on:
        return _("Vilar till %(day)s") % {"day": words.date_text(need.wake_on)}
    if need.step in (Step.SORTED, Step.ANSWERED):
        return str(Sorting(need.sorting).label)
    return str(Step(need.step).label)


def short(text: str, longest: int) -> str:
    """The text on one line, cut at a word."""
    line = words.one_line(text)
    if len(line) <= longest:
        return line
    return f"{line[:longest].rpartition(' ')[0] or line[:longest]} …"


def short_address(path: str) -> str:
    """An address as one writes it on paper: without what every browser adds by itself."""
    return f"{settings.BRYGGAN_ADDRESS.partition('://')[2]}{path}"
