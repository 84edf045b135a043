"""What is said as a färdplan is adopted."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.decisions.models import Decision
from bryggan.kit.register.inputs import DayInput
from bryggan.people.models import Unit, User
from bryggan.roadmap.queries import decisions_to_adopt_by

# A decision to adopt is chosen among those of the last year.
LATELY_DAYS = 365


class AdoptForm(forms.Form):
    """The day, and the meeting in words or the decision."""

    adopted_on = forms.DateField(label=_("Fastställd den"), widget=DayInput())
    where = forms.CharField(
        label=_("Vid vilket möte"),
        required=False,
        max_length=200,
        help_text=_("Till exempel ”Ledningsgruppen 2026-11-20, § 12”."),
    )
    decision = forms.ModelChoiceField(
        label=_("Eller genom vilket beslut"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("Inget beslut i Bryggan"),
    )
    note = forms.CharField(
        label=_("Anteckning"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, unit: Unit, user: User, posted: Any = None) -> None:
        super().__init__(posted, initial={"adopted_on": timezone.localdate()})
        since = timezone.localdate() - timedelta(days=LATELY_DAYS)
        lately = decisions_to_adopt_by(unit).visible_to(user).filter(decided_on__gte=since)
        field = self.fields["decision"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = lately.order_by("-decided_on", "-pk")
