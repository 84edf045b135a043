from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bryggan.initiatives.models import Saying
from bryggan.kit.register.inputs import DayInput


class PurposeForm(forms.Form):
    """Ja, delvis or nej, with what it rests on."""

    answer = forms.ChoiceField(
        label=_("Är syfte och mål tydliga?"),
        choices=[
            (Saying.EXISTS, _("Ja")),
            (Saying.PARTLY, _("Delvis")),
            (Saying.MISSING, _("Nej, eller så finns inget")),
        ],
        widget=forms.RadioSelect,
    )
    quotation = forms.CharField(
        label=_("Citat"),
        help_text=_("Ordagrant det du går efter, ur initiativet eller en handling."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    dated_on = forms.DateField(
        label=_("Dag på det du citerar"),
        help_text=_("Är den senare än beslut eller start står det ”i efterhand”."),
        widget=DayInput(),
        required=False,
    )


class DrawForm(forms.Form):
    """How many are drawn, by which seed, and whether so many of each nämnd."""

    name = forms.CharField(label=_("Urvalets namn"), max_length=200, required=False)
    size = forms.IntegerField(label=_("Antal"), min_value=1, max_value=500, initial=10)
    is_by_authority = forms.BooleanField(label=_("Så många ur varje nämnd"), required=False)
    seed = forms.CharField(
        label=_("Frö"),
        help_text=_(
            "Vilket ord eller tal som helst. Samma frö ger samma urval, så bestäm det innan du ser listan."
        ),
        max_length=80,
    )

    def __init__(self, *args: Any, seed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seed"].initial = seed
