"""Choosing one or some of many records: a text field with suggestions, where a list would be too long.

Without JavaScript one types the exact name or number; with it the suggestions come as one types.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bryggan.kit import remembering, trace
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.search.fields import sort_key

if TYPE_CHECKING:
    from bryggan.kit.register.fields import Field

LONGEST_LIST = 100
MOST_BOXES = 8
SUGGESTED = 12
EMPTY_LINES = 2
_MARK = re.compile(r"\(([^()]+)\)\s*$")
_NUMBERED = re.compile(r"(?P<prefix>[^\W\d_]+)[-\s](?P<pk>\d{1,15})$")

type Rows = models.QuerySet[Any]


def words_of(record: Any) -> str:
    """How a record is written in the field: its name, and in brackets what tells it from namesakes."""
    mark = getattr(record, "number", "") or getattr(record, "email", "") or f"nr {record.pk}"
    return f"{record} ({mark})"


def suggestions(choosable: Sequence[Rows], words: str) -> list[Any]:
    """The first records whose name begins with or holds the words, or that have them as number."""
    key = sort_key(words)
    found: list[Any] = []
    for rows in choosable:
        condition = Q(sort_key__startswith=key) | _marked(rows, words)
        first = list(rows.filter(condition)[:SUGGESTED])
        if len(first) < SUGGESTED and len(key) > 1:
            seen = [record.pk for record in first]
            held = rows.filter(sort_key__contains=key).exclude(pk__in=seen)
            first += held[: SUGGESTED - len(first)]
        found += first
    return found[:SUGGESTED]


def find(choosable: Sequence[Rows], words: str) -> Any:
    """The one record that the words name. ValidationError when there is none, or several."""
    mark = _MARK.search(words)
    for text in (mark[1] if mark else "", words):
        hits = [hit for rows in choosable for hit in rows.filter(_marked(rows, text))[:2]]
        if len(hits) == 1:
            return hits[0]
    key = sort_key(words)
    hits = [hit for rows in choosable for hit in rows.filter(sort_key=key)[:2]]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise forms.ValidationError(_("Flera heter så. Välj ur förslagen eller skriv numret."))
    raise forms.ValidationError(
        _("”%(words)s” finns inte. Välj ur förslagen, eller skriv hela namnet eller numret.")
        % {"words": words[:100]}
    )


def _marked(rows: Rows, text: str) -> Q:
    """The condition that a number or an address names the record; of nothing when it is neither."""
    text = text.strip()
    if "@" in text and any(field.name == "email" for field in rows.model._meta.fields):
        return Q(email=text.casefold())
    number = _NUMBERED.match(text)
    prefix = getattr(rows.model, "prefix", "") or "nr"
    if number and number["prefix"].casefold() == prefix.casefold():
        return Q(pk=int(number["pk"]))
    return Q(pk__in=[])


class NameInput(forms.TextInput):
    """A text field with suggestions from an address, filled in as one types."""

    def __init__(self, url: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.url = url

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        own = dict(attrs or {})
        list_id = f"{own.get('id') or 'id_' + name}_list"
        own |= {
            "list": list_id,
            "hx-get": self.url,
            "hx-trigger": "input changed delay:150ms, focus once",
            "hx-target": f"#{list_id}",
            "hx-sync": "this:replace",
        }
        field = super().render(name, value, own, renderer)
        return format_html('{}<datalist id="{}"></datalist>', field, list_id)


class NameInputs(NameInput):
    """Several such fields under one name, the last ones empty; an emptied one takes its value away."""

    use_fieldset = True
    empty_lines = EMPTY_LINES

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        own = dict(attrs or {})
        first = own.pop("id", None) or f"id_{name}"
        held = value or []
        lines = [*held, *[""] * max(self.empty_lines, 0 if held else 1)]
        labels = (
            {"aria-label": _("Rad %(n)s") % {"n": place}} for place in range(1, len(lines) + 1)
        )
        return format_html_join(
            "",
            '<div class="choose-line">{}</div>',
            (
                (
                    super(NameInputs, self).render(
                        name,
                        line,
                        own | label | {"id": first if not place else f"{first}_{place}"},
                        renderer,
                    ),
                )
                for place, (line, label) in enumerate(zip(lines, labels, strict=True))
            ),
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        lines = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [line.strip() for line in lines if line.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class RecordField(forms.Field):
    """One record out of many, named in words."""

    def __init__(self, choosable: Sequence[Rows], url: str, **options: Any) -> None:
        self.choosable = tuple(choosable)
        super().__init__(widget=self.widget_for(url), **options)

    def widget_for(self, url: str) -> NameInput:
        return NameInput(url)

    def prepare_value(self, value: Any) -> Any:
        return self.shown(value)

    def shown(self, value: Any) -> Any:
        """A record or its id as words; what somebody typed stays as it is."""
        if isinstance(value, models.Model):
            return words_of(value)
        if isinstance(value, int):
            record = self.choosable[0].model._base_manager.filter(pk=value).first()
            return words_of(record) if record else ""
        return value

    def to_python(self, value: Any) -> Any:
        words = " ".join(str(value or "").replace("\0", "").split())
        return find(self.choosable, words) if words else None


class RecordsField(RecordField):
    """Some records out of many, in the order they are named."""

    def widget_for(self, url: str) -> NameInput:
        return NameInputs(url)

    def prepare_value(self, value: Any) -> Any:
        return [self.shown(line) for line in value or []]

    def to_python(self, value: Any) -> Any:
        return list(
            dict.fromkeys(find(self.choosable, " ".join(line.split())) for line in value or [])
        )


def one_of(field: "Field", user: Any) -> forms.Field:
    """The form field of a reference: a plain list while it is short, else a field with suggestions."""
    (rows,) = field.choosable(user)
    if _is_short(rows, LONGEST_LIST):
        return forms.ModelChoiceField(
            queryset=rows, empty_label=_("Välj …"), **field.form_options()
        )
    return RecordField((rows,), values_url(field), **field.form_options())


def some_of(field: "Field", user: Any) -> forms.Field:
    """The form field of several references: boxes while they are few, else lines with suggestions.

    Never a list in which one marks several: it takes a mouse and Ctrl, and forgets the order.
    """
    (rows,) = field.choosable(user)
    if _is_short(rows, MOST_BOXES):
        boxes = forms.CheckboxSelectMultiple()
        return forms.ModelMultipleChoiceField(queryset=rows, widget=boxes, **field.form_options())
    return RecordsField((rows,), values_url(field), **field.form_options())


def records_of(register: type[Register], user: Any, **options: Any) -> RecordField:
    """A form field over every record of a register that this person sees."""
    url = reverse("register_suggest_records", args=[register.slug])
    return RecordField((register.rows(user).order_by("sort_key", "pk"),), url, **options)


def values_url(field: "Field") -> str:
    """Where the suggestions of a register's field come from."""
    slug = next(slug for slug, register in REGISTERS.items() if field in register.declared())
    return reverse("register_suggest_values", args=[slug, field.key])


def _is_short(rows: Rows, most: int) -> bool:
    """Asked once for all the forms of a page that choose among the same."""
    few = rows.order_by()[: most + 1]
    count: int = trace.once(f"choosing.few.{remembering.asked(few)}", few.count)
    return count <= most


@require_GET
def suggest_values(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Suggestions for a field of a register."""
    register = REGISTERS.get(slug)
    field = register.by_key().get(key) if register else None
    choosable = field.choosable(request.user) if field else ()
    if not choosable:
        raise Http404
    return options(request, choosable)


@require_GET
def suggest_records(request: HttpRequest, slug: str) -> HttpResponse:
    """Suggestions among the records of a register."""
    register = REGISTERS.get(slug)
    if register is None:
        raise Http404
    return options(request, (register.rows(request.user).order_by("sort_key", "pk"),))


def options(request: HttpRequest, choosable: Sequence[Rows]) -> HttpResponse:
    """What a field with suggestions is answered with as one types."""
    # The only parameter is the field itself, whatever its name is in the form.
    words = str(next(iter(request.GET.values()), "")).replace("\0", "").strip()[:200]
    found = suggestions(choosable, words)
    return HttpResponse(
        format_html_join("", '<option value="{}"></option>', ((words_of(one),) for one in found))
    )
