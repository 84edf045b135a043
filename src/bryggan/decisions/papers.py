"""Decisions on paper: the list of delegated decisions for the board, and the tjänsteskrivelse of one matter."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.decisions import answers, letter, queries
from bryggan.decisions.choices import DecisionKind, Outcome, Reporting
from bryggan.decisions.models import Decision
from bryggan.decisions.register import DecisionRegister
from bryggan.decisions.words import limit_words, taken_words
from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.fields import TemplateField
from bryggan.kit.papers.model import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Note,
    Paper,
    Paragraph,
    Run,
    Table,
)
from bryggan.kit.plain import whole_number
from bryggan.kit.register.on_paper import entry, made_by
from bryggan.people.models import Unit, User

MOST_ROWS = 2_000
BOARD = TemplateField("namnd", gettext_lazy("Nämnden eller bolaget"))


def authority_choices(user: Any) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in queries.authorities(user)]


def what_choices(user: Any) -> list[tuple[str, str]]:
    return [("oanmalda", _("Att anmäla")), ("alla", _("Alla delegationsbeslut"))]


@paper
class DelegatedDecisions(DeclaredPaper):
    """What has been decided by delegation, for the board to be told: all that waits, or a period."""

    name = "delegationsbeslut"
    title = gettext_lazy("Anmälan av delegationsbeslut")
    description = gettext_lazy(
        "Listan till nämndens sammanträde: diarienummer, dag, beslut, vem som beslutade och enligt "
        "vilken punkt."
    )
    gives = (BOARD,)
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Nämnd"), authority_choices),
        Choice("vad", gettext_lazy("Vad"), what_choices),
        Choice("fran", gettext_lazy("Från")),
        Choice("till", gettext_lazy("Till")),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        authority = queries.authorities(user).filter(pk=whole_number(options["unit"]) or 0).first()
        if authority is None:
            raise NoSuchPaper(options["unit"])
        first, last = _day(options["fran"]), _day(options["till"])
        rows = list(_delegated(authority, user, options["vad"], first, last)[:MOST_ROWS])
        period = _period(first, last)
        return Paper(
            title=_("%(authority)s: anmälan av delegationsbeslut") % {"authority": authority},
            made_on=timezone.now(),
            scope=authority.name,
            filters=(dict(what_choices(user))[options["vad"]], *((period,) if period else ())),
            made_by=made_by(user),
            given=((BOARD.name, authority.name),),
            blocks=(
                Heading(_("Besluten")),
                _table(rows),
                Note(
                    _("Beslut som är tagna med stöd av delegation (KL 6:37 och 7:5), äldst först."),
                    "calm",
                ),
            ),
        )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NoSuchPaper(text) from error


def _period(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    ends = [words.date_text(day) if day else "" for day in (first, last)]
    return _("Beslutade %(first)s – %(last)s") % {"first": ends[0], "last": ends[1]}


def _delegated(
    authority: Unit, user: User, what: str, first: date | None, last: date | None
) -> Any:
    if what == "oanmalda":
        rows = queries.decisions_to_report(authority, user)
    else:
        taken = Decision.objects.visible_to(user).taken().exclude(rule=None)
        rows = taken.filter(unit=authority).exclude(reporting=Reporting.NO_DECISION)
        rows = rows.order_by("decided_on", "pk")
    if first:
        rows = rows.filter(decided_on__gte=first)
    if last:
        rows = rows.filter(decided_on__lte=last)
    return rows.select_related("decided_by", "in_place_of", "rule")


def _table(rows: list[Decision]) -> Table:
    """Where nothing has been reported yet there is no column of it: the words need the room."""
    columns = [
        Column(_("Diarienummer"), width=2.1),
        Column(_("Beslutat"), kind="date", width=1.8),
        Column(_("Ärende"), width=2.8),
        Column(_("Beslut"), width=2.9),
        Column(_("Beslutat av"), width=2.4),
    ]
    told: list[list[Cell]] = [
        [
            one.case_number or one.number,
            one.decided_on,
            one.name,
            one.wording,
            taken_words(one),
        ]
        for one in rows
    ]
    if any(one.reported_on for one in rows):
        columns.append(Column(_("Anmält"), width=1.7))
        for row, one in zip(told, rows, strict=True):
            row.append(_reported(one))
    return Table(
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in told),
        empty=_("Inga delegationsbeslut finns att anmäla."),
    )


def _reported(decision: Decision) -> str:
    if decision.reported_on is None:
        return ""
    return f"{words.date_text(decision.reported_on)} {decision.reported_paragraph}".strip()


@paper
class OfficialsLetter(DeclaredPaper):
    """Tjänsteskrivelse: one matter with its numbered proposals, money and background, for whoever decides."""

    name = "tjansteskrivelse"
    title = gettext_lazy("Tjänsteskrivelse")
    formats = ("docx", "pdf")
    is_listed = False
    gives = (
        BOARD,
        TemplateField("diarienummer", gettext_lazy("Ärendets diarienummer, – om det saknas")),
        TemplateField("nummer", gettext_lazy("Ärendets nummer i Bryggan, D-0001")),
        TemplateField("handlaggare", gettext_lazy("Den som bereder ärendet")),
        TemplateField("verksamhet", gettext_lazy("Den del av verksamheten som ärendet gäller")),
    )
    options: ClassVar[tuple[Choice, ...]] = (Choice("beslut", gettext_lazy("Ärende")),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        rows = DecisionRegister.rows(user).select_related("unit", "for_unit", "drafted_by", "rule")
        decision = rows.filter(pk=whole_number(options["beslut"].removeprefix("D-"))).first()
        if decision is None:
            raise NoSuchPaper(options["beslut"] or _("välj ett ärende, som beslut=D-0001"))
        return Paper(
            title=decision.name,
            subtitle=_("Tjänsteskrivelse till %(authority)s") % {"authority": decision.unit},
            made_on=timezone.now(),
            filters=(_("Ett ärende"),),
            made_by=made_by(user),
            completeness=_gaps(decision),
            given=(
                (BOARD.name, decision.unit.name),
                ("diarienummer", decision.case_number or "–"),
                ("nummer", decision.number),
                ("handlaggare", decision.drafted_by.name),
                ("verksamhet", decision.for_unit.name),
            ),
            blocks=tuple(_letter(decision)),
        )


def _gaps(decision: Decision) -> str:
    """What is missing, said on the paper itself."""
    missing = [
        word
        for word, value in (
            (_("diarienummer"), decision.case_number),
            (_("underlag"), decision.background),
            (_("förslag till beslut"), decision.wording),
        )
        if not value.strip()
    ]
    missing += [part.heading for part in letter.parts_of(decision) if not part.text]
    return _("Saknas: %(what)s") % {"what": ", ".join(missing)} if missing else _("Inget saknas")


def _letter(decision: Decision) -> Iterator[Block]:
    yield Facts(
        (
            (_("Diarienummer"), decision.case_number or None),
            (_("Nummer i Bryggan"), decision.number),
            (_("Handläggare"), decision.drafted_by.name),
            (_("För verksamheten"), decision.for_unit.name),
            (_("Efter samråd i"), decision.after_consulting or None),
        )
    )
    is_taken = decision.decided_on is not None
    yield Heading(_("Beslut") if is_taken else _("Förslag till beslut"))
    for text in proposals(decision.wording) or [_("Inget förslag är skrivet.")]:
        yield Paragraph(text)
    if is_taken:
        said = _("Beslutat %(day)s av %(who)s.")
        day = words.date_text(decision.decided_on) if decision.decided_on else ""
        yield Paragraph((Run(said % {"day": day, "who": taken_words(decision)}, bold=True),))
    if decision.reasons.strip():
        yield Heading(_("Skäl för beslutet"))
        yield from _paragraphs(decision.reasons)
    for part in letter.parts_of(decision):
        yield Heading(part.heading)
        yield from _paragraphs(part.text or _("Inget är skrivet."))
    yield Heading(_("Ekonomi"))
    sums = answers.sums_of(decision)
    if sums:
        yield Facts(tuple(sums))
    else:
        yield Paragraph(_("Inga belopp är angivna."))
    if not decision.is_within_budget:
        yield Note(_("Ärendet ligger utanför budget."), "sun")
    yield Heading(_("Vem som beslutar"))
    yield Paragraph(_who(decision))
    if decision.digest:
        yield Heading(_("Kontrollsumma"))
        yield Paragraph(decision.digest)


def _who(decision: Decision) -> str:
    if decision.rule:
        return _("Delegationsordningen punkt %(code)s, %(name)s. %(limit)s") % {
            "code": decision.rule.code,
            "name": decision.rule.name,
            "limit": limit_words(decision.rule),
        }
    if decision.outcome or decision.kind == DecisionKind.BOARD:
        outcome = f" {Outcome(decision.outcome).label}." if decision.outcome else ""
        return _("%(authority)s beslutar själv.") % {"authority": decision.unit} + outcome
    today = timezone.localdate()
    answer = queries.answer_for(decision, today)
    people = queries.those_who_may(answer, decision.for_unit, today)
    return answers.who_words(answer, people, decision.unit)


def proposals(text: str) -> list[str]:
    """Each line of the proposal is a point of its own, numbered once there are several."""
    lines = [re.sub(r"^\s*(?:\d+[.)]|[-–•])\s*", "", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) < 2:
        return lines
    return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]


def _paragraphs(text: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", text.strip()):
        yield Paragraph(" ".join(part.split()))


def offered(decision: Decision, user: User) -> list[dict[str, str]]:
    """In the menu of the decision's page."""
    made = {"docx": _("Tjänsteskrivelse, Word"), "pdf": _("Tjänsteskrivelse, PDF")}
    return [
        entry(
            f"{reverse('paper_file', args=[OfficialsLetter.name, form])}?beslut={decision.pk}",
            label,
            form,
        )
        for form, label in made.items()
    ]


DecisionRegister.record_papers.append(offered)
