"""The typeface as files of one weight each, since typst draws a variable font thin inside SVG."""

import importlib.metadata
import os
import tempfile
from functools import lru_cache
from pathlib import Path

import fontpkg_public_sans
import typst
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

_PACKAGE = "fontpkg-public-sans"
_WEIGHTS = {"Regular": 400, "Bold": 700}


def _make(name: str, weight: int, target: Path) -> None:
    with TTFont(fontpkg_public_sans.ROOT / "files" / "PublicSans[wght].ttf") as variable:
        static = instantiateVariableFont(variable, {"wght": weight}, updateFontNames=True)
        handle, made = tempfile.mkstemp(dir=target.parent, suffix=f"-{name}")
        with os.fdopen(handle, "wb") as file:
            static.save(file)
    # Renamed in one step: a second process never reads half a font.
    Path(made).replace(target)


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def typefaces() -> typst.Fonts:
    """Give the typefaces for typst, read once: Public Sans, and what typst itself brings for signs."""
    return _loaded(font_folder())


def font_folder() -> Path:
    """Give the folder with Public Sans Regular and Bold, made once under BRYGGAN_VAR per release."""
    release = importlib.metadata.version(_PACKAGE)
    folder = Path(settings.BRYGGAN_VAR) / "assets" / "fonts" / f"public-sans-{release}"
    folder.mkdir(parents=True, exist_ok=True)
    for name, weight in _WEIGHTS.items():
        target = folder / f"PublicSans-{name}.ttf"
        if not target.exists():
            _make(name, weight, target)
    return folder
