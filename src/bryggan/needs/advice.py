"""What seems amiss with needs: nobody has answered, or what was to become of them never did."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.advice import finding
from bryggan.advice.panels import draw_advice
from bryggan.advice.rules import Limit, Rule, rule
from bryggan.kit.register.register import Panel
from bryggan.needs.models import Need, Step
from bryggan.needs.next_steps import ANSWERED_WITHIN_DAYS
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User

DAYS = gettext_lazy("Dagar")


def unanswered(user: User, limit: int) -> Q:
    """Voiced so long ago, and nobody has said anything yet."""
    since = timezone.localdate() - timedelta(days=limit)
    return Q(step=Step.VOICED, first_answered_on=None, voiced_on__lt=since)


def untouched(user: User, limit: int) -> Q:
    """Sorted so long ago, and nothing has been told since."""
    since = timezone.localdate() - timedelta(days=limit)
    return Q(step=Step.SORTED, step_on__lt=since)


def tell_where(needs: Sequence[Need], user: User, limit: int) -> Mapping[int, SafeString]:
    """Since when, and the way to answer."""
    return {
        need.pk: format_html(
            '{} <a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            _("I steget sedan %(day)s.") % {"day": need.step_on.isoformat()},
            reverse("prepare_need", args=[need.pk]),
            _("Bered och svara"),
            need,
        )
        for need in needs
    }


rule(
    Rule(
        key="need_unanswered",
        slug=NeedRegister.slug,
        label=gettext_lazy("Behov utan svar"),
        text=gettext_lazy(
            "Den som lämnade behovet har inte hört något. Svara, fråga tillbaka eller låt det vila med"
            " en dag: vilket som är bättre än tystnad."
        ),
        tone="bad",
        broken=unanswered,
        limit=Limit(label=DAYS, default=ANSWERED_WITHIN_DAYS, lowest=1, highest=365),
        shows=("unit", "people", "voiced_on"),
        tells=tell_where,
        place=12,
        # Only few see what is not sorted yet.
        is_for_few=True,
    )
)
rule(
    Rule(
        key="need_untouched",
        slug=NeedRegister.slug,
        label=gettext_lazy("Behov som gått vidare utan att något hänt"),
        text=gettext_lazy(
            "Behovet skulle bli något, men ingen har sagt mer sedan dess. Är det infört: berätta det."
            " Blev det inget av: säg det, eller bered det på nytt."
        ),
        tone="warn",
        broken=untouched,
        limit=Limit(label=DAYS, default=180, lowest=30, highest=1_000),
        shows=("unit", "sorting", "step_on"),
        tells=tell_where,
        place=30,
    )
)


def draw_amiss(need: Need, user: User) -> SafeString:
    """Beside the need what seems amiss with it; most who read it have nothing to do with that it is in order."""
    amiss, is_dismissed = finding.of_record(need, NeedRegister.slug, user)
    is_told = bool(amiss) or is_dismissed
    return draw_advice(NeedRegister.slug, need, user) if is_told else SafeString("")


NeedRegister.panels.insert(0, Panel("advice", gettext_lazy("Råd"), draw_amiss, place="side"))
