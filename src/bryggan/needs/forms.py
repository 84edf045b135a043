"""What is readable of a need, of the answers to it, and of what was said at a meeting."""

from django import forms
from django.utils.translation import gettext_lazy

NO_NAMES = gettext_lazy("Skriv inga namn på brukare, elever eller patienter.")


class ReplyForm(forms.Form):
    """The answer to what was asked about a need."""

    text = forms.CharField(
        label=gettext_lazy("Ditt svar"),
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
