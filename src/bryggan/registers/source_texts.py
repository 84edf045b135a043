"""What a file said of a record, as it stood, and who may see it: with the row that it is about."""

from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from bryggan.kit import merged
from bryggan.kit.register.register import Panel, Register
from bryggan.registers.models import SourceText

NOTHING = mark_safe("")  # noqa: S308  # a constant


def texts_of(register: type[Register], record: models.Model, user: Any) -> list[SourceText]:
    """The source texts of the record and of the rows beside it that this person sees."""
    ids = merged.ids_of(register.model, record.pk)
    condition = models.Q(noun=register.noun(), record_id__in=ids)
    for beside in register.besides:
        rows = beside.rows(user).filter(**{beside.fk: record}).order_by().values("pk")
        condition |= models.Q(noun=beside.model._meta.label_lower, record_id__in=rows)
    return list(SourceText.objects.filter(condition).order_by("noun"))


def has_texts(register: type[Register], user: Any) -> Any:
    """The condition that there may be any: of the record, of what is beside it, or of what became one with it."""
    texts = SourceText.objects.filter(noun=register.noun(), record_id=models.OuterRef("pk"))
    found: Any = models.Exists(texts)
    if merged.is_mergeable(register.model):
        into = register.model._base_manager.filter(merged_into=models.OuterRef("pk"))
        found |= models.Exists(into)
    for beside in register.besides:
        of_beside = SourceText.objects.filter(
            noun=beside.model._meta.label_lower, record_id=models.OuterRef("pk")
        )
        rows = beside.rows(user).filter(**{beside.fk: models.OuterRef("pk")})
        found |= models.Exists(rows.filter(models.Exists(of_beside)))
    return found


def panel(register: type[Register]) -> Panel:
    """ "Ur filen": first what was not fully understood, then the whole row as it stood."""

    def draw(record: models.Model, user: Any) -> SafeString:
        texts = texts_of(register, record, user)
        if not texts:
            return NOTHING
        context = {
            "row": texts[0].row,
            "remarks": [remark for text in texts for remark in text.remarks],
            "cells": [pair for text in texts for pair in text.cells.items()],
        }
        return SafeString(render_to_string("registers/source_text.html", context))

    return Panel(
        "source",
        _("Ur filen"),
        draw,
        comes_later=True,
        is_there=lambda user: has_texts(register, user),
    )
