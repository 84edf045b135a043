"""What is said as a task is settled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FinishForm(forms.Form):
    note = forms.CharField(
        label=_("Vad blev det?"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Frivilligt. Den som gav uppgiften får läsa det."),
    )


class ReasonForm(forms.Form):
    """Why, in words for whoever it concerns."""

    reason = forms.CharField(
        label=_("Varför?"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, posted: Any = None) -> None:
        super().__init__(posted)
