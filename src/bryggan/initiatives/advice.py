"""What seems amiss with initiatives: nobody leads them, nobody touches them, or their day has gone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.advice import finding
from bryggan.advice.panels import draw_advice
from bryggan.advice.rules import Limit, Rule, rule
from bryggan.initiatives.models import Initiative, InitiativeRole, Part, State
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit.register.register import Panel
from bryggan.methods.models import Phase
from bryggan.people.models import User

DAYS = gettext_lazy("Dagar")
UNDER_WAY = Q(state=State.ACTIVE) & ~Q(phase=Phase.CLOSED)


def silent(user: User, limit: int) -> Q:
    """Under way, and nobody has done anything with it for so long."""
    since = timezone.localdate() - timedelta(days=limit)
    return UNDER_WAY & Q(touched_on__lt=since)


def overdue(user: User, limit: int) -> Q:
    """Planned to have ended so long ago."""
    since = timezone.localdate() - timedelta(days=limit)
    return UNDER_WAY & Q(ends_on__lt=since)


def without_lead(user: User, limit: int) -> Q:
    leads = InitiativeRole.objects.present().filter(role=Part.LEAD, initiative=OuterRef("pk"))
    return UNDER_WAY & Q(~Exists(leads))


def tell_status(
    initiatives: Sequence[Initiative], user: User, limit: int
) -> Mapping[int, SafeString]:
    """Since when, and the way to say how it goes."""
    return {
        one.pk: format_html(
            '{} <a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            _("Tyst sedan %(day)s.") % {"day": one.touched_on.isoformat()},
            reverse("report_status", args=[one.pk]),
            _("Lämna status"),
            one,
        )
        for one in initiatives
    }


rule(
    Rule(
        key="initiative_silent",
        slug=InitiativeRegister.slug,
        label=gettext_lazy("Tysta initiativ"),
        text=gettext_lazy(
            "Ingen har gjort något med initiativet på länge. Lämna status, låt det vila till en dag eller"
            " säg att det inte blir av."
        ),
        tone="warn",
        broken=silent,
        limit=Limit(label=DAYS, default=90, lowest=7, highest=720),
        shows=("unit", "phase", "role.lead", "touched_on"),
        tells=tell_status,
        place=32,
    )
)
rule(
    Rule(
        key="initiative_overdue",
        slug=InitiativeRegister.slug,
        label=gettext_lazy("Initiativ som skulle ha varit klara"),
        text=gettext_lazy("Slutdagen har gått. Avsluta initiativet, eller säg en ny dag."),
        tone="warn",
        broken=overdue,
        limit=Limit(label=DAYS, default=0, lowest=0, highest=365),
        mends=("ends_on",),
        shows=("unit", "phase", "ends_on"),
        place=34,
    )
)
rule(
    Rule(
        key="initiative_without_lead",
        slug=InitiativeRegister.slug,
        label=gettext_lazy("Initiativ som ingen leder"),
        text=gettext_lazy(
            "Det som ingen leder blir inte av. Säg vem som leder det, så vet alla vem de frågar."
        ),
        tone="bad",
        broken=without_lead,
        mends=("role.lead",),
        shows=("unit", "phase"),
        place=22,
    )
)


def draw_amiss(initiative: Initiative, user: User) -> SafeString:
    """Beside the initiative what seems amiss with it; nothing when it is in order."""
    amiss, is_dismissed = finding.of_record(initiative, InitiativeRegister.slug, user)
    is_told = bool(amiss) or is_dismissed
    return draw_advice(InitiativeRegister.slug, initiative, user) if is_told else SafeString("")


InitiativeRegister.panels.insert(0, Panel("advice", gettext_lazy("Råd"), draw_amiss, place="side"))
