"""The type and the icons that Bryggan shows, made out of the packages that carry them.

Neither package has a static folder: the font comes as TTF and the icons as a zip. This finder
makes web files of them once per package version and hands them to `collectstatic` and the
development server as if they lay in a static folder: `kit/fonts/PublicSans.woff2`,
`kit/fonts/BrygganShapes.woff2` (the signs that stand before a status word, the same on every
machine) and `kit/icons.svg` (one `<symbol>` per icon, id = the icon's name).
"""

import hashlib
import math
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fontpkg_public_sans
import lucide
from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

TEXT_FONT = "kit/fonts/PublicSans.woff2"
SHAPE_FONT = "kit/fonts/BrygganShapes.woff2"
ICONS = "kit/icons.svg"

# fmt: off
ICON_NAMES = (
    "bell", "bell-off", "building-2", "calendar", "chart-column", "chart-scatter", "check",
    "chevron-down", "chevron-left", "chevron-right", "circle-alert", "clipboard-check", "columns-3",
    "command", "download", "external-link", "eye", "eye-off", "file-text", "filter", "gavel",
    "git-merge", "history", "house", "inbox", "info", "lightbulb", "link", "lock", "log-out",
    "mail", "map", "menu", "moon", "network", "pencil", "plus", "presentation", "printer",
    "replace", "rocket", "route", "search", "server", "settings", "shield", "star", "sun", "table", "target",
    "triangle-alert", "undo-2", "upload", "users", "x",
)
# fmt: on
# The package has renamed an icon; the name in the templates stays.
PACKAGE_NAMES = {"filter": "funnel"}

# Latin, Latin-1, Latin Extended-A, the punctuation and currency of Swedish texts, minus and friends.
UNICODE_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
    (0x2009, 0x200A),
    (0x2010, 0x2026),
    (0x202F, 0x203A),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2212, 0x2212),
    (0x2248, 0x2265),
)
FONT_FEATURES = ("calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum", "lnum", "frac")

EM = 2000
MIDDLE = 723  # half the cap height of Public Sans, so that a sign stands beside its word
ADVANCE = 1640
SVG = "{http://www.w3.org/2000/svg}"

Outline = Sequence[tuple[float, float]]


def _circle(radius: float, *, inwards: bool = False) -> list[tuple[float, float]]:
    """Corners of a circle as a polygon of 48 sides: smooth at any size a text has."""
    turn = 1 if inwards else -1
    return [
        (
            ADVANCE / 2 + radius * math.cos(turn * step * math.tau / 48),
            MIDDLE + radius * math.sin(turn * step * math.tau / 48),
        )
        for step in range(48)
    ]


def _around_middle(*corners: tuple[float, float]) -> list[tuple[float, float]]:
    return [(ADVANCE / 2 + x, MIDDLE + y) for x, y in corners]


def _left_half(radius: float) -> list[tuple[float, float]]:
    return [(x, y) for x, y in _circle(radius) if x <= ADVANCE / 2 + 1]


SHAPES: dict[str, tuple[Outline, ...]] = {
    "●": (_circle(600),),
    "○": (_circle(600), _circle(430, inwards=True)),
    "◐": (_circle(600), _circle(460, inwards=True), _left_half(520)),
    "▲": (_around_middle((-700, -560), (0, 680), (700, -560)),),
    "■": (_around_middle((-540, -540), (-540, 540), (540, 540), (540, -540)),),
    "◆": (_around_middle((-690, 0), (0, 690), (690, 0), (0, -690)),),
    "▾": (_around_middle((-560, 300), (560, 300), (0, -420)),),
    "▴": (_around_middle((-560, -300), (0, 420), (560, -300)),),
}


