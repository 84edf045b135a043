"""The rows of what is to be reported, made in Python since they are hundreds (docs/beslut/0011-mallar.md)."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bryggan.decisions.choices import Step
from bryggan.decisions.models import Decision
from bryggan.decisions.register import DecisionRegister

NOTHING = mark_safe("")  # noqa: S308  # a constant
_HEAD = '<th scope="col">{}</th>'
_ROW = (
    "<tr>{}"
    '<td data-label="{}"><time class="figure" datetime="{}">{}</time></td>'
    '<th scope="row"><a href="{}">{}</a><span class="sub">{}</span></th>'
    '<td data-label="{}"><span>{}<span class="sub">{}</span></span></td>'
    '<td data-label="{}"><span class="figure">{}</span></td>'
    '<td data-label="{}"><span class="figure">{}</span></td></tr>'
)
_MARK = (
    '<td class="mark-cell"><label><span class="visually-hidden">{} {}</span>'
    '<input type="checkbox" class="mark-row" name="beslut" value="{}"{}></label></td>'
)
_MARK_ALL = (
    '<td class="mark-cell"><label><span class="visually-hidden">{}</span>'
    '<input type="checkbox" class="mark-all" checked></label></td>'
)
_CHECKED = mark_safe(" checked")  # noqa: S308  # a constant


def drawn(rows: Sequence[Decision], chosen: set[int] | None, *, can_mark: bool) -> SafeString:
    """Head and body of a table of decisions, nothing without rows; all are ticked until somebody has said otherwise."""
    if not rows:
        return NOTHING
    day, matter, by = _("Beslutat"), _("Ärende"), _("Beslutat av")
    point, case = _("Punkt"), _("Diarienummer")
    head = format_html_join("", _HEAD, ((word,) for word in (day, matter, by, point, case)))
    replaced, mark = _("sedan ersatt"), _("Markera")
    body = format_html_join(
        "",
        _ROW,
        (
            (
                _mark(one, mark, chosen) if can_mark else NOTHING,
                day,
                *_twice(one),
                DecisionRegister.url(one.pk),
                one.name,
                f"{one.number} · {replaced}" if one.step == Step.REPLACED else one.number,
                by,
                one.decided_by.name if one.decided_by else "",
                one.decided_as,
                point,
                one.rule.code if one.rule else "–",
                case,
                one.case_number or "–",
            )
            for one in rows
        ),
    )
    all_of_them = format_html(_MARK_ALL, _("Markera alla")) if can_mark else NOTHING
    return format_html("<thead><tr>{}{}</tr></thead><tbody>{}</tbody>", all_of_them, head, body)


def _twice(one: Decision) -> tuple[str, str]:
    """The day for machines and for people."""
    day = one.decided_on.isoformat() if one.decided_on else ""
    return day, day


def _mark(one: Decision, word: str, chosen: set[int] | None) -> SafeString:
    is_ticked = chosen is None or one.pk in chosen
    return format_html(_MARK, word, one.name, one.pk, _CHECKED if is_ticked else NOTHING)
