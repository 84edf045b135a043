"""Avtalsåret as a paper: what happens with the contracts month by month, to take to the planning."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import year
from bryggan.contracts.deadlines import DayKind
from bryggan.contracts.year import ContractYear, Scope
from bryggan.kit import words
from bryggan.kit.charts import Series, StackedBarChart, Tone
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Column,
    Figure,
    Figures,
    Heading,
    KeyFigure,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.plain import whole_number
from bryggan.kit.register.on_paper import made_by
from bryggan.people.models import Unit, User

TONES: dict[DayKind, Tone] = {
    DayKind.NOTICE: "sun",
    DayKind.OPTION: "calm",
    DayKind.RENEWAL: "brand",
    DayKind.END: "alarm",
    DayKind.PROCUREMENT: "soft",
    DayKind.CHOSEN: "ok",
}


def whose(user: User) -> list[tuple[str, str]]:
    return [("", _("Avtal oavsett ägare")), ("ja", _("Bara de jag äger"))]


@paper
class ContractYearPaper(DeclaredPaper):
    """Avtalsåret: how many days of each kind, month by month, and every day with its contract."""

    name = "avtalsaret"
    title = gettext_lazy("Avtalsåret")
    description = gettext_lazy(
        "Avtalens dagar månad för månad: sista dagar för uppsägning, optioner, vad som slutar, när nya "
        "upphandlingar ska börja och vilka vägval som gjorts."
    )
    formats = ("pdf", "docx", "xlsx")
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("ar", gettext_lazy("År"), lambda user: year_choices()),
        Choice("unit", gettext_lazy("Omfattning"), lambda user: year.unit_choices()),
        Choice("egna", gettext_lazy("Vems avtal"), whose),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        pk = whole_number(options["unit"])
        unit = Unit.objects.visible_to(user).present().filter(pk=pk).first() if pk else None
        if pk and unit is None:
            raise NoSuchPaper(options["unit"])
        scope = Scope(user, unit, is_own=options["egna"] == "ja")
        found = ContractYear(scope, int(options["ar"]))
        title = _("Avtalsåret %(year)s") % {"year": found.year}
        return Paper(
            title=title if unit is None else f"{title}, {unit}",
            made_on=timezone.now(),
            scope=scope.words,
            completeness=year.sums(found.entries) if found.entries else "",
            made_by=made_by(user),
            blocks=(*_overview(found), *_days(found)),
        )


def year_choices() -> list[tuple[str, str]]:
    """This year first, then those around it."""
    now = timezone.localdate().year
    return [
        (str(one), str(one)) for one in (now, now + 1, now + 2, now - 1, *range(now + 3, now + 6))
    ]


def _overview(found: ContractYear) -> Iterable[Block]:
    counts = {kind: count for kind, count in found.counts().items() if count}
    yield Heading(_("Året i siffror"))
    yield Paragraph(_("Dagarna är räknade ur avtalens villkor, som om ingen gör något."))
    if not counts:
        return
    yield Figures(
        tuple(KeyFigure(words.number(count), str(kind.label)) for kind, count in counts.items())
    )
    yield Figure(chart(found))


def chart(found: ContractYear) -> StackedBarChart:
    """How many days of each kind there are in each month."""
    months = found.months()
    kinds = [kind for kind, count in found.counts().items() if count]
    most = max(months, key=lambda month: len(month.days))
    return StackedBarChart(
        title=_("Avtalens dagar månad för månad"),
        summary=_("Flest dagar har %(month)s, %(count)s.")
        % {"month": most.name, "count": len(most.days)},
        categories=tuple(month.name for month in months),
        series=tuple(
            Series(
                str(kind.label),
                tuple(sum(one.kind == kind for one in month.days) for month in months),
                tone=TONES[kind],
            )
            for kind in kinds
        ),
        unit=_("dagar"),
        category_word=_("Månad"),
    )


def _days(found: ContractYear) -> Iterable[Block]:
    yield Heading(_("Alla dagar"))
    columns: tuple[Column, ...] = (
        Column(_("Dag"), "date"),
        Column(_("Vad")),
        Column(_("Avtal")),
        Column(_("Leverantör"), empty=_("okänd")),
        Column(_("Enhet")),
        Column(_("Avtalsägare"), empty=_("okänd")),
        Column(_("Kr per år"), "money", decimals=0, empty=_("okänt")),
    )
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            one.on,
            one.what,
            one.name,
            one.supplier or None,
            one.unit,
            one.owner or None,
            one.yearly_sek,
        )
        for one in found.entries
    )
    yield Table(columns, rows, empty=_("Inget avtal har en dag det här året."))
