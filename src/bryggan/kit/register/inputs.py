"""The form fields that a municipality's own way of writing needs."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day out of the browser's own calendar, which reads only the one form of it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class KronorField(forms.DecimalField):
    """An amount as people write it, "1 200" as well as "1200"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_digits=14, decimal_places=0, localize=True, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)
