from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bryggan.kit.register import choosing
from bryggan.notices import queries
from bryggan.notices.actions import LONGEST_COMMENT
from bryggan.notices.models import LetterChoice
from bryggan.people.models import User


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Kommentar"),
        help_text=_("Skriv @ och någons namn, till exempel @Anna Andersson, så får hen veta det."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Skriv något först.")},
    )

    def __init__(self, user: User, posted: Any = None, *, text: str = "") -> None:
        super().__init__(posted, initial={"text": text})
        self.fields["tell"] = choosing.RecordField(
            (queries.people_for(user),),
            reverse("suggest_people"),
            label=_("Säg till någon särskilt"),
            help_text=_("Börja skriva ett namn. Det är samma sak som @ i texten."),
            required=False,
        )

    def whole_text(self) -> str:
        """The text, naming also whoever was chosen beside it."""
        text: str = self.cleaned_data["text"]
        person: User | None = self.cleaned_data["tell"]
        return f"{text.rstrip()}\n@{person.email}" if person else text


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
