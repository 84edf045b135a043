"""The tables of an initiative as forms: a row each, some empty ones last, saved as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bryggan.initiatives import queries
from bryggan.initiatives.models import (
    Account,
    Consequence,
    Initiative,
    Likelihood,
    MoneyKind,
    OfInitiative,
)
from bryggan.kit import remembering, trace
from bryggan.kit.register import choosing
from bryggan.kit.register.inputs import DayInput, KronorField
from bryggan.kit.register.register import REGISTERS
from bryggan.people.models import User

EMPTY_ROWS, MOST_ROWS = 3, 200


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput())


class RowForm(forms.Form):
    """A row of a table. One whose first field is emptied is taken away."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    asks: ClassVar[str] = "name"
    # What a row cannot be without, once its first field is filled in.
    needs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, initiative: Initiative, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill(initiative, user)
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", field.label)

    def fill(self, initiative: Initiative, user: User) -> None:
        """What can be chosen depends on the initiative and on who chooses."""

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get(self.asks):
            for name in self.needs:
                if name not in self.errors and told.get(name) in (None, ""):
                    self.add_error(name, str(_("Fyll i det här också.")))
        return told

    def row(self) -> dict[str, Any] | None:
        told = dict(self.cleaned_data)
        return told if told.get(self.asks) else None


def one_of(label: Any, queryset: QuerySet[Any]) -> forms.ModelChoiceField[Any]:
    """The rows of a table offer the same: what there is to choose is read once for all of them."""
    field = forms.ModelChoiceField(
        label=label, queryset=queryset, required=False, empty_label=str(_("Ingen"))
    )
    offered: Any = field.choices
    question = remembering.asked(queryset)
    field.choices = trace.once(f"initiatives.offered.{question}", lambda: list(offered))
    return field


class ShareRow(RowForm):
    asks = "unit"
    percent = forms.DecimalField(
        label=_("Andel, %"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )

    def fill(self, initiative: Initiative, user: User) -> None:
        self.fields["unit"] = one_of(_("Enhet"), queries.units_that_share(initiative))
        self.fields["decision"] = one_of(
            _("Beslut om andelen"), queries.decisions_for_shares(initiative, user)
        )
        self.order_fields(["pk", "unit", "percent", "decision"])


class MilestoneRow(RowForm):
    name = forms.CharField(label=_("Vad"), max_length=200, required=False)
    due_on = day(_("Senast"))
    done_on = day(_("Klart"))


class MoneyForm(RowForm):
    asks = "year"
    needs = ("kind", "amount_sek")
    year = forms.IntegerField(label=_("År"), min_value=1990, max_value=2100, required=False)
    kind = forms.ChoiceField(label=_("Slag"), choices=MoneyKind, required=False)
    amount_sek = KronorField(label=_("Kr exkl. moms"), required=False)
    account = forms.ChoiceField(label=_("Konto"), choices=Account, required=False)
    is_running = forms.BooleanField(label=_("Varje år"), required=False)
    budget_line = forms.CharField(label=_("Budgetrad"), max_length=80, required=False)

    def fill(self, initiative: Initiative, user: User) -> None:
        self.fields["borne_by"] = one_of(_("Bärs av"), queries.units_that_share(initiative))
        self.order_fields(
            ["pk", "year", "kind", "amount_sek", "account", "is_running", "borne_by", "budget_line"]
        )


class GrantRow(RowForm):
    needs = ("amount_sek",)
    name = forms.CharField(label=_("Bidrag"), max_length=200, required=False)
    amount_sek = KronorField(label=_("Kronor"), required=False)
    last_day_on = day(_("Sista dag"))


def scale(label: Any, choices: Any) -> forms.TypedChoiceField:
    offered = [("", _("Inte bedömt")), *choices.choices]
    return forms.TypedChoiceField(
        label=label, choices=offered, coerce=int, empty_value=None, required=False
    )


class RiskForm(RowForm):
    asks = "what"
    what = forms.CharField(label=_("Vad som kan hända"), max_length=300, required=False)
    likelihood = scale(_("Sannolikhet"), Likelihood)
    consequence = scale(_("Konsekvens"), Consequence)
    measure = forms.CharField(label=_("Åtgärd"), max_length=2_000, required=False)

    def fill(self, initiative: Initiative, user: User) -> None:
        self.fields["owner"] = one_of(_("Ansvarig"), queries.people_in(initiative))


class DependencyRow(RowForm):
    asks = "depends_on"
    what = forms.CharField(label=_("Vad det väntar på"), max_length=300, required=False)

    def fill(self, initiative: Initiative, user: User) -> None:
        self.fields["depends_on"] = choosing.records_of(
            REGISTERS["initiativ"], user, label=_("Initiativ"), required=False
        )
        self.order_fields(["pk", "depends_on", "what"])


class CriterionRow(RowForm):
    asks = "what"
    what = forms.CharField(label=_("Det här ska piloten visa"), max_length=300, required=False)
    is_met = forms.TypedChoiceField(
        label=_("Uppfyllt"),
        choices=[("", _("Inte prövat")), ("ja", _("Ja")), ("nej", _("Nej"))],
        coerce=lambda value: value == "ja",
        empty_value=None,
        required=False,
    )
    outcome = forms.CharField(label=_("Så blev det"), max_length=300, required=False)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the tables on a page: what its rows are, and the form of a row."""

    key: str
    title: Any
    form: type[RowForm]
    rows: Callable[[Initiative], QuerySet[Any]]

    def formset(self, initiative: Initiative, user: User, posted: Any = None) -> Any:
        made: Any = forms.formset_factory(self.form, extra=EMPTY_ROWS, max_num=MOST_ROWS)
        initial = [_initial(row, self.form) for row in self.rows(initiative)]
        options = {"initiative": initiative, "user": user}
        return made(posted, initial=initial, prefix=self.key, form_kwargs=options)


def _initial(row: OfInitiative, form: type[RowForm]) -> dict[str, Any]:
    told = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("initiative", "version", "withdrawn_at")
    }
    told["pk"] = row.pk
    if "is_met" in told:
        told["is_met"] = {True: "ja", False: "nej"}.get(told["is_met"], "")
    return told
