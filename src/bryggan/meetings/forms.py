"""What is readable of a meeting, a point, a score, what the group says, and who sits in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.decisions.forms import day_field, person_field, text_field
from bryggan.kit.register import choosing
from bryggan.meetings import permissions, queries
from bryggan.meetings.choices import Score, SeatKind, Stance
from bryggan.meetings.matters import SORTS
from bryggan.meetings.models import AgendaItem, AgreedTask, Body, Grade, Meeting, Seat
from bryggan.people.models import Unit, User

# Room for so many more tasks than are written.
MORE_TASKS = 3
NOT_SAID = ("", gettext_lazy("–"))


class MeetingForm(forms.Form):
    """When and where a group meets."""

    held_on = day_field(gettext_lazy("Dag"))
    starts_at = forms.CharField(
        label=gettext_lazy("Tid"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Till exempel 9.00–11.00."),
    )
    place = forms.CharField(label=gettext_lazy("Plats"), required=False, max_length=120)


class SeatForm(forms.Form):
    """Who sits in the group, as what, and for which part of the organisation."""

    def __init__(self, body: Body, user: User, posted: Any = None) -> None:
        super().__init__(posted, initial={"starts_on": timezone.localdate(), "unit": body.unit_id})
        self.fields["user"] = person_field(user, _("Person"))
        self.fields["kind"] = forms.ChoiceField(
            label=_("Uppgift i gruppen"), choices=SeatKind.choices, initial=SeatKind.MEMBER
        )
        units = Unit.objects.visible_to(user).present().order_by("path")
        self.fields["unit"] = forms.ModelChoiceField(
            units,
            empty_label=None,
            label=_("Företräder"),
            help_text=_("Den del av organisationen som hen talar för, och berättar för efteråt."),
        )
        self.fields["starts_on"] = day_field(_("Från"))


class PointForm(forms.Form):
    """What the agenda says of a point."""

    name = forms.CharField(label=gettext_lazy("Vad gäller punkten?"), max_length=300)
    brief = text_field(gettext_lazy("I korthet"), required=False)
    proposal = text_field(
        gettext_lazy("Förslag"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Det som gruppen ska ta ställning till."),
    )

    @classmethod
    def of(cls, item: AgendaItem, posted: Any = None) -> "PointForm":
        told = {"name": item.name, "brief": item.brief, "proposal": item.proposal}
        return cls(posted, initial=told)


class AddForm(forms.Form):
    """A matter that is not among those ready, with the reason why; or a heading of its own."""

    def __init__(self, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        for place, sort in enumerate(SORTS.values()):
            self.fields[f"sort{place}"] = choosing.records_of(
                sort.register, user, label=sort.label, required=False
            )
        self.fields["why"] = forms.CharField(
            label=_("Varför tas ärendet upp fast något saknas?"),
            required=False,
            max_length=300,
            help_text=_("Behövs bara om ärendet inte är färdigt. Det trycks på dagordningen."),
        )
        self.fields["name"] = forms.CharField(
            label=_("Eller en egen punkt"),
            required=False,
            max_length=300,
            help_text=_("Till exempel Föregående anteckningar, eller Information om budgeten."),
        )
        self.fields["brief"] = text_field(_("I korthet"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        chosen = [told[name] for name in self.fields if name.startswith("sort") and told.get(name)]
        if len(chosen) > 1:
            raise forms.ValidationError(_("Välj ett ärende i taget."))
        if not chosen and not told.get("name"):
            raise forms.ValidationError(_("Välj ett ärende eller skriv en egen punkt."))
        told["record"] = chosen[0] if chosen else None
        return told


class GradeForm(forms.Form):
    """One member's view of one point."""

    benefit = forms.TypedChoiceField(
        label=gettext_lazy("Nytta"),
        choices=[NOT_SAID, *Score.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    complexity = forms.TypedChoiceField(
        label=gettext_lazy("Komplexitet"),
        choices=[NOT_SAID, *Score.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    remark = forms.CharField(label=gettext_lazy("Kommentar"), required=False, max_length=300)

    @classmethod
    def of(cls, item: AgendaItem, held: Grade | None, posted: Any = None) -> "GradeForm":
        told = (
            {"benefit": held.benefit, "complexity": held.complexity, "remark": held.remark}
            if held
            else {}
        )
        return cls(posted, prefix=f"p{item.pk}", initial=told)


class StanceForm(forms.Form):
    """What the group says of a point. `version`: what the writer had on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    stance = forms.ChoiceField(
        label=gettext_lazy("Vad säger gruppen?"),
        choices=Stance.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    reasons = text_field(gettext_lazy("Motivering"), rows=3, required=False)
    conditions = text_field(gettext_lazy("Villkor"), rows=2, required=False)
    dissent = text_field(gettext_lazy("Avvikande mening"), rows=2, required=False)

    @classmethod
    def of(cls, item: AgendaItem, posted: Any = None) -> "StanceForm":
        names = ("version", "stance", "reasons", "conditions", "dissent")
        return cls(posted, initial={name: getattr(item, name) for name in names})


class TaskForm(forms.Form):
    """Something somebody does after the meeting."""

    def __init__(self, user: User, held: AgreedTask | None, posted: Any, prefix: str) -> None:
        told = (
            {"name": held.name, "responsible": held.responsible_id, "due_on": held.due_on}
            if held
            else {}
        )
        super().__init__(posted, prefix=prefix, initial=told)
        self.fields["name"] = forms.CharField(label=_("Vad"), required=False, max_length=200)
        self.fields["responsible"] = person_field(user, _("Vem"))
        self.fields["responsible"].required = False
        self.fields["due_on"] = day_field(_("Senast"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("name") and not told.get("responsible"):
            self.add_error("responsible", _("Välj vem som gör det."))
        if told.get("responsible") and not told.get("name"):
            self.add_error("name", _("Skriv vad som ska göras."))
        return told


def task_forms(user: User, held: Sequence[AgreedTask], posted: Any = None) -> Iterator[TaskForm]:
    """One form for each task that is written, and room for more."""
    for place in range(len(held) + MORE_TASKS):
        one = held[place] if place < len(held) else None
        yield TaskForm(user, one, posted, f"u{place}")


class ItemConflictForm(forms.Form):
    """Which member takes no part in a point, and why."""

    def __init__(self, meeting: Meeting, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        seats = queries.seats_of(meeting.body, timezone.localdate())
        people = User.objects.filter(pk__in=[seat.user_id for seat in seats]).order_by("sort_key")
        if not permissions.lead_meeting(user, meeting):
            people = people.filter(pk=user.pk)
        self.fields["person"] = forms.ModelChoiceField(
            people, empty_label=None, label=_("Vem är jävig?"), initial=user.pk
        )
        self.fields["reason"] = text_field(
            _("Varför?"),
            rows=3,
            help_text=_(
                "Kort: närstående till leverantören, del i företaget. Det står i historiken."
            ),
        )


class CloseForm(forms.Form):
    """Who was there."""

    def __init__(self, seats: Sequence[Seat], posted: Any = None) -> None:
        super().__init__(posted, initial={"attended": [seat.user_id for seat in seats]})
        people = User.objects.filter(pk__in=[seat.user_id for seat in seats]).order_by("sort_key")
        self.fields["attended"] = forms.ModelMultipleChoiceField(
            people,
            label=_("Vilka var med?"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Markera vilka som var med.")},
        )


class CorrectForm(forms.Form):
    """What was wrong in the notes, and how it should read."""

    correction = text_field(gettext_lazy("Vad rättas?"), rows=4)
