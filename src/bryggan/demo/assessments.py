"""What Sundvalla thinks of its systems, and what it has decided: entered through the actions people use."""

from datetime import timedelta

from django.utils import timezone

from bryggan.assessments import actions, deciding, statements
from bryggan.assessments.calculation import UNKNOWN, Stand
from bryggan.assessments.models import Answer, Assessment
from bryggan.assessments.queries import figures_of
from bryggan.demo.municipality import Municipality, Row, content, fills
from bryggan.kit.writer import Writer
from bryggan.notices.models import Notice
from bryggan.people.models import User

OPENED_DAYS_AGO = 62
DAYS_TO_ANSWER = 21
ASKED_DAYS_AGO = 6


def enter(entered: Municipality) -> None:
    """Everyone is asked in two rounds, one of them still open; then those who have answered do."""
    told = content("assessments")
    for step in (Assessment.Step.CLOSED, Assessment.Step.OPEN):
        rows = [row for row in told["assessments"] if row["step"] == step]
        made = _open(entered, rows)
        for assessment, row in zip(made, rows, strict=True):
            _answer(entered, assessment, row)
        # What the answers amount to must stand in the table before the rows are read again.
        entered.write.flush()
        rows_made = list(Assessment.objects.filter(pk__in=[one.pk for one in made]))
        is_open = step == Assessment.Step.OPEN
        for assessment in rows_made if not is_open else ():
            actions.close_assessment.within(entered.write, assessment, by=entered.by)
        date_assessments.within(
            entered.write,
            entered.by,
            by=entered.by,
            made=rows_made,
            days_ago=ASKED_DAYS_AGO if is_open else OPENED_DAYS_AGO,
        )
        entered.write.flush()
    for row in told["dispositions"]:
        values = {key: value for key, value in row.items() if key != "system"}
        values["decided_by"] = entered.people[row["decided_by"]]
        deciding.decide_disposition.within(
            entered.write, entered.systems[row["system"]], by=entered.by, values=values
        )


def _open(entered: Municipality, rows: list[Row]) -> list[Assessment]:
    systems = [entered.systems[row["system"]] for row in rows]
    asked = [
        actions.Asked(system, entered.people[one["person"]], one["side"])
        for system, row in zip(systems, rows, strict=True)
        for one in row["answers"]
    ]
    last_day = timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)
    strategist = entered.people["fatima-haddad"]
    return actions.open_assessment.within(
        entered.write, systems, by=strategist, last_day=last_day, asked=asked
    )


def _answer(entered: Municipality, assessment: Assessment, row: Row) -> None:
    method = statements.of_version(assessment.content_version)
    asked = {
        (answer.respondent_id, answer.side): answer
        for answer in Answer.objects.filter(assessment=assessment)
    }
    for one in row["answers"]:
        if "stands" not in one:
            continue
        person = entered.people[one["person"]]
        values = dict(zip(method.keys(one["side"]), map(stand_of, one["stands"]), strict=True))
        said = one.get("figures", "")
        actions.save_answer.within(
            entered.write,
            asked[person.pk, one["side"]],
            by=person,
            values=values,
            comment=one.get("comment", ""),
            figures=figures_of(assessment.system, timezone.localdate().year) if said else None,
            figures_said=said,
            is_done=True,
        )


def stand_of(sign: str) -> Stand:
    return UNKNOWN if sign == "-" else int(sign)


@fills("demo.assessments_dated")
def date_assessments(
    write: Writer, subject: User, *, by: User, made: list[Assessment], days_ago: int
) -> None:
    """When people were asked, and that those who have answered have read that they were."""
    opened_on = timezone.localdate() - timedelta(days=days_ago)
    for assessment in made:
        last_day = opened_on + timedelta(days=DAYS_TO_ANSWER)
        write.change(assessment, opened_on=opened_on, last_day=last_day)
    waiting = Answer.objects.waiting().values("respondent")
    answered = Notice.objects.filter(kind__startswith="assessment.", read_at=None)
    for notice in answered.exclude(user__in=waiting):
        write.change(notice, read_at=write.now)
