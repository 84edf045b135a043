"""What seems amiss with a system by what people think of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.advice.rules import Act, Limit, Rule, rule
from bryggan.assessments import actions, calculation, permissions, queries
from bryggan.assessments.forms import DAYS
from bryggan.assessments.models import Answer
from bryggan.people.models import User
from bryggan.systems.models import System


def ask_again(systems: Sequence[System], user: User) -> Mapping[int, Sequence[Act]]:
    """The same people are asked the same anew, once they have talked it over."""
    last_day = timezone.localdate() + timedelta(days=DAYS)
    answers = queries.newest_answers(systems)

    def again(system: System, held: Sequence[Answer]) -> Act:
        asked = [actions.Asked(system, one.respondent, one.side) for one in held]
        return Act(
            key="ask-again",
            label=_("Fråga dem igen"),
            verdict=permissions.open_assessment(user, [system]),
            do=partial(actions.open_assessment, [system], by=user, last_day=last_day, asked=asked),
        )

    return {one.pk: [again(one, answers[one.pk])] for one in systems if one.pk in answers}


def tell_answers(systems: Sequence[System], user: User, limit: int) -> Mapping[int, SafeString]:
    """The way to the assessment, to see over what they differ."""
    answers = queries.newest_answers(systems)
    return {
        one.pk: format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("assessment_page", args=[answers[one.pk][0].assessment_id]),
            _("Se vad de är oense om"),
            one,
        )
        for one in systems
        if one.pk in answers
    }


rule(
    Rule(
        key="disagreeing_assessments",
        slug="system",
        label=gettext_lazy("Oeniga bedömningar"),
        text=gettext_lazy(
            "De som har bedömt systemet tycker olika: på skalan 0–100 ligger de som skiljer sig mest så här"
            " långt ifrån varandra, eller längre. Prata ihop er om vad ni ser, och fråga dem sedan igen."
        ),
        tone="warn",
        broken=queries.disagreeing,
        shows=("business_value", "technical_standing"),
        tells=tell_answers,
        acts=ask_again,
        limit=Limit(
            label=gettext_lazy("Steg mellan de som skiljer sig mest, av 100"),
            default=calculation.DISAGREEMENT,
            lowest=10,
            highest=100,
        ),
        place=38,
    )
)
