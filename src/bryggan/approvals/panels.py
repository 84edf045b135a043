"""What an app's page shows beside its fields: who asked, the answers behind each verdict, what neighbours say."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.approvals import permissions, queries, questions
from bryggan.approvals.models import App, Outcome, Screening
from bryggan.approvals.next_steps import OUTCOME_TONES, STEP_TONES
from bryggan.approvals.process import PROCESS
from bryggan.approvals.register import AppRegister
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel
from bryggan.people.models import User
from bryggan.systems.models import System
from bryggan.systems.register import SystemRegister

MOST_SHOWN = 50
NOTHING = SafeString("")


def draw_requests(app: App, user: User) -> SafeString:
    rows = list(queries.requests_of(app, user)[:MOST_SHOWN])
    return render_to_string("approvals/panel_requests.html", {"rows": rows}) if rows else NOTHING


def draw_screenings(app: App, user: User) -> SafeString:
    """Every verdict with the answers that led to it, the newest first; and the ways on from a verdict."""
    rows = list(queries.screenings_of(app, user)[:MOST_SHOWN])
    can_reopen, can_delist = PROCESS.can(app, "reopen"), PROCESS.can(app, "delist")
    if not rows and not can_reopen:
        return NOTHING
    context = {
        "app": app,
        "screenings": [_told(row, app) for row in rows],
        "can_reopen": can_reopen,
        "can_delist": can_delist,
        "verdict": permissions.reopen_app(user, app),
    }
    return render_to_string("approvals/panel_screenings.html", context)


def _told(screening: Screening, app: App) -> dict[str, Any]:
    asked = questions.of_version(screening.questions_version)
    return {
        "row": screening,
        # What stands above it on the same page is not said once more.
        "is_in_force": (screening.outcome, screening.decided_on, screening.conditions)
        == (app.outcome, app.decided_on, app.conditions),
        "chip": chip(OUTCOME_TONES[screening.outcome], str(Outcome(screening.outcome).label))
        if screening.outcome
        else chip("go", _("väntar på besked")),
        "answers": asked.told(screening.answers),
        "leads": asked.leads(screening.answers),
    }


def draw_suggestions(app: App, user: User) -> SafeString:
    found = queries.found_suggestions([app.name, *app.aliases], user)
    if not found:
        return NOTHING
    rows = [(one, chip(OUTCOME_TONES.get(one.outcome, ""), _word(one))) for one in found]
    return render_to_string("approvals/panel_suggestions.html", {"rows": rows})


def _word(one: Any) -> str:
    return str(one.get_outcome_display() if one.outcome else one.outcome_word or _("okänt"))


def draw_apps_of_system(system: System, user: User) -> SafeString:
    """A system's place on the list, if it has one."""
    rows = [
        (app, AppRegister.url(app.pk), chip(STEP_TONES[app.step], app.get_step_display()))
        for app in queries.apps_of_system(system, user)[:MOST_SHOWN]
    ]
    return render_to_string("approvals/panel_apps.html", {"rows": rows}) if rows else NOTHING


AppRegister.panels += [
    Panel("requests", gettext_lazy("De som behöver appen"), draw_requests),
    Panel("screenings", gettext_lazy("Riskkontroll och besked"), draw_screenings),
    Panel("suggestions", gettext_lazy("Andra kommuners besked"), draw_suggestions, place="side"),
]
SystemRegister.panels.append(
    Panel(
        "apps",
        gettext_lazy("På gröna listan"),
        draw_apps_of_system,
        place="side",
        comes_later=True,
        is_there=queries.has_apps,
    )
)
