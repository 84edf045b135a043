"""What seems amiss with contracts: a day to decide by comes near, has passed, or the contract has run out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.advice.panels import shows_advice
from bryggan.advice.rules import Fills, Rule, rule
from bryggan.contracts import actions, permissions, reminders
from bryggan.contracts.calculation import State
from bryggan.contracts.deadlines import CourseKind
from bryggan.contracts.deciding import decided, newest_course
from bryggan.contracts.forms import CourseInRow
from bryggan.contracts.models import Contract
from bryggan.contracts.register import ContractRegister
from bryggan.contracts.standing import TERMS, standing
from bryggan.kit import remembering, trace
from bryggan.kit.action import NotPossible
from bryggan.people.models import User

type Terms = tuple[dict[str, Any], ...]


def every_term() -> Terms:
    """The terms of all contracts with what was chosen last, by which the dates are worked out; read once per request."""
    rows = Contract.objects.present().order_by().values("pk", *TERMS, course=newest_course())
    question = remembering.asked(rows)
    return trace.once(
        "contracts.terms", lambda: remembering.remembered(question, lambda: tuple(rows))
    )


def to_decide(user: Any, limit: int) -> Q:
    """The contracts whose coming day is near and that nobody has chosen a course for."""
    today = timezone.localdate()
    told = ((row["pk"], decided(row, row["course"], today)) for row in every_term())
    return Q(pk__in=[pk for pk, found in told if found is not None and found.is_to_decide])


def stands(state: State) -> Callable[[Any, int], Q]:
    """The contracts that stand so today."""

    def broken(user: Any, limit: int) -> Q:
        today = timezone.localdate()
        told = ((row["pk"], standing(row, today)) for row in every_term())
        return Q(pk__in=[pk for pk, found in told if found is not None and found.state == state])

    return broken


def tell_deadline(
    contracts: Sequence[Contract], user: User, limit: int
) -> Mapping[int, SafeString]:
    """Which day it is, what happens if nobody does anything, and the way to what each choice means."""
    today = timezone.localdate()
    matters = ((one, reminders.matter_of(one, today)) for one in contracts)
    return {
        one.pk: format_html(
            '{} <a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reminders.what(matter),
            reverse("choose_contract_course", args=[one.pk]),
            _("Vad varje väg innebär"),
            one,
        )
        for one, matter in matters
        if matter is not None
    }


def choose_course(contract: Contract, user: User, chosen: Mapping[str, Any]) -> None:
    """What was filled in in the row, as the action takes it."""
    kind = CourseKind(chosen["kind"])
    days = {CourseKind.WAIT: "wait_until", CourseKind.GIVE_NOTICE: "notice_given_on"}
    told = {days[kind]: chosen["day"]} if kind in days else {}
    try:
        actions.choose_contract_course(
            contract,
            by=user,
            kind=kind,
            deadline_on=chosen["deadline_on"],
            reason=chosen["reason"],
            **told,
        )
    except NotPossible as refusal:
        in_row = "day" if refusal.field in days.values() else refusal.field
        raise NotPossible(refusal.reason, field=in_row) from refusal


rule(
    Rule(
        key="contract_to_decide",
        slug="avtal",
        label=gettext_lazy("Avtal att ta ställning till"),
        text=gettext_lazy(
            "Inom ett år är det för sent att säga upp, förlänga eller upphandla nytt. Välj väg i tid och"
            " skriv varför: då tystnar påminnelserna, och den som kommer efter ser hur ni tänkte."
        ),
        tone="bad",
        broken=to_decide,
        fills=Fills(form=CourseInRow, verdict=permissions.choose_contract_course, do=choose_course),
        tells=tell_deadline,
        shows=("supplier", "owner"),
        place=10,
    )
)
rule(
    Rule(
        key="contract_ended",
        slug="avtal",
        label=gettext_lazy("Avtal som har löpt ut"),
        text=gettext_lazy(
            "Slutdatumet har passerat. Används det som avtalet gäller ändå, köper ni utan avtal. Skriv"
            " in det slutdatum som gäller, eller avfärda rådet om avtalet är avslutat."
        ),
        tone="warn",
        broken=stands(State.ENDED),
        mends=("ends_on", "options_used"),
        shows=("supplier", "ends_on", "owner"),
        place=25,
    )
)
rule(
    Rule(
        key="contract_renews",
        slug="avtal",
        label=gettext_lazy("Avtal som förlängs, för sent att säga upp"),
        text=gettext_lazy(
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
