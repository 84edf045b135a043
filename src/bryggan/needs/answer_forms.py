"""What is readable of an answer: the reason, which says what the need becomes, and the text."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.approvals.register import AppRegister
from bryggan.kit.register import choosing
from bryggan.kit.register.inputs import DayInput
from bryggan.needs import turns
from bryggan.needs.answering import ReadyAnswer
from bryggan.needs.models import Duty, Need, Sorting, Step
from bryggan.needs.reasons import all_reasons
from bryggan.people.models import User
from bryggan.systems.register import SystemRegister

# A need that rests is taken up again after so many days, unless another day is chosen.
RESTS_DAYS = 90


class ReasonSelect(forms.Select):
    """A list of reasons under what they lead to; each carries its ready text for the script that fills it in."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        made = super().create_option(name, value, *args, **options)
        reason = all_reasons().get(str(value))
        if reason is not None:
            made["attrs"] |= {"data-text": reason.text, "data-turn": reason.turn}
        return made


class AnswerForm(forms.Form):
    """One choice says both what the need becomes and why; the text is ready and can be changed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Vad det blir, och varför"),
        widget=ReasonSelect,
        error_messages={
            "required": gettext_lazy("Välj ett skäl."),
            "invalid_choice": gettext_lazy("Välj ett skäl ur listan."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Svar till alla som står bakom"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Skriv ett svar.")},
    )
    wake_on = forms.DateField(
        label=gettext_lazy("Tas upp igen"),
        required=False,
        widget=DayInput(),
    )

    def __init__(self, offered: Iterable[str], posted: Any = None, **options: Any) -> None:
        super().__init__(posted, **options)
        groups = [
            (turn.label, [(one.key, one.label) for one in reasons])
            for turn, reasons in turns.reasons_by_turn(offered)
        ]
        field: Any = self.fields["reason"]
        field.choices = [("", _("Välj …")), *groups]
        self.fields["wake_on"].initial = timezone.localdate() + timedelta(days=RESTS_DAYS)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        reason = all_reasons().get(cleaned.get("reason", ""))
        if reason is None:
            return cleaned
        cleaned["turn"] = reason.turn
        today = timezone.localdate()
        if reason.turn == Step.PARKED and (cleaned.get("wake_on") or today) <= today:
            self.add_error("wake_on", _("Välj en dag framåt."))
        return cleaned

    def filled(self) -> dict[str, Any]:
        """What has been typed, with the ready text of the chosen reason."""
        typed = {name: self[name].value() for name in self.fields}
        reason = all_reasons().get(typed["reason"] or "")
        return typed | ({"text": reason.text, "turn": reason.turn} if reason else {})

    def ready(self, **given: Any) -> ReadyAnswer:
        """The answer as the action takes it."""
        told = self.cleaned_data
        return ReadyAnswer(
            turn=told["turn"],
            reason=told["reason"],
            text=told["text"],
            wake_on=told["wake_on"],
            given={name: value for name, value in given.items() if value},
        )


class DeskForm(AnswerForm):
    """The same answer to many needs, with the system or the app that it names."""

    def __init__(self, user: User, posted: Any = None, **options: Any) -> None:
        super().__init__(turns.IN_THE_DESK, posted, **options)
        self.fields["system"] = choosing.records_of(
            SystemRegister, user, label=_("Vilket system"), required=False
        )
        self.fields["app"] = choosing.records_of(
            AppRegister, user, label=_("Eller vilken app"), required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_named = cleaned.get("system") or cleaned.get("app")
        has_errors = {"system", "app"} & self.errors.keys()
        if cleaned.get("turn") == Sorting.EXISTS and not is_named and not has_errors:
            self.add_error("system", _("Säg vilket system eller vilken app som finns."))
        return cleaned


class PrepareForm(AnswerForm):
    """The answer to one need: what it becomes is chosen first, then why."""

    turn = forms.ChoiceField(label=gettext_lazy("Vad blir det?"), required=False)
    field_order = ("turn", "reason", "text", "wake_on")

    def __init__(self, need: Need, posted: Any = None, **options: Any) -> None:
        self.grouped = turns.possible(need)
        offered = [turn.key for _title, group in self.grouped for turn in group]
        super().__init__(offered, posted, **options)
        self.fields["reason"].label = _("Skäl")
        field: Any = self.fields["turn"]
        field.choices = [("", ""), *((key, turns.ALL[key].label) for key in offered)]

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("turn", "")
        cleaned = super().clean()
        if chosen and cleaned.get("turn") and chosen != cleaned["turn"]:
            said = _("Skälet hör till ett annat svar: %(turn)s. Välj ett som passar.")
            self.add_error("reason", said % {"turn": turns.ALL[cleaned["turn"]].label})
        return cleaned


def _turn_choices() -> list[tuple[str, Any]]:
    """Every turn; what is to be reported in another way by each of those ways."""
    found: list[tuple[str, Any]] = [("", _("Välj …"))]
    for turn in turns.ALL.values():
        if turn.key == Sorting.OTHER_DUTY:
            ways = [(f"{turn.key}:{duty}", label) for duty, label in Duty.choices]
            found.append((str(turn.label), ways))
        else:
            found.append((turn.key, turn.label))
    return found


class ReadyTextForm(forms.Form):
    """A ready answer of the municipality's own."""

    turn = forms.ChoiceField(label=gettext_lazy("Hör till svaret"), choices=_turn_choices)
    label = forms.CharField(
        label=gettext_lazy("Skäl"),
        max_length=80,
        help_text=gettext_lazy("Kort, som det ska stå i listan och i statistiken."),
    )
    text = forms.CharField(
        label=gettext_lazy("Färdig text"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Det som händer, vad mottagaren själv kan göra, och när."),
    )

    def told(self) -> dict[str, str]:
        """As the action takes it."""
        turn, _sign, duty = self.cleaned_data["turn"].partition(":")
        rest = {name: self.cleaned_data[name] for name in ("label", "text")}
        return {"turn": turn, "duty": duty, **rest}
