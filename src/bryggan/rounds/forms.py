"""What is readable of a round as it is written, and of an answer that it is somebody else."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.kit import words
from bryggan.kit.register.choosing import RecordField
from bryggan.kit.register.fields import Field
from bryggan.kit.register.inputs import DayInput
from bryggan.kit.register.register import Register
from bryggan.people.models import User
from bryggan.rounds import queries

DAYS_OPEN = 21
ASKED_FROM_START = 5
FIRST_HALF = 7


def season(today: date) -> str:
    """What a round is called when nobody has said otherwise."""
    if today.month < FIRST_HALF:
        return _("Våren %(year)s") % {"year": today.year}
    return _("Hösten %(year)s") % {"year": today.year}


class RoundForm(forms.Form):
    """Name, fields, whom to ask, message and last day. The records come by the address of the page."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=120)
    fields_asked = forms.MultipleChoiceField(
        label=gettext_lazy("Vad ska de gå igenom?"),
        error_messages={"required": gettext_lazy("Välj minst en uppgift att fråga om.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Hälsning till dem som tillfrågas"),
        help_text=gettext_lazy("Varför ni frågar och vad svaren ska användas till."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )
    last_on = forms.DateField(
        label=gettext_lazy("Sista dag att svara"),
        widget=DayInput(),
    )

    def __init__(self, register: type[Register], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        asked = self.fields["fields_asked"]
        assert isinstance(asked, forms.MultipleChoiceField)
        offered = [one for _title, part in queries.askable(register) for one in part]
        asked.choices = [(one.key, one.label) for one in offered]
        roles = [(role.key, role.label) for role in queries.roles_of(register, register.asks)]
        for place in range(len(roles)):
            first = place == 0
            self.fields[f"asks_{place}"] = forms.ChoiceField(
                label=_("Fråga i första hand") if first else _("och om ingen är utsedd"),
                choices=roles if first else [("", _("ingen annan")), *roles],
                required=first,
            )

    def role_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("asks_")]

    def values(self) -> dict[str, Any]:
        """The cleaned values as the actions take them."""
        cleaned = self.cleaned_data
        asks = [cleaned[name] for name in self.fields if name.startswith("asks_")]
        return {
            "name": cleaned["name"],
            "fields": cleaned["fields_asked"],
            "asks": list(dict.fromkeys(key for key in asks if key)),
            "message": cleaned["message"],
            "last_on": cleaned["last_on"],
        }


def starts_with(register: type[Register], total: int, filled: dict[str, int]) -> dict[str, Any]:
    """A round as it is proposed: three weeks, those who answer for it, and what is most often empty."""
    today = timezone.localdate()
    return {
        "name": season(today),
        "last_on": today + timedelta(days=DAYS_OPEN),
        "fields_asked": most_often_empty(total, filled),
        **{f"asks_{place}": key for place, key in enumerate(register.asks)},
    }


def most_often_empty(total: int, filled: dict[str, int]) -> list[str]:
    """The fields with most gaps. One that nobody has filled in is not in use here, and not proposed."""
    in_use = [key for key, count in filled.items() if 0 < count < total]
    return sorted(in_use, key=lambda key: filled[key])[:ASKED_FROM_START]


def offered_fields(
    register: type[Register], total: int, filled: dict[str, int], ticked: Sequence[str]
) -> list[tuple[str, list[tuple[Field, str, bool]]]]:
    """The fields by section, each with how many records lack it, and whether it is ticked."""
    return [
        (title, [(one, _gaps(total, filled[one.key]), one.key in ticked) for one in part])
        for title, part in queries.askable(register)
    ]


def _gaps(total: int, filled: int) -> str:
    if filled == total:
        return _("inget tomt")
    said = ngettext("%(empty)s tom", "%(empty)s tomma", total - filled)
    return said % {"empty": words.number(total - filled)}


class DeclineForm(forms.Form):
    """Who it should be instead, or a word on why it is not oneself."""

    def __init__(self, register: type[Register], key: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        url = reverse("register_suggest_values", args=[register.slug, key])
        people = User.objects.present().order_by("sort_key")
        self.fields["suggested"] = RecordField(
            (people,),
            url,
            label=_("Vem är det i stället?"),
            help_text=_("Namn eller e-postadress."),
            required=False,
        )
        self.fields["note"] = forms.CharField(
            label=_("Eller berätta varför det inte är du"), max_length=300, required=False
        )
