"""What a decision rested on when it was taken, as plain values in the form of `kit.canonical`."""

from collections.abc import Iterable
from typing import Any

from bryggan.decisions.models import Belonging, Decision, DelegationRule
from bryggan.kit.plain import to_plain

VERSION = 2
OF_DECISION = (
    "name", "kind", "kind_reason", "matter", "case_number", "together_sek", "whole_term_sek",
    "year_sek", "agreement_sek", "share_sek", "is_joint", "is_principle", "is_within_budget",
    "after_consulting", "background", "wording", "reasons", "outcome", "decided_as", "decided_on",
)  # fmt: skip
OF_RULE = (
    "code", "name", "matter", "meaning", "limit_sek", "limit_price_base", "is_limit_reached",
    "percent_of_value", "above_sek", "conditions", "source", "valid_from", "valid_to",
)  # fmt: skip
OF_ANSWER = ("other_noun", "other_id", "other_name", "belongs", "reason", "sum_sek")


def frozen(
    decision: Decision, rule: DelegationRule | None, answered: Iterable[Belonging] = ()
) -> dict[str, Any]:
    """All that was decided upon, with the point as it stood and the names of those who took part.

    `answered`: what was said of other purchases, whether they belong together with it or why not.
    """
    told = {name: to_plain(getattr(decision, name)) for name in OF_DECISION}
    return {
        "version": VERSION,
        "number": decision.number,
        "authority": decision.unit.name,
        "for_unit": decision.for_unit.name,
        "decided_by": decision.decided_by.name if decision.decided_by else "",
        "in_place_of": decision.in_place_of.name if decision.in_place_of else "",
        "decision": told,
        "rule": {name: to_plain(getattr(rule, name)) for name in OF_RULE} if rule else None,
        "together": [
            {name: to_plain(getattr(answer, name)) for name in OF_ANSWER} for answer in answered
        ],
    }
