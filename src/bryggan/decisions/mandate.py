"""Who may decide: the delegation order asked about one matter. Pure functions on plain values.

Money is kronor excl. moms as Decimal. A limit is compared with the sum it speaks of: what belongs
together in a purchase, all of an agreement's term with its options (LOU 5 kap. 3 §), or a calendar year.
A sum that is not known is asked for, never guessed. Rules: kommunallagen (2017:725) 6 kap. 37-40 §§ and
7 kap. 5-8 §§.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bryggan.decisions.choices import Meaning, PostKind
from bryggan.kit import words


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much: so many kronor, or so many prisbasbelopp, and at most a part of the agreement's value.

    `is_reached`: whether the very limit is still within ("högst", "t.o.m.") or no longer ("under", "<").
    """

    amount: Decimal
    in_price_base: bool = False
    is_reached: bool = True
    percent_of_value: Decimal | None = None

    def sek(self, price_base: Decimal | None) -> Decimal | None:
        """The limit in kronor, None where the year's prisbasbelopp is not known."""
        if not self.in_price_base:
            return self.amount
        return None if price_base is None else self.amount * price_base


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A point of a delegation order, as it stood on some days.

    `post` and `level`: who the delegate is and how high. `deputies`: posts that act when she cannot.
    `above`: the point begins where another ends ("1 500 tkr - 5 mnkr"). `for_own_share`: of a joint
    matter only what the own board pays.
    """

    key: int
    code: str
    matter: str
    authority: int
    post: int
    post_name: str = ""
    post_kind: str = PostKind.EMPLOYEE
    level: int = 1
    meaning: str = Meaning.NONE
    limit: Limit | None = None
    above: Decimal | None = None
    deputies: tuple[int, ...] = ()
    within_budget: bool = False
    for_own_share: bool = False
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is to be decided, by which authority, on which day; sums that are not known are None.

    `together_sek`: this purchase and what belongs together with it. `whole_term_sek`: all of the term
    with options. `year_sek`: what has been decided this year with this. `agreement_sek`: the value of
    the agreement that is added to. `share_sek`: what the authority's own share of a joint matter is.
    """

    kind: str
    authority: int
    day: date
    together_sek: Decimal | None = None
    whole_term_sek: Decimal | None = None
    year_sek: Decimal | None = None
    agreement_sek: Decimal | None = None
    share_sek: Decimal | None = None
    is_joint: bool = False
    is_principle: bool = False
    is_within_budget: bool = True


@dataclass(frozen=True)
class Tried:
    """A point tried on the matter: why it does not suffice, nothing when it does; `asks`: a missing sum."""

    rule: Rule
    refusal: str = ""
    asks: str = ""

    @property
    def suffices(self) -> bool:
        return not self.refusal


@dataclass(frozen=True)
class Answer:
    """Who may decide: the lowest point that suffices, every point tried, and what had to be asked.

    Without a point it is the board's own matter; with `asks` it cannot be said yet.
    """

    lowest: Rule | None
    tried: tuple[Tried, ...] = ()
    reason: str = ""
    asks: tuple[str, ...] = ()

    @property
    def is_for_the_board(self) -> bool:
        return self.lowest is None and not self.asks

    def sufficient(self) -> list[Rule]:
        return [one.rule for one in self.tried if one.suffices]


