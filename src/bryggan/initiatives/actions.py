"""What happens to an initiative as a matter: started out of needs, changed, tied to needs, withdrawn.

Its course is in `course.py`, what is said of its requirements in `evidencing.py`, its plan in `planning.py`.
Values come by the register's field keys: plain names are its own columns, `role.<part>` a list of users.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.initiatives import permissions, telling
from bryggan.initiatives.calculation import size_of
from bryggan.initiatives.granting import must_grant
from bryggan.initiatives.models import (
    Initiative,
    InitiativeNeed,
    InitiativeRole,
    Share,
)
from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer
from bryggan.methods.models import MethodVersion
from bryggan.methods.queries import method_for, steps_of, version_in_use
from bryggan.needs.models import Need, Sorting, Step
from bryggan.needs.queries import administration_of
from bryggan.people.models import Unit, User

# What the size is worked out of, and what the five figures are.
SIZED_BY = frozenset({"one_off_cost_sek", "reach", "risk_level"})
FIGURES = frozenset(
    {"one_off_cost_sek", "yearly_cost_sek", "yearly_saving_sek", "freed_hours", "benefit_years"}
)
# What preparation says of a need, and that is the same of an initiative.
JUDGED = frozenset({"benefit", "complexity"})
# Set by the course of the matter and by what is reported of it, never by hand.
NOT_BY_HAND = frozenset(
    {
        "phase", "state", "state_reason", "method_version", "method_step", "since", "wakes_on",
        "is_taken_over", "touched_on", "started_on", "closed_on", "health", "status_text",
        "status_on", "status_by", "handed_over_by", "handed_over_on", "received_by",
        "received_on", "benefit_on", "judged_in_needs",
    }
)  # fmt: skip


@action("initiative.started", allow=permissions.start_initiative)
def start_initiative(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    values: Mapping[str, Any],
    needs: Sequence[Need] = (),
    version: MethodVersion | None = None,
) -> Initiative:
    """A matter begins where its method begins, out of needs that were sorted so; those behind them are told."""
    own, roles = _parted(values, {})
    _is_readable(own)
    if own.get("decision"):
        raise NotPossible(
            _("Beslutet om start väljs när initiativet finns, och gäller det."), field="decision"
        )
    for need in needs:
        _can_be_met(need)
    chosen = version or version_followed(unit, write)
    first = steps_of(chosen)[0]
    today = timezone.localdate(write.now)
    linked = own.pop("systems", None)
    told = {name: value for name, value in own.items() if name not in NOT_BY_HAND}
    initiative = write.create(
        Initiative,
        **{
            **told,
            **_sized(Initiative(), told),
            "unit": unit,
            "method_version": chosen,
            "method_step": first,
            "phase": first.phase,
            "since": today,
            "touched_on": today,
            "benefit_on": today if FIGURES & {*told} else None,
        },
    )
    systems = linked if linked is not None else _systems_of(needs)
    if systems:
        write.set_links(initiative, "systems", systems)
    for part, people in roles.items():
        set_people(write, initiative, part=part, people=people)
    _take_in(write, initiative, needs)
    return initiative


def version_followed(unit: Unit, write: Writer) -> MethodVersion:
    """The version that a matter of the unit begins on today."""
    method = method_for(unit, timezone.localdate(write.now))
    version = version_in_use(method)
    if version is None:
        raise NotPossible(
            _("Metoden %(method)s har ingen version i bruk.") % {"method": method.name}
        )
    return version


@action("initiative.changed", allow=permissions.change_initiative)
def change_initiative(
    write: Writer, initiative: Initiative, *, by: User, values: Mapping[str, Any]
) -> None:
    """What is known of it changes; its size follows unless somebody has said why it is another.

    The decision it starts by is a yes that holds, about this very initiative.
    """
    own, roles = _parted(values, initiative.own_fields)
    _is_readable(own, initiative)
    _may_lie_in(own.get("unit"), initiative, by)
    decision = own.get("decision")
    if decision is not None and decision.pk != initiative.decision_id:
        must_grant(initiative, decision)
    systems = own.pop("systems", None)
    told = {name: value for name, value in own.items() if name not in NOT_BY_HAND}
    count = write.count
    if any(getattr(initiative, name) != told[name] for name in JUDGED & told.keys()):
        told["judged_in_needs"] = ""
    if any(getattr(initiative, name) != told[name] for name in FIGURES & told.keys()):
        told["benefit_on"] = timezone.localdate(write.now)
    is_changed = write.change(initiative, **{**told, **_sized(initiative, told)})
    if systems is not None:
        write.set_links(initiative, "systems", systems)
    for part, people in roles.items():
        set_people(write, initiative, part=part, people=people)
    if write.count > count:
        touched(write, initiative, is_bumped=is_changed)


@action("initiative.withdrawn", allow=permissions.withdraw_initiative)
def withdraw_initiative(write: Writer, initiative: Initiative, *, by: User, reason: str) -> None:
    """Entered by mistake, or twice: gone from lists and sums. What became nothing is rejected instead."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    write.withdraw(initiative)


@action("initiative.needs_set", allow=permissions.set_needs)
def set_needs(write: Writer, initiative: Initiative, *, by: User, needs: Sequence[Need]) -> None:
    """The needs it is to meet are exactly these; those behind one that comes or goes are told."""
    rows = InitiativeNeed.objects.present().filter(initiative=initiative).select_related("need")
    held = {row.need_id: row for row in rows}
    wanted = {need.pk for need in needs}
    coming = [need for need in needs if need.pk not in held]
    going = [row for pk, row in held.items() if pk not in wanted]
    if not coming and not going:
        raise NotPossible(_("Det är redan så."))
    for need in coming:
        _can_be_met(need)
    for row in going:
        telling.tell_of_need(write, telling.LEFT, initiative, row.need)
        write.withdraw(row)
    _take_in(write, initiative, coming)
    touched(write, initiative)


