"""A limit as a delegation order words it, read into kronor and what they mean. Pure functions, nothing guessed.

What the words do not say is asked: a sum without a unit, two limits in one cell, a sum incl. moms, what
the sum is a sum of. The words themselves are always kept as the point's conditions.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bryggan.decisions.choices import Meaning

# What is asked of a cell, by what the answer is about.
ASK_LIMIT, ASK_MEANING, ASK_DEPUTY, ASK_REPORTING = "limit", "meaning", "deputy", "reporting"


@dataclass(frozen=True, kw_only=True)
class ReadLimit:
    """What a cell says. `same_as`: the point whose limit this one has. `asks`: what was not readable."""

    limit_sek: Decimal | None = None
    limit_price_base: Decimal | None = None
    is_limit_reached: bool = True
    percent_of_value: Decimal | None = None
    above_sek: Decimal | None = None
    meaning: str = Meaning.NONE
    within_budget: bool = False
    for_own_share: bool = False
    same_as: str = ""
    deputies: tuple[str, ...] = ()
    legal_ref: str = ""
    asks: tuple[tuple[str, str], ...] = ()

    @property
    def has_sum(self) -> bool:
        sums = (self.limit_sek, self.limit_price_base, self.above_sek)
        return any(one is not None for one in sums)


UNITS = {
    "kr": 1, "kronor": 1, "sek": 1, "tkr": 1_000, "kkr": 1_000, "tsek": 1_000, "tusen kronor": 1_000,
    "tusen kr": 1_000, "mkr": 1_000_000, "mnkr": 1_000_000, "msek": 1_000_000, "mn kr": 1_000_000,
    "miljon": 1_000_000, "miljoner": 1_000_000, "milj": 1_000_000,
}  # fmt: skip
COUNTED = {
    "en halv": "0.5", "ett halvt": "0.5", "halvt": "0.5", "en": "1", "ett": "1", "två": "2",
    "tre": "3", "fyra": "4", "fem": "5", "sex": "6", "sju": "7", "åtta": "8", "nio": "9",
    "tio": "10", "femton": "15", "tjugo": "20",
}  # fmt: skip
_NUMBER = r"(?:\d{1,3}(?:[ .]\d{3})+|\d+)(?:,\d+)?|\d+\.\d{1,2}(?!\d)"
_WORDS = "|".join(sorted(COUNTED, key=len, reverse=True))
_SEK = (
    r"tusen kronor|tusen kr|miljoner|miljon|milj\.?|mn kr|mnkr|mkr|msek|tsek|tkr|kkr|kronor|kr|sek"
)
_PRICE_BASE = r"prisbasbelopp|basbelopp|pbb"
_UNIT = rf"(?P<unit>{_SEK}|{_PRICE_BASE}|%|procent)(?![^\W\d_])(?:\s*(?:kronor|kr)\b)?"
_AMOUNT = re.compile(rf"(?<![\w,.])(?P<number>{_NUMBER}|{_WORDS})\s*(?:st\s+)?{_UNIT}")

_MOST = re.compile(
    r"(?:högst|max(?:imalt|\.)?|maximum|upp till|till och med|t\.?o\.?m\.?|inte över|ej över|"
    r"(?:som )?(?:inte|ej) överstig(?:er|ande)|intill|≤|<=|begränsat till|tak(?: om)?|inom ramen av)\s*:?\s*"
    r"(?:ett (?:värde|belopp) (?:av|om|på)|om|på|ett)?\s*$"
)
_UNDER = re.compile(
    r"(?:under|mindre än|lägre än|understig(?:er|ande)|ej uppgå(?:r|ende) till|<)\s*$"
)
_ABOVE = re.compile(r"(?:överstig(?:er|ande)|över|mer än|större än|utöver|>)\s*$")
_DASH = re.compile(
    r"^\s*(?:-|–|—|till(?: och med)?|och(?: högst)?|men högst|upp till|t\.?o\.?m\.?)\s*$"
)

# Numbers that are no sums: laws, paragraphs, points, days and times.
_NO_SUMS = (
    re.compile(
        r"\d+\s*kap\.?(?:\s*\d+(?:\s*[a-z])?(?:\s*[-–]\s*\d+)?\s*§{1,2})?(?:\s*kl\b|\s*lou\b)?"
    ),
    re.compile(r"§{1,2}\s*\d+(?:\s*[-–]\s*\d+)?"),
    re.compile(r"\b(?:kl|lou|fl)\s*\d+:\d+"),
    re.compile(r"\d{4}-\d{2}-\d{2}"),
    re.compile(r"(?:punkt(?:en|erna)?|p\.)\s*\d+(?:\.\d+)*(?:\s*(?:,|och|-|–)\s*\d+(?:\.\d+)*)*"),
    re.compile(r"\d+(?:\s*[-–]\s*\d+)?\s*(?:timmar|tim|dagar|dygn|veckor|mån(?:ader)?|år)\b"),
    re.compile(r"\b\d+:[ea]\b"),
)
_LAW = re.compile(r"\d+\s*kap\.?\s*\d+(?:\s*[-–]\s*\d+)?\s*§{1,2}\s*(?:KL|LOU|FL)?|KL\s*\d+:\d+")
_SAME = re.compile(
    r"samma (?:gräns|belopp(?:sgräns)?)(?: som)?(?: i| för)?(?: punkt)?\s*(\d+(?:\.\d+)+)"
)
_DEPUTY = re.compile(r"\b(?:ers(?:ättare)?)\.?\s*:?\s+([^,;.\d]+)")
_INCLUDING_VAT = re.compile(r"ink(?:l(?:\.|usive)?)\s*moms")
_MONEY_WORDS = re.compile(rf"(?<![^\W\d_])(?:{_SEK}|{_PRICE_BASE})(?![^\W\d_])")
_MEANINGS = (
    (Meaning.WHOLE_TERM, r"hela (?:värde|avtal)|avtalets (?:hela )?värde|kontraktsvärde|avtalstid|optioner"),
    (Meaning.PER_YEAR, r"/\s*(?:kalender)?år|per (?:kalender)?år|årligen|årlig"),
    (
        Meaning.PER_PURCHASE,
        r"(?:/\s*|per |för varje )(?:inköp|köp|initiativ|ärende|gång|tillfälle|upphandling|avrop|beställning|projekt|beslut|anskaffning)",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class _Sum:
    number: Decimal
    unit: str
    start: int
    end: int


def read_limit(words: object) -> ReadLimit:
    """A cell of limits and conditions; nothing and a dash say nothing."""
    text = _plain(words)
    if not text.strip(" -–—."):
        return ReadLimit()
    law = _LAW.search(str(words or "").replace("\u00a0", " "))
    same = _SAME.search(text)
    deputies = tuple(one[1].strip() for one in _DEPUTY.finditer(text))
    told: dict[str, object] = {
        "within_budget": bool(re.search(r"(?:inom|i mån av|ryms i) (?:\w+ )?budget", text)),
        "for_own_share": bool(re.search(r"eg(?:en|na) (?:nämndens )?andel", text)),
        "legal_ref": " ".join(law[0].split()) if law else "",
        "same_as": same[1] if same else "",
        "deputies": deputies,
    }
    bare = _SAME.sub(" ", text)
    for pattern in _NO_SUMS:
        bare = pattern.sub(lambda hit: " " * len(hit[0]), bare)
    return ReadLimit(**{**told, **_sums(bare)})  # type: ignore[arg-type]


def _plain(words: object) -> str:
    text = str(words or "").replace("\u00a0", " ").replace("\u202f", " ").casefold()
    return " ".join(text.split())


def _sums(text: str) -> dict[str, object]:
    found = [
        _Sum(_number(hit["number"]), hit["unit"].rstrip("."), hit.start(), hit.end())
        for hit in _AMOUNT.finditer(text)
    ]
    left = text
    for one in found:
        left = left[: one.start] + " " * (one.end - one.start) + left[one.end :]
    first = re.search(rf"({_NUMBER})\s*(?:-|–|till)\s*$", text[: found[0].start]) if found else None
    if first and first[1] not in COUNTED:
        # "500 - 700 tkr": the unit is written once.
        borrowed = _Sum(_number(first[1]), found[0].unit, first.start(1), first.end(1))
        found = [borrowed, *found]
        left = left[: borrowed.start] + " " * len(first[1]) + left[borrowed.end :]
    if re.search(r"\d", left) or _MONEY_WORDS.search(left):
        return _asked(_("Beloppet går inte att läsa."))
    if not found:
        return {}
    if _INCLUDING_VAT.search(text):
        return _asked(_("Beloppet är inklusive moms. Gränser jämförs exklusive moms."))
    told = _range(text, found) or _percent(text, found) or _single(text, found)
    if told is None:
        return _asked(_("Det står flera belopp, eller inte om det är högst eller lägst."))
    meanings = [meaning for meaning, words in _MEANINGS if re.search(words, text)]
    if (
        len(meanings) > 1
        and Meaning.WHOLE_TERM in meanings
        and Meaning.PER_PURCHASE not in meanings
    ):
        return _asked(_("Gäller beloppet per år eller hela avtalstiden?"))
    if len(meanings) == 1 or (meanings and Meaning.WHOLE_TERM in meanings):
        return {**told, "meaning": meanings[0]}
    said = _("Det står inte vad beloppet gäller: per inköp, per år eller hela avtalstiden.")
    return {**told, "asks": ((ASK_MEANING, said),)}


def _asked(said: str) -> dict[str, object]:
    return {"asks": ((ASK_LIMIT, said),)}


def _number(text: str) -> Decimal:
    if text in COUNTED:
        return Decimal(COUNTED[text])
    if re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "").replace(" ", "")
    return Decimal(text.replace(" ", "").replace(",", "."))


def _sek(one: _Sum) -> Decimal | None:
    return one.number * UNITS[one.unit] if one.unit in UNITS else None


def _before(text: str, one: _Sum) -> str:
    return text[: one.start]


def _single(text: str, found: list[_Sum]) -> dict[str, object] | None:
    if len(found) != 1:
        return None
    one = found[0]
    before, amount = _before(text, one), _sek(one)
    if one.unit in ("%", "procent"):
        return None
    # "inte över" is a limit, and so is looked for before "över".
    is_most, is_under = bool(_MOST.search(before)), bool(_UNDER.search(before))
    if not is_most and not is_under:
        if _ABOVE.search(before) and amount is not None:
            return {"above_sek": amount}
        return None
    told: dict[str, object] = {"is_limit_reached": not is_under}
    return {
        **told,
        **({"limit_price_base": one.number} if amount is None else {"limit_sek": amount}),
    }


def _range(text: str, found: list[_Sum]) -> dict[str, object] | None:
    """ "1 500 tkr - 5 mnkr": begins above the one, reaches the other."""
    if len(found) != 2:
        return None
    low, high = _sek(found[0]), _sek(found[1])
    between = text[found[0].end : found[1].start]
    if low is None or high is None or low >= high:
        return None
    before = _before(text, found[0])
    if not (
        _DASH.match(between) or (_ABOVE.search(before) and _MOST.search(text[: found[1].start]))
    ):
        return None
    if _MOST.search(before) or _UNDER.search(before):
        return None
    return {"above_sek": low, "limit_sek": high}


def _percent(text: str, found: list[_Sum]) -> dict[str, object] | None:
    """ "10 % av avtalsvärdet, dock högst 250 tkr": the lower of the two."""
    if len(found) != 2 or found[0].unit not in ("%", "procent"):
        return None
    amount = _sek(found[1])
    of_value = re.match(r"\s*av (?:avtal\w*|det ursprungliga|kontrakt\w*)", text[found[0].end :])
    if not of_value or amount is None or not _MOST.search(text[: found[1].start]):
        return None
    return {"percent_of_value": found[0].number, "limit_sek": amount}


_AWAY = re.compile(r"\s*(?:vid (?:frånvaro|förhinder|jäv)|i dennes frånvaro)\b.*$", re.IGNORECASE)
_AREA = re.compile(r",?\s*(?:var och en\b|inom sitt\b|inom resp).*$", re.IGNORECASE)
_APART = re.compile(r"\s*(?:/|;|,| eller | samt | alt\.? )\s*", re.IGNORECASE)


def read_deputies(words: object) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Those who stand in, by the names of their posts; a limit of a deputy's own is asked about."""
    text = " ".join(str(words or "").replace("\u00a0", " ").split())
    if not text.strip(" -–—."):
        return (), ()
    asks: tuple[tuple[str, str], ...] = ()
    for inside in re.findall(r"\(([^)]*)\)", text):
        if re.search(r"\d", inside):
            said = _("Ersättaren har en egen gräns (%(words)s).") % {"words": inside}
            asks = ((ASK_DEPUTY, said),)
    text = re.sub(r"\([^)]*\)", "", text)
    text = _AREA.sub("", _AWAY.sub("", text))
    return tuple(name.strip(" .") for name in _APART.split(text) if name.strip(" .")), asks


def read_reporting(words: object) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Reported or not, the words kept, and what is asked; nothing said is reported, the safe way."""
    text = " ".join(str(words or "").split())
    said = text.casefold()
    if said.startswith("nej"):
        if "verkställighet" in said:
            ask = _("Nej, och verkställighet under ett villkor: är besluten delegationsbeslut?")
            return "not_reported", text, ((ASK_REPORTING, ask),)
        return "not_reported", "" if said == "nej" else text, ()
    if not said.strip(" -–") or said.startswith(("ja", "beslutet anmäls", "anmäls")):
        return "reported", "" if said in ("", "ja", "-") else text, ()
    return "reported", text, ((ASK_REPORTING, _("Det går inte att läsa om besluten anmäls.")),)
