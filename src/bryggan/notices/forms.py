from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bryggan.notices.actions import LONGEST_COMMENT
from bryggan.notices.models import LetterChoice


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Kommentar"),
        help_text=_("Skriv @ och någons namn, till exempel @Anna Andersson, så får hen veta det."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Skriv något först.")},
    )


class WithdrawForm(forms.Form):
    """Why somebody else's comment is taken away; one's own needs no reason."""

    reason = forms.CharField(
        label=_("Varför?"),
        help_text=_("Skälet visas där kommentaren stod."),
        max_length=300,
    )


class LettersForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("Hur ofta vill du ha brevet?"),
        choices=LetterChoice.Rhythm.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, posted: Any = None, *, rhythm: str = "") -> None:
        super().__init__(posted, initial={"rhythm": rhythm})
