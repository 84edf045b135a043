"""What the pages of a register show: the table, the filters, the sections."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bryggan.kit import words
from bryggan.kit.register.export import omitted_words
from bryggan.kit.register.fields import Field, Row
from bryggan.kit.register.listing import Listing
from bryggan.kit.register.register import Panel, Register, Section
from bryggan.kit.verdict import ALLOWED, Verdict, denied

FEW = 2_000

type Extra = Callable[[Listing], dict[str, Any]]
_extras: list[Extra] = []

UNKNOWN = mark_safe('<span class="unknown" title="okänt">–</span>')  # noqa: S308  # a constant


def adds_to_lists(extra: Extra) -> None:
    """A higher app adds to what every list shows: saved views, bulk edit, import, offers, papers."""
    _extras.append(extra)


_panels_of_all: list[Panel] = []


def adds_to_pages(panel: Panel) -> None:
    """A higher app shows something on every record's page, whatever its register: following, comments.

    `place` "head" is beside the record's name.
    """
    _panels_of_all.append(panel)


type FieldNotes = Callable[[type[Register], Any, Row, Any], dict[str, SafeString]]
_field_notes: list[FieldNotes] = []


def notes_fields(notes: FieldNotes) -> None:
    """A higher app says something quiet under the fields of a record's page, by field key.

    Asked once per page with the register, the record, its row and the reader.
    """
    _field_notes.append(notes)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something to do with the rows of a list: at `url` with all that are found, at `marked_url` with those marked."""

    label: str
    icon: str = ""
    url: str = ""
    marked_url: str = ""


# What a list shows only when a higher app offers it. Papers and offers of several apps add up.
NOT_OFFERED: dict[str, Any] = {
    "tabs": [],
    "papers": [],
    "offers": [],
    "new_view_url": "",
    "import_url": "",
    "bulk_url": "",
    "take_along_remark": "",
}


def list_context(listing: Listing) -> dict[str, Any]:
    register, question = listing.register, listing.question
    page = listing.page()
    columns = listing.columns()
    omitted = register.omitted(listing.found(), listing.user, are_few=page.total <= FEW)
    context: dict[str, Any] = {
        "register": register,
        "question": question,
        "page": page,
        "total": words.number(page.total),
        "heads": [head(listing, column) for column in columns],
        "table": table(listing, columns, page.shown),
        "filters": listing.filter_words(),
        "facets": [field for field in register.every_field() if field.key != "name"],
        "columns": [(f.key, f.label, f in columns) for f in register.every_field() if f.is_column],
        "omitted": omitted,
        "omitted_words": omitted_words(omitted) if omitted else "",
        "position": position(page.number, len(page.rows), page.total),
        "previous_url": question.address(page=page.number - 1) if page.number > 1 else "",
        "next_url": question.address(page=page.number + 1) if page.number < page.last else "",
        "create_verdict": register.may_create(listing.user),
        **NOT_OFFERED,
        "asked": question.address(page=1),
    }
    # Higher apps are loaded first, and have the last word.
    for extra in reversed(_extras):
        added = extra(listing)
        summed = {key: [*added.get(key, []), *context[key]] for key in ("papers", "offers")}
        context.update({**added, **summed})
    return context


def position(number: int, shown: int, total: int) -> str:
    if not shown:
        return ""
    first = (number - 1) * 50 + 1
    return _("%(first)s–%(last)s av %(total)s") % {
        "first": words.number(first),
        "last": words.number(first + shown - 1),
        "total": words.number(total),
    }


def head(listing: Listing, column: Field) -> dict[str, Any]:
    """A column's heading: sorted by it the other way at the next press."""
    asked = listing.question.sort or listing.register.default_sort or "name"
    is_up, is_down = asked == column.key, asked == f"-{column.key}"
    following = f"-{column.key}" if is_up else column.key
    return {
        "label": column.label,
        "url": listing.question.address(sort=following, page=1),
        "direction": "ascending" if is_up else "descending" if is_down else "",
        "class": "number" if column.is_number else "",
    }


def table(listing: Listing, columns: list[Field], rows: Iterable[Row]) -> SafeString:
    """The rows of a list. Made here and not in a template: 50 rows of 8 cells are 400 small strings."""
    suffix = listing.question.address(page=1).replace("?", "?from=list&")
    marked = set(listing.question.marked)
    first, *rest = columns
    # What is the same in every row is said once.
    heads = [(field, str(field.label), _number(field)) for field in rest]
    mark = _("Markera")
    made = []
    for row in rows:
        linked = {**row, "url": row["url"] + suffix}
        cells = format_html_join(
            "",
            '<td data-label="{}"{}><span>{}</span></td>',
            ((label, number, cell(field, linked)) for field, label, number in heads),
        )
        checked = CHECKED if row["pk"] in marked else ""
        shown = (row["pk"], checked, mark, first.text(row) or "–", cell(first, linked), cells)
        made.append(shown)
    return format_html_join("\n", ROW, made)


ROW = (
    '<tr><td class="mark-cell"><label><input class="mark-row" type="checkbox" name="id"'
    ' value="{}" form="marked"{}><span class="visually-hidden">{} {}</span></label></td>'
    '<th scope="row">{}</th>{}</tr>'
)
CHECKED = mark_safe(" checked")  # noqa: S308  # a constant


