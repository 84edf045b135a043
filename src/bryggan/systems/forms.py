"""Forms for what hangs on a system: a cost, the key, a contract, what a mention is of."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.contracts.register import ContractRegister
from bryggan.kit.register import choosing
from bryggan.kit.register.inputs import KronorField
from bryggan.people.models import Unit, User
from bryggan.systems.models import Cost, SystemUse
from bryggan.systems.register import SystemRegister

EMPTY_ROWS = 3


class CostForm(forms.Form):
    year = forms.IntegerField(label=_("År"), min_value=1990, max_value=2100)
    kind = forms.ChoiceField(label=_("Slag"), choices=Cost.Kind.choices)
    amount_sek = KronorField(label=_("Kr exkl. moms"))
    source = forms.ChoiceField(label=_("Källa"), choices=Cost.Source.choices)
    cost_center = forms.CharField(label=_("Ansvarskod"), max_length=40, required=False)

    @classmethod
    def of(cls, cost: Cost | None, posted: Any = None) -> "CostForm":
        """The form of a cost as it is, or of a new one this year."""
        if cost is None:
            return cls(posted, initial={"year": timezone.localdate().year})
        return cls(posted, initial={name: getattr(cost, name) for name in cls.base_fields})


class ContractForm(forms.Form):
    def __init__(self, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        self.fields["contract"] = choosing.records_of(
            ContractRegister,
            user,
            label=_("Avtal"),
            help_text=_("Börja skriva avtalets namn, eller skriv numret: A-0012."),
        )


class OtherNameForm(forms.Form):
    """What a mention is of: a system that goes by another name in the register."""

    def __init__(self, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        self.fields["system"] = choosing.records_of(
            SystemRegister,
            user,
            label=_("System"),
            help_text=_("Börja skriva systemets namn, eller skriv numret: S-0047."),
        )


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Varför?"), max_length=300)


class ShareForm(forms.Form):
    """One unit and its weight; an emptied unit takes the row away."""

    unit = forms.ModelChoiceField(
        label=_("Enhet"), queryset=Unit.objects.none(), empty_label=_("Välj …"), required=False
    )
    weight = forms.DecimalField(
        label=_("Andel"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        localize=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        if isinstance(unit, forms.ModelChoiceField):
            unit.queryset = Unit.objects.present().order_by("path")


class ShareRows(forms.BaseFormSet[ShareForm]):
    """The units that share a system's cost, each once."""

    def shares(self) -> dict[Unit, Decimal]:
        rows = (form.cleaned_data for form in self.forms)
        return {
            row["unit"]: Decimal(1) if row["weight"] is None else row["weight"]
            for row in rows
            if row.get("unit")
        }


ShareFormSet = forms.formset_factory(ShareForm, formset=ShareRows, extra=EMPTY_ROWS, max_num=500)


def share_rows(uses: list[SystemUse], posted: Any = None) -> ShareRows:
    initial = [{"unit": use.unit_id, "weight": use.weight.normalize()} for use in uses]
    made: Any = ShareFormSet(posted, initial=initial)
    rows: ShareRows = made
    return rows
