from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.papers.declared import DeclaredPaper, with_own_fields
from bryggan.kit.papers.own_template import MAX_PACKED_BYTES, MEGABYTE

EVERY_PAPER = "alla"


class TemplateForm(forms.Form):
    """A Word file and which papers it is for; what is in it is checked by the action."""

    file = forms.FileField(
        label=gettext_lazy("Wordfil"),
        help_text=gettext_lazy("En .docx eller .dotx utan makron, högst 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.dotx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(declared.name, declared.title) for declared in with_own_fields()]
        self.fields["paper"] = forms.ChoiceField(
            label=_("Mall för"), choices=[(EVERY_PAPER, _("Alla papper")), *own]
        )
        self.order_fields(("paper", "file"))

    def clean_paper(self) -> str:
        """The name of the paper, nothing for all of them."""
        chosen = str(self.cleaned_data["paper"])
        return "" if chosen == EVERY_PAPER else chosen

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_PACKED_BYTES:
            said = _("Filen är större än %(limit)s MB. Ta bort bilder ur mallen och försök igen.")
            raise forms.ValidationError(said % {"limit": MAX_PACKED_BYTES // MEGABYTE})
        return file


def options_form(declared: type[DeclaredPaper], user: Any) -> forms.Form:
    """What can be chosen about a paper, as a form that asks nothing by itself."""
    form = forms.Form(auto_id=f"{declared.name}-%s")
    for option in declared.options:
        if option.choices is not None:
            choices = list(option.choices(user))
            form.fields[option.key] = forms.ChoiceField(label=option.label, choices=choices)
    return form