def _number(field: Field) -> SafeString:
    return mark_safe(' class="number"' if field.is_number else "")  # noqa: S308  # a constant


def cell(field: Field, row: Row) -> SafeString:
    """The value as shown; nothing known is a dash, unless the field has its own word for it."""
    return field.html(row) or UNKNOWN


def facet_context(listing: Listing, key: str) -> dict[str, Any]:
    field = listing.register.field(key)
    question = listing.question
    kept = [
        pair
        for pair in parse_qsl(question.address(page=1).lstrip("?"))
        if pair[0] not in {f"f.{key}", f"f.{key}.from", f"f.{key}.to"}
    ]
    return {
        "register": listing.register,
        "field": field,
        "values": listing.facet(key),
        "span": dict(question.spans).get(key),
        "chosen": dict(question.chosen).get(key, ()),
        "kept": kept,
        "action": listing.register.list_url(),
    }


def page_context(register: type[Register], record: Any, row: Row, user: Any) -> dict[str, Any]:
    withdraw = register.withdraw_with
    notes = field_notes(register, record, row, user)
    return {
        "register": register,
        "record": record,
        "row": row,
        "sections": [
            section_context(register, part, record, row, user, notes) for part in sections(register)
        ],
        "panels": [panel_context(register, panel, record, user) for panel in panels(register)],
        "papers": [paper for offer in register.record_papers for paper in offer(record, user)],
        "next_step": register.next_step(record, row, user),
        "badges": register.badges(record, row),
        "lead": register.lead_of(record, row),
        "withdraw_verdict": withdraw.verdict(user, record) if withdraw else None,
        "past_url": reverse("register_past", args=[register.slug, record.pk]),
    }


def panels(register: type[Register]) -> list[Panel]:
    """The register's own panels, then those that every page has."""
    return [*register.panels, *_panels_of_all]


def panel_context(register: type[Register], panel: Panel, record: Any, user: Any) -> dict[str, Any]:
    """A panel drawn, or the address that it is fetched from later; neither where there is nothing to show."""
    is_there = bool(record.__dict__.get(panel.there_name, True))
    is_later = panel.comes_later and is_there
    url = reverse("register_panel", args=[register.slug, record.pk, panel.key]) if is_later else ""
    return {
        "key": panel.key,
        "title": panel.title,
        "place": panel.place,
        "html": panel.draw(record, user) if is_there and not is_later else "",
        "url": url,
    }


def sections(register: type[Register]) -> list[Section]:
    """The declared sections, and the municipality's own fields last."""
    declared = {key for part in register.sections for key in part.fields}
    own = tuple(f.key for f in register.every_field() if f.key.startswith("own."))
    rest = tuple(key for key in own if key not in declared)
    extra = [Section("own", _("Egna fält"), rest)] if rest else []
    return [*register.sections, *extra]


def page_fields(register: type[Register]) -> list[Field]:
    """What a record's page needs: what its sections show, and what its list says of it."""
    shown = {key for part in sections(register) for key in part.fields}
    return [
        field
        for field in register.every_field()
        if field.key in shown or field.key in register.default_columns
    ]


def field_notes(
    register: type[Register], record: Any, row: Row, user: Any
) -> dict[str, SafeString]:
    found: dict[str, SafeString] = {}
    for notes in _field_notes:
        found.update(notes(register, record, row, user))
    return found


def section_context(
    register: type[Register],
    part: Section,
    record: Any,
    row: Row,
    user: Any,
    notes: dict[str, SafeString],
) -> dict[str, Any]:
    fields = [register.field(key) for key in part.fields]
    hidden = bool(part.beside) and is_hidden(part, record, user)
    return {
        "key": part.key,
        "title": part.title,
        "facts": [
            (field.label, field.fact(row) or UNKNOWN, notes.get(field.key, "")) for field in fields
        ],
        "is_hidden": hidden,
        "is_empty": all(field.is_empty(row) for field in fields),
        "verdict": may_edit(register, part, record, user),
        "url": reverse("register_edit", args=[register.slug, record.pk, part.key])
        if register.change_with
        else "",
    }


def is_hidden(part: Section, record: Any, user: Any) -> bool:
    """Whether the section's row exists and this person may not see it."""
    beside = part.beside
    assert beside is not None
    if not beside.hides_from(user):
        return False
    # The query that fetched the record for its page has asked already.
    if beside.hidden_name in record.__dict__:
        return bool(record.__dict__[beside.hidden_name])
    return beside.hidden(user).filter(**{beside.fk: record}).exists()


def may_edit(register: type[Register], part: Section, record: Any, user: Any) -> Verdict:
    """The verdict of the register's action, and the section's own."""
    if register.change_with is None:
        return denied(_("De här uppgifterna ändras inte här."))
    verdict = register.change_with.verdict(user, record)
    if not verdict:
        return verdict
    if part.beside and is_hidden(part, record, user):
        return denied(_("Uppgifterna är skyddade."))
    return part.allow(user, record) if part.allow else ALLOWED


def creation_fields(register: type[Register]) -> list[Field]:
    """No more form than the matter needs: what is needed, and the first section's plain fields."""
    needed = [field for field in register.fields if field.is_needed]
    first = [register.field(key) for key in register.sections[0].fields]
    plain = [field for field in first if field.is_editable and field not in needed]
    return [*needed, *plain]
