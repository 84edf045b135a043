"""What each choice for a contract means, in a sentence with its days and kronor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.contracts import deadlines
from bryggan.contracts.calculation import Terms, months_after
from bryggan.contracts.deadlines import CourseKind, Deadline
from bryggan.kit import words


@dataclass(frozen=True)
class Matter:
    """What a choice is about: the terms, the day to decide by, the value per year if known, and today."""

    terms: Terms
    deadline: Deadline
    yearly_sek: Decimal | None
    today: date


def months_words(months: int) -> str:
    return ngettext("%(months)s månad", "%(months)s månader", months) % {"months": months}


def value_words(yearly_sek: Decimal | None) -> str:
    """What it costs a year, or that nobody knows."""
    if yearly_sek is None:
        return _("Värdet per år är inte känt.")
    return _("Värdet är %(amount)s per år.") % {"amount": words.exact_sek(yearly_sek)}


def if_nothing(matter: Matter) -> str:
    """What happens if nobody does anything."""
    terms, deadline = matter.terms, matter.deadline
    until = deadlines.end_if_prolonged(terms, deadline)
    if terms.renews_tacitly and until is not None:
        said = _("Om inget görs förlängs avtalet %(months)s till %(until)s.") % {
            "months": months_words(terms.renewal_months or 0),
            "until": words.date_text(until),
        }
        return f"{said} {value_words(matter.yearly_sek)}"
    ends = words.date_text(deadline.ends_on)
    if deadlines.has_option(terms):
        return _("Om inget görs löper avtalet ut %(day)s och optionen blir oanvänd.") % {
            "day": ends
        }
    return _("Om inget görs löper avtalet ut %(day)s.") % {"day": ends}


def consequence(kind: CourseKind, matter: Matter) -> str:
    """What the choice means."""
    return SENTENCES[kind](matter)


def _give_notice(matter: Matter) -> str:
    said = _("Avtalet slutar %(end)s, om uppsägningen är framme senast %(day)s.") % {
        "end": words.date_text(matter.deadline.ends_on),
        "day": words.date_text(matter.deadline.on),
    }
    return f"{said} {value_words(matter.yearly_sek)}"


def _let_renew(matter: Matter) -> str:
    until = deadlines.end_if_prolonged(matter.terms, matter.deadline)
    months = matter.terms.renewal_months or 0
    return _prolonged(matter, months, until)


def _use_option(matter: Matter) -> str:
    terms = matter.terms
    until = deadlines.end_by_option(terms, matter.deadline)
    number = {"number": terms.options_used + 1, "all": len(terms.options)}
    said = _("Option %(number)s av %(all)s skrivs in som utnyttjad.") % number
    return f"{said} {_prolonged(matter, terms.options[terms.options_used], until)}"


def _prolonged(matter: Matter, months: int, until: date | None) -> str:
    """So much longer, for so much."""
    values = {
        "months": months_words(months),
        "until": words.date_text(until) if until else _("okänt datum"),
    }
    if matter.yearly_sek is None:
        said = _("Avtalet löper %(months)s till, till %(until)s. Värdet är inte känt.")
        return said % values
    amount = matter.yearly_sek * months / 12
    values["amount"] = words.exact_sek(round(amount))
    return _("Avtalet löper %(months)s till, till %(until)s, för omkring %(amount)s.") % values


def _renegotiate(matter: Matter) -> str:
    values = {"day": words.date_text(matter.deadline.on), "nothing": _otherwise(matter)}
    return (
        _(
            "Nya villkor behöver vara klara före %(day)s. %(nothing)s En större ändring kan kräva ny "
            "upphandling (LOU 17 kap.)."
        )
        % values
    )


def _procure_anew(matter: Matter) -> str:
    """When a new contract can be in place, beside the day that the present one ends."""
    lead = matter.terms.procurement_lead_months
    ready = months_after(matter.today, lead)
    said = _("Börjar arbetet i dag kan ett nytt avtal gälla omkring %(ready)s (%(months)s).") % {
        "ready": words.date_text(ready),
        "months": months_words(lead),
    }
    return f"{said} {_otherwise(matter)}"


def _otherwise(matter: Matter) -> str:
    """What the present contract does meanwhile."""
    values = {"end": words.date_text(matter.deadline.ends_on)}
    if matter.terms.renews_tacitly:
        return _("Det här avtalet förlängs ändå efter %(end)s om det inte också sägs upp.") % values
    return _("Det här avtalet slutar %(end)s.") % values


def _let_end(matter: Matter) -> str:
    said = _("Avtalet slutar %(end)s och inget nytt tar vid.") % {
        "end": words.date_text(matter.deadline.ends_on)
    }
    return f"{said} {value_words(matter.yearly_sek)}"


def _wait(matter: Matter) -> str:
    return _("Påminnelserna tystnar till den dag du väljer, senast %(day)s.") % {
        "day": words.date_text(matter.deadline.on)
    }


SENTENCES: Mapping[CourseKind, Callable[[Matter], str]] = {
    CourseKind.GIVE_NOTICE: _give_notice,
    CourseKind.LET_RENEW: _let_renew,
    CourseKind.USE_OPTION: _use_option,
    CourseKind.RENEGOTIATE: _renegotiate,
    CourseKind.PROCURE_ANEW: _procure_anew,
    CourseKind.LET_END: _let_end,
    CourseKind.WAIT: _wait,
}
