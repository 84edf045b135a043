"""The one kind of column that only contracts have: extension options as months, with commas."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bryggan.kit.plain import whole_number
from bryggan.kit.register.fields import Field, Row


class MonthsField(forms.CharField):
    """ "12, 12, 24" in the form, [12, 12, 24] in the record."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        words = [word for word in text.replace(";", ",").replace(" ", ",").split(",") if word]
        if not all(0 < (whole_number(word) or 0) <= 120 for word in words):
            raise forms.ValidationError(_("Skriv månader per option, till exempel 12, 12."))
        return [int(word) for word in words]


@dataclass(frozen=True, kw_only=True)
class OptionList(Field):
    """The months of each extension option, in order."""

    def text(self, row: Row) -> str:
        return ", ".join(str(months) for months in row[self.alias] or [])

    def export(self, row: Row) -> Any:
        return self.text(row)

    def form_field(self, user: Any) -> forms.Field:
        return MonthsField(**self.form_options())

    def initial(self, record: Any, user: Any) -> Any:
        return ", ".join(str(months) for months in record.options)
