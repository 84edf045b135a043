"""What happens to apps: asked for, screened, given a verdict, tried anew, taken off the list."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.approvals import permissions, queries, questions, telling
from bryggan.approvals.calculation import latest_review
from bryggan.approvals.models import App, AppRequest, Outcome, Screening, Step
from bryggan.approvals.process import PROCESS
from bryggan.kit import words
from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer
from bryggan.notices.telling import tell
from bryggan.people.models import Unit, User
from bryggan.systems.papers.discretion import Discretion

LONGEST_LINK = 300
# What of an app anyone may read once it is listed.
OPEN_TEXTS = ("name", "description", "audience", "conditions", "outcome_reason")


@action("app.created", allow=permissions.create_app)
def create_app(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> App:
    """An app that nobody has asked for is entered by those who keep the list, to be screened like others."""
    _name_is_free(str(values["name"]), unit)
    return write.create(App, **{**values, "link": web_address(values.get("link")), "unit": unit})


@action("app.changed", allow=permissions.change_app)
def change_app(write: Writer, app: App, *, by: User, values: Mapping[str, Any]) -> None:
    """What is told of an app is corrected; its verdict stands as it was given."""
    values = dict(values)
    if "link" in values:
        values["link"] = web_address(values["link"])
    unit = values.get("unit", app.unit)
    if unit != app.unit and not (verdict := permissions.create_app(by, unit)):
        raise Refused(verdict.reason)
    if "name" in values or unit != app.unit:
        _name_is_free(str(values.get("name", app.name)), unit, but=app.pk)
    if app.outcome:
        _fit_for_all({key: values[key] for key in OPEN_TEXTS if key in values})
    write.change(app, **values)


@action("app.withdrawn", allow=permissions.withdraw_app)
def withdraw_app(write: Writer, app: App, *, by: User, reason: str) -> None:
    """Entered by mistake or twice: gone from register and list, with its requests and screenings."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason)
    for row in (*app.requests.filter(withdrawn_at=None), *app.screenings.filter(withdrawn_at=None)):
        write.withdraw(row)
    write.withdraw(app)


