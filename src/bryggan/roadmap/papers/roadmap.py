"""Färdplan: the years as a picture, every initiative in a table, the money, and the two horizons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.initiatives.models import Health, Initiative, MoneyKind
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit import words
from bryggan.kit.papers.declared import Choice, DeclaredPaper, Options, paper
from bryggan.kit.papers.model import (
    Block,
    Cell,
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
from bryggan.kit.register.listing import Listing
from bryggan.kit.register.on_paper import FORMAT_WORDS, entry, made_by, offers_list_papers
from bryggan.methods.models import Phase
from bryggan.people.models import User
from bryggan.people.scope import Organisation, Scope
from bryggan.people.scope import Share as Part
from bryggan.roadmap import pictures, queries, shown, shown_money
from bryggan.roadmap.calculation import Wait
from bryggan.roadmap.horizons import Horizon, horizons
from bryggan.roadmap.queries import BEGINS, ENDS, KINDS, SILENT_DAYS, Roadmap
from bryggan.roadmap.shown_money import Line
from bryggan.systems.papers.grouping import EVERYTHING, unit_choices

NAME = "fardplan"


@dataclass(frozen=True)
class Content:
    """What the paper is made of, asked for once."""

    roadmap: Roadmap
    initiatives: Sequence[Initiative]
    waits: Sequence[tuple[Wait, Initiative]]
    sums: Mapping[int, Mapping[str, Decimal]]

    @classmethod
    def read(cls, roadmap: Roadmap) -> "Content":
        rows = roadmap.rows.select_related("unit")
        ordered = list(rows.order_by("unit__path", BEGINS, ENDS, "sort_key", "pk"))
        waits = queries.waits_of(ordered, roadmap.scope.user)
        return cls(roadmap, ordered, waits, queries.sums_of(roadmap))

    def parts(self) -> dict[Part, list[Initiative]]:
        """What lies right under the unit, each with its initiatives."""
        found: dict[Part, list[Initiative]] = {}
        for one in self.initiatives:
            found.setdefault(self.roadmap.scope.part_of(one.unit_id), []).append(one)
        return found

    def dated(self) -> list[Initiative]:
        days = ("starts_on", "ends_on", "started_on", "closed_on")
        return [one for one in self.initiatives if any(getattr(one, day) for day in days)]


@paper
class RoadmapPaper(DeclaredPaper):
    """Färdplanen of a unit with all under it, or of everything."""

    name = NAME
    title = gettext_lazy("Färdplan")
    description = gettext_lazy(
        "Initiativen över åren i bild och tabell, pengarna per nämnd och år, och två horisonter: "
        "nästa års plan och budgeten året därpå."
    )
    options: ClassVar[tuple[Choice, ...]] = (
        Choice("unit", gettext_lazy("Omfattning"), unit_choices),
    )

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        organisation = Organisation.read()
        chosen = options["unit"]
        unit = organisation.root if chosen == EVERYTHING else organisation.places[int(chosen)]
        scope = Scope(user, organisation, unit)
        content = Content.read(Roadmap(scope, timezone.localdate()))
        blocks = _sheet(content) if options.form == "xlsx" else _pages(content, options.form)
        name = str(cls.title)
        return Paper(
            title=name if scope.is_whole else f"{name}, {unit.name}",
            made_on=timezone.now(),
            scope=_scope_words(scope, len(content.initiatives)),
            filters=(_("allt som inte har avslutats före årsskiftet eller inte blev av"),),
            completeness=_completeness(content),
            made_by=made_by(user),
            blocks=tuple(blocks),
        )


def _scope_words(scope: Scope, count: int) -> str:
    name = scope.unit.name
    if not scope.is_whole:
        name = _("%(unit)s med allt därunder") % {"unit": name}
    return _("%(part)s, %(count)s initiativ") % {"part": name, "count": words.number(count)}


def _completeness(content: Content) -> str:
    """What the färdplan does not know, counted: it is read as a plan, and a gap is no plan."""
    whole, total = content.roadmap.whole, len(content.initiatives)
    told = sum(1 for one in content.initiatives if one.health)
    paid = sum(1 for one in content.initiatives if one.pk in content.sums)
    said = _(
        "%(dated)s av %(total)s har en tid, %(told)s har en status, %(paid)s har belopp, "
        "%(silent)s har varit tysta i %(days)s dagar"
    )
    return said % {
        "dated": words.number(total - whole.undated),
        "total": words.number(total),
        "told": words.number(told),
        "paid": words.number(paid),
        "silent": words.number(whole.silent[SILENT_DAYS[0]]),
        "days": SILENT_DAYS[0],
    }


def _pages(content: Content, form: str) -> Iterable[Block]:
    """For reading and showing: the picture first, then the tables."""
    yield _figures(content)
    if not content.initiatives:
        yield Note(_("Inget initiativ står på färdplanen än."))
        if content.roadmap.money:
            yield from _money(content)
        return
    yield Heading(_("Tidslinje"))
    if dated := content.dated():
        waits = [wait for wait, _before in content.waits]
        yield Figure(shown.drawn(content.roadmap, dated, waits))
    yield from _clashes(content)
    yield from _tables(content, form)
    yield from _money(content)
    for horizon, title in zip(horizons(content.roadmap), _horizon_titles(), strict=True):
        yield from _horizon(horizon, title)


def _figures(content: Content) -> Figures:
    cards = shown.cards(content.roadmap)
    return Figures(tuple(KeyFigure(card["value"], card["label"], card["note"]) for card in cards))


def _clashes(content: Content) -> Iterable[Block]:
    """What is to begin before what it waits for is over."""
    names = {one.pk: one.name for one in content.initiatives}
    clashing = [(wait, before) for wait, before in content.waits if wait.clashes]
    if not clashing:
        return
    yield Heading(_("Beroenden som krockar"), 2)
    columns = (
        Column(_("Initiativ"), width=3),
        Column(_("Börjar"), "date", width=1.2),
        Column(_("Väntar på"), width=3),
        Column(_("Klart"), "date", width=1.2),
    )
    rows = tuple(
        (names[wait.pk], wait.starts_on, before.name, wait.before_ends_on)
        for wait, before in clashing
    )
    yield Table(columns, rows)


def _money_columns() -> tuple[Column, ...]:
    """In tkr, since a page and a slide have room for no more."""
    said = _("%(kind)s, tkr")
    titles = (said % {"kind": MoneyKind(kind).label} for kind in KINDS)
    return tuple(Column(title, "number", width=1.6, decimals=0, empty="–") for title in titles)


def _thousands(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount / 1000


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Initiativ"), width=3.2),
        Column(_("Fas och status"), width=2),
        Column(_("Tid"), width=1.8),
        Column(_("Väntar på"), width=1.7),
        *_money_columns(),
    )


def _tables(content: Content, form: str) -> Iterable[Block]:
    """Every initiative, under what lies right under the unit."""
    before: dict[int, list[str]] = {}
    for wait, other in content.waits:
        before.setdefault(wait.pk, []).append(other.name)
    yield Heading(_("Initiativen"))
    if content.roadmap.money_of_others:
        yield Paragraph(_("Ett initiativ står med alla sina pengar, vem som än bär dem."))
    for part, initiatives in content.parts().items():
        is_slide = form == "pptx"
        if not is_slide:
            yield Heading(part.place.name, 2)
        rows = tuple(
            (
                f"{one.name} ({one.number})",
                pictures.standing_words(one),
                _time(one),
                ", ".join(before.get(one.pk, ())) or None,
                *(_thousands(content.sums.get(one.pk, {}).get(kind)) for kind in KINDS),
            )
            for one in initiatives
        )
        # On slides the name stands over its rows, so that several short parts share one.
        name = part.place.name if is_slide else ""
        total = _total(rows) if len(rows) > 1 else None
        yield Table(_columns(), rows, total=total, title=name)


def _total(rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    sums: list[Cell] = []
    for place in range(4, 4 + len(KINDS)):
        known = [cell for row in rows if isinstance(cell := row[place], Decimal)]
        sums.append(sum(known, Decimal(0)) if known else None)
    return (_("Summa"), None, None, None, *sums)


def _time(one: Initiative) -> str | None:
    start, end = one.started_on or one.starts_on, one.closed_on or one.ends_on
    if start is None and end is None:
        return one.time_words or None
    first = words.date_text(start) if start else "…"
    return f"{first} – {words.date_text(end) if end else '…'}"


def _money(content: Content) -> Iterable[Block]:
    """Nämnd by nämnd and year by year."""
    roadmap = content.roadmap
    yield Heading(_("Pengar per nämnd och år"))
    if not roadmap.money:
        yield Paragraph(_("Inget belopp är känt."))
        return
    yield Paragraph(
        _(
            "Ett belopp som återkommer varje år räknas på det år det står, hos den som bär det. Är ingen namngiven bär de som delar på initiativet var sin andel, när andelarna tillsammans är 100 %; annars den som leder det."
        )
    )
    yield Figure(shown_money.chart_of(roadmap))
    who = _("Leds av") if shown_money.is_by_leader(roadmap) else _("Bärs av")
    totals = tuple(_thousands(roadmap.totals(kind)) for kind in KINDS)
    yield _money_table(who, shown_money.lines(roadmap), total=(_("Summa"), None, *totals))
    if others := shown_money.lines_of_others(roadmap):
        yield Heading(_("Leds här, bärs av andra"), 2)
        yield Paragraph(_("Räknas på färdplanen för den som bär beloppet, och bara där."))
        yield _money_table(_("Bärs av"), others)


def _money_table(who: str, lines: Iterable[Line], total: tuple[Cell, ...] | None = None) -> Table:
    columns = (Column(_("År"), width=1), Column(who, width=3), *_money_columns())
    rows = tuple(
        (str(one.year), one.name, *(_thousands(one.sums.get(kind)) for kind in KINDS))
        for one in lines
        if any(kind in one.sums for kind in KINDS)
    )
    return Table(columns, rows, total=total, title=_("Tkr exkl. moms"))


def _horizon_titles() -> tuple[str, str]:
    return _("Verksamhetsplan och internbudget %(year)s"), _("Budget %(year)s")


def _horizon(horizon: Horizon, title: str) -> Iterable[Block]:
    yield Heading(title % {"year": horizon.year})
    columns = (
        Column(_("Initiativ"), width=3.4),
        Column(_("Leds av"), width=2.4),
        *_money_columns(),
    )

    def row(one: Initiative) -> tuple[Cell, ...]:
        sums: list[Cell] = [_thousands(getattr(one, f"sek_{kind}")) for kind in KINDS]
        return (one.name, one.unit.name, *sums)

    totals = tuple(_thousands(horizon.total(kind)) for kind in KINDS)
    rows = tuple(row(one) for one in horizon.meant)
    total = (_("Summa"), None, *totals) if rows else None
    yield Table(columns, rows, total=total, empty=_("Inget initiativ är avsett för det här året."))
    if horizon.elsewhere:
        sums = tuple(_thousands(horizon.elsewhere.get(kind)) for kind in KINDS)
        yield Table(columns, ((_("Bärs här av det som andra leder"), None, *sums),))
    if horizon.missing:
        yield Heading(_("Börjar %(year)s utan att stå där") % {"year": horizon.year}, 2)
        yield Table(columns, tuple(row(one) for one in horizon.missing))


def _sheet(content: Content) -> Iterable[Block]:
    """For Excel every initiative on its row with all that the färdplan knows, and every sum on its own."""
    organisation = content.roadmap.scope.organisation
    titles = (
        _("Nr"), _("Initiativ"), _("Nämnd eller bolag"), _("Leds av"), _("Fas"), _("Läge"), _("Status"),
    )  # fmt: skip
    columns = (
        *(Column(title) for title in titles),
        Column(_("Start"), "date"),
        Column(_("Slut"), "date"),
        Column(_("Tidsram i ord")),
        Column(_("Verksamhetsplan, år")),
        Column(_("Budget, år")),
        Column(_("Nytta"), "number"),
        Column(_("Komplexitet"), "number"),
        Column(_("Senast rört"), "date"),
        *(Column(str(MoneyKind(kind).label), "money") for kind in KINDS),
    )
    rows = tuple(
        (
            one.number,
            one.name,
            organisation.administration(one.unit_id).place.name,
            one.unit.name,
            str(Phase(one.phase).label),
            str(one.get_state_display()),
            str(Health(one.health).label) if one.health else None,
            one.started_on or one.starts_on,
            one.closed_on or one.ends_on,
            one.time_words or None,
            str(one.target_plan_year) if one.target_plan_year else None,
            str(one.target_budget_year) if one.target_budget_year else None,
            one.benefit,
            one.complexity,
            one.touched_on,
            *(content.sums.get(one.pk, {}).get(kind) for kind in KINDS),
        )
        for one in content.initiatives
    )
    yield Table(columns, rows, title=_("Initiativ"))
    yield _money_sheet(content.roadmap)


def _money_sheet(roadmap: Roadmap) -> Table:
    """What is borne here by year, nämnd and whoever leads."""
    borne: dict[tuple[int, str, str, str], Decimal] = {}
    for one in roadmap.money:
        bearer, leader = roadmap.bearer_of(one.unit).name, roadmap.bearer_of(one.leader).name
        key = one.year, bearer, leader, one.kind
        borne[key] = borne.get(key, Decimal(0)) + one.amount
    sums = tuple(
        (str(year), bearer, leader, str(MoneyKind(kind).label), amount)
        for (year, bearer, leader, kind), amount in sorted(borne.items())
    )
    of_money = (
        Column(_("År")), Column(_("Bärs av")), Column(_("Leds av")), Column(_("Slag")),
        Column(_("Kronor"), "money"),
    )  # fmt: skip
    return Table(of_money, sums, title=_("Pengar"))


def papers_of(unit: int) -> list[dict[str, str]]:
    """The färdplan of a unit in every format."""
    return [
        entry(
            reverse("paper_file", args=[NAME, form]) + f"?unit={_value(unit)}",
            FORMAT_WORDS[form][0],
            form,
        )
        for form in RoadmapPaper.formats
    ]


def _value(unit: int) -> str:
    """As the paper's choice writes the unit: the top of the tree is everything."""
    return EVERYTHING if unit == Organisation.read().root.pk else str(unit)


def _of_list(listing: Listing) -> list[dict[str, str]]:
    """On the list of initiatives the färdplan of everything, or of the one unit that is filtered on."""
    asked = dict(listing.question.chosen).get("unit", ())
    chosen = asked[0].lstrip("=") if len(asked) == 1 else ""
    value = chosen if chosen.isdigit() else EVERYTHING
    label = _("Färdplan")
    return [
        entry(reverse("paper_file", args=[NAME, form]) + f"?unit={value}", label, form)
        for form in ("pptx", "docx")
    ]


offers_list_papers(InitiativeRegister.slug, _of_list)
