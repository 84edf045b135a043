"""What is readable of a request, of the screening answers, of a verdict and of another municipality's file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.approvals.calculation import usual_review
from bryggan.approvals.models import Screening
from bryggan.approvals.neighbours import LONGEST_SOURCE, MOST_BYTES
from bryggan.approvals.questions import Choice, Questions
from bryggan.approvals.register import AppRegister
from bryggan.kit.register.inputs import DayInput
from bryggan.people.models import User
from bryggan.registers.reading.sheet import MEGABYTE


class RequestForm(forms.Form):
    """What has to be known to begin: which app, for what, where. The rest is found out in the screening."""

    name = forms.CharField(label=gettext_lazy("Appens namn"), max_length=200)
    use = forms.CharField(
        label=gettext_lazy("Vad ska den användas till?"),
        max_length=1_000,
        help_text=gettext_lazy("Ett par ord räcker. Visas öppet om appen får besked."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    user_count = forms.IntegerField(
        label=gettext_lazy("Ungefär hur många ska använda den?"),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )
    link = forms.CharField(
        label=gettext_lazy("Länk till appen"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = AppRegister.field("unit").form_field(user)
        unit.label = _("För vilken arbetsplats?")
        unit.help_text = ""
        unit.initial = user.unit_id
        self.fields["unit"] = unit
        self.order_fields(["name", "use", "unit", "user_count", "link"])


class ScreeningForm(forms.Form):
    """The questions in force, each with its answers and what they lead to."""

    def __init__(self, asked: Questions, screening: Screening | None, posted: Any = None) -> None:
        held = screening.answers if screening else {}
        super().__init__(posted, initial={**held, "note": screening.note if screening else ""})
        for one in asked.questions:
            self.fields[one.key] = forms.ChoiceField(
                label=one.text,
                help_text=one.help,
                choices=[(choice.key, _with_leads(choice)) for choice in one.choices],
                widget=forms.RadioSelect,
                error_messages={"required": _("Välj ett svar. ”Vet inte” går också bra.")},
            )
        self.fields["note"] = forms.CharField(
            label=_("Anteckning"),
            help_text=_("Visas inte öppet: vad ni har läst, frågat och kommit fram till."),
            max_length=4_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def answers(self) -> dict[str, str]:
        return {key: value for key, value in self.cleaned_data.items() if key != "note"}


def _with_leads(choice: Choice) -> SafeString:
    """An answer, and in small what it leads to, so that nobody is taken by surprise."""
    if not choice.leads:
        return format_html("{}", choice.text)
    leads = " ".join(lead.text for lead in choice.leads)
    return format_html('<span>{}<span class="sub">{}</span></span>', choice.text, leads)


class ApproveForm(forms.Form):
    """Yes, with conditions or without, and until when."""

    conditions = forms.CharField(
        label=gettext_lazy("Villkor"),
        help_text=gettext_lazy("Visas öppet. Förslagen kommer ur svaren: stryk, ändra, lägg till."),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    review_on = forms.DateField(
        label=gettext_lazy("Omprövas senast"),
        help_text=gettext_lazy("Högst två år fram."),
        widget=DayInput(),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Beskedet gavs"),
        help_text=gettext_lazy("Ett tidigare datum om en gammal lista förs över hit."),
        widget=DayInput(),
        required=False,
    )

    @classmethod
    def of(cls, conditions: list[str], posted: Any = None) -> "ApproveForm":
        """With the conditions that the answers give, to be tried anew in a year."""
        today = timezone.localdate()
        begun = {
            "conditions": "\n".join(conditions),
            "review_on": usual_review(today),
            "decided_on": today,
        }
        return cls(posted, initial=begun)


class RefuseForm(forms.Form):
    """No, with a reason that the one who asked can read."""

    reason = forms.CharField(
        label=gettext_lazy("Skäl"),
        help_text=gettext_lazy(
            "Visas öppet. Skriv till den som ville ha appen, gärna vad hen kan använda i stället."
        ),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SuggestionsForm(forms.Form):
    """Another municipality's list."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy(
            "JSON från en annan Bryggan, eller CSV eller Excel med kolumnerna App, Besked och Villkor. Högst 2 MB och 2 000 appar."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.txt,.xlsx"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Vilken kommun kommer listan från?"),
        help_text=gettext_lazy("Kan lämnas tomt för en JSON-fil, som säger det själv."),
        max_length=LONGEST_SOURCE,
        required=False,
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            said = _("Filen är större än %(limit)s MB. En lista över appar brukar rymmas gott.")
            raise forms.ValidationError(said % {"limit": MOST_BYTES // MEGABYTE})
        return file
