"""Groups and meetings as lists, pages and files, and their place in the menu."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.register import GROUP
from bryggan.kit.register import past
from bryggan.kit.register.fields import Choice, Day, Field, Link, LongText, Text, Whole
from bryggan.kit.register.links import Many, Reference, UnitReference
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.meetings import actions, bodies, next_steps
from bryggan.meetings.choices import BodyKind, Step
from bryggan.meetings.models import (
    AgendaItem,
    AgreedTask,
    Body,
    Grade,
    Meeting,
    Minutes,
    Seat,
)
from bryggan.people.models import Unit, User


def units(user: Any) -> Any:
    return Unit.objects.present()


def people(user: Any) -> Any:
    return User.objects.present()


def groups(user: Any) -> Any:
    return Body.objects.present()


@register
class BodyRegister(Register):
    """Råd, forum och andra grupper."""

    model = Body
    slug = "grupp"
    icon = "users"
    group = GROUP
    place = 19
    title = _("Råd och grupper")
    singular = _("gruppen")
    new_title = _("Ny grupp")
    lead = _(
        "De som möts, och om de bereder eller beslutar. En grupp av anställda beslutar aldrig."
    )
    empty_text = _("Lägg upp rådet eller forumet, och vilka som sitter där.")
    hanging = ((Seat, "body"),)
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Grupp"), is_needed=True),
        Choice(
            key="kind",
            label=_("Slag"),
            options=BodyKind,
            is_needed=True,
            help=_("Bara nämnd, styrelse, utskott, presidium och fullmäktige beslutar som grupp."),
        ),
        UnitReference(
            key="unit",
            label=_("Tar upp ärenden från"),
            options=units,
            is_needed=True,
            help=_("Enheten och allt under den."),
        ),
        LongText(key="purpose", label=_("Uppgift")),
        Whole(key="weeks_between", label=_("Veckor mellan möten"), lowest=1, highest=52),
        Text(key="meets_at", label=_("Plats")),
        Many(
            key="members",
            label=_("Sitter i gruppen"),
            link=Seat,
            fk="body",
            target="user",
            only={},
            options=people,
            is_editable=False,
        ),
    )
    default_columns = ("name", "kind", "unit", "members")
    sections = (
        Section(
            "main",
            _("Om gruppen"),
            ("name", "kind", "unit", "purpose", "weeks_between", "meets_at"),
        ),
    )
    create_with = bodies.create_body
    change_with = bodies.change_body
    withdraw_with = bodies.withdraw_body

    @classmethod
    def starts_with(cls, asked: Mapping[str, str], user: Any) -> dict[str, Any]:
        return {"unit": user.unit_id, "kind": BodyKind.COUNCIL}

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_for_body(record, user)

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.body_badges(record)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.body_lead(record)


@register
class MeetingRegister(Register):
    """Mötena, med dagordning och anteckningar."""

    model = Meeting
    slug = "mote"
    icon = "calendar"
    group = GROUP
    place = 18
    title = _("Möten")
    singular = _("mötet")
    lead = _("Dagordning, bedömningar och vad gruppen rekommenderar. Mötet hålls här.")
    empty_text = _("Möten planeras från gruppens sida.")
    default_sort = "-held_on"
    hanging = (
        (AgendaItem, "meeting"),
        (AgreedTask, "item__meeting"),
        (Minutes, "meeting"),
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Möte"), is_needed=True),
        Reference(key="body", label=_("Grupp"), options=groups, is_editable=False),
        Day(key="held_on", label=_("Dag"), is_needed=True),
        Text(key="starts_at", label=_("Tid"), help=_("Till exempel 9.00–11.00.")),
        Text(key="place", label=_("Plats")),
        Choice(
            key="step",
            label=_("Steg"),
            options=Step,
            tones=next_steps.STEP_TONES,
            is_editable=False,
        ),
        UnitReference(key="unit", label=_("Enhet"), options=units, is_editable=False),
    )
    default_columns = ("name", "body", "held_on", "step", "place")
    sections = (Section("main", _("Tid och plats"), ("body", "held_on", "starts_at", "place")),)
    change_with = actions.change_meeting
    read_with = ("unit", "body")

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_step(record, user, timezone.localdate())

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.badges(record)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record)


past.leaves_untold(AgendaItem, "about_noun", "about_id")
past.leaves_untold(Minutes, "frozen", "digest")
past.leaves_untold(Grade, "benefit", "complexity", "remark")
past.worded(
    body__created=_("lade upp gruppen"),
    body__changed=_("ändrade gruppen"),
    body__withdrawn=_("lade ned gruppen"),
    body__seated=_("gav någon en plats"),
    seat__left=_("avslutade en plats"),
    meeting__planned=_("planerade mötet"),
    meeting__changed=_("ändrade tid eller plats"),
    meeting__summoned=_("kallade"),
    meeting__cancelled=_("ställde in mötet"),
    meeting__closed=_("avslutade mötet"),
    item__added=_("lade till en punkt"),
    items__added=_("lade till punkter"),
    items__ordered=_("ändrade ordningen"),
    item__changed=_("ändrade en punkt"),
    item__removed=_("tog bort en punkt"),
    item__conflict_stated=_("antecknade jäv"),
    item__conflict_lifted=_("tog tillbaka jäv"),
    item__considered=_("skrev vad gruppen säger"),
    grades__given=_("bedömde ärendena"),
    grades__shown=_("visade bedömningarna"),
    minutes__corrected=_("rättade anteckningarna"),
)

# Panels and what is taken up need the registers above; what finds them finds these with them.
from bryggan.meetings import decision_matters, disclosed, panels  # noqa: E402, F401