def make_text_font(target: Path) -> None:
    """Public Sans as WOFF2 with the letters Swedish municipalities write, all weights kept."""
    source = fontpkg_public_sans.ROOT / "files" / "PublicSans[wght].ttf"
    options = subset.Options(
        flavor="woff2", layout_features=list(FONT_FEATURES), hinting=False, notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(
        unicodes=[code for first, last in UNICODE_RANGES for code in range(first, last + 1)]
    )
    with subset.load_font(str(source), options) as font:
        subsetter.subset(font)
        subset.save_font(font, str(target), options)


def make_shape_font(target: Path) -> None:
    """The status signs as a font of their own: Public Sans lacks them and systems draw them unlike."""
    glyphs = {".notdef": TTGlyphPen(None).glyph()}
    names = {ord(sign): f"uni{ord(sign):04X}" for sign in SHAPES}
    for sign, outlines in SHAPES.items():
        pen = TTGlyphPen(None)
        for first, *rest in outlines:
            pen.moveTo((round(first[0]), round(first[1])))
            for x, y in rest:
                pen.lineTo((round(x), round(y)))
            pen.closePath()
        glyphs[names[ord(sign)]] = pen.glyph()
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: (ADVANCE, getattr(glyph, "xMin", 0)) for name, glyph in glyphs.items()}
    )
    builder.setupHorizontalHeader(ascent=1900, descent=-450)
    builder.setupOS2(sTypoAscender=1900, sTypoDescender=-450, usWinAscent=1900, usWinDescent=450)
    builder.setupNameTable({"familyName": "Bryggan Shapes", "styleName": "Regular"})
    builder.setupPost()
    builder.font.flavor = "woff2"
    builder.save(str(target))


def make_icons(target: Path) -> None:
    """One SVG file with a symbol per icon, drawn in the colour of the text around it."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    sprite = ElementTree.Element(f"{SVG}svg")
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        for name in ICON_NAMES:
            drawing = archive.read(f"{PACKAGE_NAMES.get(name, name)}.svg").decode()
            icon = ElementTree.fromstring(drawing)  # noqa: S314  shipped in an installed package
            attributes = {k: v for k, v in icon.attrib.items() if k not in {"width", "height"}}
            symbol = ElementTree.SubElement(sprite, f"{SVG}symbol", {**attributes, "id": name})
            for part in icon:
                part.tail = None
                symbol.append(part)
    target.write_bytes(ElementTree.tostring(sprite, encoding="utf-8"))


MAKERS: dict[str, Callable[[Path], None]] = {
    TEXT_FONT: make_text_font,
    SHAPE_FONT: make_shape_font,
    ICONS: make_icons,
}


def assets_folder() -> Path:
    """Where the made files lie: the name tells the packages' versions and the recipe used.

    A new version of a package, another icon or another letter thus makes new files, and two
    installed versions never share one.
    """
    recipe = repr((ICON_NAMES, UNICODE_RANGES, FONT_FEATURES, SHAPES)).encode()
    name = "_".join(
        (
            f"public-sans-{version('fontpkg-public-sans')}",
            f"lucide-{version('lucide')}",
            f"fonttools-{version('fonttools')}",
            hashlib.sha256(recipe).hexdigest()[:8],
        )
    )
    return Path(settings.BRYGGAN_VAR) / "assets" / name


def make_missing_assets() -> Path:
    """Make what is not there yet and return the folder.

    Each file is written aside and then moved into place, so that web processes that start at
    the same moment never read half a file.
    """
    folder = assets_folder()
    for path, make in MAKERS.items():
        target = folder / path
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as aside:
            draft = Path(aside) / target.name
            make(draft)
            draft.replace(target)
    return folder


class PackageAssetsFinder(BaseFinder):
    """Offers the font and the icon sprite; name it in `STATICFILES_FINDERS`."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterable[tuple[str, FileSystemStorage]]:
        """Every made file as (path below /static/, the storage that can open it)."""
        storage = FileSystemStorage(location=make_missing_assets())
        for path in MAKERS:
            if not utils.matches_patterns(path, list(ignore_patterns or [])):
                yield path, storage

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """The absolute path of one made file; an empty list where this finder has no such file."""
        if path not in MAKERS:
            return []
        found = str(make_missing_assets() / path)
        return [found] if find_all else found
