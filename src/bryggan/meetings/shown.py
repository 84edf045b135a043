"""An agenda as pages and papers show it: each point through the door of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.meetings import queries
from bryggan.meetings.choices import Score
from bryggan.meetings.matters import SORTS, Fact, records_of
from bryggan.meetings.models import AgendaItem, AgreedTask, Grade, Meeting
from bryggan.meetings.next_steps import stance_chip
from bryggan.people.models import User

WIDE_APART = 2


@dataclass(frozen=True)
class Spread:
    """How members have scored one question: how many chose each step, the middle, and how far apart they are."""

    label: str
    counts: tuple[int, ...]
    middle: str
    said: str
    is_wide: bool

    @property
    def steps(self) -> list[tuple[int, int]]:
        return list(enumerate(self.counts, start=1))


@dataclass(frozen=True)
class Point:
    """One point of the agenda. `number` is its place; of what its reader may not see only the stance is told."""

    item: AgendaItem
    number: int
    name: str
    url: str
    brief: str
    proposal: str
    chip: SafeString
    facts: Sequence[Fact] = ()
    conflicted: Sequence[User] = ()
    tasks: Sequence[AgreedTask] = ()
    benefit: Spread | None = None
    complexity: Spread | None = None
    remarks: Sequence[tuple[str, str]] = field(default=())
    is_hidden: bool = False


def spread(label: str, values: Sequence[int]) -> Spread | None:
    """Told only where somebody has scored."""
    if not values:
        return None
    counts = tuple(values.count(step) for step in Score.values)
    low, high = min(values), max(values)
    middle = words.number(median(values))
    if low == high:
        said = _("alla säger %(value)s") % {"value": low}
    else:
        said = _("%(low)s–%(high)s, mitten %(middle)s") % {
            "low": low,
            "high": high,
            "middle": middle,
        }
    return Spread(label, counts, middle, said, high - low >= WIDE_APART)


def points_of(meeting: Meeting, user: User) -> list[Point]:
    """The whole agenda, in a number of questions that does not grow with it."""
    items = queries.items_whole(meeting)
    records = records_of(((item.about_noun, item.about_id) for item in items), user)
    grades = queries.grades_of(items, user) if meeting.grades_shown_at is not None else {}
    return [
        _point(number, item, records, grades.get(item.pk, []))
        for number, item in enumerate(items, start=1)
    ]


def _point(
    number: int, item: AgendaItem, records: dict[tuple[str, int], Any], grades: list[Grade]
) -> Point:
    record = records.get((item.about_noun, item.about_id or 0))
    if item.about_id is not None and record is None:
        name = _("Ett ärende som du inte ser")
        bare = _bare(item)
        return Point(bare, number, name, "", "", "", stance_chip(item.stance), is_hidden=True)
    sort = SORTS.get(item.about_noun)
    return Point(
        item=item,
        number=number,
        name=item.name,
        url=sort.register.url(record.pk) if sort and record else "",
        brief=item.brief,
        proposal=item.proposal,
        chip=stance_chip(item.stance),
        facts=sort.facts(record) if sort and record else (),
        conflicted=list(item.conflicted.all()),
        tasks=item.tasks,  # type: ignore[attr-defined]
        benefit=spread(_("Nytta"), [one.benefit for one in grades if one.benefit]),
        complexity=spread(_("Komplexitet"), [one.complexity for one in grades if one.complexity]),
        remarks=[(one.user.name, one.remark) for one in grades if one.remark],
    )


def _bare(item: AgendaItem) -> AgendaItem:
    """The point without a word of its matter, so that no page or paper can say one."""
    told = ("pk", "meeting_id", "place", "about_noun", "about_id", "stance")
    return AgendaItem(**{name: getattr(item, name) for name in told})


def hidden_numbers(meeting: Meeting, user: User) -> set[int]:
    """The numbers of the points whose record this person does not see."""
    seen = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    shown = set(seen.values_list("pk", flat=True))
    items = enumerate(queries.items_of(meeting), start=1)
    return {number for number, item in items if item.pk not in shown}
