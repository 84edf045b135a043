"""What seems amiss with a system by what people think of it."""

from django.utils.translation import gettext_lazy as _

from bryggan.advice.rules import Limit, Rule, rule
from bryggan.assessments import calculation, queries

rule(
    Rule(
        key="disagreeing_assessments",
        slug="system",
        label=_("Oeniga bedömningar"),
        text=_(
            "De som har bedömt systemet tycker olika: på skalan 0–100 ligger de som skiljer sig mest så här"
            " långt ifrån varandra, eller längre. Prata ihop er om vad ni ser innan något bestäms."
        ),
        tone="warn",
        broken=queries.disagreeing,
        shows=("business_value", "technical_standing"),
        limit=Limit(
            label=_("Steg mellan de som skiljer sig mest, av 100"),
            default=calculation.DISAGREEMENT,
            lowest=10,
            highest=100,
        ),
        place=60,
    )
)
