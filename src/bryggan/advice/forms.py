from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bryggan.advice.rules import Rule
from bryggan.kit.register.inputs import DayInput


class DismissForm(forms.Form):
    """Why an advice is in order as it is, and until when; without a day it rests until somebody takes it up."""

    reason = forms.CharField(label=_("Varför är det i sin ordning?"), max_length=300)
    until_on = forms.DateField(
        label=_("Till och med"),
        required=False,
        widget=DayInput(),
        help_text=_("Lämna tomt om det gäller tills vidare."),
    )


class RuleForm(forms.Form):
    """Whether a rule is used, and from which limit it counts."""

    is_on = forms.BooleanField(label=_("Använd det här rådet"), required=False)

    def __init__(self, rule: Rule, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if rule.limit is not None:
            self.fields["limit"] = forms.IntegerField(
                label=rule.limit.label,
                min_value=rule.limit.lowest,
                max_value=rule.limit.highest,
                help_text=_("Från början: %(default)s.") % {"default": rule.limit.default},
            )
