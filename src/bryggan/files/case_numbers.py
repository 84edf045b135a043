"""How case numbers look, learnt from examples: "KS 2026/118" is the letters KS, a year and a running number.

Rules, pure:

- *Letters and signs* stand as they are in the example; capital or small letters are the same.
- *A year* is the first group of four digits from 1990 to 2099; where there is none, the first of two groups
  of digits when it has exactly two.
- *The running number* is the other group of digits: one to six of them, or exactly as many as the example
  when that begins with a nought.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

PARTS = re.compile(r"\d+|\D+")
FOUR_DIGIT_YEAR = re.compile(r"(199\d|20\d\d)")
MOST_DIGITS = 6


@dataclass(frozen=True)
class Form:
    """What an example teaches: its pattern, and how that is said."""

    pattern: re.Pattern[str]
    words: str


def form_of(example: str) -> Form | None:
    """The form of one example; None where nothing in it is a running number."""
    parts = PARTS.findall(" ".join(example.split()))
    digits = [place for place, part in enumerate(parts) if part.isdecimal()]
    year = _year(parts, digits)
    running = [place for place in digits if place != year]
    if len(running) != 1:
        return None
    pattern, words = "", ""
    for place, part in enumerate(parts):
        if place == year:
            pattern += r"(?:199\d|20\d\d)" if len(part) == 4 else r"\d\d"
            words += _("ÅÅÅÅ") if len(part) == 4 else _("ÅÅ")
        elif place == running[0]:
            is_fixed = part.startswith("0") and len(part) > 1
            pattern += rf"\d{{{len(part)}}}" if is_fixed else rf"\d{{1,{MOST_DIGITS}}}"
            words += _("N") * len(part) if is_fixed else _("löpnummer")
        else:
            pattern += re.escape(part)
            words += part
    return Form(re.compile(pattern, re.IGNORECASE), words)


def _year(parts: list[str], digits: list[int]) -> int | None:
    for place in digits:
        if FOUR_DIGIT_YEAR.fullmatch(parts[place]) and len(digits) > 1:
            return place
    if len(digits) == 2 and len(parts[digits[0]]) == 2:
        return digits[0]
    return None


def examples_in(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def is_in_form(number: str, examples: list[str]) -> bool:
    """Whether the number looks as one of the examples does."""
    said = " ".join(number.split())
    forms = [form_of(example) for example in examples]
    return any(form is not None and form.pattern.fullmatch(said) for form in forms)


def in_words(examples: list[str]) -> str:
    """ "KS ÅÅÅÅ/löpnummer, till exempel KS 2026/118"."""
    said = []
    for example in examples:
        form = form_of(example)
        if form is not None:
            said.append(
                _("%(form)s, till exempel %(example)s") % {"form": form.words, "example": example}
            )
    return _(" eller ").join(said)
