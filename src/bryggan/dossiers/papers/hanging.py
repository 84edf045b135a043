"""What hangs on an initiative, part by part as its file tells it. A part without rows is left out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.decisions.words import taken_words
from bryggan.files import queries as files
from bryggan.initiatives import evidence, queries, screening
from bryggan.initiatives.finding import Found
from bryggan.initiatives.models import Initiative, PilotCriterion
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit.papers.model import Block, Cell, Column, Heading, Kind, Table
from bryggan.kit.register import past
from bryggan.kit.words import time_text
from bryggan.meetings import queries as meetings
from bryggan.methods.models import Requirement
from bryggan.people.models import User

type Head = str | tuple[str, Kind]


def blocks_of(initiative: Initiative, user: User) -> Iterator[Block]:
    """In the order in which a matter goes: needs, course, requirements, decisions, money, plan, risks, papers."""
    yield from _needs(initiative, user)
    yield from _course(initiative)
    yield from _requirements(initiative)
    yield from _screening(initiative)
    yield from _recommendations(initiative, user)
    yield from _decisions(initiative, user)
    yield from _money(initiative)
    yield from _plan(initiative, user)
    yield from _risks(initiative)
    yield from _told(initiative)
    yield from _files(initiative, user)
    yield from _past(initiative, user)


def hidden_files(initiative: Initiative, user: User) -> int:
    """How many of its files this person may not see."""
    return files.every_file_of(initiative).count() - files.files_of(initiative, user).count()


def part(title: str, heads: Sequence[Head], rows: Iterable[tuple[Cell, ...]]) -> Iterator[Block]:
    """A heading with its table, or nothing."""
    told = tuple(rows)
    if not told:
        return
    columns = (Column(head) if isinstance(head, str) else Column(*head) for head in heads)
    yield Heading(title)
    yield Table(tuple(columns), told)


def _needs(initiative: Initiative, user: User) -> Iterator[Block]:
    rows = ((one.number, one.name, str(one.unit)) for one in queries.needs_of(initiative, user))
    yield from part(_("Behoven bakom"), (_("Nummer"), _("Behov"), _("Enhet")), rows)


def _course(initiative: Initiative) -> Iterator[Block]:
    """Each gate that was passed, with what was let through."""
    heads: tuple[Head, ...] = (
        (_("Dag"), "date"),
        _("Grind"),
        _("Av"),
        _("Beslut"),
        _("Undantag och anteckning"),
    )
    rows = (
        (
            one.passed_on,
            one.step_from.gate or one.step_from.name,
            _("före Bryggan") if one.is_before else one.by.name,
            one.decision.number if one.decision else None,
            "\n".join(
                [
                    *(f"{what['name']}: {what['reason']}" for what in one.exceptions),
                    *([one.note] if one.note else []),
                ]
            )
            or None,
        )
        for one in queries.passages_of(initiative)
    )
    yield from part(_("Vägen"), heads, rows)


def _requirements(initiative: Initiative) -> Iterator[Block]:
    """All that the method asks for at this size and the law by the answers, with what is found of each."""
    asked = Requirement.objects.present().filter(
        method_step__method_version=initiative.method_version_id,
        **{f"for_{initiative.size}": True},
    )
    rows = list(asked.select_related("method_step").order_by("method_step__place", "place", "pk"))
    names = {row.rule or row.key: row.name for row in rows}
    names |= {key: law.name for key, law in screening.laws().items()}
    found = evidence.findings_of([initiative], names)[initiative.pk]
    heads: tuple[Head, ...] = (
        _("Krav"),
        _("Läge"),
        _("Underlag"),
        _("Vem"),
        (_("Daterat"), "date"),
        _("I efterhand"),
    )
    told = (
        (
            name,
            str(Found(found[key].state).label),
            found[key].words or None,
            found[key].by or None,
            found[key].on,
            _("ja") if found[key].is_afterwards else None,
        )
        for key, name in names.items()
    )
    yield from part(_("Krav och underlag"), heads, told)


def _screening(initiative: Initiative) -> Iterator[Block]:
    answers = queries.answers_of(initiative)
    rows = (
        (str(question.text), row.get_answer_display(), row.by.name, row.said_on)
        for key, question in screening.questions().items()
        if (row := answers.get(key)) is not None
    )
    heads: tuple[Head, ...] = (_("Fråga"), _("Svar"), _("Av"), (_("Dag"), "date"))
    yield from part(_("Snabbfrågorna"), heads, rows)


def _recommendations(initiative: Initiative, user: User) -> Iterator[Block]:
    """What groups have said of it; a matter that only stands on an agenda has said nothing yet."""
    rows = (
        (
            item.meeting.held_on,
            item.meeting.body.name,
            item.get_stance_display() if item.meeting.is_closed else _("på dagordningen"),
            (item.reasons or None) if item.meeting.is_closed else None,
            (item.conditions or None) if item.meeting.is_closed else None,
        )
        for item in meetings.considered_about(queries.NOUN, initiative.pk, user)
    )
    heads: tuple[Head, ...] = (
        (_("Dag"), "date"),
        _("Grupp"),
        _("Ställningstagande"),
        _("Motivering"),
        _("Villkor"),
    )
    yield from part(_("Rekommendationer"), heads, rows)


def _decisions(initiative: Initiative, user: User) -> Iterator[Block]:
    rows = queries.decisions_about(initiative, user).select_related("decided_by", "rule", "unit")
    told = (
        (
            one.number,
            one.decided_on,
            one.name,
            one.wording or None,
            taken_words(one) if one.decided_on else str(one.get_step_display()),
            one.digest or None,
        )
        for one in rows
    )
    heads: tuple[Head, ...] = (
        _("Nummer"),
        (_("Beslutat"), "date"),
        _("Ärende"),
        _("Beslut"),
        _("Av"),
        _("Kontrollsumma"),
    )
    yield from part(_("Beslut som rör initiativet"), heads, told)


def _money(initiative: Initiative) -> Iterator[Block]:
    heads: tuple[Head, ...] = (
        _("År"),
        _("Slag"),
        _("Drift eller investering"),
        (_("Kronor"), "money"),
        _("Bärs av"),
        _("Anteckning"),
    )
    rows = (
        (
            str(one.year),
            one.get_kind_display(),
            one.get_account_display(),
            one.amount_sek,
            ", ".join(str(what) for what in (one.borne_by, one.budget_line) if what) or None,
            one.note or None,
        )
        for one in queries.money_of(initiative)
    )
    yield from part(_("Pengar"), heads, rows)
    grants = ((one.name, one.amount_sek, one.last_day_on) for one in queries.grants_of(initiative))
    named: tuple[Head, ...] = (_("Bidrag"), (_("Kronor"), "money"), (_("Sista dag"), "date"))
    yield from part(_("Bidrag"), named, grants)
    shares = (
        (one.unit.name, one.percent, one.decision.number if one.decision else None)
        for one in queries.shares_of(initiative)
    )
    yield from part(_("Delas av"), (_("Enhet"), (_("Andel"), "percent"), _("Beslut")), shares)


def _plan(initiative: Initiative, user: User) -> Iterator[Block]:
    heads: tuple[Head, ...] = (_("Milstolpe"), (_("Senast"), "date"), (_("Klart"), "date"))
    rows = ((one.name, one.due_on, one.done_on) for one in queries.milestones_of(initiative))
    yield from part(_("Plan"), heads, rows)
    waits = (
        (one.depends_on.number, one.depends_on.name, one.what or None)
        for one in queries.dependencies_seen(initiative, user)
    )
    yield from part(_("Väntar på"), (_("Nummer"), _("Initiativ"), _("Vad")), waits)
    pilot = (
        (one.what, _is_met(one), one.outcome or None) for one in queries.criteria_of(initiative)
    )
    yield from part(_("Pilot"), (_("Ska visa"), _("Uppfyllt"), _("Så blev det")), pilot)


def _is_met(row: PilotCriterion) -> str | None:
    if row.is_met is None:
        return None
    return _("Ja") if row.is_met else _("Nej")


def _risks(initiative: Initiative) -> Iterator[Block]:
    heads: tuple[Head, ...] = (
        _("Risk"),
        _("Sannolikhet"),
        _("Konsekvens"),
        _("Åtgärd"),
        _("Ansvarig"),
        (_("Bedömt"), "date"),
    )
    rows = (
        (
            one.what,
            one.get_likelihood_display(),
            one.get_consequence_display(),
            one.measure or None,
            one.owner.name if one.owner else None,
            one.said_on,
        )
        for one in queries.risks_of(initiative)
    )
    yield from part(_("Risker"), heads, rows)


def _told(initiative: Initiative) -> Iterator[Block]:
    """How it was said to go, and what was learnt."""
    reports = (
        (one.said_on, one.get_health_display(), one.text, one.by.name)
        for one in queries.statuses_of(initiative)
    )
    heads: tuple[Head, ...] = ((_("Dag"), "date"), _("Status"), _("Läget"), _("Av"))
    yield from part(_("Lägesrapporter"), heads, reports)
    lessons = ((one.said_on, one.text, one.by.name) for one in queries.lessons_of(initiative))
    named: tuple[Head, ...] = ((_("Dag"), "date"), _("Lärdom"), _("Av"))
    yield from part(_("Lärdomar"), named, lessons)


def _files(initiative: Initiative, user: User) -> Iterator[Block]:
    """Every file and link, of the record and of its requirements, with what recognises it."""
    heads: tuple[Head, ...] = (
        _("Namn"),
        _("Vad"),
        (_("Daterat"), "date"),
        _("Av"),
        _("Länk eller kontrollsumma"),
    )
    given = [row for row in queries.evidence_of(initiative) if row.document_id or row.link]
    asked = {row.document_id: f"{evidence.name_of(row.key)}, " for row in given}
    of_record: list[tuple[Cell, ...]] = [
        (
            one.name,
            asked.get(one.pk, "") + one.get_kind_display(),
            one.established_on or one.dated_on,
            one.uploaded_by.name,
            one.url or one.digest,
        )
        for one in files.files_of(initiative, user)
    ]
    linked: list[tuple[Cell, ...]] = [
        (
            one.link,
            evidence.name_of(one.key),
            one.dated_on,
            one.by.name,
            one.link,
        )
        for one in given
        if one.link
    ]
    yield from part(_("Handlingar"), heads, [*of_record, *linked])


def _past(initiative: Initiative, user: User) -> Iterator[Block]:
    """What has happened, the newest first: who and what; each value stands in the history itself."""
    rows = (
        (time_text(timezone.localtime(one.at)), one.actor, one.word, _changed(one))
        for one in past.of_record(InitiativeRegister, initiative, user)
    )
    heads: tuple[Head, ...] = (_("När"), _("Vem"), _("Vad"), _("Uppgifter"))
    yield from part(_("Historik"), heads, rows)


def _changed(told: Any) -> str | None:
    labels = ", ".join(dict.fromkeys(line.label for line in told.lines))
    return ": ".join(part for part in (told.reason, labels) if part) or None
