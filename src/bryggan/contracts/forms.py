"""The form of one choice: only what that choice needs; and the same in short, in a row of a list."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts import reminders
from bryggan.contracts.deadlines import CourseKind, Deadline, alternatives
from bryggan.contracts.models import Contract
from bryggan.kit import words
from bryggan.kit.register.editing import RecordForm
from bryggan.kit.register.inputs import DayInput


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=DayInput(), **options)


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


class CourseInRow(RecordForm):
    """Any choice that suits the contract, why, and a day for the two that have one."""

    deadline_on = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, contract: Contract, prefix: str, posted: Any = None) -> None:
        today = timezone.localdate()
        matter = reminders.matter_of(contract, today)
        initial: dict[str, Any] = {"version": contract.version}
        offered: tuple[CourseKind, ...] = ()
        if matter is not None:
            initial["deadline_on"] = matter.deadline.on.isoformat()
            offered = alternatives(matter.terms, matter.deadline, today)
        super().__init__(posted, initial=initial, prefix=prefix)
        choices = [("", _("Välj …")), *((kind.value, kind.label) for kind in offered)]
        self.fields["kind"] = forms.ChoiceField(label=_("Väg"), choices=choices)
        self.fields["reason"] = forms.CharField(label=_("Varför?"), max_length=500)
        self.fields["day"] = _day(label=_("Avvakta till, eller uppsagt den"), required=False)
