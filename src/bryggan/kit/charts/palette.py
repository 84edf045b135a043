"""The few colours of the charts, as the style sheet has them in light mode.

On screen the colours come from `kit/drawings.css` by class; what is drawn alone, for paper, carries them
itself. Each tone has a fill and the ink that can be read upon it.
"""

from bryggan.kit.charts.model import Series

INK = "#17262e"
INK_SOFT = "#52646e"
LINE = "#e3dfd5"
SUNKEN = "#f3f0e9"
SURFACE = "#ffffff"
BRAND_STRONG = "#083f4a"

FILLS = {
    "brand": ("#0b5563", "#ffffff"),
    "sun": ("#f0b429", "#17262e"),
    "alarm": ("#b0261b", "#ffffff"),
    "ok": ("#25724a", "#ffffff"),
    "calm": ("#5a6b9a", "#ffffff"),
    "soft": ("#c9cfd1", "#17262e"),
    "dark": ("#52646e", "#ffffff"),
    "brand2": ("#86b4bb", "#17262e"),
    "calm2": ("#b9c2de", "#17262e"),
}
# Dark and light by turns, so that neighbours differ also for those who see no colour.
ORDER = ("brand", "brand2", "calm", "calm2", "ok", "soft")


def series_fill(series: Series, place: int) -> str:
    """Give the name of the fill of a series: its own tone, else the next in order."""
    return series.tone or ORDER[place % len(ORDER)]
