"""What a system's page shows of what people think of it and what is decided."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.assessments import calculation, permissions, queries, showing
from bryggan.assessments.models import Assessment
from bryggan.kit.register.register import Panel
from bryggan.people.models import User
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister


def draw_assessments(system: System, user: User) -> SafeString:
    rows = list(queries.of_system(system, user)[:10])
    newest = next((one for one in rows if one.business_voices or one.technical_voices), None)
    context = {
        "system": system,
        "newest": newest,
        "axes": _axes(newest) if newest else [],
        "url": reverse("assessment_page", args=[newest.pk]) if newest else "",
        "open": next((one for one in rows if one.step == Assessment.Step.OPEN), None),
        "disposition": showing.disposition_words(queries.disposition_of(system, user)),
        "proposal": showing.proposal_chip(newest.proposal) if newest else "",
        "is_disagreement": newest is not None
        and calculation.disagrees(newest.spread, queries.disagreement_limit()),
        "verdict": permissions.open_assessment(user, [system]),
        "may_decide": permissions.decide_disposition(user, system),
    }
    return render_to_string("assessments/panel.html", context)


def _axes(one: Assessment) -> list[tuple[object, int | None, int]]:
    return [
        (_("Verksamhetsvärde"), one.business_value, one.business_voices),
        (_("Teknik och leverantör"), one.technical_standing, one.technical_voices),
    ]


SystemRegister.panels.append(
    Panel(
        "assessments",
        _("Bedömning och inriktning"),
        draw_assessments,
        place="side",
        comes_later=True,
    )
)
