"""What happens to a round: it is written, started, reminded of and closed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.register.register import REGISTERS
from bryggan.kit.writer import Writer
from bryggan.notices.telling import Kind, tell
from bryggan.people.models import User
from bryggan.rounds import links, permissions, queries, telling
from bryggan.rounds.models import AnswerLink, Ask, Round
from bryggan.rounds.process import PROCESS
from bryggan.rounds.queries import Asked


@action("round.created", allow=permissions.create_round)
def create_round(
    write: Writer,
    slug: str,
    *,
    by: User,
    name: str,
    question: str,
    fields: Sequence[str],
    asks: Sequence[str],
    last_on: date,
    message: str = "",
) -> Round:
    """A round is written: about which records, what is asked, of whom, until when. Nobody is told yet."""
    _fits(slug, fields, asks, last_on)
    return write.create(
        Round,
        slug=slug,
        name=name,
        question=question,
        fields=list(fields),
        asks=list(asks),
        last_on=last_on,
        message=message,
        unit=by.unit,
        started_by=by,
    )


@action("round.changed", allow=permissions.change_round)
def change_round(write: Writer, round: Round, *, by: User, values: Mapping[str, Any]) -> None:
    """A draft is written anew. Once a round goes on, only its last day and its message can be changed."""
    if round.step == Round.Step.CLOSED:
        raise NotPossible(_("Rundan är avslutad."))
    if round.step == Round.Step.OPEN and not values.keys() <= {"last_on", "message"}:
        raise NotPossible(_("Rundan pågår: bara sista dagen och hälsningen kan ändras."))
    merged = {
        name: values.get(name, getattr(round, name)) for name in ("fields", "asks", "last_on")
    }
    _fits(round.slug, merged["fields"], merged["asks"], merged["last_on"])
    write.change(round, **values)


@action("round.withdrawn", allow=permissions.withdraw_round)
def withdraw_round(write: Writer, round: Round, *, by: User) -> None:
    """A draft that comes to nothing is taken away; a round that has been started is closed instead."""
    if round.step != Round.Step.DRAFT:
        raise NotPossible(_("Rundan är startad. Avsluta den i stället."))
    write.withdraw(round)


@action("round.started", allow=permissions.start_round)
def start_round(write: Writer, round: Round, *, by: User) -> None:
    """Each record gets its question, each person her link and is told once; how much is known is frozen."""
    step = PROCESS.next(round, "start")
    if round.is_overdue(timezone.localdate()):
        raise NotPossible(_("Sista dagen har redan passerat. Välj en senare."), field="last_on")
    records = queries.chosen(round)
    asked = queries.whom_to_ask(round, records)
    if not asked:
        raise NotPossible(_("Ingen av posterna har någon att fråga. Utse ansvariga först."))
    fields = queries.fields_of(round)
    register = REGISTERS[round.slug]
    _total, filled = queries.filled(register, records, fields, round.started_by)
    write.change(round, step=step, started_at=write.now, filled_before=filled)
    ids = records.order_by("sort_key", "pk").values_list("pk", flat=True)
    write.create_all(Ask, [_question(round, pk, asked.get(pk)) for pk in ids])
    people = {found.person.pk: found.person for found in asked.values()}
    write.create_all(AnswerLink, [new_link(round, person) for person in people.values()])
    _tell(write, telling.STARTED, round, people.values(), key=f"round.started:{round.pk}")


@action("round.reminded", allow=permissions.remind_round)
def remind_round(write: Writer, round: Round, *, by: User) -> int:
    """Those who have something left to answer are reminded, at most once a day. Gives how many were told."""
    if round.step != Round.Step.OPEN:
        raise NotPossible(_("Rundan pågår inte."))
    left = queries.people_left(round)
    if not left:
        raise NotPossible(_("Alla har svarat."))
    today = timezone.localdate()
    write.change(round, reminded_on=today)
    key = f"round.reminded:{round.pk}:{today.isoformat()}"
    return _tell(write, telling.REMINDED, round, left, key=key)


@action("round.closed", allow=permissions.close_round)
def close_round(write: Writer, round: Round, *, by: User) -> None:
    """No more answers are taken and every link is dead. Those who were asked are told what came of it."""
    step = PROCESS.next(round, "close")
    register, fields = REGISTERS[round.slug], queries.fields_of(round)
    asks = Ask.objects.filter(round=round, withdrawn_at=None)
    records = register.rows(round.started_by).filter(pk__in=asks.values("record_id"))
    _total, filled = queries.filled(register, records, fields, round.started_by)
    write.change(round, step=step, closed_at=write.now, filled_after=filled)
    counted = asks.aggregate(
        asked=Count("pk", filter=Q(person__isnull=False)),
        answered=Count("pk", filter=Q(step=Ask.Step.ANSWERED)),
        changed=Sum("changed_count"),
    )
    told = {name: words.number(value or 0) for name, value in counted.items()}
    key, page = f"round.closed:{round.pk}", reverse("round_page", args=[round.pk])
    people = [one for one in queries.people_asked(round) if one.pk != round.started_by_id]
    _tell(write, telling.CLOSED, round, people, key=key, **told)
    _tell(write, telling.CLOSED, round, [round.started_by], key=key, url=page, **told)


def _question(round: Round, record_id: int, found: Asked | None) -> dict[str, Any]:
    """A record's question; with nobody to ask it is there all the same, so that it is counted."""
    return {
        "round": round,
        "record_id": record_id,
        "person": found.person if found else None,
        "asked_as": found.key if found else "",
    }


def new_link(round: Round, person: User) -> dict[str, Any]:
    """The person's secret link in this round; only its digest is kept."""
    seed = links.new_seed()
    digest = links.digest_of(links.token_of(round.pk, person.pk, seed))
    return {"round": round, "person": person, "seed": seed, "digest": digest}


def _tell(
    write: Writer,
    kind: Kind,
    round: Round,
    people: Iterable[User],
    *,
    key: str,
    url: str = "",
    **values: Any,
) -> int:
    told = tell(
        write,
        kind,
        people,
        key=key,
        url=url or reverse("my_round", args=[round.pk]),
        round=round.name,
        round_id=round.pk,
        day=words.date_text(round.last_on),
        **values,
    )
    return len(told)


def _fits(slug: str, fields: Sequence[str], asks: Sequence[str], last_on: date) -> None:
    """What is asked, and of whom, is something that the register can be asked about."""
    register = REGISTERS.get(slug)
    if register is None or not register.asks or register.change_with is None:
        raise NotPossible(_("Det här registret har ingen att fråga."))
    known = {one.key for _title, part in queries.askable(register) for one in part}
    if not fields or not set(fields) <= known:
        raise NotPossible(_("Välj minst en uppgift att fråga om."), field="fields")
    if not asks or not set(asks) <= set(register.asks):
        raise NotPossible(_("Välj vem som ska tillfrågas."), field="asks")
    if last_on < timezone.localdate():
        raise NotPossible(_("Sista dagen har redan passerat. Välj en senare."), field="last_on")
