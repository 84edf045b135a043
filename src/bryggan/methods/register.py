"""Methods as list, page, form and file, and their place in the menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, Exists, Max, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bryggan.kit.register import past, showing
from bryggan.kit.register.computed import ComputedDay, ComputedWhole
from bryggan.kit.register.fields import Field, Link, LongText, Row, Text, YesNo, chip
from bryggan.kit.register.links import UnitReference
from bryggan.kit.register.listing import Listing
from bryggan.kit.register.register import NextStep, Register, Section, register
from bryggan.kit.verdict import Verdict, denied
from bryggan.methods import actions, queries, shipped
from bryggan.methods.models import Method, MethodChoice, MethodVersion
from bryggan.methods.words import paragraphs
from bryggan.people.models import Unit
from bryggan.people.roles import Role

GROUP = _("Initiativ & färdplan")


def units(user: Any) -> Any:
    return Unit.objects.present()


def _frozen() -> Any:
    rows = MethodVersion.objects.present().filter(method=OuterRef("pk")).exclude(frozen_on=None)
    return rows.order_by()


def version_number(user: Any) -> Any:
    """Which version is in use."""
    return Subquery(_frozen().values("method").annotate(n=Max("place")).values("n"))


def used_since(user: Any) -> Any:
    return Subquery(_frozen().values("method").annotate(n=Max("frozen_on")).values("n"))


def follower_count(user: Any) -> Any:
    """How many units follow the method today by a choice of their own."""
    today = timezone.localdate()
    begun = MethodChoice.objects.present().filter(starts_on__lte=today, unit__withdrawn_at=None)
    later = begun.filter(unit=OuterRef("unit"), starts_on__gt=OuterRef("starts_on"))
    held = begun.filter(~Exists(later), method=OuterRef("pk")).order_by()
    return Subquery(held.values("method").annotate(n=Count("pk")).values("n"))


@dataclass(frozen=True, kw_only=True)
class Prose(LongText):
    """Running text, with its paragraphs on the record's own page."""

    def fact(self, row: Row) -> SafeString:
        parts = paragraphs(self.text(row))
        said = format_html_join("", "<p>{}</p>", ((part,) for part in parts))
        return format_html('<div class="prose">{}</div>', said)


def is_its_own(user: Any, method: Method) -> Verdict:
    """Where a method belongs and what it came from is settled once."""
    return denied(_now("Det följer av var metoden kommer från och ändras inte för hand."))


@register
class MethodRegister(Register):
    """Metoder."""

    model = Method
    slug = "metod"
    icon = "columns-3"
    group = GROUP
    place = 28
    title = _("Metoder")
    singular = _("metoden")
    empty_text = _(
        "Metoderna som följer med Bryggan är inte inlästa än. En administratör läser in dem."
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Metod"), is_needed=True),
        UnitReference(
            key="unit", label=_("Hör till"), options=units, is_needed=True, is_editable=False
        ),
        Prose(
            key="explanation",
            label=_("Förklaring"),
            help=_(
                "Högst en sida, så att den som aldrig har läst den förstår. Tom rad ger nytt stycke."
            ),
        ),
        Text(key="source", label=_("Källa"), help=_("Dokumentet och avsnittet, eller er själva.")),
        YesNo(key="is_shipped", label=_("Följer med Bryggan"), is_editable=False),
        ComputedWhole(key="version_in_use", label=_("Version i bruk"), calculate=version_number),
        ComputedDay(key="used_since", label=_("I bruk sedan"), calculate=used_since),
        ComputedWhole(key="followers", label=_("Följs av"), calculate=follower_count),
    )
    default_columns = ("name", "unit", "version_in_use", "used_since", "followers")
    sections = (
        Section("page", _("På en sida"), ("name", "source", "explanation")),
        Section("origin", _("Varifrån den kommer"), ("unit", "is_shipped"), allow=is_its_own),
    )
    hanging = ((MethodVersion, "method"), (MethodChoice, "method"))
    change_with = actions.change_method
    withdraw_with = actions.withdraw_method

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        """A method that has never been in use waits for somebody to make it ready."""
        if row["c_version_in_use"] is not None:
            return None
        draft = queries.draft_of(record)
        if draft is None:
            return None
        verdict = actions.freeze_version.verdict(user, draft)
        return NextStep(
            title=_now("Gör klart och ta i bruk"),
            text=_now("Metoden är ett utkast. Ingen kan följa den förrän den har tagits i bruk."),
            button=_now("Ändra utkastet"),
            reason=verdict.reason,
            url=reverse("edit_version", args=[draft.pk]),
        )

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        if row["c_version_in_use"] is None:
            said = chip("none", _now("Utkast"))
        else:
            said = chip("ok", _now("I bruk"))
        return said + chip("", record.number)

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        if record.is_shipped:
            return _now(
                "Följer med Bryggan. Välj den som den är, eller kopiera och gör den till er egen."
            )
        return _now("Egen metod i %(unit)s.") % {"unit": record.unit}


def ways_from_the_list(listing: Listing) -> dict[str, Any]:
    """Above the list: who follows what, and for the administrator what a new release has brought."""
    if listing.register is not MethodRegister:
        return {}
    url = reverse("choose_method")
    said = _now(
        "Så här går ett initiativ från behov till nytta, på det sätt som passar förvaltningen."
    )
    lead = format_html('{} <a href="{}">{}</a>', said, url, _now("Vem följer vilken metod"))
    if listing.user.has_role(Role.ADMINISTRATOR) and shipped.waiting():
        news = _now("Läs in det som är nytt i Bryggan")
        lead += format_html(' · <a href="{}#read-in">{}</a>', url, news)
    return {"lead": lead}


showing.adds_to_lists(ways_from_the_list)

past.leaves_untold(Method, "origin")
past.leaves_untold(MethodVersion, "origin_digest")
past.worded(
    method__read_in=_("läste in metoden"),
    method__copied=_("kopierade metoden"),
    method__changed=_("ändrade metoden"),
    method__withdrawn=_("tog bort metoden"),
    method__chosen=_("valde metoden"),
    choice__withdrawn=_("tog bort valet av metod"),
    version__started=_("började på nästa version"),
    version__frozen=_("tog versionen i bruk"),
    version__discarded=_("kastade utkastet"),
    step__added=_("lade till ett steg"),
    step__changed=_("ändrade ett steg"),
    step__removed=_("tog bort ett steg"),
    steps__reordered=_("flyttade ett steg"),
    requirement__added=_("lade till ett krav"),
    requirement__changed=_("ändrade ett krav"),
    requirement__removed=_("tog bort ett krav"),
    sizes__changed=_("ändrade vad storlekarna kräver"),
)

# The panels need the register above; what finds it (autodiscovery) finds them with it.
from bryggan.methods import panels  # noqa: E402, F401
