"""What a record's page says seems amiss with the record, and what somebody has said is in order."""

from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.advice import finding, permissions, queries
from bryggan.advice.rules import RULES, rules_of
from bryggan.advice.words import SIGNS
from bryggan.kit.register.register import Panel, Register
from bryggan.people.models import User


def draw_advice(slug: str, record: Any, user: User) -> SafeString:
    """One question beside those of the rules themselves, two when something has been dismissed."""
    amiss, is_dismissed = finding.of_record(record, slug, user)
    held = {one.rule: one for one in queries.dismissed_of(record)} if is_dismissed else {}
    # What rests on hidden rows is told only to those who see why.
    dismissed = [
        (RULES[key], one) for key, one in held.items() if key in amiss or not RULES[key].is_for_few
    ]
    context = {
        "told": [
            {
                "label": rule.label,
                "tone": rule.tone,
                "sign": SIGNS[rule.tone],
                "url": reverse("mend_advice", args=[rule.key, record.pk]),
            }
            for rule in rules_of(slug)
            if rule.key in amiss and rule.key not in held
        ],
        "dismissed": dismissed,
        "verdict": permissions.dismiss_advice(user, record),
    }
    return render_to_string("advice/panel_advice.html", context)


def shows_advice(register: type[Register]) -> None:
    """The register's pages say what seems amiss, first of all beside the record."""
    draw = partial(draw_advice, register.slug)
    register.panels.insert(0, Panel("advice", _("Råd"), draw, place="side"))
