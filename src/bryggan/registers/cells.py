"""What stands in a cell, read as text, number, money, year, date, yes or no, choice or addresses.

One function per kind. Each takes the value of a cell (text, number, date or None) and gives a
`Read`: the value, None where the cell says nothing, and a remark where the value is not literally
what stood there. What cannot be read raises `Unreadable`, whose message says what was expected;
the caller keeps the original text, so that nothing is lost. Nothing here guesses silently.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date as Date  # noqa: N812 - the reader itself is called date
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from bryggan.kit.words import exact_sek, plain
from bryggan.registers.dates_in_text import find_date
from bryggan.registers.reading.sheet import shown
from bryggan.registers.words_in_text import nearest_word, next_part, same

# Signs that people put in a cell they have to fill in, and words that leave the question aside.
NOTHING = frozenset({"", ".", "-", "–", "—", "x", "*"})
NO_ANSWER = ("n/a", "ej aktuellt", "inte aktuellt", "ej tillämpligt")
NONE_THERE = ("nej", "inga", "ingen", "inget", "finns ej", "saknas")

FIRST_YEAR, LAST_YEAR = 1900, 2100
NO_END = 9999

_YES = frozenset({"ja", "j", "yes", "y", "true", "sant", "1"})
_NO = frozenset({"nej", "n", "no", "false", "falskt", "0"})
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_ABOUT = re.compile(r"(?:ca\.?|cirka|c:a|ungefär|~|≈)\s*", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[-−+]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[-−+]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_GROUPED = re.compile(r"[-−+]?\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?")
_PIECES = re.compile(r"(.*?)(?:st|stycken|användare|personer)\.?", re.IGNORECASE)
_MONEY = re.compile(
    r"(?P<number>.*?)\s*(?P<unit>kr(?:onor)?\.?|sek|:-|,-|tkr|ksek|mkr|mnkr|msek|milj(?:oner)?\.?(?: kr)?)?",
    re.IGNORECASE,
)
_THOUSAND = ("tkr", "ksek")
_MILLION = ("mkr", "mnkr", "msek", "milj")
_RANGE = re.compile(r"(?P<low>[\d\s]+?)\s*(?:-|–|—|till)\s*(?P<high>[\d\s]+)", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})(?:[-/.]?(0[1-9]|1[0-2]))?")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_LONGEST_ADDRESS = 254
_LONGEST_NUMBER = 60
_LONGEST_LIST = 4_000


class Unreadable(ValueError):  # noqa: N818 - named for what the person meets
    """A cell that cannot be read as what its column holds; `message` says what was expected."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Read[T](NamedTuple):
    """What a cell says; `remark` tells when it was not taken exactly as it stood."""

    value: T
    remark: str | None = None


