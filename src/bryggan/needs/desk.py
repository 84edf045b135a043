"""The desk: the needs that are one person's to prepare, with what she needs to sort them without opening each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.kit.plain import whole_number
from bryggan.needs import guessing, queries
from bryggan.needs.models import TO_PREPARE, Need, Step
from bryggan.needs.models.need import NeedQuerySet
from bryggan.needs.next_steps import ANSWERED_WITHIN_DAYS
from bryggan.needs.register import PEOPLE, behind
from bryggan.people.models import Unit, User

A_PAGE = 50
# What is longer than this is folded.
SHOWN_SIGNS = 320

# The tabs, by their word in the address.
TABS: dict[str, Any] = {
    "att-bereda": _("Att bereda"),
    "vantar": _("Väntar på svar"),
    "vilar": _("Vilar"),
}
FIRST = "att-bereda"


def _in_tab(tab: str, today: date) -> Q:
    """What a tab shows. What was asked long ago and never answered is to be prepared again."""
    if tab == "vantar":
        return Q(step=Step.ASKED)
    if tab == "vilar":
        return Q(step=Step.PARKED)
    silent = today - timedelta(days=queries.STILL_DAYS)
    return Q(step=Step.VOICED) | Q(step=Step.ASKED, step_on__lte=silent)


@dataclass(frozen=True)
class Asked:
    """Which of the needs the desk shows: a tab, and perhaps one administration."""

    tab: str = FIRST
    place: int | None = None

    @classmethod
    def read(cls, asked: QueryDict) -> "Asked":
        tab = asked.get("vy", FIRST)
        place = whole_number(asked.get("i", ""))
        return cls(tab if tab in TABS else FIRST, place)

    def address(self, **more: Any) -> str:
        """The question as the end of an address."""
        told = {"vy": self.tab if self.tab != FIRST else None, "i": self.place, **more}
        pairs = {name: value for name, value in told.items() if value is not None}
        return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(frozen=True)
class Row:
    """A need in the desk. `guess`: the system it seems to be about; `left`: why it was left just now."""

    need: Need
    url: str
    words: str
    is_long: bool
    people: int
    days: int
    is_late: bool
    guess: str
    is_marked: bool
    left: str

    @property
    def first_words(self) -> str:
        """As much as is shown of a long text, cut at a word."""
        return f"{self.words[:SHOWN_SIGNS].rpartition(' ')[0] or self.words[:SHOWN_SIGNS]} …"


class Desk:
    """One person's desk as she has asked for it."""

    def __init__(self, user: User, asked: Asked) -> None:
        self.user, self.asked = user, asked
        self.today = timezone.localdate()
        self.mine = queries.needs_prepared_by(user)
        self.unsettled = self.mine.filter(step__in=_UNSETTLED)

    def places(self) -> list[Unit]:
        """The administrations to choose between, none where there is but one."""
        found = list(queries.administrations_with(self.unsettled))
        return found if len(found) > 1 or self.asked.place else []

    def within(self) -> NeedQuerySet:
        if self.asked.place is None:
            return self.unsettled
        place = queries.units_at(self.asked.place)
        return self.unsettled.filter(unit__path__startswith=place.values("path")[:1])

    def found(self) -> QuerySet[Need]:
        """The needs of the tab, those that have waited longest first."""
        rows = self.within().filter(_in_tab(self.asked.tab, self.today))
        return rows.order_by(self.day, "pk")

    @property
    def day(self) -> str:
        """The day that the needs of the tab stand in the order of."""
        return "wake_on" if self.asked.tab == "vilar" else "step_on"

    def tabs(self) -> list[dict[str, Any]]:
        conditions = {
            f"n{place}": Count("pk", filter=_in_tab(tab, self.today))
            for place, tab in enumerate(TABS)
        }
        counts = self.within().order_by().aggregate(**conditions)
        return [
            {
                "label": label,
                "url": reverse("need_desk") + Asked(tab, self.asked.place).address(),
                "is_current": tab == self.asked.tab,
                "count": counts[f"n{place}"],
            }
            for place, (tab, label) in enumerate(TABS.items())
        ]

    def rows(
        self,
        found: QuerySet[Need],
        *,
        marked: Collection[int] = (),
        left: Mapping[int, str] | None = None,
    ) -> list[Row]:
        """The needs as the page shows them, in as many questions however many they are."""
        needs = list(
            found.annotate(people=behind(PEOPLE)(self.user)).select_related("unit", "system")
        )
        guesses = guessing.guessed_systems(needs, self.user)
        return [self._row(need, guesses, marked, left or {}) for need in needs]

    def _row(
        self,
        need: Any,
        guesses: Mapping[int, tuple[int, str]],
        marked: Collection[int],
        left: Mapping[int, str],
    ) -> Row:
        words = rest_of(need)
        days = need.days_in_step(self.today)
        guess = guesses.get(need.pk)
        return Row(
            need=need,
            url=reverse("prepare_need", args=[need.pk]) + self.asked.address(),
            words=words,
            is_long=len(words) > SHOWN_SIGNS,
            people=need.people or 0,
            days=days,
            is_late=days > ANSWERED_WITHIN_DAYS and need.step != Step.PARKED,
            guess=guess[1] if guess else "",
            is_marked=need.pk in marked,
            left=left.get(need.pk, ""),
        )

    def next_after(self, need: Need) -> Need | None:
        """The next in the desk, when this one has been answered; after the last comes the first."""
        day = getattr(need, self.day) or self.today
        later = Q(**{f"{self.day}__gt": day}) | Q(**{self.day: day, "pk__gt": need.pk})
        others = self.found().exclude(pk=need.pk)
        return others.filter(later).first() or others.first()


_UNSETTLED = (*TO_PREPARE, Step.PARKED)


def rest_of(need: Need) -> str:
    """The sender's words, without those that the need is called by until somebody has prepared it."""
    words = need.obstacle.strip()
    if not words.startswith(need.name):
        return words
    return words.removeprefix(need.name).lstrip(" .?!\n\r")


def visible(needs: Sequence[int], user: User) -> list[Need]:
    """Those of the ids that this person sees, in the order they were marked."""
    rows = Need.objects.visible_to(user).present().select_related("unit").in_bulk(list(needs))
    return [rows[pk] for pk in dict.fromkeys(needs) if pk in rows]
