"""The table beside a chart as the page shows it: every number of the picture, in words."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.kit.charts.model import Cell, Chart
from bryggan.kit.charts.svg import WIDE, picture
from bryggan.kit.words import is_number


def cell_words(value: Cell) -> str:
    """A cell as people read it; nothing known says so."""
    if value is None:
        return _("okänt")
    if isinstance(value, datetime.date):
        return words.date_text(value)
    return words.number(value) if is_number(value) else str(value)


def on_page(chart: Chart, *, caption: str = "", width: int = WIDE) -> dict[str, Any]:
    """What `kit/component/chart.html` takes: the picture, a caption and the table."""
    told = chart.rows()
    numeric = [any(is_number(row[place]) for row in told.rows) for place in range(len(told.header))]
    rows = []
    for order, row in enumerate(told.rows):
        url = told.urls[order] if order < len(told.urls) else ""
        rows.append(
            [
                {
                    "label": told.header[place],
                    "text": cell_words(value),
                    "is_number": numeric[place],
                    "url": "" if place else url,
                }
                for place, value in enumerate(row)
            ]
        )
    heads = [
        {"label": label, "is_number": is_figure}
        for label, is_figure in zip(told.header, numeric, strict=True)
    ]
    table = {"title": chart.title, "heads": heads, "rows": rows}
    return {"picture": picture(chart, width=width), "caption": caption, "table": table}
