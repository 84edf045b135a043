from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.register.inputs import DayInput
from bryggan.people import login
from bryggan.people.models import Unit, User
from bryggan.people.roles import UNIT_ROLES, Role


class SignInForm(AuthenticationForm):
    """E-mail address and password; the same answer whether the account exists or not."""

    username = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {
        "invalid_login": gettext_lazy("Adressen och lösenordet stämmer inte ihop."),
        "inactive": gettext_lazy("Adressen och lösenordet stämmer inte ihop."),
    }

    def clean(self) -> dict[str, Any]:
        account = str(self.cleaned_data.get("username", "")).casefold()
        address = login.address_of(self.request)
        until = login.waits_until(account, address)
        if until:
            raise forms.ValidationError(
                _("För många försök. Försök igen klockan %(time)s.")
                % {"time": timezone.localtime(until).strftime("%H:%M")}
            )
        return super().clean()


class UnitForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Namn"), max_length=200)
    short = forms.CharField(label=gettext_lazy("Kortnamn"), max_length=20, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=Unit.Kind.choices)


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Namn"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-postadress"))
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200, required=False)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Enhet"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Välj …"),
    )
    is_external = forms.BooleanField(
        label=gettext_lazy("Extern"),
        help_text=gettext_lazy("Revisor eller leverantör: ser bara enheter hen har en roll i."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.present().order_by("sort_key")


class RoleForm(forms.Form):
    user = forms.ModelChoiceField(
        label=gettext_lazy("Person"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Välj …"),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Roll"), choices=[(role.value, role.label) for role in UNIT_ROLES]
    )
    share_percent = forms.IntegerField(
        label=gettext_lazy("Andel av tjänst, %"), required=False, min_value=0, max_value=100
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Från"),
        required=False,
        widget=DayInput(),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Till"),
        required=False,
        widget=DayInput(),
    )
    appointed_by = forms.CharField(
        label=gettext_lazy("Utsedd av"),
        help_text=gettext_lazy(
            "För revisorer: kommunens revisorer utser dem, till exempel ”Revisorerna 2026-09-01 § 42”."
        ),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)
        user.queryset = User.objects.present()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("ends_on", _("Slutdagen ligger före startdagen."))
        return cleaned


class MaskingForm(forms.Form):
    """What is to be taken away, as a text or as a field of a record; why, and by what decision."""

    value = forms.CharField(
        label=gettext_lazy("Uppgiften, ord för ord"),
        help_text=gettext_lazy("Stora och små bokstäver räknas som samma."),
        max_length=2_000,
        required=False,
    )
    record = forms.CharField(
        label=gettext_lazy("Eller postens nummer"),
        help_text=gettext_lazy("Till exempel S-0047."),
        max_length=20,
        required=False,
    )
    field = forms.CharField(
        label=gettext_lazy("och fältets rubrik"),
        help_text=gettext_lazy("Allt som står och har stått i fältet tas bort överallt."),
        max_length=120,
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("Skäl"), max_length=500)
    decision = forms.CharField(label=gettext_lazy("Beslut, diarienummer"), max_length=200)
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("value") and not (cleaned.get("record") and cleaned.get("field")):
            self.add_error("value", _("Skriv uppgiften, eller postens nummer och fältets rubrik."))
        return cleaned
