"""How wide a text becomes, and how it is folded into a given width.

Widths are shares of the type size, measured on Public Sans, with a little to spare since a reader's
own typeface may be drawn instead.
"""

from bryggan.kit.words import NBSP, one_line

_SLACK = 1.04
_BOLD = 1.06
_WIDTHS: dict[str, float] = {}
for _characters, _width in (
    ("ijlI|!.,:;'· " + NBSP, 0.27),
    ('frtJ()[]-/"`', 0.40),
    ("acekosuvxyzåäöéü_", 0.56),
    ("bdghnpqSTEFLZP", 0.61),
    ("0123456789–+=<>*?$#", 0.64),
    ("ABCDGHKNOQRUVXYÅÄÖ&…", 0.73),
    ("mwM@%—", 0.89),
    ("W", 0.96),
):
    _WIDTHS.update(dict.fromkeys(_characters, _width))
_WIDE = 1.0


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a text on one line, in the unit of `size`; an unknown sign counts as a square."""
    share = sum(_WIDTHS.get(character, _WIDE) for character in text)
    return share * size * _SLACK * (_BOLD if bold else 1)


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Shorten a text with an ellipsis until it fits the width."""
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width("…", size, bold=bold)
    kept = 0
    used = 0.0
    for character in text:
        used += text_width(character, size, bold=bold)
        if used > room:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def fold(text: str, width: float, size: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """Break a text at spaces into at most `lines` lines; what does not fit ends in an ellipsis."""
    words = one_line(text).split(" ")
    folded: list[str] = []
    current = ""
    for place, word in enumerate(words):
        longer = f"{current} {word}" if current else word
        if not current or text_width(longer, size, bold=bold) <= width:
            current = longer
            continue
        if len(folded) == lines - 1:
            current = " ".join((current, *words[place:]))
            break
        folded.append(cut(current, width, size, bold=bold))
        current = word
    folded.append(cut(current, width, size, bold=bold))
    return folded
