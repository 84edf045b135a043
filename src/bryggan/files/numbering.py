"""What a board's secretary says of its case numbers, and the check that other apps ask for."""

from django.utils.translation import gettext as _

from bryggan.files import case_numbers, permissions, queries
from bryggan.files.models import CaseNumberRule
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User

MOST_EXAMPLES = 5


@action("case_number_rule.set", allow=permissions.set_case_number_rule)
def set_case_number_rule(write: Writer, unit: Unit, *, by: User, examples: str) -> None:
    """How the authority's case numbers look, by an example or a few; none takes the rule away."""
    if unit.kind not in queries.AUTHORITIES:
        raise NotPossible(_("Diarienummer hör till en nämnd eller ett bolag."))
    told = case_numbers.examples_in(examples)
    if len(told) > MOST_EXAMPLES:
        raise NotPossible(_("Skriv högst fem exempel, ett på varje rad."), field="examples")
    for example in told:
        if case_numbers.form_of(example) is None:
            raise NotPossible(
                _(
                    "”%(example)s” går inte att förstå. Skriv ett helt diarienummer, som KS 2026/118."
                )
                % {"example": example},
                field="examples",
            )
    text, rule = "\n".join(told), queries.rule_of(unit)
    if rule is None:
        if text:
            write.create(CaseNumberRule, unit=unit, examples=text)
    elif text:
        write.change(rule, examples=text)
    else:
        write.withdraw(rule)


def check_case_number(authority: Unit, number: str, *, field: str = "case_number") -> None:
    """NotPossible, naming the authority's form, for a case number of another kind. Without a rule all are."""
    rule = queries.rule_of(authority) if number.strip() else None
    if rule is None:
        return
    examples = case_numbers.examples_in(rule.examples)
    if not case_numbers.is_in_form(number, examples):
        raise NotPossible(
            _("%(unit)s skriver sina diarienummer %(form)s.")
            % {"unit": authority.name, "form": case_numbers.in_words(examples)},
            field=field,
        )
