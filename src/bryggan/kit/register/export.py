"""The list as a file: Excel and JSON to work in and read back, CSV for other programs."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bryggan.kit import words
from bryggan.kit.papers import sheet
from bryggan.kit.papers.model import Column, Kind
from bryggan.kit.plain import to_plain
from bryggan.kit.register.fields import Day, Field, Money, Year
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.register import REGISTERS

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER_HEAD = "Bryggans nummer"
VERSION_HEAD = "Bryggans version"


@require_GET
def register_export(
    request: HttpRequest, slug: str, form: str
) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The current view, or of it the marked rows, in the asked format."""
    register = REGISTERS.get(slug)
    if register is None or form not in WRITERS:
        raise Http404
    listing = Listing(register, Question.read(request.GET, register), request.user)
    return WRITERS[form](listing, f"{slug}-{timezone.localdate().isoformat()}.{form}")


def columns_of(listing: Listing) -> list[Field]:
    """The chosen columns; without a choice all that can be edited, so that nothing is lost on the way."""
    if listing.question.columns:
        return listing.columns()
    return [field for field in listing.register.every_field() if field.is_column]


def heads(listing: Listing, columns: Sequence[Field]) -> list[str]:
    return [NUMBER_HEAD, *(str(field.label) for field in columns), VERSION_HEAD]


def records(listing: Listing, columns: Sequence[Field]) -> Iterator[list[Any]]:
    prefix = listing.register.model.prefix  # type: ignore[attr-defined]
    for row in listing.all_rows(columns):
        cells = [field.export(row) for field in columns]
        yield [f"{prefix}-{row['pk']:04d}", *cells, row["version"]]


def about(listing: Listing) -> list[tuple[str, str]]:
    """What stands with every file: what it shows, of when, by which filter, and what is left out."""
    filters = "; ".join(f"{label}: {value}" for label, value, _url in listing.filter_words())
    pairs = [
        (_("Visar"), str(listing.register.title)),
        (_("Uppgifter per"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        (_("Filter"), filters or _("inget")),
        (_("Uttaget av"), str(listing.user)),
    ]
    omitted = listing.register.omitted(listing.found(), listing.user)
    if omitted:
        pairs.append((_("Utelämnat"), omitted_words(omitted)))
    return pairs


def omitted_words(count: int) -> str:
    if count == 1:
        return _("1 uppgift utelämnad")
    return _("%(count)s uppgifter utelämnade") % {"count": words.number(count)}


def sheet_columns(listing: Listing, columns: Sequence[Field]) -> list[Column]:
    """Numbers and dates stay such in Excel; years and numbers without groups are written as they are."""
    kinds: list[Kind] = ["text", *(_kind(field) for field in columns), "number"]
    return [Column(title, kind) for title, kind in zip(heads(listing, columns), kinds, strict=True)]


def _kind(field: Field) -> Kind:
    if isinstance(field, Money):
        return "money"
    if isinstance(field, Day):
        return "date"
    return "number" if field.is_number and not isinstance(field, Year) else "text"


def write_xlsx(listing: Listing, file: Any) -> None:
    columns = columns_of(listing)
    sheet.write_list(
        file,
        title=str(listing.register.title),
        columns=sheet_columns(listing, columns),
        rows=records(listing, columns),
        about=about(listing),
    )


def _xlsx(listing: Listing, name: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    write_xlsx(listing, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


def csv_lines(listing: Listing) -> Iterator[str]:
    """Semicolons and a byte order mark, as Swedish Excel expects; no cell can become a formula."""
    columns = columns_of(listing)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    for cells in ([heads(listing, columns)], records(listing, columns)):
        for row in cells:
            writer.writerow([neutral(value) for value in row])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()


def neutral(value: Any) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None:
        return ""
    plain = to_plain(value)
    text = str(plain)
    if isinstance(value, str) and text.startswith(FORMULA_STARTS):
        return "'" + text
    return text


def _csv(listing: Listing, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(listing), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def json_parts(listing: Listing) -> Iterator[str]:
    columns = columns_of(listing)
    keys = ["number", *(field.key for field in columns), "version"]
    yield json.dumps({"about": dict(about(listing))}, ensure_ascii=False)[:-1] + ', "rows": ['
    separator = ""
    for row in records(listing, columns):
        plain = dict(zip(keys, map(to_plain, row), strict=True))
        yield separator + "\n" + json.dumps(plain, ensure_ascii=False)
        separator = ","
    yield "\n]}\n"


def _json(listing: Listing, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(json_parts(listing), content_type="application/json")


WRITERS = {"xlsx": _xlsx, "csv": _csv, "json": _json}
