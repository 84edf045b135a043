"""Systemöversikt: the start page's figures to take to a meeting."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts.calculation import months_after
from bryggan.kit import navigation, words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Column,
    Figure,
    Figures,
    Heading,
    KeyFigure,
    Note,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.register import past
from bryggan.kit.register.on_paper import made_by
from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Scope
from bryggan.reports import home_page, overview, pictures
from bryggan.reports.overview import ALL, COMPLETE, IN_LIFE, WITH_COST, Deadline
from bryggan.systems.models import Integration
from bryggan.systems.papers.grouping import EVERYTHING, unit_choices

CONTRACT_MONTHS = 12
MOST_ON_SLIDES = 24

navigation.offer(
    navigation.Item(
        key="papers",
        label=gettext_lazy("Rapporter"),
        url_name="papers",
        icon="presentation",
        group=gettext_lazy("Uppföljning"),
        place=63,
    )
)

past.worded(
    template__changed=gettext_lazy("bytte wordmall"),
    template__removed=gettext_lazy("tog bort wordmallen"),
    template__failed=gettext_lazy("meddelade att wordmallen inte gick att använda"),
)


@paper
class SystemOverview(DeclaredPaper):
    """Systemöversikten: how many, what they cost whom, what needs attention, which contracts come up."""

    name = "systemoversikt"
    title = gettext_lazy("Systemöversikt")
    description = gettext_lazy(
        "Läget på några sidor: nyckeltal, kostnad per förvaltning, livscykel, det som behöver åtgärdas "
        "och avtalen det närmaste året. Samma siffror som på startsidan."
    )
    formats = ("pptx", "pdf", "docx", "xlsx")
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Omfattning"), unit_choices),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        organisation = Organisation.read()
        chosen = options["unit"]
        is_whole = chosen == EVERYTHING
        unit = organisation.root if is_whole else organisation.places[int(chosen)]
        scope, today = Scope(user, organisation, unit), timezone.localdate()
        wanted = (ALL, WITH_COST, COMPLETE, *IN_LIFE.values())
        numbers, advice = overview.counts_and_advice(scope, wanted)
        deadlines = overview.contracts(scope, today)
        money = overview.money(
            scope, today.year, counted=numbers.get(WITH_COST.key, 0), of=numbers.get(ALL.key, 0)
        )
        title = str(cls.title)
        return Paper(
            title=title if scope.is_whole else f"{title}, {unit.name}",
            made_on=timezone.now(),
            scope=_scope_words(scope, numbers.get(ALL.key, 0)),
            completeness=money.total.words,
            made_by=made_by(user),
            omitted=_omitted(scope),
            blocks=(
                *_figures(home_page.cards(scope, numbers, money, deadlines, today)),
                *_money(scope, money, form=options.form),
                *_lifecycle(scope, numbers),
                *_findings(home_page.findings(scope, advice)),
                *_contracts(scope, deadlines, today, form=options.form),
                *_integrations(scope),
            ),
        )


def _scope_words(scope: Scope, count: int) -> str:
    name = scope.unit.name
    if not scope.is_whole:
        name = _("%(unit)s med allt därunder") % {"unit": name}
    return _("%(part)s, %(count)s system") % {"part": name, "count": words.number(count)}


def _omitted(scope: Scope) -> int:
    """What of the systems, and of the flows between them, this person may not see."""
    register = REGISTERS["system"]
    beside = register.omitted(scope.rows(register.rows(scope.user)), scope.user)
    return beside + scope.rows(Integration.objects.omitted_for(scope.user)).count()


def _figures(cards: Iterable[dict[str, Any]]) -> Iterable[Block]:
    yield Heading(_("Läget"))
    yield Figures(
        tuple(
            KeyFigure(
                words.NBSP.join(part for part in (card["value"], card.get("unit", "")) if part),
                str(card["label"]),
                str(card["note"]),
            )
            for card in cards
        )
    )


def _money(scope: Scope, money: overview.Money, *, form: str) -> Iterable[Block]:
    """The chart, and what stands behind it; on slides that stands in the speaker's notes."""
    yield Heading(_("Vad systemen kostar och vem som bär kostnaden"))
    if not money.bearers:
        yield Paragraph(_("Ingen kostnad är känd för i år."))
        return
    yield Figure(pictures.money_chart(scope, money))
    yield Paragraph(home_page.money_caption(money))
    if form == "pptx":
        return
    columns = (
        Column(_("Del av organisationen")),
        Column(_("System med kostnad"), "number"),
        Column(_("Kr i år"), "money", decimals=0),
    )
    rows = [
        (pictures.share_name(scope, one.part), one.systems, one.amount) for one in money.bearers
    ]
    amount = sum((one.amount for one in money.bearers), Decimal(0))
    total = (_("Summa"), None, amount)
    yield Table(columns, tuple(rows), total=total, title=_("Kostnad per del"))