@action("app.requested", allow=permissions.request_app)
def request_app(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> App:
    """An employee needs an app for a workplace. What is on the list already is not asked for once more."""
    name = " ".join(str(values["name"]).split())
    keeper = queries.listing_unit(unit)
    if found := queries.app_named(name, keeper):
        raise NotPossible(
            _("%(app)s finns redan: %(step)s. Se träffarna ovanför.")
            % {"app": found.name, "step": str(Step(found.step).label).lower()},
            field="name",
        )
    use = str(values.get("use", "")).strip()
    link = web_address(values.get("link"))
    app = write.create(App, unit=keeper, name=name, description=use, link=link)
    _stand_behind(write, app, unit, by=by, use=use, user_count=values.get("user_count"))
    return app


@action("app.joined", allow=permissions.join_request)
def join_request(
    write: Writer,
    app: App,
    *,
    by: User,
    unit: Unit,
    use: str = "",
    user_count: int | None = None,
) -> None:
    """One more stands behind the app and is told at every turn; one taken off the list is asked for anew."""
    if app.step in (Step.APPROVED, Step.APPROVED_WITH_CONDITIONS):
        raise NotPossible(
            _("%(app)s är redan godkänd. Använd den så som listan säger.") % {"app": app.name}
        )
    if queries.request_by(app, by):
        raise NotPossible(_("Du står redan bakom begäran om %(app)s.") % {"app": app.name})
    if app.step == Step.DELISTED:
        write.change(app, step=PROCESS.next(app, "request"))
    else:
        write.touch(app)
    _stand_behind(write, app, unit, by=by, use=use, user_count=user_count)


@action("app.screened", allow=permissions.screen_app)
def screen_app(
    write: Writer, app: App, *, by: User, answers: Mapping[str, str], note: str = ""
) -> Screening:
    """The screening questions are answered, all of them: "vet inte" is an answer that leads somewhere."""
    asked = questions.in_force()
    if missing := asked.missing(answers):
        raise NotPossible(
            _("Svara på frågan: %(question)s") % {"question": missing[0].text},
            field=missing[0].key,
        )
    told = {
        "questions_version": asked.version,
        "answers": {one.key: answers[one.key] for one in asked.questions},
        "note": note.strip(),
        "answered_by": by,
        "answered_at": write.now,
    }
    step = PROCESS.next(app, "screen")
    screening = queries.undecided_screening(app)
    if not write.change(app, step=step):
        write.touch(app)
    if screening is not None:
        write.change(screening, **told)
        return screening
    screening = write.create(Screening, app=app, **told)
    tell(
        write,
        telling.SCREENED,
        queries.standing_behind(app),
        key=f"{telling.SCREENED.key}.{app.pk}.{app.version}",
        about=app,
    )
    return screening


@action("app.approved", allow=permissions.approve_app)
def approve_app(
    write: Writer,
    app: App,
    *,
    by: User,
    review_on: date | None,
    conditions: str = "",
    decided_on: date | None = None,
) -> None:
    """The app may be used, on the conditions if there are any, until it is tried anew: at most 24 months."""
    day = _day(decided_on)
    conditions = conditions.strip()
    outcome = Outcome.APPROVED_WITH_CONDITIONS if conditions else Outcome.APPROVED
    given = _verdict(app, by, outcome, day, conditions=conditions, review_on=review_on)
    step = PROCESS.next(app, "approve_with_conditions" if conditions else "approve", **given)
    if review_on is not None and not day < review_on <= latest_review(day):
        raise NotPossible(
            _("Välj en omprövning efter beskedet och senast %(day)s.")
            % {"day": words.date_text(latest_review(day))},
            field="review_on",
        )
    _decide(write, app, step, given)


@action("app.refused", allow=permissions.refuse_app)
def refuse_app(
    write: Writer, app: App, *, by: User, reason: str, decided_on: date | None = None
) -> None:
    """The app may not be used; the reason is for those who wanted it to read."""
    given = _verdict(app, by, Outcome.REFUSED, _day(decided_on), reason=reason.strip())
    _decide(write, app, PROCESS.next(app, "refuse", **given), given)


@action("app.reopened", allow=permissions.reopen_app)
def reopen_app(write: Writer, app: App, *, by: User, reason: str) -> None:
    """The verdict is tried anew. Until there is another it stands, marked as under review."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    write.change(app, step=PROCESS.next(app, "reopen"))
    turn = f"{app.pk}.{app.version}"
    tell(
        write,
        telling.REOPENED,
        queries.standing_behind(app),
        key=f"{telling.REOPENED.key}.{turn}",
        about=app,
    )
    if by.is_built_in:
        tell(
            write,
            telling.OVERDUE,
            queries.responsible_for(app),
            key=f"{telling.OVERDUE.key}.{turn}",
            about=app,
            review_on=app.review_on,
        )


@action("app.delisted", allow=permissions.delist_app)
def delist_app(write: Writer, app: App, *, by: User, reason: str) -> None:
    """The app may no longer be used. The list says so, with the reason, for those who already use it."""
    given = _verdict(app, by, Outcome.DELISTED, timezone.localdate(), reason=reason.strip())
    step = PROCESS.next(app, "delist", **given)
    _fit_for_all({"reason": given["outcome_reason"]})
    write.change(app, step=step, **given)
    tell(
        write,
        telling.DELISTED,
        queries.standing_behind(app),
        key=f"{telling.DELISTED.key}.{app.pk}.{app.version}",
        about=app,
        reason=given["outcome_reason"],
    )


@action("app.review_reminded", allow=permissions.remind_of_review)
def remind_of_review(write: Writer, app: App, *, by: User) -> int:
    """Whoever gave the verdict is told, once, that its day of review is near."""
    if app.review_on is None or app.review_on > timezone.localdate() + queries.NEAR:
        raise NotPossible(_("Omprövningen är inte nära."))
    told = tell(
        write,
        telling.REVIEW,
        queries.responsible_for(app),
        key=f"{telling.REVIEW.key}.{app.pk}.{app.review_on.isoformat()}",
        about=app,
        review_on=app.review_on,
    )
    return len(told)


def web_address(link: Any) -> str:
    """The link as an address on the web; anything else (javascript:, file:) is refused."""
    text = str(link or "").strip()
    if text and ":" not in text and "." in text:
        text = f"https://{text}"
    is_web = text.lower().startswith(("https://", "http://")) and len(text) <= LONGEST_LINK
    if text and (not is_web or any(map(str.isspace, text))):
        raise NotPossible(_("Skriv en webbadress som börjar med https://."), field="link")
    return text


def _stand_behind(
    write: Writer, app: App, unit: Unit, *, by: User, use: str, user_count: int | None
) -> None:
    write.create(
        AppRequest,
        app=app,
        unit=unit,
        asked_by=by,
        asked_at=write.now,
        use=use.strip(),
        user_count=user_count,
    )


def _name_is_free(name: str, unit: Unit, *, but: int | None = None) -> None:
    twin = queries.app_named(name, unit)
    if twin is not None and twin.pk != but:
        raise NotPossible(_("Enhetens lista har redan en app med det namnet."), field="name")


def _day(decided_on: date | None) -> date:
    """The day of the verdict: today, or an earlier one when an old list is carried over."""
    today = timezone.localdate()
    if decided_on is not None and decided_on > today:
        raise NotPossible(_("Beskedet kan inte vara daterat framåt."), field="decided_on")
    return decided_on or today


def _verdict(
    app: App,
    by: User,
    outcome: Outcome,
    day: date,
    *,
    conditions: str = "",
    reason: str = "",
    review_on: date | None = None,
) -> dict[str, Any]:
    """A verdict as it is written both beside the answers and on the app."""
    return {
        "outcome": outcome,
        "conditions": conditions,
        "outcome_reason": reason,
        "decided_by": by,
        "decided_as": permissions.deciding_role(by, app.unit) or "",
        "decided_on": day,
        "review_on": review_on,
    }


def _decide(write: Writer, app: App, step: str, given: Mapping[str, Any]) -> None:
    """Write the verdict beside the answers that led to it, and tell those who asked."""
    screening = queries.undecided_screening(app)
    if screening is None:
        raise NotPossible(_("Svara på frågorna i riskkontrollen först."))
    asked = questions.of_version(screening.questions_version)
    demanding = [lead for lead in asked.leads(screening.answers) if lead.demands_conditions]
    if given["outcome"] == Outcome.APPROVED and demanding:
        raise NotPossible(
            _("Svaren kräver villkor: %(lead)s") % {"lead": demanding[0].text}, field="conditions"
        )
    open_texts = {"name": app.name, "description": app.description, "audience": app.audience}
    _fit_for_all(
        {**open_texts, "conditions": given["conditions"], "reason": given["outcome_reason"]}
    )
    write.change(screening, **given)
    write.change(app, step=step, **given)
    tell(
        write,
        telling.OF_OUTCOME[given["outcome"]],
        queries.standing_behind(app),
        key=f"approval.decided.{screening.pk}",
        about=app,
        conditions=given["conditions"],
        reason=given["outcome_reason"],
    )


def _fit_for_all(texts: Mapping[str, Any]) -> None:
    """The list is open to anyone: no person's name, address or telephone number may stand in its texts."""
    knows = Discretion.read()
    for field, text in texts.items():
        if _points_out(knows, str(text or "")):
            raise NotPossible(
                _(
                    "Texten visas öppet. Ta bort namn på personer, adresser och telefonnummer: %(text)s"
                )
                % {"text": str(text)[:120]},
                field=field,
            )


def _points_out(knows: Discretion, text: str) -> bool:
    return knows.kept(text) != text
