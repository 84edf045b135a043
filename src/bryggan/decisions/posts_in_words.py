"""What the name of a function says of it: abbreviations spelt out, its kind and how high it stands. Pure."""

import re
from typing import Any

from bryggan.decisions.choices import PostKind

SHORT = {
    "fc": "Förvaltningschef",
    "ac": "Avdelningschef",
    "ec": "Enhetschef",
    "au": "Arbetsutskottet",
    "vd": "VD",
}
# First that fits: (what the name holds, kind, level). The level is a proposal, changed on the post's page.
KINDS = (
    (r"\b(?:arbets)?utskott|presidi", PostKind.COMMITTEE, 7),
    (r"råd\b|rådet\b|ledningsgrupp|styrgrupp|forum|\bapt\b|projektgrupp", PostKind.GROUP, 1),
    (r"ordförande|ledamot", PostKind.ELECTED, 6),
    (r"fullmäktige", PostKind.ASSEMBLY, 9),
    (r"nämnden\b|styrelsen\b", PostKind.BOARD, 8),
)
LEVELS = (
    (r"^(?:stf|ställföreträdande|biträdande|bitr)\b", 4),
    (r"kommundirektör|^vd\b|verkställande", 6),
    (r"förvaltningschef|förvaltningsdirektör|regiondirektör", 5),
    (r"avdelningschef|verksamhetschef|ekonomichef|digitaliseringschef|it-chef|områdeschef", 3),
    (r"enhetschef|rektor|ägare|samordnare", 2),
    (r"handläggare|sekreterare|registrator", 1),
)
USUAL_LEVEL = 3
_HEADS = re.compile(r"^(?:förvaltningschef|förvaltningsdirektör|kommundirektör|regiondirektör)")


def spelt_out(name: str) -> str:
    """ "stf FC" is "Ställföreträdande förvaltningschef"; a capital begins every name."""
    words = [SHORT.get(word.casefold(), word) for word in name.split()]
    if words and words[0].casefold().rstrip(".") in ("stf", "tf"):
        long = {"stf": "Ställföreträdande", "tf": "Tillförordnad"}
        words[0] = long[words[0].casefold().rstrip(".")]
    first, *rest = words or [""]
    rest = [word.lower() if word in SHORT.values() else word for word in rest]
    return " ".join([first[:1].upper() + first[1:], *rest])


def post_values(name: str) -> dict[str, Any]:
    """The values of a post by that name."""
    text = name.casefold()
    for words, kind, level in KINDS:
        if re.search(words, text):
            return {"name": name, "kind": kind, "level": level, "is_head": False}
    level = next((level for words, level in LEVELS if re.search(words, text)), USUAL_LEVEL)
    is_head = bool(_HEADS.match(text))
    return {"name": name, "kind": PostKind.EMPLOYEE, "level": level, "is_head": is_head}