def _lifecycle(scope: Scope, numbers: Mapping[str, int]) -> Iterable[Block]:
    yield Heading(_("Var i livet systemen är"))
    yield Figure(pictures.lifecycle_chart(scope, numbers))


def _findings(found: Sequence[dict[str, Any]]) -> Iterable[Block]:
    yield Heading(_("Behöver åtgärdas"))
    if not found:
        yield Note(_("Inget som Bryggan känner till behöver åtgärdas."), "ok")
        return
    columns = (Column(_("Vad")), Column(_("Antal"), "number"))
    rows = tuple((f"{one['sign']} {one['label']}", _figure(one["count"])) for one in found)
    yield Table(columns, rows)


def _figure(written: str) -> int:
    return int(written.replace(words.NBSP, ""))


def _coming(deadlines: Iterable[Deadline], today: date) -> list[Deadline]:
    """The contracts on which something happens within a year, the nearest first."""
    horizon = months_after(today, CONTRACT_MONTHS)
    dated = [(one.next_day(today), one.name, one.pk, one) for one in deadlines]
    near = [row for row in dated if row[0] is not None and row[0] <= horizon]
    return [row[-1] for row in sorted(near, key=lambda row: row[:3])]


def _contracts(
    scope: Scope, deadlines: Sequence[Deadline], today: date, *, form: str
) -> Iterable[Block]:
    """All of them; on slides the nearest, and how many there are."""
    near = _coming(deadlines, today)
    yield Heading(_("Avtal det närmaste året"))
    if form == "pptx" and len(near) > MOST_ON_SLIDES:
        said = _("De %(shown)s närmaste av %(all)s. Alla finns i Word, PDF och Excel.")
        yield Paragraph(said % {"shown": MOST_ON_SLIDES, "all": words.number(len(near))})
        near = near[:MOST_ON_SLIDES]
    columns = (
        Column(_("Avtal")),
        Column(_("Leverantör")),
        Column(_("Enhet")),
        Column(_("Läge")),
        Column(_("Säg upp senast"), "date"),
        Column(_("Slutar"), "date"),
    )
    places = scope.organisation.places
    rows = tuple(
        (
            one.name,
            one.supplier,
            places[one.unit_id].name,
            str(one.standing.state.label),
            one.standing.notice_on,
            one.standing.ends_on,
        )
        for one in near
    )
    yield Table(columns, rows, empty=_("Inget avtal har en dag att passa inom ett år."))


def _integrations(scope: Scope) -> Iterable[Block]:
    """How much is connected, and by what."""
    rows = scope.rows(Integration.objects.visible_to(scope.user).present()).order_by()
    methods = dict(Integration.Method.choices)
    counts: dict[str, int] = {}
    outside = 0
    for method, source_party, target_party in rows.values_list(
        "method", "source_party", "target_party"
    ):
        word = str(methods.get(method) or _("Okänd metod"))
        counts[word] = counts.get(word, 0) + 1
        outside += source_party is not None or target_party is not None
    total = sum(counts.values())
    yield Heading(_("Integrationer i siffror"))
    yield Figures(
        (
            KeyFigure(words.number(total), _("kända integrationer")),
            KeyFigure(words.number(outside), _("med någon utanför")),
        )
    )
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    columns = (Column(_("Metod")), Column(_("Antal"), "number"))
    yield Table(columns, tuple(ordered), total=(_("Summa"), total) if ordered else None)
