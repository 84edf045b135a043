"""Needs as list, page, form and file, and their place in the menu."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.advice.fields import AdviceField
from bryggan.approvals.models import App
from bryggan.approvals.register import systems
from bryggan.contracts.register import units
from bryggan.kit import navigation
from bryggan.kit.register import past, showing
from bryggan.kit.register.computed import ComputedWhole
from bryggan.kit.register.fields import Choice, Day, Field, Link, LongText, Text, YesNo
from bryggan.kit.register.links import Reference, UnitReference
from bryggan.kit.register.listing import Listing
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.needs import actions, left_out, next_steps, permissions
from bryggan.needs.days import DaysBetween
from bryggan.needs.fields import ReasonCode, Scale
from bryggan.needs.models import (
    Answer,
    Duty,
    Need,
    Origin,
    Picture,
    Reply,
    Route,
    Score,
    Sorting,
    Step,
    Supporter,
)


def apps(user: Any) -> Any:
    found = App.objects.visible_to(user) if user is not None else App.objects.all()
    return found.present()


# Nobody counts twice; each without a name counts once.
PEOPLE = Count("user", distinct=True) + Count("pk", filter=Q(user=None))
UNITS = Count("unit", distinct=True)


def behind(counted: Any) -> Callable[[Any], Any]:
    """How many stand behind the need."""

    def calculate(user: Any) -> Any:
        rows = Supporter.objects.present().filter(need=OuterRef("pk")).order_by()
        return Subquery(rows.values("need").annotate(n=counted).values("n"))

    return calculate


def days_to(day: str) -> Callable[[Any], Any]:
    """How many days after it was voiced."""
    return lambda user: DaysBetween(day, "voiced_on")


# Why the need is where it is: the code of what was said of it last.
LAST_REASON = Subquery(
    Answer.objects.present().filter(need=OuterRef("pk")).order_by("-pk").values("reason")[:1]
)


@register
class NeedRegister(Register):
    """Behoven."""

    model = Need
    slug = "behov"
    icon = "lightbulb"
    group = _("Behov")
    place = 10
    title = _("Behov")
    singular = _("behovet")
    lead = _("Det som saknas där arbetet görs, och vad det blev av det.")
    empty_text = _(
        "Här samlas det som är i vägen i arbetet. Lämna det första, eller skriv in det ni sade på APT."
    )
    default_sort = "-voiced_on"
    hanging = ((Supporter, "need"), (Answer, "need"), (Reply, "need"), (Picture, "need"))
    fields: ClassVar[tuple[Field, ...]] = (
        Link(
            key="name",
            label=_("Behov"),
            is_needed=True,
            help=_("Kort, så att den som inte var med förstår."),
        ),
        LongText(key="obstacle", label=_("Vad är i vägen?"), is_needed=True),
        Text(key="concerns", label=_("Vem berörs?")),
        LongText(
            key="summary",
            label=_("Behovet i korthet"),
            help=_("Vad som behövs och för vad, inte vilket system som ska köpas."),
        ),
        Choice(
            key="step",
            label=_("Steg"),
            options=Step,
            tones=next_steps.STEP_TONES,
            is_editable=False,
        ),
        Choice(key="sorting", label=_("Blev"), options=Sorting, is_editable=False),
        Choice(key="duty", label=_("Anmäls som"), options=Duty, is_editable=False),
        UnitReference(key="unit", label=_("Var"), options=units, is_needed=True),
        ComputedWhole(key="people", label=_("Står bakom"), calculate=behind(PEOPLE)),
        ComputedWhole(key="units", label=_("Arbetsplatser"), calculate=behind(UNITS)),
        Scale(key="benefit", label=_("Nytta"), options=Score),
        Scale(key="complexity", label=_("Komplexitet"), options=Score),
        LongText(key="estimate_note", label=_("Hur det är uppskattat")),
        Reference(key="system", label=_("System det gäller"), options=systems),
        Reference(key="app", label=_("App det gäller"), options=apps),
        Choice(key="origin", label=_("Kom in genom"), options=Origin, is_editable=False),
        Choice(key="route", label=_("Gick först"), options=Route, is_editable=False),
        YesNo(key="is_protected", label=_("Skyddat"), is_editable=False),
        Day(key="voiced_on", label=_("Inlämnat"), is_editable=False),
        Day(key="step_on", label=_("I steget sedan"), is_editable=False),
        Day(key="first_answered_on", label=_("Första svar"), is_editable=False),
        Day(key="opened_on", label=_("Sorterat"), is_editable=False),
        Day(key="wake_on", label=_("Tas upp igen"), is_editable=False),
        Day(key="met_on", label=_("Infört"), is_editable=False),
        ComputedWhole(
            key="answer_days",
            label=_("Dagar till första svar"),
            calculate=days_to("first_answered_on"),
        ),
        ComputedWhole(
            key="sorted_days", label=_("Dagar tills sorterat"), calculate=days_to("opened_on")
        ),
        ComputedWhole(key="met_days", label=_("Dagar tills infört"), calculate=days_to("met_on")),
        ReasonCode(key="reason", label=_("Skäl"), calculate=lambda user: LAST_REASON),
        AdviceField(key="advice", label=_("Råd"), slug="behov"),
    )
    default_columns = ("name", "step", "unit", "people", "units", "voiced_on")
    sections = (
        Section(
            "voiced",
            _("Med avsändarens ord"),
            ("obstacle", "concerns"),
            allow=permissions.reword_need,
        ),
        Section(
            "prepared",
            _("Berett"),
            (
                "name",
                "summary",
                "benefit",
                "complexity",
                "estimate_note",
                "system",
                "app",
                "unit",
            ),
            allow=permissions.prepare_need,
        ),
        Section(
            "course",
            _("Gången"),
            ("origin", "route", "voiced_on", "opened_on", "sorting", "duty", "wake_on", "met_on"),
            allow=next_steps.follows_course,
        ),
    )
    change_with = actions.change_need
    withdraw_with = actions.withdraw_need

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_step(record, user, timezone.localdate())

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.badges(record)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record, row)


def ways_from_the_list(listing: Listing) -> dict[str, Any]:
    """Above the list of needs: how one voices another, and where one prepares."""
    if listing.register is not NeedRegister:
        return {}
    return {"lead": next_steps.list_lead(listing.user), **left_out.beside(listing)}


showing.adds_to_lists(ways_from_the_list)

navigation.offer(
    navigation.Item(
        key="intake_keys",
        label=_("Behov från e-tjänster"),
        url_name="intake_keys",
        icon="link",
        group=_("Grunden"),
        place=78,
        shown_to=lambda user: permissions.make_intake_key(user, user.unit).is_allowed,
    )
)

past.worded(
    need__voiced=_("lämnade behovet"),
    need__supported=_("ställde sig bakom behovet"),
    need__left=_("står inte längre bakom behovet"),
    need__changed=_("ändrade behovet"),
    need__asked=_("frågade dem som står bakom"),
    need__replied=_("svarade på frågan"),
    need__parked=_("lät behovet vila"),
    need__woken=_("tog upp behovet igen"),
    need__sorted=_("sorterade behovet"),
    need__met=_("sade att det är infört"),
    need__reopened=_("tog upp behovet till ny beredning"),
    need__protected=_("ändrade vem som får läsa"),
    need__passed_on=_("lämnade vidare till beredning"),
    need__withdrawn=_("tog bort behovet"),
    need__addressed=_("ändrade vem som är närmast berörd"),
    letterbox__emptied=_("tömde brevlådan"),
    intake_key__made=_("skapade en nyckel för inlämning"),
    intake_key__revoked=_("drog in en nyckel för inlämning"),
)


# They need the register above; what finds it (autodiscovery) finds them with it.
from bryggan.needs import decided, merging, panels, taken_up  # noqa: E402, F401
