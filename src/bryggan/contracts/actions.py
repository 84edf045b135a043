"""What happens to suppliers and contracts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.contracts import deadlines, permissions, reminders
from bryggan.contracts.courses import Matter
from bryggan.contracts.deadlines import CourseKind
from bryggan.contracts.models import Contract, Course, Supplier
from bryggan.contracts.reminders import Open
from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.notices import telling
from bryggan.people.models import Unit, User
from bryggan.search.fields import sort_key


@action("supplier.created", allow=permissions.create_supplier)
def create_supplier(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Supplier:
    """A supplier is entered once; all contracts and systems point at it."""
    _name_is_free(str(values["name"]))
    return write.create(Supplier, **{**values, "unit": unit})


@action("supplier.changed", allow=permissions.change_supplier)
def change_supplier(
    write: Writer, supplier: Supplier, *, by: User, values: Mapping[str, Any]
) -> None:
    """A supplier gets other particulars; what points at it follows."""
    if "name" in values:
        _name_is_free(str(values["name"]), but=supplier.pk)
    write.change(supplier, **values)


@action("contract.created", allow=permissions.create_contract)
def create_contract(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Contract:
    """A contract is entered with its terms; the dates are worked out from them."""
    _terms_hold_together(values, Contract())
    return write.create(Contract, **{**_said(values), "unit": unit})


@action("contract.changed", allow=permissions.change_contract)
def change_contract(
    write: Writer, contract: Contract, *, by: User, values: Mapping[str, Any]
) -> None:
    """A contract gets other terms: prolonged, renegotiated or entered wrongly before."""
    _terms_hold_together(values, contract)
    write.change(contract, **_said(values))


# What is left empty in a form means this: a contract has no unknown yes or no.
UNSAID = {"is_open_ended": False, "renews_tacitly": False, "is_assumed": False, "options_used": 0}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: UNSAID[key] if value is None and key in UNSAID else value
        for key, value in values.items()
    }


@action("contract.course_chosen", allow=permissions.choose_contract_course)
def choose_contract_course(
    write: Writer,
    contract: Contract,
    *,
    by: User,
    deadline_on: date,
    kind: CourseKind,
    reason: str,
    wait_until: date | None = None,
    notice_given_on: date | None = None,
) -> Course:
    """What becomes of a contract is chosen, for the day that the person saw. An option is entered as used; nothing else of the contract changes."""
    today = timezone.localdate(write.now)
    matter = _may_be_chosen(contract, kind, deadline_on, today)
    if not reason.strip():
        raise NotPossible(_("Skriv varför, för den som läser om ett år."), field="reason")
    if kind == CourseKind.WAIT:
        _is_a_day_to_wait_for(wait_until, matter)
    if notice_given_on and notice_given_on > today:
        raise NotPossible(_("Den dagen har inte varit än."), field="notice_given_on")
    course = write.create(
        Course,
        contract=contract,
        deadline_kind=matter.deadline.kind,
        deadline_on=matter.deadline.on,
        ends_on=matter.deadline.ends_on,
        kind=kind,
        reason=reason.strip(),
        wait_until=wait_until if kind == CourseKind.WAIT else None,
        notice_given_on=notice_given_on if kind == CourseKind.GIVE_NOTICE else None,
        chosen_by=by,
        chosen_at=write.now,
    )
    if kind == CourseKind.USE_OPTION:
        used = {"options_used": contract.options_used + 1}
        change_contract.within(write, contract, by=by, values=used)
    else:
        write.touch(contract)
    return course


@action("contract.reminded", allow=permissions.remind_of_contracts)
def remind_of_contracts(write: Writer, found: Sequence[Open], *, by: User) -> int:
    """Whoever answers for each contract is told of its day and of what happens if nothing is done."""
    if not found:
        raise NotPossible(_("Det finns inget avtal att påminna om."))
    answering = reminders.Answering(timezone.localdate(write.now))
    tellings = [reminders.telling_of(one, to) for one in found for to in answering.of(one.contract)]
    return len(telling.tell_each(write, reminders.DUE, tellings))


def _may_be_chosen(contract: Contract, kind: CourseKind, deadline_on: date, today: date) -> Matter:
    matter = reminders.matter_of(contract, today)
    if matter is None:
        raise NotPossible(_("Avtalet har ingen kommande dag att ta ställning till."))
    if matter.deadline.on != deadline_on:
        raise NotPossible(
            _("Dagen att ta ställning senast är nu %(day)s. Se över valet igen.")
            % {"day": words.date_text(matter.deadline.on)}
        )
    if kind not in deadlines.alternatives(matter.terms, matter.deadline, today):
        raise NotPossible(_("Det vägvalet passar inte avtalets villkor."), field="kind")
    return matter


def _is_a_day_to_wait_for(day: date | None, matter: Matter) -> None:
    latest = matter.deadline.on
    if day is None or not matter.today < day <= latest:
        raise NotPossible(
            _("Skriv en dag efter i dag och senast %(day)s.") % {"day": words.date_text(latest)},
            field="wait_until",
        )


def _name_is_free(name: str, *, but: int | None = None) -> None:
    twins = Supplier.objects.present().filter(sort_key=sort_key(name))
    if twins.exclude(pk=but or 0).exists():
        raise NotPossible(_("Det finns redan en leverantör med det namnet."), field="name")


def _terms_hold_together(values: Mapping[str, Any], contract: Contract) -> None:
    def term(name: str) -> Any:
        return values[name] if name in values else getattr(contract, name)

    if term("is_open_ended") and term("ends_on"):
        raise NotPossible(_("Ett avtal tills vidare har inget slutdatum."), field="ends_on")
    if term("starts_on") and term("ends_on") and term("ends_on") < term("starts_on"):
        raise NotPossible(_("Slutdatum ligger före startdatum."), field="ends_on")
    if term("renews_tacitly") and not term("renewal_months"):
        raise NotPossible(
            _("Skriv hur många månader avtalet förlängs med."), field="renewal_months"
        )
    if (term("options_used") or 0) > len(term("options") or []):
        raise NotPossible(_("Fler optioner är utnyttjade än som finns."), field="options_used")
