"""The drawing board: the only place where SVG is written, with everything escaped."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from bryggan.kit.charts.measure import text_width
from bryggan.kit.charts.palette import BRAND_STRONG, FILLS, INK, INK_SOFT, LINE, SUNKEN, SURFACE
from bryggan.kit.words import one_line

FAMILY = "Public Sans"
TARGET = 26
"""The least height and width of something to click on, with room for a picture drawn smaller."""

_TEXT = {"text": INK, "soft": INK_SOFT, "strong": INK, "link": BRAND_STRONG}
_TEXT.update({f"on-{name}": ink for name, (_fill, ink) in FILLS.items()})
_FILL = {name: fill for name, (fill, _ink) in FILLS.items()} | {"band": SUNKEN}
_STROKE = {"line": LINE, "axis": INK_SOFT, "today": INK}

type Attribute = str | float | None


def safe_url(url: str) -> str:
    """Give an address that may be followed, else "": a page of one's own, a query, or http(s)."""
    address = one_line(url)
    own = address.startswith(("/", "?", "#")) and not address.startswith(("//", "/\\"))
    return address if own or address.startswith(("https://", "http://")) else ""


def _written(value: str | float) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(escape(one_line(value)))


class Canvas:
    """Collects shapes from the top left corner; colours by class, or written out when standalone."""

    def __init__(self, width: float, *, standalone: bool) -> None:
        self.width = width
        self.standalone = standalone
        self._parts: list[str] = []
        self._linked = False

    def _add(self, tag: str, inside: Attribute = None, **attributes: Attribute) -> None:
        written = "".join(
            f' {name.rstrip("_").replace("_", "-")}="{_written(value)}"'
            for name, value in attributes.items()
            if value is not None
        )
        inside = "" if inside is None else _written(inside)
        self._parts.append(f"<{tag}{written}>{inside}</{tag}>")

    def _colour(self, kind: str, name: str, colour: str) -> dict[str, Attribute]:
        if self.standalone:
            return {kind: colour}
        return {"class_": f"chart-{name}" if kind != "fill" else f"chart-fill-{name}"}

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Draw a filled rectangle with slightly rounded corners."""
        paint = self._colour("fill", fill, _FILL[fill])
        radius = min(3.0, width / 2, height / 2)
        self._add("rect", x=x, y=y, width=width, height=height, rx=radius, **paint)

    def hit(self, x: float, y: float, width: float, height: float) -> None:
        """Lay an unseen surface that can be clicked; on paper there is none."""
        if not self.standalone:
            self._add("rect", class_="chart-hit", x=x, y=y, width=width, height=height, fill="none")

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        """Draw a filled shape with straight sides."""
        paint = self._colour("fill", fill, _FILL[fill])
        self._add("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), **paint)

    def circle(
        self, x: float, y: float, radius: float, fill: str, *, is_edged: bool = False
    ) -> None:
        """Draw a filled circle; an edged one can be told from what it lies upon."""
        paint = self._colour("fill", fill, _FILL[fill])
        if is_edged and self.standalone:
            paint |= {"stroke": SURFACE, "stroke_width": 1.5}
        elif is_edged:
            paint = {"class_": f"{paint['class_']} chart-edged"}
        self._add("circle", cx=x, cy=y, r=radius, **paint)

    def ring(self, x: float, y: float, radius: float, stroke: str, *, is_broken: bool) -> None:
        """Draw a circle's edge over the ground: whole, or broken for what is not known."""
        dashes = "4 3" if is_broken else None
        paint: dict[str, Attribute] = {"class_": f"chart-ring chart-{stroke}"}
        if self.standalone:
            paint = {"fill": SURFACE if is_broken else "none", "stroke": _STROKE[stroke]}
        elif not is_broken:
            paint = {"class_": f"chart-ring-only chart-{stroke}"}
        self._add(
            "circle", cx=x, cy=y, r=radius, stroke_width=2.0, stroke_dasharray=dashes, **paint
        )

    def line(
        self, start: tuple[float, float], end: tuple[float, float], stroke: str, width: float = 1.0
    ) -> None:
        """Draw a straight line."""
        paint = self._colour("stroke", stroke, _STROKE[stroke])
        (x1, y1), (x2, y2) = start, end
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=width, **paint)

    def text(
        self, x: float, y: float, text: str, *, size: float = 14.0, ink: str = "text", at: str = ""
    ) -> None:
        """Write one line with its baseline at y; `at` is "middle" or "end" for other anchors."""
        bold = ink == "strong"
        if self.standalone:
            # Kerned, typst draws "Barn- och" as if the space were not there.
            paint: dict[str, Attribute] = {
                "fill": _TEXT[ink],
                "font_family": FAMILY,
                "font_kerning": "none",
            }
        else:
            # By class too, since a style sheet's size for all text would win over the attribute.
            paint = {"class_": f"chart-{ink} chart-size-{size:.0f}"}
        self._add(
            "text", text, x=x, y=y, font_size=size, text_anchor=at or None,
            font_weight="700" if bold else None, **paint,
        )  # fmt: skip

    def mark(self, x: float, y: float, tone: str, radius: float = 6.0) -> None:
        """Draw the shape of a tone: ▲ attention, ■ wrong, ◆ note, ● all others."""
        r = radius
        if tone == "sun":
            self.shape([(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], tone)
        elif tone == "alarm":
            self.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7, tone)
        elif tone == "calm":
            self.shape([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], tone)
        else:
            self.circle(x, y, r * 0.9, tone or "brand")

    @contextmanager
    def item(self, words: str, url: str = "") -> Iterator[None]:
        """Draw one thing of the chart: its words are shown on hover, and it is a link if it has a url."""
        address = "" if self.standalone else safe_url(url)
        words = _written(words)
        if address:
            self._linked = True
            self._parts.append(
                f'<a class="chart-link" href="{_written(address)}" aria-label="{words}">'
            )
        else:
            self._parts.append("<g>")
        if not self.standalone:
            self._parts.append(f"<title>{words}</title>")
        yield
        self._parts.append("</a>" if address else "</g>")

    def finish(self, height: float, *, title: str, summary: str) -> SafeString:
        """Close the picture. One with links is a group, since what is inside an image cannot be reached."""
        body = "".join(self._parts)
        title, summary = _written(title), _written(summary)
        digest = hashlib.sha256(f"{title}{summary}{self.width}{body}".encode()).hexdigest()[:10]
        width, height = f"{self.width:.0f}", f"{height:.0f}"  # type: ignore[assignment]
        size = (
            f' width="{width}" height="{height}"' if self.standalone else ' class="chart-drawing"'
        )
        role = "group" if self._linked else "img"
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{size}'
            f' role="{role}" aria-labelledby="t{digest}" aria-describedby="d{digest}">'
            f'<title id="t{digest}">{title}</title><desc id="d{digest}">{summary}</desc>{body}</svg>'
        )
        return mark_safe(drawing)  # noqa: S308 - every part above has passed _written


def legend(canvas: Canvas, y: float, entries: list[tuple[str, str]]) -> float:
    """Write what each fill means, folding to new lines, and give the y below it."""
    x = 0.0
    for name, fill in entries:
        width = 20 + text_width(name, 13) + 18
        if x and x + width > canvas.width:
            x, y = 0.0, y + 22
        canvas.rect(x, y + 3, 12, 12, fill)
        canvas.text(x + 18, y + 14, name, size=13, ink="soft")
        x += width
    return y + 28
