"""What happens next with an app: the box, the chips and the sentence at the top of its page; and whose turn it is."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.approvals import permissions, queries
from bryggan.approvals.calculation import review_words
from bryggan.approvals.models import App, Outcome, Step
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import NextStep
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User

MOST_WAITING = 100

STEP_TONES: dict[str, str] = {
    Step.REQUESTED: "none",
    Step.SCREENED: "go",
    Step.APPROVED: "ok",
    Step.APPROVED_WITH_CONDITIONS: "calm",
    Step.REFUSED: "bad",
    Step.REOPENED: "warn",
    Step.DELISTED: "none",
}
OUTCOME_TONES: dict[str, str] = {
    Outcome.APPROVED: "ok",
    Outcome.APPROVED_WITH_CONDITIONS: "calm",
    Outcome.REFUSED: "bad",
    Outcome.DELISTED: "none",
}


def badges(app: App) -> SafeString:
    """The step; while it is tried anew also the verdict that stands until then."""
    shown = chip(STEP_TONES[app.step], str(Step(app.step).label))
    if app.outcome and app.step in (Step.REOPENED, Step.SCREENED):
        label = Outcome(app.outcome).label
        shown += chip(OUTCOME_TONES[app.outcome], _("gäller: %(outcome)s") % {"outcome": label})
    return shown + chip("", app.number)


def lead_of(app: App, today: date) -> str:
    keeper = _("Listan förs av %(unit)s.") % {"unit": app.unit}
    review = review_words(app.review_on, today)
    return f"{keeper} {review}." if review else keeper


def next_step(app: App, user: User, today: date) -> NextStep | None:
    """Who has to do what for the app to get on; of one that is settled, until when it stands."""
    if app.step in (Step.REQUESTED, Step.REOPENED):
        return _screening(app, user)
    if app.step == Step.SCREENED:
        verdict = permissions.approve_app(user, app)
        return NextStep(
            title=_("Ge besked"),
            text=_("Frågorna är besvarade. Besked ges med villkor, dag för omprövning eller skäl."),
            button=_("Ge besked"),
            reason=verdict.reason,
            url=reverse("approve_app", args=[app.pk]),
        )
    if app.step in (Step.APPROVED, Step.APPROVED_WITH_CONDITIONS):
        day = words.date_text(app.review_on) if app.review_on else ""
        title = _("Får användas till omprövningen %(day)s") % {"day": day}
        return NextStep(title=title, text=app.conditions or _("Utan särskilda villkor."))
    if app.step == Step.REFUSED:
        return NextStep(title=_("Får inte användas"), text=app.outcome_reason)
    return NextStep(
        title=_("Får inte längre användas"),
        text=app.outcome_reason,
        button=_("Begär den på nytt"),
        url=f"{reverse('request_app')}?{urlencode({'q': app.name})}",
    )


def _screening(app: App, user: User) -> NextStep:
    verdict = permissions.screen_app(user, app)
    count = queries.requests_of(app, user).count()
    behind = ngettext(
        "%(count)s person står bakom begäran.", "%(count)s personer står bakom begäran.", count
    ) % {"count": count}
    if app.step == Step.REOPENED:
        behind = _("Det gamla besked som finns gäller tills ett nytt är givet.")
    return NextStep(
        title=_("Gör riskkontrollen"),
        text=behind,
        button=_("Svara på frågorna"),
        reason=verdict.reason,
        url=reverse("screen_app", args=[app.pk]),
    )


@waits(queries.waiting_for)
def apps_to_settle(user: User) -> list[Waiting]:
    """The apps that wait for this person's answers or verdict."""
    if user.is_external:
        return []
    rows = queries.waiting_for(user).order_by("review_on", "pk")[:MOST_WAITING]
    return [_waiting(app) for app in rows]


def _waiting(app: App) -> Waiting:
    if app.step == Step.SCREENED:
        url, text = reverse("approve_app", args=[app.pk]), _("Ge besked om %(app)s")
    else:
        url, text = reverse("screen_app", args=[app.pk]), _("Riskkontrollera %(app)s")
    asked: int = getattr(app, "request_count", 0)
    behind = ngettext("%(count)s står bakom", "%(count)s står bakom", asked) % {"count": asked}
    return Waiting(
        text=text % {"app": app.name},
        url=url,
        detail=f"{app.unit}, {behind}" if asked else str(app.unit),
        due_on=app.review_on,
    )


def list_lead(user: User) -> SafeString:
    """What stands above the register's list: the ways from here."""
    links = [
        (reverse("request_app"), _("Begär en app")),
        (reverse("green_list"), _("Den öppna listan")),
    ]
    if permissions.read_suggestions(user, ""):
        links.append((reverse("read_suggestions"), _("Andra kommuners listor")))
    said = _("Vilka appar som får användas, på vilka villkor, och vem som har sagt det.")
    shown = format_html_join(" · ", '<a href="{}">{}</a>', links)
    return format_html("{} {}", said, shown)
