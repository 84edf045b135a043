"""The columns of needs that no other register has."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from bryggan.kit.register.fields import Choice


@dataclass(frozen=True, kw_only=True)
class Scale(Choice):
    """A step on a scale, stored as its number so that lists sort by it."""

    options: Any

    def empty(self) -> Q:
        return Q(**{f"{self.alias}__isnull": True})

    def form_field(self, user: Any) -> forms.Field:
        choices = [("", _("Inte uppskattat")), *self.options.choices]
        return forms.TypedChoiceField(
            choices=choices, coerce=int, empty_value=None, **self.form_options()
        )
