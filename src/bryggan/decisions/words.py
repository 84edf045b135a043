"""A point, its limit and its ground, in the words of the page and the paper."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bryggan.decisions.choices import Meaning
from bryggan.decisions.models import Decision, DelegationRule
from bryggan.kit import words


def limit_words(rule: DelegationRule) -> str:
    """ "Högst 250 000 kr per inköp", as the order would say it; nothing where there is no limit."""
    said = []
    if rule.above_sek is not None:
        said.append(_("över %(sum)s kr") % {"sum": _whole(rule.above_sek)})
    most = _("högst") if rule.is_limit_reached else _("under")
    if rule.limit_sek is not None:
        said.append(f"{most} {_whole(rule.limit_sek)} kr")
    elif rule.limit_price_base is not None:
        said.append(
            _("%(most)s %(count)s prisbasbelopp")
            % {"most": most, "count": words.number(rule.limit_price_base)}
        )
    if rule.percent_of_value is not None:
        said.append(
            _("högst %(part)s %% av avtalets värde") % {"part": words.number(rule.percent_of_value)}
        )
    if not said:
        return ""
    text = _(" och ").join(said)
    meaning = {
        Meaning.PER_PURCHASE: _("per inköp"),
        Meaning.WHOLE_TERM: _("för hela avtalstiden med optioner"),
        Meaning.PER_YEAR: _("per år"),
    }.get(Meaning(rule.meaning), "")
    return f"{text[:1].upper()}{text[1:]} {meaning}".strip()


def limit_of_values(values: Mapping[str, Any]) -> str:
    """The same words of a point that is not entered yet."""
    names = ("limit_sek", "limit_price_base", "percent_of_value", "above_sek")
    told = {name: values.get(name) for name in names}
    return limit_words(
        DelegationRule(
            **told,
            is_limit_reached=values.get("is_limit_reached", True),
            meaning=values.get("meaning", Meaning.NONE),
        )
    )


def _whole(amount: Decimal) -> str:
    return words.number(int(amount))


def taken_words(decision: Decision) -> str:
    """Who decided, as what, in whose place and by which point."""
    if decision.decided_on is None:
        return ""
    who = decision.decided_by.name if decision.decided_by else decision.decided_as
    said = who
    if decision.decided_by and decision.decided_as:
        said = f"{who}, {decision.decided_as.lower()}"
    if decision.in_place_of:
        said = _("%(who)s i stället för %(holder)s") % {
            "who": said,
            "holder": decision.in_place_of.name,
        }
    if decision.rule:
        said = _("%(who)s, punkt %(code)s") % {"who": said, "code": decision.rule.code}
    return said
