"""Forms of assessments: whom to ask, more time, what is decided, the municipality's own words."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.assessments.models import Side
from bryggan.assessments.words import kind_words, kinds_offered
from bryggan.contracts.register import people
from bryggan.kit.register.choosing import RecordField, RecordsField
from bryggan.kit.register.inputs import DayInput
from bryggan.people.models import User

DAYS = 14
# Suggestions of people come from where the register of systems takes its owners.
SUGGEST = "role.system_owner"


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, widget=widget, **options)


def people_url() -> str:
    return str(reverse("register_suggest_values", args=["system", SUGGEST]))


class OpenForm(forms.Form):
    """Until when, and who besides those responsible."""

    def __init__(self, user: User, posted: Any = None) -> None:
        last_day = timezone.localdate() + timedelta(days=DAYS)
        super().__init__(posted, initial={"last_day": last_day, "roles": True})
        self.fields["last_day"] = day_field(_("Sista dag att svara"))
        self.fields["roles"] = forms.BooleanField(
            label=_(
                "Fråga dem som ansvarar: ägare och förvaltare för verksamheten, IT-motparten för IT"
            ),
            required=False,
        )
        for side, label in (
            (Side.BUSINESS, _("Fråga också för verksamheten")),
            (Side.IT, _("Fråga också för IT")),
        ):
            self.fields[f"more_{side}"] = RecordsField(
                (choosable(),),
                people_url(),
                label=label,
                required=False,
                help_text=_(
                    "Kollegor som använder eller sköter systemet. De tillfrågas om alla valda system."
                ),
            )


class AskForm(forms.Form):
    def __init__(self, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        self.fields["user"] = RecordField((choosable(),), people_url(), label=_("Vem"))
        self.fields["side"] = forms.ChoiceField(
            label=_("Svarar för"), choices=Side.choices, widget=forms.RadioSelect
        )


class ProlongForm(forms.Form):
    def __init__(self, last_day: date, posted: Any = None) -> None:
        super().__init__(posted, initial={"last_day": last_day})
        self.fields["last_day"] = day_field(_("Ny sista dag"))


class DispositionForm(forms.Form):
    def __init__(self, user: User, posted: Any = None) -> None:
        super().__init__(posted, initial={"decided_on": timezone.localdate()})
        words = kind_words()
        self.fields["kind"] = forms.ChoiceField(
            label=_("Inriktning"),
            choices=[(key, words[key]) for key in kinds_offered()],
            widget=forms.RadioSelect,
        )
        self.fields["target_year"] = forms.IntegerField(
            label=_("Målår"),
            min_value=2000,
            max_value=2100,
            required=False,
            help_text=_("Året då det ska vara gjort."),
        )
        self.fields["reason"] = forms.CharField(
            label=_("Motivering"), widget=forms.Textarea(attrs={"rows": 4})
        )
        self.fields["decided_by"] = RecordField(
            (choosable(),),
            people_url(),
            label=_("Beslutat av"),
            help_text=_("Den som har rätt att besluta. Du som skriver in det syns i historiken."),
        )
        self.fields["decided_on"] = day_field(_("Beslutsdatum"))
        self.fields["case_number"] = forms.CharField(
            label=_("Diarienummer"), max_length=60, required=False
        )


class KindForm(forms.Form):
    name = forms.CharField(label=_("Kallas här"), max_length=60, required=False)
    is_offered = forms.BooleanField(label=_("Går att välja"), required=False)


def choosable() -> Any:
    """Colleagues who can be asked or named: those who are here."""
    return people(None).filter(is_external=False).order_by("sort_key", "pk")
