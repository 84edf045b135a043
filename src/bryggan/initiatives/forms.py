"""What is readable of an initiative's gate, of what is said of its requirements, and of how it ends."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.files import checking
from bryggan.files.choices import SecrecyGround
from bryggan.files.forms import NO_SECRECY, SIZE_HELP
from bryggan.initiatives import screening
from bryggan.initiatives.gates import Gate
from bryggan.initiatives.models import Health, Initiative, Saying, Tri
from bryggan.kit.action import NotPossible
from bryggan.kit.register.inputs import DayInput

LONGEST_REASON = 300
REASON = "reason-"


def long_text(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **options)


class GateForm(forms.Form):
    """On through a gate: the decision it rests on, and why each missing requirement is let through."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, gate: Gate, decisions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.excepted = [demand for demand in gate.missing if demand.law is None]
        offered = [(decision.pk, str(decision)) for decision in decisions]
        if offered or self.excepted:
            field = forms.ModelChoiceField(
                label=_("Beslut"),
                queryset=decisions,
                required=False,
                initial=offered[0][0] if offered else None,
            )
            field.choices = [("", _("Inget beslut")), *offered]
            self.fields["decision"] = field
        for demand in self.excepted:
            self.fields[REASON + demand.key] = forms.CharField(
                label=_("Varför får %(name)s saknas?") % {"name": demand.name},
                max_length=LONGEST_REASON,
                required=False,
            )
        self.fields["note"] = forms.CharField(
            label=_("Anteckning"), max_length=LONGEST_REASON, required=False
        )

    def reasons(self) -> dict[str, str]:
        """Why, by the key of each requirement that somebody has written something of."""
        told = {demand.key: self.cleaned_data[REASON + demand.key] for demand in self.excepted}
        return {key: reason for key, reason in told.items() if reason}


class CloseForm(GateForm):
    """What it became and how it went: ten minutes for a small matter."""

    result = long_text(
        _("Vad blev det?"), help_text=_("Ett par meningar, så att den som lämnade behovet förstår.")
    )
    evaluation = long_text(
        _("Hur gick det?"),
        required=False,
        help_text=_("Nåddes målen? Höll tid och pengar? Det här är projektutvärderingen."),
    )
    lesson = long_text(_("Vad bör nästa veta?"), required=False, rows=2)
    follow_up_on = day(_("När följs nyttan upp?"), required=False)
    meets_needs = forms.BooleanField(
        label=_("Behoven bakom är mötta: de som lämnade dem får veta det"),
        required=False,
        initial=True,
    )


class EvidenceForm(forms.Form):
    """That a requirement is met, and where; or that it is not, said by name.

    Of what is done here only that it is not, and why: no word says that it is.
    """

    answer = forms.ChoiceField(
        label=_("Finns det?"),
        choices=[
            (Saying.EXISTS, _("Ja, det finns")),
            (Saying.PARTLY, _("Delvis")),
            (Saying.MISSING, _("Nej, det finns inte")),
        ],
        widget=forms.RadioSelect,
    )
    words = long_text(
        _("Var, eller vad det säger"),
        required=False,
        help_text=_("Till exempel ”Bilaga 3 i projektplanen”, eller det viktigaste med egna ord."),
    )
    link = forms.URLField(label=_("Länk"), required=False, max_length=500)
    file = forms.FileField(
        label=_("Fil"), required=False, max_length=150, help_text=SIZE_HELP, allow_empty_file=True
    )
    secrecy = forms.ChoiceField(
        label=_("Filens sekretess"), choices=[*NO_SECRECY, *SecrecyGround.choices], required=False
    )
    dated_on = day(
        _("Daterat"), required=False, help_text=_("Dagen som står på underlaget, om det har en.")
    )

    def __init__(self, *args: Any, is_done_here: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_done_here:
            answer = self.fields["answer"]
            assert isinstance(answer, forms.ChoiceField)
            answer.choices = [(Saying.MISSING.value, _("Nej, det finns inte"))]
            self.fields["words"].help_text = ""
            for name in ("link", "file", "secrecy", "dated_on"):
                del self.fields[name]

    def clean_file(self) -> Any:
        """Known by its bytes, as every file that is kept."""
        file = self.cleaned_data["file"]
        if file:
            try:
                checking.check_size(file.size)
                checking.kind_of(file.read(), file.name)
            except NotPossible as refusal:
                raise forms.ValidationError(refusal.reason) from refusal
            file.seek(0)
        return file


class RuleOutForm(forms.Form):
    """Why the requirement does not apply. It stands beside the form of evidence, so its field has an id of its own."""

    words = long_text(
        _("Gäller inte här, därför att …"), help_text=_("Ditt namn och skälet står kvar.")
    )

    def __init__(self, posted: Any = None) -> None:
        super().__init__(posted, auto_id="id_rule_out_%s")


class ScreeningForm(forms.Form):
    """The plain questions, each with yes, no or do not know; what is left unanswered stays so."""

    def __init__(self, answers: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in screening.questions().values():
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                help_text=question.help,
                choices=Tri.choices,
                required=False,
                initial=answers.get(question.key, ""),
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, str]:
        return {key: answer for key, answer in self.cleaned_data.items() if answer}


class StatusForm(forms.Form):
    health = forms.ChoiceField(label=_("Hur går det?"), choices=Health, widget=forms.RadioSelect)
    text = long_text(
        _("Läget i en eller två meningar"),
        help_text=_("Vid gult eller rött: vad som är fel, och vilken hjälp som behövs."),
    )
    next_text = forms.CharField(label=_("Vad händer härnäst?"), max_length=300, required=False)


class LessonForm(forms.Form):
    text = long_text(_("Vad bör nästa veta?"))


class ReasonForm(forms.Form):
    def __init__(self, label: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = long_text(label)


class ParkForm(forms.Form):
    wakes_on = day(_("Till vilken dag?"))
    reason = long_text(_("Varför?"), help_text=_("De som står bakom behoven får läsa det."))


class VersionForm(forms.Form):
    """Which version the initiative is to follow."""

    def __init__(self, versions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.ModelChoiceField(
            label=_("Metod och version"), queryset=versions, empty_label=_("Välj …")
        )


class TakeOverForm(forms.Form):
    """Where what already runs stands today."""

    since = day(_("I steget sedan"), required=False)
    started_on = day(_("Startade"), required=False)
    closed_on = day(
        _("Avslutades"), required=False, help_text=_("Bara för det som redan är avslutat.")
    )

    def __init__(self, steps: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"] = forms.ModelChoiceField(
            label=_("Står i dag i steget"), queryset=steps, empty_label=_("Välj …")
        )
        self.order_fields(["step", "since", "started_on", "closed_on"])

    def clean(self) -> dict[str, Any]:
        told, today = self.cleaned_data, timezone.localdate()
        for name in ("since", "started_on", "closed_on"):
            if told.get(name) and told[name] > today:
                self.add_error(name, str(_("Dagen har inte varit än.")))
        start, end = told.get("started_on"), told.get("closed_on")
        if start and end and end < start:
            self.add_error("closed_on", str(_("Slutet ligger före starten.")))
        return told


class NeedsForm(forms.Form):
    """Which of the needs that were sorted so the initiative is to meet."""

    def __init__(
        self, initiative: Initiative, needs: Any, held: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"] = forms.ModelMultipleChoiceField(
            label=_("Behov"),
            queryset=needs,
            initial=held,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
