"""What is readable of a copy, a choice, a step and a requirement."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.register.inputs import DayInput
from bryggan.methods import permissions, queries
from bryggan.methods.models import Method, MethodStep, Phase, Requirement, Rule, Size
from bryggan.people.models import Unit, User

NO_RULE = gettext_lazy("En fil, en länk eller en mening")


def units_of(user: User) -> list[Unit]:
    """The units whose methods this person looks after, in the order of the tree; workplaces follow theirs."""
    rows = Unit.objects.visible_to(user).present().exclude(kind=Unit.Kind.WORKPLACE)
    return [unit for unit in rows.order_by("path") if permissions.own_methods(user, unit)]


class UnitField(forms.ModelChoiceField["Unit"]):
    """One of the units whose methods the person looks after; of any other the action says why not."""

    def __init__(self, user: User, label: Any) -> None:
        units = units_of(user)
        super().__init__(
            queryset=Unit.objects.visible_to(user).present(),
            label=label,
            initial=units[0] if len(units) == 1 else None,
        )
        self.choices = [("", _("Välj …")), *((unit.pk, unit.name) for unit in units)]


def _words(label: Any, longest: int, *, required: bool = False, help_text: Any = "") -> Any:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text)


def _prose(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=5_000, required=False, help_text=help_text, widget=widget
    )


class CopyForm(forms.Form):
    """Whose own the method becomes, and what they call it."""

    def __init__(self, method: Method, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        self.fields["unit"] = UnitField(user, _("Vems egen?"))
        self.fields["name"] = _words(_("Vad ska den heta?"), 120, required=True)
        self.fields["name"].initial = method.name


class ChoiceForm(forms.Form):
    """Which unit follows which method from which day."""

    def __init__(self, user: User, posted: Any = None, *, initial: Any = None) -> None:
        super().__init__(posted, initial=initial)
        self.fields["unit"] = UnitField(user, _("Vem?"))
        self.fields["method"] = forms.ModelChoiceField(
            queryset=queries.followed_methods(user), label=_("Metod"), empty_label=_("Välj …")
        )
        self.fields["starts_on"] = forms.DateField(
            label=_("Från och med"),
            widget=DayInput(),
        )


class FreezeForm(forms.Form):
    """What has changed, and whether the news of the shipped method have been considered."""

    note = _prose(
        gettext_lazy("Vad är ändrat, och varför?"),
        help_text=gettext_lazy("En mening till dem som ska arbeta efter den."),
    )

    def __init__(self, posted: Any = None, *, has_news: bool = False) -> None:
        super().__init__(posted)
        if has_news:
            self.fields["has_compared"] = forms.BooleanField(
                label=_("Vi har tagit ställning till det som är nytt i metoden som följer med"),
                required=False,
            )


class StepForm(forms.Form):
    """What a step is called, where in the course it lies, who acts and who lets pass."""

    name = _words(gettext_lazy("Steg"), 120, required=True)
    phase = forms.ChoiceField(
        label=gettext_lazy("Fas"),
        choices=Phase,
        help_text=gettext_lazy(
            "Faserna är gemensamma för alla metoder, så att allt kan räknas ihop."
        ),
    )
    who = _words(gettext_lazy("Vem gör det"), 200)
    gate = _words(gettext_lazy("Grinden efter steget"), 120)
    decided_by = _words(gettext_lazy("Vem släpper vidare"), 200)
    explanation = _prose(
        gettext_lazy("Så går det till"),
        help_text=gettext_lazy("Några meningar. De visas i steget för den som är där."),
    )

    @classmethod
    def of(cls, step: MethodStep) -> "StepForm":
        return cls(initial={name: getattr(step, name) for name in cls.base_fields})


class RequirementForm(forms.Form):
    """What is asked for, how it is seen, and at which sizes."""

    name = _words(gettext_lazy("Krav"), 200, required=True)
    rule = forms.ChoiceField(
        label=gettext_lazy("Hur det syns att det finns"),
        choices=[("", NO_RULE), *Rule.choices],
        required=False,
        help_text=gettext_lazy("Det Bryggan kan se själv behöver ingen fylla i en gång till."),
    )
    sizes = forms.MultipleChoiceField(
        label=gettext_lazy("Krävs för"),
        choices=Size,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Välj minst en storlek.")},
    )
    explanation = _prose(
        gettext_lazy("Vad det är"),
        help_text=gettext_lazy("En mening som säger vad som räcker."),
    )

    @classmethod
    def of(cls, requirement: Requirement) -> "RequirementForm":
        told = {name: getattr(requirement, name) for name in ("name", "rule", "explanation")}
        return cls(initial={**told, "sizes": queries.sizes_of(requirement)})
