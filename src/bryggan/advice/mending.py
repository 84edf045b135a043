"""An advice as a list to work down: each record with why it is here, and the form that mends it in the row."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.advice import finding, permissions
from bryggan.advice.forms import DismissForm
from bryggan.advice.rules import Act, Rule
from bryggan.kit.register import choosing, editing, showing
from bryggan.kit.register.fields import Field
from bryggan.kit.register.listing import Listing, Question, with_urls
from bryggan.kit.register.register import Section
from bryggan.kit.verdict import Verdict, denied, first_denial

SHOWN = 20

type Form = editing.RecordForm


@dataclass
class Row:
    """A record in the list. `said`: what has just been done with it; then nothing more is asked of it."""

    record: Any
    url: str
    place: str
    facts: list[tuple[Any, SafeString]]
    told: SafeString
    verdict: Verdict
    dismiss_verdict: Verdict
    acts: Sequence[Act]
    address: Mapping[str, str]
    form: Form | None = None
    dismiss_form: DismissForm | None = None
    said: str = ""
    remark: str = ""
    asks: bool = True

    @property
    def mark(self) -> str:
        return mark_of(self.record.pk)


def mark_of(pk: int) -> str:
    """The id of a record's row in the page, and the beginning of its fields' names."""
    return f"row-{pk}"


@dataclass
class Mend:
    """How the records of one rule are mended by one person: the fields, made once for all rows."""

    rule: Rule
    user: Any
    fields: list[Field] = field(init=False)
    made: dict[str, forms.Field] = field(init=False)
    parts: list[Section] = field(init=False)

    def __post_init__(self) -> None:
        register = self.rule.register
        self.fields = [register.field(key) for key in self.rule.mends]
        self.made = {editing.form_name(one): _in_row(one, self.user) for one in self.fields}
        if len(self.fields) == 1:
            next(iter(self.made.values())).required = True
        wanted = set(self.rule.mends)
        self.parts = [one for one in showing.sections(register) if wanted & set(one.fields)]

    def records(self, rows: QuerySet[Any]) -> list[Any]:
        """The records of some rows, with what is asked of them before they may be changed."""
        register = self.rule.register
        rows = rows.select_related(*register.read_with).annotate(
            **register.hidden_beside(self.user)
        )
        return list(rows.order_by("sort_key", "pk"))

    def verdict(self, record: Any) -> Verdict:
        """Whether this person may fill in the fields: the verdict of the very action that will be asked."""
        rule = self.rule
        if rule.fills is not None:
            return rule.fills.verdict(self.user, record)
        if not rule.mends:
            return denied(_("Rättas på sin egen sida."))
        if rule.mend_with is not None:
            return rule.mend_with.verdict(self.user, record)
        parts = (showing.may_edit(rule.register, one, record, self.user) for one in self.parts)
        return first_denial(*parts)

    def form(
        self, record: Any, initial: Mapping[str, Any] | None = None, posted: Any = None
    ) -> Form:
        if self.rule.fills is not None:
            return self.rule.fills.form(record, mark_of(record.pk), posted)
        made = editing.RecordForm(
            posted,
            initial={**(initial or {}), "version": record.version},
            prefix=mark_of(record.pk),
        )
        for name, one in self.made.items():
            made.fields[name] = deepcopy(one)
        return made

    def save(self, record: Any, form: Form) -> None:
        """What was filled in, by the action whose verdict was asked."""
        rule = self.rule
        if rule.fills is not None:
            rule.fills.do(record, self.user, form.cleaned_data)
            return
        change = rule.mend_with or rule.register.change_with
        assert change is not None
        change(record, by=self.user, values=editing.values_of(form, self.fields))

    def rows(self, records: Sequence[Any]) -> list[Row]:
        """The records as rows, in as many questions whether they are few or many."""
        register = self.rule.register
        shown = [register.field(key) for key in self.rule.shows]
        ids = [record.pk for record in records]
        found = register.rows(self.user).filter(pk__in=ids)
        listing = Listing(register, Question(), self.user)
        told = {row["pk"]: row for row in with_urls(register, listing.values(found, shown))}
        limit = finding.limit_of(self.rule)
        more = self.rule.tells(records, self.user, limit) if self.rule.tells else {}
        acts = self.rule.acts(records, self.user) if self.rule.acts else {}
        initials = {editing.form_name(one): one.initials(records, self.user) for one in self.fields}
        rows = []
        for record in records:
            one = told[record.pk]
            verdict = self.verdict(record)
            values = {name: by_id.get(record.pk) for name, by_id in initials.items()}
            may_dismiss = permissions.dismiss_advice(self.user, record)
            rows.append(
                Row(
                    record=record,
                    url=one["url"],
                    place=str(record.unit),
                    facts=[(field.label, showing.cell(field, one)) for field in shown],
                    told=more.get(record.pk, SafeString()),
                    verdict=verdict,
                    dismiss_verdict=may_dismiss,
                    acts=acts.get(record.pk, ()),
                    address=addresses(self.rule, record.pk),
                    form=self.form(record, values) if verdict else None,
                    dismiss_form=DismissForm(prefix=f"d{record.pk}") if may_dismiss else None,
                )
            )
        return rows


def addresses(rule: Rule, pk: int) -> dict[str, str]:
    """Where a row posts what is done with it."""
    return {
        name: reverse(name, args=[rule.key, pk])
        for name in ("mend_advice", "act_on_advice", "dismiss_advice")
    }


class OneLine(choosing.NameInputs):
    """Lines of names, with an empty one only when there are none."""

    empty_lines = 0


def _in_row(one: Field, user: Any) -> forms.Field:
    """The form field as it stands in each of many rows: no long list of choices, but names to type."""
    choosable = one.choosable(user)
    if not choosable:
        return one.form_field(user)
    url = choosing.values_url(one)
    options = one.form_options()
    options["help_text"] = ""
    if len(choosable) == 1 and not hasattr(one, "link"):
        return choosing.RecordField(choosable, url, **options)
    made = choosing.RecordsField(choosable, url, **options)
    made.widget = OneLine(url)
    return made
