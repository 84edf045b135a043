"""Apps as list, page, form and file, and their place in the menu."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bryggan.approvals import actions, next_steps
from bryggan.approvals.fields import Platforms
from bryggan.approvals.models import (
    App,
    AppRequest,
    Category,
    Outcome,
    PersonalData,
    Step,
)
from bryggan.contracts.register import people, suppliers, units
from bryggan.kit import navigation
from bryggan.kit.register import past, showing
from bryggan.kit.register.computed import ComputedWhole
from bryggan.kit.register.fields import Choice, Day, Field, Link, LongText, Money, Text
from bryggan.kit.register.links import Reference, UnitReference
from bryggan.kit.register.listing import Listing
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.kit.verdict import Verdict, denied
from bryggan.people.roles import Role
from bryggan.systems.fields import NameList
from bryggan.systems.models import System


def systems(user: Any) -> Any:
    found = System.objects.visible_to(user) if user is not None else System.objects.all()
    return found.present()


def request_count(user: Any) -> Any:
    """How many people stand behind the app."""
    asked = AppRequest.objects.filter(app=OuterRef("pk"), withdrawn_at=None).order_by()
    return Subquery(asked.values("app").annotate(n=Count("pk")).values("n"))


def stands_as_given(user: Any, app: App) -> Verdict:
    """A verdict is not corrected: another one is given in its place."""
    return denied(_now("Ett besked ändras inte. Det ersätts av ett nytt när appen omprövas."))


@register
class AppRegister(Register):
    """Gröna listan."""

    model = App
    slug = "app"
    icon = "check"
    group = _("System & objekt")
    place = 38
    title = _("Gröna listan")
    singular = _("appen")
    new_title = _("Ny app")
    empty_text = _(
        "Lägg upp de appar ni redan har sagt ja till, eller låt den som behöver en app begära den."
    )
    hanging = ((AppRequest, "app"),)
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("App"), is_needed=True, synonyms=("Namn",)),
        NameList(key="aliases", label=_("Andra namn"), help=_("Ett namn per rad.")),
        LongText(
            key="description",
            label=_("Vad den används till"),
            help=_("Visas öppet. Skriv inga namn på personer."),
        ),
        Text(key="audience", label=_("För vem"), help=_("Till exempel åk 4–6, eller personal.")),
        Choice(key="category", label=_("Slag av app"), options=Category),
        Platforms(key="platforms", label=_("Plattform")),
        Text(key="link", label=_("Länk")),
        Text(key="supplier_name", label=_("Leverantör")),
        Reference(key="supplier", label=_("Leverantör i registret"), options=suppliers),
        Choice(key="personal_data", label=_("Personuppgifter"), options=PersonalData),
        Text(key="licence", label=_("Licens")),
        Money(key="cost_per_user_sek", label=_("Kostnad per användare och år, kr")),
        Reference(
            key="system",
            label=_("System i registret"),
            options=systems,
            help=_(
                "Om appen också är upplagd som system. Den som svarar för det kan då hjälpa till."
            ),
        ),
        UnitReference(
            key="unit",
            label=_("Listan förs av"),
            options=units,
            is_needed=True,
            help=_("Oftast förvaltningen: dess chef ger besked."),
        ),
        LongText(
            key="internal_note",
            label=_("Intern anteckning"),
            help=_("Visas aldrig på den öppna listan."),
        ),
        Choice(
            key="step",
            label=_("Steg"),
            options=Step,
            tones=next_steps.STEP_TONES,
            is_editable=False,
        ),
        Choice(
            key="outcome",
            label=_("Besked"),
            options=Outcome,
            tones=next_steps.OUTCOME_TONES,
            is_editable=False,
        ),
        LongText(key="conditions", label=_("Villkor"), is_editable=False),
        LongText(key="outcome_reason", label=_("Skäl"), is_editable=False),
        Reference(key="decided_by", label=_("Beslutat av"), options=people, is_editable=False),
        Choice(key="decided_as", label=_("Beslutat som"), options=Role, is_editable=False),
        Day(key="decided_on", label=_("Beslutat"), is_editable=False),
        Day(key="review_on", label=_("Omprövas"), is_editable=False),
        ComputedWhole(key="request_count", label=_("Står bakom"), calculate=request_count),
    )
    default_columns = ("name", "step", "category", "unit", "review_on", "request_count")
    sections = (
        Section(
            "main",
            _("Om appen"),
            ("name", "aliases", "description", "audience", "category", "platforms", "link"),
        ),
        Section(
            "verdict",
            _("Beskedet"),
            (
                "outcome",
                "conditions",
                "outcome_reason",
                "decided_on",
                "decided_by",
                "decided_as",
                "review_on",
            ),
            allow=stands_as_given,
        ),
        Section(
            "keeping",
            _("Leverantör, kostnad och vem som för listan"),
            (
                "supplier_name",
                "supplier",
                "licence",
                "cost_per_user_sek",
                "personal_data",
                "system",
                "unit",
                "internal_note",
            ),
        ),
    )
    create_with = actions.create_app
    change_with = actions.change_app
    withdraw_with = actions.withdraw_app

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        return next_steps.next_step(record, user, timezone.localdate())

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return next_steps.badges(record)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        return next_steps.lead_of(record, timezone.localdate())


def ways_from_the_list(listing: Listing) -> dict[str, Any]:
    """Above the list of apps: how one asks for another, and where anyone may read."""
    if listing.register is not AppRegister:
        return {}
    return {"lead": next_steps.list_lead(listing.user)}


showing.adds_to_lists(ways_from_the_list)

navigation.offer(
    navigation.Item(
        key="request_app",
        label=_("Begär en app"),
        url_name="request_app",
        icon="plus",
        group=_("System & objekt"),
        place=39,
        shown_to=lambda user: not user.is_external,
    )
)

past.worded(
    app__created=_("lade upp appen"),
    app__changed=_("ändrade appen"),
    app__withdrawn=_("tog bort appen ur registret"),
    app__requested=_("begärde appen"),
    app__joined=_("ställde sig bakom begäran"),
    app__screened=_("gjorde riskkontrollen"),
    app__approved=_("godkände appen"),
    app__refused=_("nekade appen"),
    app__reopened=_("tog upp appen till omprövning"),
    app__delisted=_("tog bort appen från listan"),
    app__review_reminded=_("påminde om omprövningen"),
    suggestions__read=_("läste in en annan kommuns lista"),
)


# The panels need the register above; what finds it (autodiscovery) finds them with it.
from bryggan.approvals import panels  # noqa: E402, F401