def is_nothing(value: object | None, words: Collection[str] = ()) -> bool:
    """Say whether a cell says nothing: empty, ".", "-", "x" or "*"; and any of the words given."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    said = same(value)
    return said in NOTHING or said in words


def text(
    value: object | None, *, longest: int = 255, words: Collection[str] = ()
) -> Read[str | None]:
    """Read a text on one line, with single spaces."""
    if is_nothing(value, words):
        return Read(None)
    line = _SPACES.sub(" ", shown(value)).strip()
    if len(line) > longest:
        raise Unreadable(
            _("Väntade en text på högst %(longest)s tecken, men den här har %(length)s.")
            % {"longest": longest, "length": len(line)}
        )
    return Read(line or None)


def long_text(value: object | None, *, words: Collection[str] = ()) -> Read[str | None]:
    """Read a text that may have several lines and paragraphs."""
    if is_nothing(value, words):
        return Read(None)
    if not isinstance(value, str):
        return Read(shown(value))
    lines = (line.rstrip() for line in plain(value).split("\n"))
    return Read("\n".join(lines).strip() or None)


def whole_number(value: object | None, *, lowest: int | None = 0) -> Read[int | None]:
    """Read a count such as 1840, "1 840" or "ca 50 st"; below `lowest` it is not one."""
    if is_nothing(value, NO_ANSWER):
        return Read(None)
    expected = Unreadable(
        _("Väntade ett heltal, till exempel 1 840, men cellen säger %(said)s.")
        % {"said": _quoted(value)}
    )
    pieces = _PIECES.fullmatch(_short(value, expected)) if isinstance(value, str) else None
    number, is_about = _number(pieces[1] if pieces else value, expected)
    if number != int(number) or (lowest is not None and number < lowest):
        raise expected
    return Read(int(number), _read_as(str(int(number))) if is_about else None)


def number_range(value: object | None) -> Read[tuple[int, int] | None]:
    """Read "81-100" as its lowest and highest, and "50" as both."""
    if is_nothing(value, NO_ANSWER):
        return Read(None)
    if isinstance(value, Date):
        raise Unreadable(
            _("Väntade ett intervall, till exempel 81-100, men Excel har gjort ett datum av det.")
        )
    expected = Unreadable(
        _("Väntade ett tal eller ett intervall, till exempel 81-100, men cellen säger %(said)s.")
        % {"said": _quoted(value)}
    )
    said = _short(value, expected).removesuffix("%").strip()
    found = _RANGE.fullmatch(said)
    ends = (found["low"], found["high"]) if found else (said, said)
    low, high = (_number(end, expected)[0] for end in ends)
    if low != int(low) or high != int(high) or low > high:
        raise expected
    return Read((int(low), int(high)))


def money(value: object | None) -> Read[Decimal | None]:
    """Read an amount in kronor: 45000, "45 000 kr", "1,5", "400 tkr" or "1,2 mnkr"; 0 is 0 kr."""
    if is_nothing(value, NO_ANSWER):
        return Read(None)
    expected = Unreadable(
        _("Väntade ett belopp i kronor, till exempel 45 000 kr, men cellen säger %(said)s.")
        % {"said": _quoted(value)}
    )
    if not isinstance(value, str):
        return Read(_number(value, expected)[0])
    found = _MONEY.fullmatch(_short(value, expected))
    if not found:
        raise expected
    number, is_about = _number(found["number"], expected)
    unit = (found["unit"] or "").lower()
    factor = 1000 if unit in _THOUSAND else 1_000_000 if unit.startswith(_MILLION) else 1
    amount = number * factor
    is_else = is_about or factor > 1
    return Read(amount, _read_as(exact_sek(amount)) if is_else else None)


def year(value: object | None) -> Read[int | None]:
    """Read a year; 9999 is what systems write for no plan at all, and 200603 is March 2006."""
    if is_nothing(value, NO_ANSWER):
        return Read(None)
    said, remark = _year(value)
    if said == NO_END:
        return Read(None, _("läst som att inget år är bestämt"))
    if not FIRST_YEAR <= said <= LAST_YEAR:
        raise Unreadable(
            _("Väntade ett år mellan 1900 och 2100, men cellen säger %(said)s.")
            % {"said": _quoted(value)}
        )
    return Read(said, remark)


def date(value: object | None, *, is_end: bool = False) -> Read[Date | None]:
    """Read a day; of a mere month or year it is the first day, or the last when `is_end`."""
    if is_nothing(value, NO_ANSWER):
        return Read(None)
    if isinstance(value, datetime):
        value = value.date()
    found = None if isinstance(value, Date) else find_date(shown(value))
    if isinstance(value, Date):
        day, is_whole = value, True
    elif found:
        day, is_whole = (found.last if is_end else found.first), found.first == found.last
    else:
        day, is_whole = Date.min, True
    if day.year == NO_END:
        return Read(None, _("läst som att inget datum är bestämt"))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(
            _("Väntade ett datum, till exempel 2026-12-31, men cellen säger %(said)s.")
            % {"said": _quoted(value)}
        )
    return Read(day, None if is_whole else _read_as(day.isoformat()))


def yes_no(value: object | None) -> Read[bool | None]:
    """Read Ja or Nej."""
    if isinstance(value, bool):
        return Read(value)
    if is_nothing(value, NO_ANSWER):
        return Read(None)
    said = same(shown(value))
    if said in _YES or said in _NO:
        return Read(said in _YES)
    raise Unreadable(
        _("Väntade Ja eller Nej, men cellen säger %(said)s.") % {"said": _quoted(value)}
    )


def choice(value: object | None, options: Mapping[str, Collection[str]]) -> Read[str | None]:
    """Read one of the options (key to the words it goes by, the first of them shown to people).

    Case and spaces do not matter. A slip of the pen ("Delivs") is read as the one option it is
    close to, with a remark; where two options are as close, it is unreadable.
    """
    keys = _keys(options)
    key = keys.get(same(shown(value)))
    if key is not None:
        return Read(key)
    if is_nothing(value, NO_ANSWER):
        return Read(None)
    word = nearest_word(same(shown(value)), keys)
    if word is None:
        raise Unreadable(_expected(value, options))
    return Read(keys[word], _read_as(_label(options, keys[word])))


def many_choices(
    value: object | None, options: Mapping[str, Collection[str]]
) -> Read[tuple[str, ...]]:
    """Read several options after each other, also those with commas in their names.

    At each place the longest option that fits is taken. What fits none is told in the remark; when
    nothing fits the cell is unreadable. An option named twice counts once.
    """
    keys = _keys(options)
    found: dict[str, None] = {}
    unknown: list[str] = []
    remarks: list[str] = []
    rest = long_text(value).value or ""
    if len(rest) > _LONGEST_LIST:
        raise Unreadable(_expected(value, options))
    while rest:
        part, word, rest = next_part(rest, keys)
        near = None if word or is_nothing(part, NO_ANSWER) else nearest_word(same(part), keys)
        if word or near:
            found[keys[word or near or ""]] = None
        elif not is_nothing(part, NO_ANSWER):
            unknown.append(part)
        if near:
            remarks.append(_read_as(_label(options, keys[near])))
    if unknown and not found:
        raise Unreadable(_expected(value, options))
    remarks.extend(_("förstod inte %(part)s") % {"part": _quoted(part)} for part in unknown)
    return Read(tuple(found), "; ".join(remarks) or None)


def email_list(value: object | None) -> Read[tuple[str, ...]]:
    """Read the e-mail addresses of a cell in their order, in small letters, each once."""
    if is_nothing(value, NO_ANSWER):
        return Read(())
    said = shown(value)
    found = [a.lower() for a in _ADDRESS.findall(said) if len(a) <= _LONGEST_ADDRESS]
    if not found:
        raise Unreadable(
            _("Väntade en e-postadress, men cellen säger %(said)s.") % {"said": _quoted(value)}
        )
    rest = [
        part for part in re.split(r"[,;]|\s{2,}", _ADDRESS.sub(";", said)) if part.strip(" <>()/")
    ]
    names_only = all("<" in part for part in rest)
    remark = None
    if rest and not names_only:
        remark = _("förstod inte %(part)s") % {"part": _quoted(", ".join(p.strip() for p in rest))}
    return Read(tuple(dict.fromkeys(found)), remark)


def _year(value: object | None) -> tuple[int, str | None]:
    """Give the year that a date, a month or a year falls in, and 0 for anything else."""
    found = None if isinstance(value, Date) else _YEAR.fullmatch(shown(value))
    if found:
        return int(found[1]), _read_as(f"{found[1]}-{found[2]}") if found[2] else None
    period = None if isinstance(value, Date) else find_date(shown(value))
    day = value if isinstance(value, Date) else period.first if period else None
    return (day.year, _read_as(str(day.year))) if day else (0, None)


def _number(value: object | None, expected: Unreadable) -> tuple[Decimal, bool]:
    """Read a number as Swedes write it; the second answer is whether it was said to be about so."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise expected
    if not isinstance(value, str):
        return Decimal(str(value)), False
    said = _SPACES.sub(" ", value).strip()
    about = _ABOUT.match(said)
    said = said[about.end() :] if about else said
    if said.startswith("0") or not _THOUSANDS.fullmatch(said):
        if not _PLAIN_NUMBER.fullmatch(said) and not _GROUPED.fullmatch(said):
            raise expected
        said = said.replace(" ", "").replace(",", ".")
    elif said.count(",") + said.count(".") == 1:
        raise Unreadable(
            _("%(said)s kan vara tusental eller decimaler. Skriv talet utan punkt och komma.")
            % {"said": _quoted(value)}
        )
    else:
        said = said.replace(",", "").replace(".", "")
    return Decimal(said.replace("−", "-")), about is not None


def _short(value: object | None, expected: Unreadable) -> str:
    """Give what could be a number; longer texts are none, and would be slow to look through."""
    said = shown(value)
    if len(said) > _LONGEST_NUMBER:
        raise expected
    return said


def _keys(options: Mapping[str, Collection[str]]) -> dict[str, str]:
    return {_option(word): key for key, words in options.items() for word in words}


# The same few options are asked for in every row.
_option = lru_cache(maxsize=5_000)(same)


def _label(options: Mapping[str, Collection[str]], key: str) -> str:
    return next(iter(options[key]))


def _read_as(said: str) -> str:
    return _("läst som %(said)s") % {"said": said}


def _quoted(value: object | None) -> str:
    said = shown(value)
    most = 60
    return f"”{said[:most]}{'…' if len(said) > most else ''}”"


def _expected(value: object | None, options: Mapping[str, Collection[str]]) -> str:
    labels = ", ".join(_label(options, key) for key in options)
    return _("Väntade något av: %(options)s. Cellen säger %(said)s.") % {
        "options": labels,
        "said": _quoted(value),
    }
