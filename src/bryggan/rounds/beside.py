"""What a record's own page tells of rounds: under each field who confirmed it, and the question that waits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Min, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit import words
from bryggan.kit.register.computed import ComputedDay
from bryggan.kit.register.fields import Field, Row
from bryggan.kit.register.register import Panel, Register
from bryggan.people.models import User
from bryggan.rounds import queries
from bryggan.rounds.models import Confirmation

NOTHING = mark_safe("")  # noqa: S308  # a constant


def said(column: Field, row: Row, found: Confirmation) -> str:
    """Who said that it is true, and when; what has been changed since is no longer confirmed."""
    told = {"day": short_day(timezone.localtime(found.at).date()), "name": found.by.name}
    if found.stood == queries.stood(column, row):
        return _("bekräftad %(day)s av %(name)s") % told
    return _("ändrad sedan %(name)s bekräftade den %(day)s") % told


def short_day(day: date) -> str:
    """A day as a quiet line has it: "3 nov", with its year when it is another one."""
    parts = [str(day.day), str(MONTHS_3[day.month])]
    if day.year != timezone.localdate().year:
        parts.append(str(day.year))
    return words.NBSP.join(parts)


def confirmed(register: type[Register], record: Any, row: Row, user: User) -> dict[str, SafeString]:
    """A quiet line under each field of the record's page that somebody has confirmed: one query."""
    if not register.asks:
        return {}
    found = queries.confirmations_of(register.noun(), [record.pk])
    known = register.by_key()
    return {
        key: format_html("{}", said(known[key], row, one))
        for (_pk, key), one in found.items()
        if key in known and known[key].alias in row
    }


def panel(register: type[Register]) -> Panel:
    """On the page of a record that this person is asked about in an open round: the way to answer."""

    def draw(record: Any, user: User) -> SafeString:
        asks = queries.open_asks_about(register, record.pk, user)
        if not asks:
            return NOTHING
        rows = [
            (ask, reverse("my_round", args=[ask.round_id]) + f"?fraga={ask.pk}") for ask in asks
        ]
        return render_to_string("rounds/panel.html", {"rows": rows})

    return Panel(
        "rounds",
        gettext_lazy("Stämmer uppgifterna?"),
        draw,
        place="side",
        comes_later=True,
        is_there=lambda user: queries.has_open_asks(register, user),
    )


@dataclass(frozen=True, kw_only=True)
class ConfirmedOn(ComputedDay):
    """The day of the oldest confirmation of a record: nothing that was confirmed is older. Empty is never."""


def confirmed_on(model_label: str) -> ConfirmedOn:
    """The column of a register whose records are `model_label` ("systems.system")."""

    def oldest(user: Any) -> Any:
        rows = Confirmation.objects.filter(
            noun=model_label, record_id=OuterRef("pk"), withdrawn_at=None
        )
        found = rows.order_by().values("record_id").annotate(n=TruncDate(Min("at")))
        return Subquery(found.values("n"), output_field=DateField())

    return ConfirmedOn(
        key="confirmed_on",
        label=gettext_lazy("Senast bekräftad"),
        help=gettext_lazy(
            "Dagen för den äldsta bekräftelsen i en uppdateringsrunda. Tomt om ingen har bekräftat något."
        ),
        calculate=oldest,
    )