def who_may_decide(
    rules: Iterable[Rule], matter: Matter, price_base: Mapping[int, Decimal] | None = None
) -> Answer:
    """The lowest mandate that suffices for the matter on its day, in its own authority alone.

    `price_base`: prisbasbelopp by year. A matter of principle is nobody's but the board's (KL 6:38).
    """
    of_matter = [
        rule
        for rule in rules
        if rule.authority == matter.authority
        and rule.matter == matter.kind
        and rule.holds_on(matter.day)
    ]
    if matter.is_principle:
        return Answer(None, reason=_("Ärendet är principiellt: nämnden beslutar själv (KL 6:38)."))
    if not of_matter:
        return Answer(None, reason=_("Ingen punkt i delegationsordningen gäller ärendet."))
    year = (price_base or {}).get(matter.day.year)
    tried = tuple(_tried(rule, matter, year) for rule in sorted(of_matter, key=_height))
    lowest = next((one.rule for one in tried if one.suffices), None)
    if lowest is not None:
        below = tried[: [one.rule for one in tried].index(lowest)]
        asks = tuple(dict.fromkeys(one.asks for one in below if one.asks))
        # A lower point might suffice if only the sum were known.
        return Answer(None if asks else lowest, tried, asks=asks)
    asks = tuple(dict.fromkeys(one.asks for one in tried if one.asks))
    reason = "" if asks else _("Summan är över alla gränser: nämnden beslutar själv.")
    return Answer(None, tried, reason, asks)


def _height(rule: Rule) -> tuple[int, Decimal, str]:
    """Lowest first: by the post, then by how much it may."""
    much = rule.limit.amount if rule.limit else Decimal("Infinity")
    return rule.level, much, rule.code


def _tried(rule: Rule, matter: Matter, price_base: Decimal | None) -> Tried:
    if rule.post_kind == PostKind.GROUP:
        return Tried(rule, _("En grupp av anställda beslutar aldrig: den bereder."))
    if rule.for_own_share and not matter.is_joint:
        return Tried(rule, _("Punkten gäller den egna andelen av ett gemensamt ärende."))
    if matter.is_joint and not rule.for_own_share and matter.share_sek is None:
        return Tried(rule, _("Ange nämndens egen andel."), "share_sek")
    if rule.within_budget and not matter.is_within_budget:
        return Tried(rule, _("Punkten gäller bara inom budget."))
    if rule.limit is None and rule.above is None:
        return Tried(rule)
    return _tried_by_sum(rule, matter, price_base)


def _tried_by_sum(rule: Rule, matter: Matter, price_base: Decimal | None) -> Tried:
    name, amount = _compared(rule, matter)
    if amount is None:
        return Tried(rule, _ASKS[name](), name)
    if rule.above is not None and amount <= rule.above:
        return Tried(rule, _("Punkten börjar först över %(sum)s.") % {"sum": kronor(rule.above)})
    if rule.limit is None:
        return Tried(rule)
    most = rule.limit.sek(price_base)
    if most is None:
        said = _("Prisbasbeloppet för %(year)s är inte inlagt.") % {"year": matter.day.year}
        return Tried(rule, said, "price_base")
    if rule.limit.percent_of_value is not None:
        if matter.agreement_sek is None:
            return Tried(rule, _ASKS["agreement_sek"](), "agreement_sek")
        most = min(most, matter.agreement_sek * rule.limit.percent_of_value / 100)
    if amount < most or (amount == most and rule.limit.is_reached):
        return Tried(rule)
    said = _("%(sum)s är över gränsen %(most)s.") % {"sum": kronor(amount), "most": kronor(most)}
    return Tried(rule, said)


_ASKS = {
    "together_sek": lambda: _("Ange summan av det som hör ihop, exkl. moms."),
    "whole_term_sek": lambda: _("Ange hela avtalstidens värde med optioner, exkl. moms."),
    "year_sek": lambda: _("Ange vad som har beslutats under året, exkl. moms."),
    "agreement_sek": lambda: _("Ange värdet av avtalet som tillägget gäller."),
    "share_sek": lambda: _("Ange nämndens egen andel."),
}


def _compared(rule: Rule, matter: Matter) -> tuple[str, Decimal | None]:
    """The sum that the limit speaks of, by its name."""
    if matter.is_joint:
        return "share_sek", matter.share_sek
    if rule.meaning == Meaning.WHOLE_TERM:
        return "whole_term_sek", matter.whole_term_sek
    if rule.meaning == Meaning.PER_YEAR:
        return "year_sek", matter.year_sek
    return "together_sek", matter.together_sek


def kronor(amount: Decimal) -> str:
    return _("%(sum)s kr") % {"sum": words.number(int(amount))}
