from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles.utils import get_files
from fontTools.ttLib import TTFont
from pytest_django import Settings

from bryggan.kit import assets

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def shared_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def folder(shared_var: Path, settings: Settings) -> Path:
    settings.BRYGGAN_VAR = shared_var
    return assets.make_missing_assets()


def read_sprite(folder: Path) -> ElementTree.Element:
    return ElementTree.fromstring((folder / assets.ICONS).read_bytes())  # noqa: S314  made here


def test_the_font_is_small_and_has_every_letter_a_municipality_writes(folder: Path) -> None:
    made = folder / assets.TEXT_FONT
    font = TTFont(made)
    letters = font.getBestCmap()
    assert made.stat().st_size < 45_000
    assert font.flavor == "woff2"
    assert not [sign for sign in "ÅÄÖåäöéüß§½×–”’…€−\u00a0" if ord(sign) not in letters]


def test_the_font_keeps_every_weight_and_figures_of_equal_width(folder: Path) -> None:
    font = TTFont(folder / assets.TEXT_FONT)
    (weight,) = font["fvar"].axes
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert (weight.axisTag, weight.minValue, weight.maxValue) == ("wght", 100, 900)
    assert "tnum" in features


def test_every_status_sign_is_drawn_by_us(folder: Path) -> None:
    made = folder / assets.SHAPE_FONT
    font = TTFont(made)
    assert made.stat().st_size < 3_000
    assert set(font.getBestCmap()) == {ord(sign) for sign in "●◐○▲■◆▾▴"}
    empty = [
        name
        for name in font.getGlyphOrder()
        if name != ".notdef" and not font["glyf"][name].numberOfContours
    ]
    assert empty == []


def test_the_sprite_has_each_icon_once_and_takes_the_colour_of_the_text(folder: Path) -> None:
    sprite = read_sprite(folder)
    symbols = sprite.findall(f"{SVG}symbol")
    assert [symbol.get("id") for symbol in symbols] == list(assets.ICON_NAMES)
    assert {symbol.get("stroke") for symbol in symbols} == {"currentColor"}
    assert all(len(symbol) > 0 and symbol.get("viewBox") for symbol in symbols)


def test_the_sprite_carries_nothing_that_the_content_policy_refuses(folder: Path) -> None:
    sprite = read_sprite(folder)
    for part in sprite.iter():
        assert part.tag.removeprefix(SVG) not in {"script", "style"}
        assert not [name for name in part.attrib if name == "style" or name.startswith("on")]


def test_collectstatic_is_offered_exactly_the_made_files_and_can_open_them(folder: Path) -> None:
    offered = dict(assets.PackageAssetsFinder().list(None))
    assert set(offered) == {assets.TEXT_FONT, assets.SHAPE_FONT, assets.ICONS}
    for path, storage in offered.items():
        with storage.open(path) as opened:
            assert opened.read() == (folder / path).read_bytes()
    storage = offered[assets.ICONS]
    assert set(get_files(storage)) == set(offered)


def test_patterns_to_ignore_are_honoured(folder: Path) -> None:
    assert [path for path, _ in assets.PackageAssetsFinder().list(["*.woff2"])] == [assets.ICONS]


def test_the_development_server_finds_the_made_files_and_no_others(folder: Path) -> None:
    finder = assets.PackageAssetsFinder()
    assert finder.find(assets.ICONS) == str(folder / assets.ICONS)
    assert finder.find(assets.ICONS, find_all=True) == [str(folder / assets.ICONS)]
    assert finder.find("kit/base.css") == []
    assert finder.find("kit/../../../etc/passwd") == []


def test_files_are_made_once(folder: Path) -> None:
    before = (folder / assets.TEXT_FONT).stat().st_mtime_ns
    assert assets.make_missing_assets() == folder
    assert (folder / assets.TEXT_FONT).stat().st_mtime_ns == before


def test_a_new_version_of_a_package_gets_a_folder_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "version", lambda name: "99.0")
    assert "lucide-99.0" in assets.assets_folder().name
    assert assets.assets_folder() != folder


def test_another_icon_makes_a_new_sprite(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "ICON_NAMES", (*assets.ICON_NAMES, "anchor"))
    assert assets.assets_folder() != folder
