"""Finds what looks like a personal number in a text, so that it can be stopped before it is kept."""

import re
from datetime import date

# Six or eight digits of a day, perhaps a sign or a space, four more; no digit on either side.
_SHAPE = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(\d{2})(\d{2})\s?([-+–]?)\s?(\d{4})(?!\d)")
# A coordination number has sixty added to its day.
_COORDINATION = 60


def found_in(text: str) -> list[str]:
    """What in the text is, or was meant as, a personal or coordination number.

    With its sign a number is stopped though a digit is wrong; without it, its check digit must be right.
    """
    return [
        match[0]
        for match in _SHAPE.finditer(text)
        if _is_day(match[2], match[3])
        and (match[4] or _is_checked("".join(match.group(1, 2, 3, 5))))
    ]


def _is_day(month: str, day: str) -> bool:
    number = int(day) - _COORDINATION if int(day) > _COORDINATION else int(day)
    try:
        date(2000, int(month), number)
    except ValueError:
        return False
    return True


def _is_checked(digits: str) -> bool:
    """Whether the last digit is the check digit of the nine before it (Luhn)."""
    doubled = [int(sign) * (2 - place % 2) for place, sign in enumerate(digits[:9])]
    total = sum(number // 10 + number % 10 for number in doubled)
    return (10 - total % 10) % 10 == int(digits[9])
