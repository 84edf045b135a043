"""What happens to assessments: opened, answered, reminded of, prolonged, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.assessments import calculation, permissions, statements, telling
from bryggan.assessments.models import Answer, Assessment, Side
from bryggan.assessments.process import PROCESS
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.notices.telling import tell
from bryggan.people.models import User
from bryggan.systems.models import System


@dataclass(frozen=True)
class Asked:
    """Who is asked about which system, and for which side."""

    system: System
    user: User
    side: str


@action("assessment.opened", allow=permissions.open_assessment)
def open_assessment(
    write: Writer,
    chosen: Sequence[System],
    *,
    by: User,
    last_day: date,
    asked: Sequence[Asked],
) -> list[Assessment]:
    """People are asked what they think of one or many systems; each is told once, with everything she is asked."""
    if not chosen:
        raise NotPossible(_("Välj minst ett system."))
    _has_time(last_day)
    busy = Assessment.objects.present().open().filter(system__in=chosen).select_related("system")
    if taken := list(busy[:1]):
        raise NotPossible(
            _("Det pågår redan en bedömning av %(name)s. Fråga fler där i stället.")
            % {"name": taken[0].system.name}
        )
    by_system: dict[int, list[Asked]] = {}
    for one in asked:
        by_system.setdefault(one.system.pk, []).append(one)
    made = []
    for system in chosen:
        if system.pk not in by_system:
            raise NotPossible(_("Ingen är tillfrågad om %(name)s.") % {"name": system.name})
        made.append(
            write.create(
                Assessment,
                system=system,
                content_version=statements.newest().version,
                opened_by=by,
                opened_on=timezone.localdate(),
                last_day=last_day,
            )
        )
    answers = [
        _ask(write, assessment, one.user, one.side)
        for assessment in made
        for one in dict.fromkeys(by_system[assessment.system_id])
    ]
    if write.batch is not None:
        write.flush()  # what is told leads to the answer by its id
    _tell_asked(write, answers, last_day)
    return made


@action("assessment.respondent_asked", allow=permissions.ask_respondent)
def ask_respondent(
    write: Writer, assessment: Assessment, *, by: User, user: User, side: str
) -> Answer:
    """One more is asked while the assessment is open."""
    if assessment.step != Assessment.Step.OPEN:
        raise NotPossible(_("Bedömningen är stängd. Förläng den om fler ska svara."))
    if side not in Side.values:
        raise NotPossible(_("Välj om hen svarar för verksamheten eller för IT."), field="side")
    held = Answer.objects.filter(assessment=assessment, respondent=user, side=side)
    if held.filter(withdrawn_at=None).exists():
        raise NotPossible(_("%(name)s är redan tillfrågad.") % {"name": user.name}, field="user")
    answer = _ask(write, assessment, user, side)
    _tell_asked(write, [answer], assessment.last_day)
    return answer


def _has_time(last_day: date) -> None:
    if last_day < timezone.localdate():
        raise NotPossible(_("Sista dag att svara har redan varit."), field="last_day")


def _ask(write: Writer, assessment: Assessment, user: User, side: str) -> Answer:
    return write.create(Answer, assessment=assessment, respondent=user, side=side)


def _tell_asked(write: Writer, answers: Sequence[Answer], last_day: date) -> None:
    """One notice a person, however many systems she is asked about."""
    by_user: dict[User, list[Answer]] = {}
    for answer in answers:
        by_user.setdefault(answer.respondent, []).append(answer)
    for user, own in by_user.items():
        first = own[0]
        key = f"assessment.asked:{first.pk}"
        url = reverse("save_answer", args=[first.pk])
        systems = {answer.assessment.system_id for answer in own}
        if len(systems) == 1:
            about = first.assessment.system
            tell(write, telling.ASKED, [user], key=key, about=about, url=url, last_day=last_day)
        else:
            told: dict[str, Any] = {"count": len(systems), "last_day": last_day}
            tell(write, telling.ASKED_MANY, [user], key=key, url=url, **told)


@action("assessment.answered", allow=permissions.save_answer)
def save_answer(
    write: Writer,
    answer: Answer,
    *,
    by: User,
    values: Mapping[str, calculation.Stand],
    comment: str | None = None,
    figures: Mapping[str, int | None] | None = None,
    figures_said: str = "",
    is_done: bool = False,
) -> None:
    """What she has said is kept, a part or all; it counts once she is done, and every statement has a stand.

    `values` are laid over what she has said before, so that nothing is lost.
    """
    keys = statements.of_version(answer.assessment.content_version).keys(answer.side)
    for key, value in values.items():
        if key not in keys or not calculation.is_stand(value):
            raise NotPossible(_("Det går inte att svara så på påståendet."), field=key)
    kept = {**answer.values, **values}
    changed: dict[str, Any] = {"values": {key: kept[key] for key in keys if key in kept}}
    if comment is not None:
        changed["comment"] = comment.strip()
    if figures_said:
        if figures_said not in Answer.Figures.values:
            raise NotPossible(_("Välj ett av svaren om siffrorna."), field="figures")
        changed |= {"figures": dict(figures or {}), "figures_said": figures_said}
    if is_done:
        if left := [key for key in keys if key not in kept]:
            raise NotPossible(_("Alla påståenden har inte fått svar."), field=left[0])
        changed["answered_at"] = write.now
    write.change(answer, **changed)
    if answer.answered_at is not None:
        reckon(write, answer.assessment)


def reckon(write: Writer, assessment: Assessment) -> None:
    """Keep what the answers amount to beside the assessment, so that lists and rules can ask for it."""
    if write.batch is not None:
        write.flush()
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    method = statements.of_version(held.content_version)
    given: dict[str, list[calculation.Stands]] = {side: [] for side in Side.values}
    rows = Answer.objects.filter(assessment=held, withdrawn_at=None, answered_at__isnull=False)
    for side, values in rows.order_by("pk").values_list("side", "values"):
        given[side].append(values)
    business = calculation.axis(given[Side.BUSINESS], method.keys(Side.BUSINESS))
    technical = calculation.axis(given[Side.IT], method.keys(Side.IT))
    write.change(
        held,
        business_value=business.value,
        business_low=business.low,
        business_high=business.high,
        business_voices=business.voices,
        technical_standing=technical.value,
        technical_low=technical.low,
        technical_high=technical.high,
        technical_voices=technical.voices,
        spread=calculation.widest(business, technical),
    )


@action("assessment.reminded", allow=permissions.remind_respondents)
def remind_respondents(write: Writer, assessment: Assessment, *, by: User) -> int:
    """Those who have not answered are told again, at most once a week; how many were."""
    if assessment.step != Assessment.Step.OPEN:
        raise NotPossible(_("Bedömningen är stängd. Det finns inget att påminna om."))
    year, week, _day = timezone.localdate().isocalendar()
    told = 0
    for answer in (
        Answer.objects.waiting().filter(assessment=assessment).select_related("respondent")
    ):
        told += len(
            tell(
                write,
                telling.REMINDED,
                [answer.respondent],
                key=f"assessment.reminded:{answer.pk}:{year}-{week}",
                about=assessment.system,
                url=reverse("save_answer", args=[answer.pk]),
                last_day=assessment.last_day,
            )
        )
    return told


@action("assessment.closed", allow=permissions.close_assessment)
def close_assessment(write: Writer, assessment: Assessment, *, by: User) -> None:
    """No more answers; what has been said stands. Bryggan closes by itself the day after the last."""
    write.change(assessment, step=PROCESS.next(assessment, "close"))


@action("assessment.prolonged", allow=permissions.prolong_assessment)
def prolong_assessment(write: Writer, assessment: Assessment, *, by: User, last_day: date) -> None:
    """There is more time to answer; a closed assessment opens again, unless a newer one is open."""
    _has_time(last_day)
    others = Assessment.objects.present().open().filter(system=assessment.system)
    if others.exclude(pk=assessment.pk).exists():
        raise NotPossible(_("Det pågår redan en nyare bedömning av systemet."))
    write.change(assessment, step=PROCESS.next(assessment, "prolong"), last_day=last_day)
