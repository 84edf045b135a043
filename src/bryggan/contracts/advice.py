"""What seems amiss with contracts: a day to decide by comes near, has passed, or the contract has run out."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.advice.panels import shows_advice
from bryggan.advice.rules import Limit, Rule, rule
from bryggan.contracts.calculation import NEAR_MONTHS, State
from bryggan.contracts.models import Contract
from bryggan.contracts.register import ContractRegister
from bryggan.contracts.standing import TERMS, TO_DECIDE, standing
from bryggan.kit import remembering, trace

type Terms = tuple[dict[str, Any], ...]


def every_term() -> Terms:
    """The terms of all contracts, by which the dates are worked out; read once per request."""
    rows = Contract.objects.present().order_by().values("pk", *TERMS)
    question = remembering.asked(rows)
    return trace.once(
        "contracts.terms", lambda: remembering.remembered(question, lambda: tuple(rows))
    )


def stands(*states: State) -> Callable[[Any, int], Q]:
    """The contracts that stand so today; `limit` is how many months ahead is near."""

    def broken(user: Any, limit: int) -> Q:
        today = timezone.localdate()
        told = ((row["pk"], standing(row, today, limit or NEAR_MONTHS)) for row in every_term())
        return Q(pk__in=[pk for pk, found in told if found is not None and found.state in states])

    return broken


TERMS_THAT_MEND = ("ends_on", "options_used")

rule(
    Rule(
        key="contract_to_decide",
        slug="avtal",
        label=_("Avtal att ta ställning till"),
        text=_(
            "Snart är det för sent att säga upp, förlänga eller upphandla nytt. Bestäm er i tid: skriv"
            " in det nya slutdatumet eller den utnyttjade optionen, eller avfärda rådet när ni har"
            " bestämt att avtalet ska löpa ut."
        ),
        tone="bad",
        broken=stands(*TO_DECIDE),
        mends=TERMS_THAT_MEND,
        shows=("supplier", "state", "ends_on", "owner"),
        limit=Limit(label=_("Månader före dagen"), default=NEAR_MONTHS, lowest=1, highest=60),
        place=10,
    )
)
rule(
    Rule(
        key="contract_ended",
        slug="avtal",
        label=_("Avtal som har löpt ut"),
        text=_(
            "Slutdatumet har passerat. Används det som avtalet gäller ändå, köper ni utan avtal. Skriv"
            " in det slutdatum som gäller, eller avfärda rådet om avtalet är avslutat."
        ),
        tone="warn",
        broken=stands(State.ENDED),
        mends=TERMS_THAT_MEND,
        shows=("supplier", "ends_on", "owner"),
        place=25,
    )
)
rule(
    Rule(
        key="contract_renews",
        slug="avtal",
        label=_("Avtal som förlängs, för sent att säga upp"),
        text=_(
            "Uppsägningsdagen har passerat och avtalet förlängs av sig självt. Se till att någon äger"
            " avtalet och bevakar nästa dag, och avfärda rådet när ni vet om förlängningen."
        ),
        tone="calm",
        broken=stands(State.NOTICE_PASSED),
        mends=("ends_on",),
        shows=("supplier", "state", "ends_on", "owner"),
        place=60,
    )
)
shows_advice(ContractRegister)
