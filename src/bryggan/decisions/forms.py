"""What is readable of a decision, of a point that changes, of who holds a post, and of who is away."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.decisions import queries
from bryggan.decisions.choices import MatterKind, Outcome, PostKind
from bryggan.decisions.models import Decision, DelegationRule, Post
from bryggan.decisions.register import DecisionRegister, DelegationRegister
from bryggan.kit.register import choosing
from bryggan.kit.register.inputs import DayInput
from bryggan.people.models import Unit, User

# To refer back is an action of its own, not a decision in the matter.
TAKEN_OUTCOMES = [(one.value, one.label) for one in Outcome if one != Outcome.REFER_BACK]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


def text_field(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=10_000, widget=widget, **options)


def _sek(user: User, label: Any, *, help_text: Any = "", required: bool = False) -> forms.Field:
    """A sum as people write it: 250 000, 250 tkr."""
    field = DecisionRegister.field("together_sek").form_field(user)
    field.label, field.help_text, field.required = label, help_text, required
    return field


def person_field(user: User, label: Any, *, help_text: Any = "") -> forms.Field:
    field = DecisionRegister.field("decided_by").form_field(user)
    field.label, field.help_text, field.required = label, help_text, True
    return field


class TakeForm(forms.Form):
    """The decision as it will stand. `version`: what the person had on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    wording = text_field(gettext_lazy("Beslut"), help_text=gettext_lazy("Så som det ska stå."))
    reasons = text_field(gettext_lazy("Skäl för beslutet"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Utfall"), choices=TAKEN_OUTCOMES)

    @classmethod
    def of(cls, decision: Decision) -> "TakeForm":
        return cls(
            initial={
                "version": decision.version,
                "wording": decision.wording,
                "reasons": decision.reasons,
                "outcome": Outcome.APPROVE,
            }
        )


class ReasonForm(forms.Form):
    """Why, in words for whoever it concerns."""

    def __init__(self, label: Any, posted: Any = None, *, help_text: Any = "") -> None:
        super().__init__(posted)
        self.fields["reason"] = text_field(label, rows=3, help_text=help_text)


class BelongingForm(forms.Form):
    """Whether another purchase belongs together with this one, or why not."""

    belongs = forms.ChoiceField(
        label=gettext_lazy("Hör inköpen ihop?"),
        choices=[("yes", gettext_lazy("De hör ihop")), ("no", gettext_lazy("De hör inte ihop"))],
        widget=forms.RadioSelect,
    )
    is_counted = forms.BooleanField(
        label=gettext_lazy("Beloppet är redan med i summan av det som hör ihop"), required=False
    )
    reason = text_field(
        gettext_lazy("Därför"),
        rows=3,
        required=False,
        help_text=gettext_lazy("Behövs om de inte hör ihop. Svaret fryses med beslutet."),
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("belongs") == "no" and not told.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför de inte hör ihop."))
        return told

    @property
    def answer(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        return {**told, "belongs": told["belongs"] == "yes"}


class ConflictForm(forms.Form):
    """Who has a conflict of interest, and why."""

    def __init__(self, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        self.fields["person"] = person_field(user, _("Vem är jävig?"))
        self.fields["person"].initial = user.pk
        said = _("Kort: närstående till leverantören, del i företaget. Det står i historiken.")
        self.fields["reason"] = text_field(_("Varför?"), rows=3, help_text=said)


class LiftConflictForm(forms.Form):
    """Whose jäv was wrongly noted, and what was wrong."""

    def __init__(self, people: QuerySet[User], posted: Any = None) -> None:
        super().__init__(posted)
        self.fields["person"] = forms.ModelChoiceField(
            people, empty_label=None, label=_("Vem är inte jävig?")
        )
        self.fields["reason"] = text_field(_("Vad var fel?"), rows=3)


class BoardForm(forms.Form):
    """What stands in the board's minutes."""

    decided_on = day_field(gettext_lazy("Sammanträdets dag"))
    paragraph = forms.CharField(
        label=gettext_lazy("Paragraf"), max_length=20, help_text=gettext_lazy("Till exempel § 118.")
    )
    wording = text_field(gettext_lazy("Beslutet enligt protokollet"))
    outcome = forms.ChoiceField(label=gettext_lazy("Utfall"), choices=Outcome.choices)
    posted_on = day_field(
        gettext_lazy("Anslaget den"),
        required=False,
        help_text=gettext_lazy("När protokollet är justerat och anslaget. Kan fyllas i senare."),
    )


class ReplaceForm(ReasonForm):
    """Why a taken decision is replaced, and whether it only corrects a slip."""

    def __init__(self, posted: Any = None) -> None:
        super().__init__(_("Varför?"), posted)
        self.fields["is_correction"] = forms.BooleanField(
            label=_("Det är en rättelse av ett skrivfel"), required=False
        )


class AmendForm(forms.Form):
    """How a point reads from a day."""

    starts_on = day_field(gettext_lazy("Från och med"))
    source = forms.CharField(
        label=gettext_lazy("Beslutad"),
        max_length=200,
        help_text=gettext_lazy("Nämndens beslut, till exempel SN 2026-10-14 § 118."),
    )

    def __init__(self, rule: DelegationRule, user: User, posted: Any = None) -> None:
        initial = {name: getattr(rule, name) for name in OF_AMENDED}
        if rule.limit_sek is not None and rule.limit_sek == int(rule.limit_sek):
            # Whole kronor are written without öre.
            initial["limit_sek"] = int(rule.limit_sek)
        super().__init__(posted, initial=initial)
        for name in OF_AMENDED:
            field = DelegationRegister.field(name).form_field(user)
            self.fields[name] = field
        posts = Post.objects.visible_to(user).present().filter(unit=rule.unit)
        self.fields["post"] = forms.ModelChoiceField(
            posts.order_by("sort_key"), empty_label=None, label=_("Delegat"), initial=rule.post_id
        )

    def values(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in (*OF_AMENDED, "post")}
        return {
            name: "" if value is None and name == "conditions" else value
            for name, value in told.items()
        }


OF_AMENDED = ("meaning", "limit_sek", "limit_price_base", "conditions", "reporting")


class EndRuleForm(forms.Form):
    """The last day of a point, and by which decision."""

    valid_to = day_field(gettext_lazy("Sista dag"))
    source = forms.CharField(
        label=gettext_lazy("Beslutad"),
        max_length=200,
        help_text=gettext_lazy("Nämndens beslut, till exempel SN 2026-10-14 § 118."),
    )


class SubdelegateForm(forms.Form):
    """To whom lower down, within which limit, from when."""

    def __init__(self, rule: DelegationRule, user: User, posted: Any = None) -> None:
        super().__init__(posted, initial={"starts_on": timezone.localdate()})
        posts = Post.objects.visible_to(user).present().filter(unit=rule.unit)
        lower = posts.filter(level__lt=rule.post.level, kind=PostKind.EMPLOYEE)
        self.fields["post"] = forms.ModelChoiceField(
            lower.order_by("sort_key"), empty_label=_("Välj …"), label=_("Till")
        )
        self.fields["code"] = forms.CharField(
            label=_("Punktens nummer"), max_length=20, initial=f"{rule.code}.1"
        )
        self.fields["limit_sek"] = _sek(
            user, _("Gräns, kr exkl. moms"), help_text=_("Högst punktens egen gräns.")
        )
        self.fields["starts_on"] = day_field(_("Från och med"))


class HoldForm(forms.Form):
    """Who, for which part of the organisation, from and to."""

    def __init__(self, post: Post, user: User, posted: Any = None) -> None:
        super().__init__(posted, initial={"starts_on": timezone.localdate(), "unit": post.unit_id})
        self.fields["user"] = person_field(user, _("Person"))
        units = Unit.objects.visible_to(user).present().within(post.unit).order_by("path")
        self.fields["unit"] = forms.ModelChoiceField(
            units,
            empty_label=_("Välj …"),
            label=_("För"),
            help_text=_("Delegationen gäller enheten och allt under den."),
        )
        self.fields["starts_on"] = day_field(_("Från"), required=False)
        self.fields["ends_on"] = day_field(_("Till"), required=False)


class EndForm(forms.Form):
    """The last day of something that runs."""

    ends_on = day_field(gettext_lazy("Sista dag"))


class AbsenceForm(forms.Form):
    """Who is away, from and to."""

    def __init__(self, user: User, posted: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(posted, initial={"starts_on": today, "user": user.pk})
        people = queries.people_told_for(user)
        if people[:2].count() > 1:
            self.fields["user"] = choosing.RecordField(
                (people,), choosing.values_url(DecisionRegister.field("decided_by")), label=_("Vem")
            )
        self.fields["starts_on"] = day_field(_("Från"))
        self.fields["ends_on"] = day_field(_("Till"))


class PriceBaseForm(forms.Form):
    """A year's prisbasbelopp, with where it was read and when."""

    def __init__(self, user: User, posted: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(posted, initial={"verified_on": today})
        self.fields["year"] = forms.IntegerField(label=_("År"), min_value=1990, max_value=2100)
        self.fields["amount_sek"] = _sek(user, _("Prisbasbelopp, kr"), required=True)
        self.fields["legal_ref"] = forms.CharField(
            label=_("Källa"),
            max_length=200,
            help_text=_("Var beloppet är hämtat: förordningens nummer eller SCB:s sida."),
        )
        self.fields["verified_on"] = day_field(_("Kontrollerat den"))


class ReportForm(forms.Form):
    """The meeting that was told."""

    reported_on = day_field(gettext_lazy("Sammanträdets dag"))
    paragraph = forms.CharField(label=gettext_lazy("Paragraf"), max_length=20)


class PostedForm(forms.Form):
    """The day something was posted on the municipality's notice board."""

    posted_on = day_field(gettext_lazy("Anslaget den"))


class WhoForm(forms.Form):
    """Which unit, what kind of matter and which sums: nothing is saved."""

    def __init__(self, user: User, asked: Any = None) -> None:
        super().__init__(asked or None, initial={"unit": user.unit_id, "day": timezone.localdate()})
        unit = DecisionRegister.field("for_unit").form_field(user)
        unit.label, unit.help_text = _("För verksamheten"), ""
        self.fields["unit"] = unit
        unit.initial = user.unit_id
        self.fields["kind"] = forms.ChoiceField(
            label=_("Slag av ärende"), choices=[("", _("Välj …")), *MatterKind.choices]
        )
        self.fields["together_sek"] = _sek(
            user,
            _("Det som hör ihop, kr"),
            help_text=_("Exkl. moms. Det här inköpet och de som hör ihop med det."),
        )
        self.fields["whole_term_sek"] = _sek(
            user,
            _("Hela avtalstiden, kr"),
            help_text=_("Exkl. moms, med alla optioner (LOU 5 kap. 3 §)."),
        )
        self.fields["year_sek"] = _sek(user, _("Under kalenderåret, kr"))
        self.fields["agreement_sek"] = _sek(user, _("Avtalets värde, kr"))
        self.fields["share_sek"] = _sek(user, _("Nämndens egen andel, kr"))
        for name, label in (
            ("is_joint", _("Gemensamt med en annan nämnd")),
            ("is_principle", _("Principiellt")),
            ("is_over_budget", _("Utanför budget")),
        ):
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.fields["day"] = day_field(_("Dag"))


class HeadingsForm(forms.Form):
    """The headings of an authority's letters."""

    headings = text_field(
        gettext_lazy("Rubriker"),
        rows=8,
        required=False,
        help_text=gettext_lazy(
            "En per rad, i den ordning de ska stå. Till exempel Sammanfattning, Barnperspektiv, "
            "Beslutsunderlag, Skickas till."
        ),
    )
