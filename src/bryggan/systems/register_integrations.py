"""Integrations and external parties as list, page, form and file."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bryggan.advice.fields import AdviceField
from bryggan.contracts.register import units
from bryggan.kit import navigation, words
from bryggan.kit.plain import whole_number
from bryggan.kit.register import past
from bryggan.kit.register.fields import Choice, Field, Link, Text, YesNo, chip
from bryggan.kit.register.links import Computed, UnitReference
from bryggan.kit.register.register import Register, Section, register
from bryggan.kit.verdict import Verdict
from bryggan.people.models import root_unit
from bryggan.systems import connecting, permissions
from bryggan.systems.fields import AnswersAtAnEnd, End
from bryggan.systems.models import Criticality, ExternalParty, Integration, System
from bryggan.systems.register import CRITICALITY_TONES


@register
class IntegrationRegister(Register):
    """Integrationer: what flows from one system to another."""

    model = Integration
    slug = "integration"
    mine = "answers"
    read_with = ("unit", "source__unit", "target__unit")
    icon = "route"
    group = _("System & objekt")
    place = 36
    title = _("Integrationer")
    singular = _("integrationen")
    new_title = _("Ny integration")
    lead = _("Vad som förs över mellan systemen, hur, och vad det betyder om det stannar.")
    empty_text = _(
        "Lägg upp den första, eller läs in systemlistan: det som står om beroenden i den blir integrationer."
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="title", label=_("Integration"), is_editable=False),
        End(
            key="from",
            label=_("Från"),
            side="source",
            is_needed=True,
            help=_("Systemet eller den externa parten som lämnar. Skriv namn eller nummer."),
        ),
        End(
            key="to",
            label=_("Till"),
            side="target",
            is_needed=True,
            help=_("Den som tar emot, och alltså behöver det som kommer."),
        ),
        Choice(key="method", label=_("Metod"), options=Integration.Method),
        Choice(key="direction", label=_("Riktning"), options=Integration.Direction, is_needed=True),
        Text(key="carries", label=_("Vad som förs över")),
        Choice(
            key="criticality",
            label=_("Verksamhetskritiskt"),
            options=Criticality,
            tones=CRITICALITY_TONES,
        ),
        Text(key="frequency", label=_("Hur ofta"), help=_("Till exempel varje natt.")),
        YesNo(
            key="is_secret",
            label=_("Ska inte synas för alla"),
            help=_("Ja om uppgiften visar en sårbarhet. Då ser bara de ansvariga den."),
        ),
        UnitReference(key="unit", label=_("Enhet"), options=units, is_editable=False),
        AnswersAtAnEnd(key="answers", label=_("Ansvarig i endera änden")),
        AdviceField(key="advice", label=_("Råd"), slug="integration"),
    )
    default_columns = (
        "title",
        "method",
        "direction",
        "carries",
        "criticality",
        "frequency",
    )
    sections = (
        Section(
            "main",
            _("Om integrationen"),
            (
                "from",
                "to",
                "method",
                "direction",
                "carries",
                "criticality",
                "frequency",
                "is_secret",
            ),
        ),
    )
    create_with = connecting.create_integration
    change_with = connecting.change_integration
    withdraw_with = connecting.withdraw_integration

    @classmethod
    def may_create(cls, user: Any) -> Verdict:
        return permissions.create_integration(user, None)

    @classmethod
    def unit_for(cls, values: Mapping[str, Any], user: Any) -> Any:
        """The unit of an end that this person may speak for, else of the first end."""
        ends = [end for end in (values["from"], values["to"]) if isinstance(end, System)]
        if not ends:
            return root_unit()
        own = (end for end in ends if permissions.create_integration(user, end.unit))
        return next(own, ends[0]).unit

    @classmethod
    def starts_with(cls, asked: Mapping[str, str], user: Any) -> dict[str, Any]:
        """From the system whose page one came from."""
        pk = whole_number(asked.get("system", ""))
        seen = System.objects.visible_to(user).present()
        source = seen.filter(pk=pk).first() if pk is not None else None
        return {"from": source, "direction": Integration.Direction.ONE_WAY}

    @classmethod
    def omitted(cls, queryset: Any, user: Any, *, are_few: bool = False) -> int:
        return Integration.objects.omitted_for(user).count()

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        shown = chip("", record.number)
        if record.is_secret:
            shown += chip("warn", gettext("syns inte för alla"))
        return shown

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return format_html(
            '{} <a href="{}">{}</a>',
            gettext("%(to)s behöver det som kommer från %(from)s.")
            % {"to": record.to_name, "from": record.from_name},
            map_url_of(record),
            gettext("Visa på kartan"),
        )


def map_url_of(integration: Integration) -> str:
    end = integration.source_id or integration.target_id
    return f"{reverse('integration_map')}?system={end}"


def integrations_of(side: str) -> Callable[[Any], Any]:
    """How many integrations a party sends or receives by, of those that this person sees."""

    def counted(user: Any) -> Any:
        seen = Integration.objects.visible_to(user).present().filter(**{side: OuterRef("pk")})
        return Subquery(seen.order_by().values(side).annotate(n=Count("pk")).values("n"))

    return counted


@register
class ExternalPartyRegister(Register):
    """Externa parter: those outside that something flows to or from."""

    model = ExternalParty
    slug = "extern-part"
    title = _("Externa parter")
    singular = _("den externa parten")
    new_title = _("Ny extern part")
    lead = _("Skatteverket, Inera, banken: de utanför som system lämnar till eller hämtar från.")
    empty_text = _("En extern part läggs upp när en integration behöver den.")
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Namn"), is_needed=True),
        Computed(
            key="received",
            label=_("Får från våra system"),
            calculate=integrations_of("target_party"),
            show=words.number,
            is_figure=True,
        ),
        Computed(
            key="sent",
            label=_("Lämnar till våra system"),
            calculate=integrations_of("source_party"),
            show=words.number,
            is_figure=True,
        ),
        UnitReference(key="unit", label=_("Enhet"), options=units, is_editable=False),
    )
    default_columns = ("name", "received", "sent")
    sections = (Section("main", _("Om parten"), ("name",)),)
    create_with = connecting.create_party
    change_with = connecting.change_party
    withdraw_with = connecting.withdraw_party

    @classmethod
    def unit_for(cls, values: Mapping[str, Any], user: Any) -> Any:
        return root_unit()

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        return chip("", record.number)


navigation.offer(
    navigation.Item(
        key="integration_map",
        label=_("Integrationskarta"),
        url_name="integration_map",
        icon="network",
        group=_("System & objekt"),
        place=37,
    )
)

past.worded(
    integration__created=_("lade upp integrationen"),
    integration__changed=_("ändrade integrationen"),
    integration__confirmed=_("bekräftade integrationen från andra sidan"),
    integration__withdrawn=_("tog bort integrationen"),
    party__created=_("lade upp den externa parten"),
    party__changed=_("ändrade den externa parten"),
    party__withdrawn=_("tog bort den externa parten"),
    mention__settled=_("redde ut ett omnämnande"),
    mention__dismissed=_("avfärdade ett omnämnande"),
    mention__tied=_("knöt omnämnanden till system"),
    integrations__told=_("fick integrationer ur en fil"),
)