def _take_in(write: Writer, initiative: Initiative, needs: Sequence[Need]) -> None:
    """The needs become the initiative's, with what was judged of them; several administrations are to share it."""
    if not needs:
        return
    write.change(initiative, **_judged(initiative, needs))
    today = timezone.localdate(write.now)
    for need in needs:
        write.create(InitiativeNeed, initiative=initiative, need=need, linked_on=today)
    if write.batch is not None:
        write.flush()
    places = [administration_of(initiative.unit), *(administration_of(n.unit) for n in needs)]
    _propose_shares(write, initiative, {place.pk: place for place in places})
    for need in needs:
        telling.tell_of_need(write, telling.STARTED, initiative, need)


def _may_lie_in(unit: Unit | None, initiative: Initiative, by: User) -> None:
    """Within its administration it is moved by who changes it, to another one by who could have started it there."""
    if unit is None or unit.pk == initiative.unit_id:
        return
    if administration_of(unit) == administration_of(initiative.unit):
        return
    verdict = permissions.move_initiative(by, unit)
    if not verdict:
        raise Refused(verdict.reason)


def _judged(initiative: Initiative, needs: Sequence[Need]) -> dict[str, Any]:
    """The largest benefit and complexity that preparation said of the needs, where the initiative says none."""
    told: dict[str, Any] = {}
    for name in JUDGED:
        known = [value for need in needs if (value := getattr(need, name)) is not None]
        if known and getattr(initiative, name) is None:
            told[name] = max(known)
    if told:
        numbers = [need.number for need in needs if any(getattr(need, name) for name in told)]
        told["judged_in_needs"] = ", ".join(numbers)
    return told


def _propose_shares(write: Writer, initiative: Initiative, places: Mapping[int, Unit]) -> None:
    """Each administration that is not in it yet gets a share still to be said."""
    held = Share.objects.present().filter(initiative=initiative).values_list("unit_id", flat=True)
    missing = [place for pk, place in places.items() if pk not in set(held)]
    if len(places) > 1:
        for place in missing:
            write.create(Share, initiative=initiative, unit=place)


def _can_be_met(need: Need) -> None:
    if need.step != Step.SORTED or need.sorting != Sorting.INITIATIVE:
        raise NotPossible(
            _("%(number)s %(need)s är inte sorterat som underlag till ett initiativ.")
            % {"number": need.number, "need": need.name}
        )


def _systems_of(needs: Iterable[Need]) -> list[Any]:
    return list({need.system_id: need.system for need in needs if need.system_id}.values())


def _parted(
    values: Mapping[str, Any], kept: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The initiative's own columns (the municipality's own fields laid over `kept`), and people by part."""
    own = {key: value for key, value in values.items() if "." not in key}
    roles, added = {}, {}
    for key, value in values.items():
        head, _dot, name = key.partition(".")
        if head == "role":
            roles[name] = value
        elif head == "own":
            added[name] = value
    if added:
        merged = {**kept, **added}
        own["own_fields"] = {key: value for key, value in merged.items() if value not in ("", None)}
    return own, roles


def _is_readable(told: Mapping[str, Any], initiative: Initiative | None = None) -> None:
    """It has a name, and does not end before it begins."""
    name = told.get("name", initiative.name if initiative else "")
    if not str(name).strip():
        raise NotPossible(_("Ge initiativet ett namn."), field="name")
    start = told.get("starts_on", initiative.starts_on if initiative else None)
    end = told.get("ends_on", initiative.ends_on if initiative else None)
    if start and end and end < start:
        raise NotPossible(_("Slutet ligger före starten."), field="ends_on")


def _sized(initiative: Initiative, told: Mapping[str, Any]) -> dict[str, Any]:
    """The size that follows, or the one somebody has chosen with a reason."""

    def now(name: str) -> Any:
        return told.get(name, getattr(initiative, name))

    reckoned = size_of(now("one_off_cost_sek"), now("reach"), now("risk_level"))
    chosen, reason = now("size"), str(now("size_reason") or "").strip()
    is_chosen = "size" in told and (initiative.pk is None or chosen != initiative.size)
    if is_chosen and chosen != reckoned and not reason:
        raise NotPossible(
            _("Skriv varför storleken inte är den som räknats fram."), field="size_reason"
        )
    if reason:
        return {"size": chosen} if chosen != reckoned else {"size": chosen, "size_reason": ""}
    is_reckoned = {*SIZED_BY, "size_reason"} & told.keys() or initiative.pk is None
    return {"size": reckoned} if is_reckoned else {}


def set_people(write: Writer, initiative: Initiative, *, part: str, people: Sequence[User]) -> None:
    """Exactly these have the part; who is left out has left it."""
    held: dict[int, InitiativeRole] = {}
    if initiative.pk is not None:
        rows = InitiativeRole.objects.present().filter(initiative=initiative, role=part)
        held = {row.user_id: row for row in rows}
    wanted = {person.pk: person for person in people}
    for pk, row in held.items():
        if pk not in wanted:
            write.withdraw(row)
    for pk, person in wanted.items():
        if pk not in held:
            write.create(InitiativeRole, initiative=initiative, user=person, role=part)


def touched(write: Writer, initiative: Initiative, *, is_bumped: bool = False) -> None:
    """Somebody has done something with it: no longer silent, and an old page of it is told so."""
    today = timezone.localdate(write.now)
    if not write.change(initiative, touched_on=today) and not is_bumped:
        write.touch(initiative)
