"""The form of one choice: only what that choice needs."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts.deadlines import CourseKind, Deadline
from bryggan.kit import words


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class CourseForm(forms.Form):
    """Why, and for two of the choices a day."""

    kind = forms.ChoiceField(choices=CourseKind.choices, widget=forms.HiddenInput)
    deadline_on = forms.DateField(widget=forms.HiddenInput)

    def __init__(
        self, kind: CourseKind, deadline: Deadline, today: date, posted: Any = None
    ) -> None:
        super().__init__(posted, initial={"kind": kind, "deadline_on": deadline.on.isoformat()})
        if kind == CourseKind.WAIT:
            self.fields["wait_until"] = _day(
                label=_("Avvakta till"),
                help_text=_("Senast %(day)s.") % {"day": words.date_text(deadline.on)},
            )
        if kind == CourseKind.GIVE_NOTICE:
            self.fields["notice_given_on"] = _day(
                label=_("Uppsagt den"),
                required=False,
                help_text=_("När uppsägningen är skickad. Lämna tomt om det återstår."),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Varför?"),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("En mening räcker. Den står kvar på avtalets sida."),
        )
