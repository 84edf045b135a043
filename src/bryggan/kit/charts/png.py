"""A chart as PNG, for Word, which takes neither SVG nor native charts from us."""

import typst

from bryggan.kit.charts.fonts import typefaces
from bryggan.kit.charts.model import Chart
from bryggan.kit.charts.svg import WIDE, svg

_PAGE = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    b'#image(bytes(sys.inputs.drawing), format: "svg")'
)


def png(chart: Chart, *, width: int = WIDE, ppi: int = 200) -> bytes:
    """Draw a chart as a picture; `ppi` pixels per inch where a unit of `width` is 1/96 inch."""
    return typst.compile(
        _PAGE,
        format="png",
        ppi=float(ppi),
        sys_inputs={"drawing": str(svg(chart, width=width, standalone=True))},
        font_paths=typefaces(),
    )
