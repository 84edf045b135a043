"""What is said of an initiative's requirements, of the plain questions, and of how it goes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.files.actions import put_with
from bryggan.initiatives import permissions, queries, screening
from bryggan.initiatives.actions import touched
from bryggan.initiatives.evidence import RULES, is_done_here, name_of
from bryggan.initiatives.models import (
    Evidence,
    Health,
    Initiative,
    Saying,
    ScreeningAnswer,
    StatusReport,
    Tri,
)
from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer
from bryggan.methods.models import Requirement
from bryggan.people.models import User


@action("initiative.evidence_given", allow=permissions.give_evidence)
def give_evidence(
    write: Writer,
    initiative: Initiative,
    *,
    by: User,
    key: str,
    answer: str,
    words: str = "",
    link: str = "",
    content: bytes = b"",
    called: str = "",
    secrecy: str = "",
    file_name: str = "",
    dated_on: date | None = None,
) -> Evidence:
    """It is there, and here it is; or it does not exist, says somebody by name. What was said before is replaced.

    A file is kept with the initiative, as secret as it is marked; `file_name` is of one that lies elsewhere.
    Of what is done here nobody says that it is done. A file that is read in may, and it counts for nothing.
    """
    if answer not in (Saying.EXISTS, Saying.PARTLY, Saying.MISSING):
        raise NotPossible(_("Säg om det finns eller inte."), field="answer")
    if answer != Saying.MISSING and not (words.strip() or link or content):
        raise NotPossible(
            _("Skriv var det finns, eller lägg till en fil eller länk."), field="words"
        )
    if answer != Saying.MISSING and write.batch is None and is_done_here(initiative, key):
        raise NotPossible(_("Ord räcker inte: det görs i Bryggan och syns då här."), field="answer")
    if dated_on and dated_on > timezone.localdate():
        raise NotPossible(_("Det kan inte vara daterat framåt."), field="dated_on")
    told: dict[str, Any] = {"link": link, "file_name": file_name, "dated_on": dated_on}
    if content:
        told["document"] = put_with(
            write,
            initiative,
            by=by,
            content=content,
            called=called,
            dated_on=dated_on,
            secrecy=secrecy,
        )
    return say(write, initiative, by, key, answer=answer, words=words.strip(), **told)


@action("initiative.requirement_ruled_out", allow=permissions.rule_out_requirement)
def rule_out_requirement(
    write: Writer, initiative: Initiative, *, by: User, key: str, words: str
) -> Evidence:
    """Gäller inte här, därför: of what the law demands, by the role that owns the question, with her name."""
    verdict = permissions.owns_requirement(by, initiative, key)
    if not verdict:
        raise Refused(verdict.reason)
    if not words.strip():
        raise NotPossible(_("Skriv varför det inte gäller här."), field="words")
    answer = Saying.NOT_APPLICABLE
    return say(write, initiative, by, key, answer=answer, words=words.strip())


def say(write: Writer, initiative: Initiative, by: User, key: str, **told: Any) -> Evidence:
    """The word that counts from now; the one before it stays in the history."""
    if not is_asked(initiative, key):
        raise NotPossible(_("Initiativets metod frågar inte efter det."))
    for before in Evidence.objects.present().filter(initiative=initiative, key=key):
        write.withdraw(before)
    if write.batch is not None:
        write.flush()
    touched(write, initiative)
    today = timezone.localdate(write.now)
    name = called(initiative, key)[:200]
    return write.create(
        Evidence, initiative=initiative, key=key, name=name, by=by, said_on=today, **told
    )


def called(initiative: Initiative, key: str) -> str:
    """What the requirement is called: by the method of the initiative, else by its rule or the law."""
    asked = None if key in screening.laws() else queries.requirement_of(initiative, key)
    return asked.name if asked else name_of(key)


def is_asked(initiative: Initiative, key: str) -> bool:
    """Whether anybody asks for it: a rule, the law, or a step of the method."""
    if key in RULES or key in screening.laws():
        return True
    rows = Requirement.objects.present().filter(key=key)
    return rows.filter(method_step__method_version=initiative.method_version_id).exists()


@action("initiative.screened", allow=permissions.answer_screening)
def answer_screening(
    write: Writer, initiative: Initiative, *, by: User, answers: Mapping[str, str]
) -> None:
    """The plain questions answered with yes, no or do not know; an answer that stands keeps its day and name."""
    rows = ScreeningAnswer.objects.present().filter(initiative=initiative)
    held = {row.question: row for row in rows}
    today, count = timezone.localdate(write.now), write.count
    for question, answer in answers.items():
        if question not in screening.questions() or answer not in Tri.values:
            raise NotPossible(_("Svara ja, nej eller vet inte."), field=question)
        told = {"answer": answer, "by": by, "said_on": today}
        row = held.get(question)
        if row is None:
            write.create(ScreeningAnswer, initiative=initiative, question=question, **told)
        elif row.answer != answer:
            write.change(row, **told)
    if write.count == count:
        raise NotPossible(_("Svara på minst en fråga."))
    touched(write, initiative)


@action("initiative.status_reported", allow=permissions.report_status)
def report_status(
    write: Writer,
    initiative: Initiative,
    *,
    by: User,
    health: str,
    text: str,
    next_text: str = "",
) -> StatusReport:
    """How it goes, in two minutes. Yellow and red say why; what was said before stands below."""
    if health not in Health.values:
        raise NotPossible(_("Välj hur det går."), field="health")
    if not text.strip():
        raise NotPossible(_("Skriv läget i en mening."), field="text")
    if not initiative.is_open:
        raise NotPossible(_("Initiativet är avslutat."))
    today = timezone.localdate(write.now)
    write.change(
        initiative,
        health=health,
        status_text=text.strip(),
        status_on=today,
        status_by=by,
    )
    touched(write, initiative)
    return write.create(
        StatusReport,
        initiative=initiative,
        health=health,
        text=text.strip(),
        next_text=next_text.strip(),
        by=by,
        said_on=today,
    )
