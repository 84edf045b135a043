"""What is readable of a file that is put there, established, marked or handed out."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.files import checking
from bryggan.files.choices import FileKind, SecrecyGround
from bryggan.files.disclosing import Sorted
from bryggan.files.frozen_documents import FrozenDocument
from bryggan.kit.register.inputs import DayInput

SIZE_HELP = _(
    "PDF, Word, Excel, PowerPoint, OpenDocument, bild, text, CSV eller e-post. Högst 25 MB, utan makron."
)
NO_SECRECY = [("", _("Ingen sekretess"))]
NO_MASK = [("", _("Lämnas ut")), *SecrecyGround.choices]
NEW_KINDS = [(kind.value, kind.label) for kind in (FileKind.WORKING, FileKind.RECEIVED)]


def _day(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("Fil"), help_text=SIZE_HELP, allow_empty_file=True)


class AttachForm(FileForm):
    kind = forms.ChoiceField(
        label=_("Slag av handling"),
        choices=NEW_KINDS,
        help_text=_("Arbetsmaterial blir allmän handling först när det upprättas."),
    )
    dated_on = _day(_("Handlingens datum"), required=False)
    secrecy = forms.ChoiceField(
        label=_("Sekretess"), choices=[*NO_SECRECY, *SecrecyGround.choices], required=False
    )


class LinkForm(forms.Form):
    called = forms.CharField(label=_("Vad heter handlingen?"), max_length=checking.LONGEST_NAME)
    url = forms.URLField(label=_("Länk"), max_length=500, assume_scheme="https")
    dated_on = _day(_("Handlingens datum"), required=False)
    secrecy = forms.ChoiceField(
        label=_("Sekretess"), choices=[*NO_SECRECY, *SecrecyGround.choices], required=False
    )


class EstablishForm(forms.Form):
    established_on = _day(
        _("Upprättad"), required=True, help_text=_("Dagen då den blev klar, oftast i dag.")
    )

    def __init__(self, posted: Any = None) -> None:
        super().__init__(posted, initial={"established_on": timezone.localdate()})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SecrecyForm(forms.Form):
    secrecy = forms.ChoiceField(label=_("Paragraf"), choices=SecrecyGround.choices)


class DiscloseForm(forms.Form):
    """What was asked for and what is handed out; nobody has to say who she is (TF 2 kap. 18 §)."""

    asked_for = forms.CharField(
        label=_("Vad begärdes?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    given_to = forms.CharField(
        label=_("Till"),
        max_length=300,
        required=False,
        help_text=_("Den som begär en handling behöver inte säga vem hen är."),
    )
    chosen = forms.MultipleChoiceField(label=_("Handlingar"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, found: Sorted, posted: Any = None) -> None:
        super().__init__(posted, initial={"chosen": [str(file.pk) for file in found.offered]})
        self.found = found
        choice = self.fields["chosen"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.required = bool(found.offered) and not found.frozen
        choice.choices = [
            *((str(file.pk), f"{file.number} {file.file_name}") for file in found.offered),
            *((document.key, document.name) for document in found.frozen),
        ]
        for document in found.frozen:
            for group in document.groups:
                self.fields[f"{document.key}.{group.key}"] = forms.ChoiceField(
                    label=group.label, choices=NO_MASK, required=False
                )

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked before the masking."""
        return [self[name] for name in ("asked_for", "given_to", "chosen")]

    @property
    def masking(self) -> list[tuple[FrozenDocument, list[forms.BoundField]]]:
        """For each frozen document, what of it can be masked."""
        return [
            (document, [self[f"{document.key}.{group.key}"] for group in document.groups])
            for document in self.found.frozen
        ]

    def told(self) -> dict[str, Any]:
        """What the action is given."""
        given, chosen = self.cleaned_data, set(self.cleaned_data["chosen"])
        frozen = {
            document.key: {
                group.key: ground
                for group in document.groups
                if (ground := given[f"{document.key}.{group.key}"])
            }
            for document in self.found.frozen
            if document.key in chosen
        }
        return {
            "asked_for": given["asked_for"],
            "given_to": given["given_to"],
            "files": [int(key) for key in chosen - frozen.keys()],
            "frozen": frozen,
        }


class CaseNumberForm(forms.Form):
    examples = forms.CharField(
        label=_("Exempel, ett på varje rad"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Skriv ett riktigt diarienummer, till exempel KS 2026/118 eller KSN-2026-0118."
        ),
    )
