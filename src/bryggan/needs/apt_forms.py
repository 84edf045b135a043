"""What is readable of what was said at an APT: ten needs in one table, and the day of the next one."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.action import NotPossible
from bryggan.kit.register.inputs import DayInput
from bryggan.needs.actions import LONGEST_TEXT, readable
from bryggan.needs.workplaces import Said
from bryggan.people.models import Unit

ROWS, MORE_ROWS, MOST_ROWS = 10, 5, 60
PREFIX = "rad"
LONGEST_CONCERNS = 300
# Stands before a unit's name once per level below the topmost.
INDENT = "\u2003"


class UnitField(forms.ModelChoiceField[Unit]):
    """A workplace, shown where it lies in the tree of those she leads."""

    def label_from_instance(self, obj: Unit) -> str:
        return INDENT * max(obj.depth - self.top, 0) + obj.name

    def of(self, led: QuerySet[Unit]) -> None:
        self.queryset = led
        self.top = min((unit.depth for unit in led), default=0)


class WorkplaceForm(forms.Form):
    """Whose needs they are. `sent` is the same however often the same page is sent."""

    unit = UnitField(
        label=gettext_lazy("Arbetsplats"), queryset=Unit.objects.none(), empty_label=None
    )
    sent = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, led: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.of(led)


class SaidForm(forms.Form):
    """One row of the table. An empty row is no need; a row that cannot be kept says why."""

    obstacle = forms.CharField(
        label=gettext_lazy("Vad är i vägen?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_TEXT}),
    )
    concerns = forms.CharField(
        label=gettext_lazy("Vem berörs?"), required=False, max_length=LONGEST_CONCERNS
    )
    count = forms.IntegerField(
        label=gettext_lazy("Hur många har det?"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": 999}),
    )

    def clean_obstacle(self) -> str:
        return _kept(self.cleaned_data["obstacle"], "obstacle")

    def clean_concerns(self) -> str:
        return _kept(self.cleaned_data["concerns"], "concerns")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_wordless = not given.get("obstacle") and "obstacle" not in self.errors
        if is_wordless and (given.get("concerns") or given.get("count")):
            self.add_error("obstacle", _("Skriv vad som är i vägen, eller töm raden."))
        return given

    @property
    def said(self) -> Said | None:
        given = self.cleaned_data
        if not given.get("obstacle"):
            return None
        return Said(given["obstacle"], given["concerns"], given["count"])


class BaseSaidRows(forms.BaseFormSet[SaidForm]):
    def said(self) -> list[Said]:
        return [row.said for row in self.forms if row.said]

    @property
    def wrong(self) -> list[int]:
        """The rows that cannot be kept, as they are numbered on the page."""
        return [place for place, row in enumerate(self.forms, 1) if row.errors]


def said_rows(sent: Any = None) -> BaseSaidRows:
    """The table: empty, or as it was sent."""
    made = forms.formset_factory(
        SaidForm, formset=BaseSaidRows, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    rows = made(sent, prefix=PREFIX)
    assert isinstance(rows, BaseSaidRows)
    return rows


class MeetingForm(forms.Form):
    """When the next APT is."""

    held_on = forms.DateField(
        label=gettext_lazy("Nästa APT"),
        widget=DayInput(),
    )


def _kept(text: str, field: str) -> str:
    try:
        return readable(text, field=field, is_needed=False)
    except NotPossible as refusal:
        raise forms.ValidationError(refusal.reason) from None
