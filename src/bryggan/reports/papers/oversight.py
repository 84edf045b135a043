"""Uppsikten till kommunstyrelsen: two pages of how every nämnd and company has it with its initiatives."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.initiatives.watching import SILENT_DAYS, Watched
from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Cell,
    Column,
    Figures,
    Heading,
    KeyFigure,
    Paper,
    Paragraph,
    Table,
)
from bryggan.kit.register.on_paper import made_by
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Scope
from bryggan.reports.oversight import (
    ALL,
    MONEY,
    STANDING,
    UNDER_WAY,
    Counted,
    Oversight,
)
from bryggan.reports.pictures import share_name
from bryggan.systems.papers.grouping import EVERYTHING, unit_choices

# Three tables of so many lines fit on two pages; the smallest parts beyond them are told together.
MOST_LINES = {"pdf": 24, "docx": 14}

OVER = ("closed", "rejected")

type Named = Sequence[tuple[str, Counted]]


@paper
class OversightPaper(DeclaredPaper):
    """Uppsikten: per nämnd and company how many, where, for how much money, and what stands out."""

    name = "uppsikt"
    title = gettext_lazy("Uppsikt över initiativen")
    description = gettext_lazy(
        "Två sidor till kommunstyrelsen: initiativen per nämnd och bolag, var de står, pengarna, "
        "och det som är försenat, tyst, utanför metod eller utan underlag. Samma siffror som "
        "nämnderna själva ser."
    )
    formats = ("pdf", "docx", "pptx", "xlsx")
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Omfattning"), unit_choices),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        organisation = Organisation.read()
        chosen = options["unit"]
        is_whole = chosen == EVERYTHING
        unit = organisation.root if is_whole else organisation.places[int(chosen)]
        scope = Scope(user, organisation, unit)
        found = Oversight(scope, timezone.localdate())
        parts = _named(found, MOST_LINES.get(options.form))
        title = str(cls.title)
        return Paper(
            title=title if scope.is_whole else f"{title}, {unit.name}",
            made_on=timezone.now(),
            scope=_scope_words(found),
            made_by=made_by(user),
            is_tight=True,
            blocks=(*_figures(found), *_tables(found, parts)),
        )


def _scope_words(found: Oversight) -> str:
    name = found.scope.unit.name
    if not found.scope.is_whole:
        name = _("%(unit)s med allt därunder") % {"unit": name}
    count = words.number(found.whole.number(ALL.key))
    return _("%(part)s, %(count)s initiativ") % {"part": name, "count": count}


def _named(found: Oversight, most: int | None) -> Named:
    """Each part by name; where they are too many for two pages those with fewest initiatives are told together."""
    parts = list(found.parts)
    if most is None or len(parts) <= most:
        return [(share_name(found.scope, part), counted) for part, counted in parts]
    by_size = sorted(parts, key=lambda part: -part[1].number(ALL.key))
    kept = {part for part, _counted in by_size[: most - 1]}
    rest = Counted()
    for part, counted in parts:
        if part not in kept:
            rest.add(counted.numbers, counted.money)
    shown = [(share_name(found.scope, part), counted) for part, counted in parts if part in kept]
    others = _("%(count)s andra") % {"count": words.number(len(parts) - len(kept))}
    return [*shown, (others, rest)]


def _figures(found: Oversight) -> Iterable[Block]:
    of = words.number(found.whole.number(UNDER_WAY.key))
    yield Figures(
        tuple(
            KeyFigure(
                words.number(found.whole.number(one.key)),
                str(one.label).lower(),
                _("av %(count)s som pågår") % {"count": of},
            )
            for one in found.watched
            if one.key != Watched.JOINT
        )
    )


def _tables(found: Oversight, parts: Named) -> Iterable[Block]:
    yield Heading(_("Var initiativen står"), 2)
    spans = (Column(str(one.label), "number") for one in STANDING if one.key not in OVER)
    yield _table((*spans, Column(_("Avslutade"), "number")), found, parts, _standing)
    if not parts:
        return
    yield Heading(_("Att se till"), 2)
    watched = (UNDER_WAY, *found.watched)
    columns = tuple(Column(str(one.label), "number") for one in watched)
    yield _table(columns, found, parts, lambda one: [one.number(which.key) for which in watched])
    yield Heading(_("Pengarna, tusental kronor"), 2)
    columns = tuple(Column(str(label), "number") for label in MONEY.values())
    yield _table(
        columns, found, parts, lambda one: [round(one.amount(kind) / 1_000) for kind in MONEY]
    )
    over = _("Avslutade är också de som inte blev av.")
    yield Paragraph(f"{over} {explanation()}")


def _table(
    columns: tuple[Column, ...],
    found: Oversight,
    parts: Named,
    told: Callable[[Counted], Sequence[Cell]],
) -> Table:
    return Table(
        (Column(_("Nämnd eller bolag"), width=34), *columns),
        tuple((name, *told(counted)) for name, counted in parts),
        total=(_("Tillsammans"), *told(found.whole)) if len(parts) > 1 else None,
        empty=_("Här finns inga initiativ än."),
    )


def _standing(counted: Counted) -> list[Cell]:
    """As on the page, but what is over in one column, so that the page can stand up."""
    here = [counted.number(one.key) for one in STANDING if one.key not in OVER]
    return [*here, sum(counted.number(key) for key in OVER)]


def explanation() -> str:
    """What the columns mean, in the same words on paper and on the page."""
    return _(
        "Pengarna är alla års summor på färdplanen, hos den som bär dem. Försenat: slutdagen eller en "
        "milstolpes dag har passerat. Tyst: ingen har gjort något på %(days)s dagar. Utanför metod: ingen "
        "metod är vald där det leds, eller steget hör inte till metodens version. Utan underlag: något som "
        "metoden kräver före nästa grind har ingen svarat på. Gemensamt: någon mer än den som leder har en "
        "andel; det räknas hos den som leder."
    ) % {"days": SILENT_DAYS}
