"""Forms made from a register's sections: what is readable is checked here, what is right in the action."""

from collections.abc import Iterable
from typing import Any

from django import forms

from bryggan.kit.register.fields import Field
from bryggan.kit.register.register import Register, Section


class RecordForm(forms.Form):
    """The fields of one or more sections, with the version of the record as it was shown."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def form_for(
    fields: Iterable[Field],
    user: Any,
    *,
    record: Any = None,
    posted: Any = None,
    initial: dict[str, Any] | None = None,
) -> RecordForm:
    """A form over the fields. Names are the keys with dots as double underscores."""
    fields = list(fields)
    if record is not None:
        initial = {form_name(field): field.initial(record, user) for field in fields}
        initial["version"] = record.version
    form = RecordForm(posted, initial=initial)
    for field in fields:
        form.fields[form_name(field)] = field.form_field(user)
    return form


def form_name(field: Field) -> str:
    return field.key.replace(".", "__")


def values_of(form: RecordForm, fields: Iterable[Field]) -> dict[str, Any]:
    """The cleaned values by field key, as the register's actions take them."""
    return {field.key: form.cleaned_data[form_name(field)] for field in fields}


def editable(register: type[Register], section: Section) -> list[Field]:
    return [register.field(key) for key in section.fields if register.field(key).is_editable]


def error_field(form: RecordForm, key: str) -> str | None:
    """Where a refusal is shown: at the field it is about, else above the form."""
    name = key.replace(".", "__")
    return name if name in form.fields else None
