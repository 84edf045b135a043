"""What is readable of a need, of the answers to it, and of what was said at a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.action import NotPossible
from bryggan.kit.plain import whole_number
from bryggan.needs import actions, codes, queries, senders
from bryggan.needs.models import Route
from bryggan.people.models import Unit, User

NO_NAMES = gettext_lazy("Skriv inga namn på brukare, elever eller patienter.")


class ReplyForm(forms.Form):
    """The answer to what was asked about a need."""

    text = forms.CharField(
        label=gettext_lazy("Ditt svar"),
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class SaidField(forms.CharField):
    """Something said in words. What cannot be kept of it is told, and a sign that no one sees is left out."""

    def __init__(self, *, most: int = actions.LONGEST_TEXT, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\0", "")))

    def validate(self, value: str) -> None:
        super().validate(value)
        try:
            actions.readable(value, field="", is_needed=False, most=self.most)
        except NotPossible as refusal:
            raise forms.ValidationError(refusal.reason) from refusal


class AddressField(forms.CharField):
    """An address that is asked for only with one of the answers: the form itself says when it is missing."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\0", "")))

    def validate(self, value: str) -> None:
        """Nothing: see the form."""


class PlaceField(forms.ChoiceField):
    """Somewhere in the organisation, listed by administration so that it works on any telephone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=lambda: [("", _("Välj …")), *queries.places()], **options)

    def clean(self, value: Any) -> Unit:
        super().clean(value)
        place = queries.place_of(whole_number(str(value)) or 0)
        if place is None:
            raise forms.ValidationError(_("Välj var det är."))
        return place


class VoiceForm(forms.Form):
    """A need in under a minute: what is in the way, where, who is concerned. Perhaps a picture.

    `person` is who is signed in, if anybody is: then the answer comes to her, unless she wants no name on it.
    """

    NAMED, ADDRESS, CODE = "name", "address", "code"

    obstacle = SaidField(
        label=gettext_lazy("Vad är i vägen?"),
        help_text=NO_NAMES,
        error_messages={"required": gettext_lazy("Skriv vad som är i vägen. Ett par ord räcker.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unit = PlaceField(
        label=gettext_lazy("Var?"), error_messages={"required": gettext_lazy("Välj var det är.")}
    )
    concerns = SaidField(
        label=gettext_lazy("Vem berörs?"),
        required=False,
        most=actions.LONGEST_CONCERNS,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "placeholder": gettext_lazy("Till exempel nattpersonalen"),
            }
        ),
    )
    picture = forms.FileField(
        label=gettext_lazy("Bild"),
        required=False,
        help_text=gettext_lazy("Ingen bild på brukare, elever eller patienter. Högst 15 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    route = forms.ChoiceField(
        label=gettext_lazy("Vem ska läsa det först?"),
        choices=Route,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(label=gettext_lazy("Hur vill du få svar?"), widget=forms.RadioSelect)
    address = AddressField(
        label=gettext_lazy("Din jobbadress"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": "254"}),
    )
    nonce = forms.CharField(required=False, widget=forms.HiddenInput)
    by_poster = forms.BooleanField(required=False, widget=forms.HiddenInput)
    # Nobody sees this field: only what fills in every field there is does.
    website = forms.CharField(
        label=gettext_lazy("Lämna det här fältet tomt"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self, person: User | None, *args: Any, place: Unit | None = None, **kwargs: Any
    ) -> None:
        begun = {
            "unit": place.pk if place else person.unit_id if person else "",
            "route": Route.ORDINARY,
            "answer": self.NAMED if person else self.CODE,
            "nonce": codes.new_nonce(),
            "by_poster": place is not None,
        }
        kwargs["initial"] = {**begun, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.person = person
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.choices = self._ways(person)

    def _ways(self, person: User | None) -> list[tuple[str, str]]:
        if person is not None:
            named = _("Som %(name)s: svaret kommer till dig här") % {"name": person.name}
            return [(self.NAMED, named), (self.CODE, _("Utan namn, med en kod som du sparar"))]
        return [
            (self.CODE, _("Med en kod som du sparar. Ingen får veta vem du är.")),
            (self.ADDRESS, _("Till min jobbadress")),
        ]

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is to know who has sent this; asked also of what is not yet right."""
        return bool(self.is_bound and self.data.get("answer") == self.CODE)

    def clean_route(self) -> str:
        return self.cleaned_data["route"] or Route.ORDINARY

    def clean_nonce(self) -> str:
        return self.cleaned_data["nonce"] or codes.new_nonce()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("website"):
            emptied: Any = self.data.copy()  # type: ignore[attr-defined]
            emptied["website"] = ""
            self.data = emptied
            self.add_error(
                None,
                _("Ett dolt fält var ifyllt, som av ett program. Det är tömt nu: skicka igen."),
            )
        if values.get("answer") == self.ADDRESS:
            try:
                values["address"] = senders.readable_address(values.get("address", ""))
            except NotPossible as refusal:
                self.add_error("address", refusal.reason)
        else:
            # What stands in a field that nobody sees is nobody's choice.
            values["address"] = ""
        return values


class CodeForm(forms.Form):
    """The code that somebody kept."""

    code = forms.CharField(
        label=gettext_lazy("Din kod"),
        help_text=gettext_lazy("Tolv bokstäver och siffror. Stora eller små spelar ingen roll."),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
    )


class KeyForm(forms.Form):
    """A key for a system that leaves needs: what it is called here, and where its needs belong."""

    name = forms.CharField(
        label=gettext_lazy("Vad lämnar in?"),
        help_text=gettext_lazy("Till exempel Öppna e-plattformen."),
        max_length=120,
    )
    unit = PlaceField(
        label=gettext_lazy("Behoven hör till"),
        help_text=gettext_lazy("Den här enheten, eller en under den som systemet säger."),
    )
