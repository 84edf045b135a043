"""What is readable of a saved view and of an edit of many rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.register import editing
from bryggan.kit.register.fields import Field
from bryggan.kit.register.links import Many
from bryggan.kit.register.register import Register
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.registers import permissions
from bryggan.registers.bulk import Edit
from bryggan.registers.models import SavedView

ADD, REPLACE = "add", "replace"


class ViewForm(forms.Form):
    """The name of a view, and whom it is shown to: only those this person may share with."""

    name = forms.CharField(label=gettext_lazy("Vyns namn"), max_length=80)

    def __init__(
        self, user: User, *args: Any, view: SavedView | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = view.shared_with if view else SavedView.Sharing.MINE
        offered = [
            (value, label)
            for value, label in SavedView.Sharing.choices
            if value == kept or permissions.share_view(user, value)
        ]
        if len(offered) > 1:
            self.fields["shared_with"] = forms.ChoiceField(
                label=_("Visas för"), choices=offered, initial=kept
            )
        if SavedView.Sharing.ROLE in dict(offered):
            self.fields["role"] = forms.ChoiceField(
                label=_("Vilken roll"),
                choices=[("", _("Ingen särskild")), *Role.choices],
                required=False,
                help_text=_("Behövs bara om vyn visas för en roll."),
            )

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "shared_with": cleaned.get("shared_with", SavedView.Sharing.MINE),
            "role": cleaned.get("role", ""),
        }


def bulk_form(fields: list[Field], user: User, posted: Any = None) -> editing.RecordForm:
    """The chosen fields; where a record can hold several rows, whether to add to them or replace them."""
    form = editing.form_for(fields, user, posted=posted)
    order = []
    for one in fields:
        name = editing.form_name(one)
        order += [name, f"how__{name}"]
        if isinstance(one, Many):
            form.fields[f"how__{name}"] = forms.ChoiceField(
                label=_("%(field)s: hur?") % {"field": one.label},
                choices=[(ADD, _("Lägg till dem som redan finns")), (REPLACE, _("Ersätt dem"))],
                initial=ADD,
            )
    form.fields["reason"] = forms.CharField(
        label=_("Varför"),
        max_length=300,
        required=False,
        help_text=_("Sparas med ändringen, så att andra förstår den."),
    )
    del form.fields["version"]
    form.order_fields(order)
    return form


def edit_of(register: type[Register], form: editing.RecordForm, fields: list[Field]) -> Edit:
    added = {
        one.key for one in fields if form.cleaned_data.get(f"how__{editing.form_name(one)}") == ADD
    }
    return Edit(register, editing.values_of(form, fields), frozenset(added))


def said_of(form: editing.RecordForm, fields: list[Field]) -> list[tuple[str, str]]:
    """What was filled in, in words: (label, value)."""
    said = []
    for one in fields:
        name = editing.form_name(one)
        shown = _in_words(form.fields[name], form.cleaned_data[name])
        if form.cleaned_data.get(f"how__{name}") == ADD:
            given = form.cleaned_data[name]
            shown = _("lägg till %(names)s") % {"names": shown} if given else _("inget läggs till")
        said.append((str(one.label), shown))
    return said


def _in_words(asked: forms.Field, value: Any) -> str:
    if value in (None, "", []) or (isinstance(asked, forms.ModelMultipleChoiceField) and not value):
        return _("töms")
    if isinstance(asked, forms.ModelMultipleChoiceField) or isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(asked, forms.ChoiceField) and not isinstance(asked, forms.ModelChoiceField):
        return str(dict(asked.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)
