"""What happens to integrations, external parties and mentions.

An integration's `values` come by the register's field keys: `from` and `to` are a `System` or an
`ExternalParty`, the rest are the integration's own columns.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, Refused, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User, root_unit
from bryggan.search.fields import sort_key
from bryggan.systems import actions, permissions
from bryggan.systems.models import ExternalParty, Integration, Mention, System
from bryggan.systems.reading import match_name
from bryggan.systems.tying import (
    End,
    ends_of,
    retitle,
    tie,
    tie_known,
    tie_mentions,
    title_of,
    unit_id_of,
)

__all__ = [
    "change_integration",
    "change_party",
    "confirm_integration",
    "create_integration",
    "create_party",
    "dismiss_mention",
    "settle_mention",
    "tie_all_mentions",
    "tie_mentions",
    "withdraw_integration",
    "withdraw_party",
]


@action("integration.created", allow=permissions.create_integration)
def create_integration(
    write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]
) -> Integration:
    """Something flows between two ends, of which at least one is a system in the unit asked about.

    From one end to the other by the same method is one row.
    """
    own = dict(values)
    own.pop("unit", None)
    source, target = own.pop("from"), own.pop("to")
    _ends_fit(source, target)
    if unit.pk not in {end.unit_id for end in (source, target) if isinstance(end, System)}:
        raise NotPossible(_("Enheten har inget av de två systemen."), field="from")
    _is_new(source, target, own.get("method", ""))
    return write.create(
        Integration,
        unit_id=unit_id_of(source, target),
        title=title_of(source, target),
        **_known(own),
        **ends_of(source, target),
    )


@action("integration.changed", allow=permissions.change_integration)
def change_integration(
    write: Writer, integration: Integration, *, by: User, values: Mapping[str, Any]
) -> None:
    """What is known of a flow changes; moved to other ends it is named after them."""
    own = dict(values)
    own.pop("unit", None)
    source = own.pop("from", integration.source or integration.source_party)
    target = own.pop("to", integration.target or integration.target_party)
    _ends_fit(source, target)
    _is_new(source, target, own.get("method", integration.method), but=integration.pk)
    write.change(
        integration,
        unit=(source if isinstance(source, System) else target).unit,
        title=title_of(source, target),
        **_known(own),
        **ends_of(source, target),
    )


@action("integration.confirmed", allow=permissions.confirm_integration)
def confirm_integration(write: Writer, integration: Integration, *, by: User) -> None:
    """The side that had not told of the flow says that it is so; each side only for its own system."""
    own = [end for end in integration.untold_ends() if permissions.change_system(by, end)]
    if not own:
        raise NotPossible(_("Båda sidor har redan uppgett integrationen."))
    write.change(
        integration,
        told_by_source=integration.told_by_source or integration.source in own,
        told_by_target=integration.told_by_target or integration.target in own,
    )


@action("integration.withdrawn", allow=permissions.withdraw_integration)
def withdraw_integration(
    write: Writer, integration: Integration, *, by: User, reason: str = ""
) -> None:
    """The flow has ended or was never there; the history stays."""
    write.because(reason)
    write.withdraw(integration)


@action("party.created", allow=permissions.create_party)
def create_party(
    write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]
) -> ExternalParty:
    """Somebody outside who sends or receives is entered once, for the whole organisation."""
    _party_is_free(str(values["name"]))
    return write.create(ExternalParty, unit=unit, name=values["name"])


@action("party.changed", allow=permissions.change_party)
def change_party(
    write: Writer, party: ExternalParty, *, by: User, values: Mapping[str, Any]
) -> None:
    """The party is called something else; its integrations follow."""
    _party_is_free(str(values["name"]), but=party.pk)
    if write.change(party, name=values["name"]):
        retitle(write, party)


@action("party.withdrawn", allow=permissions.withdraw_party)
def withdraw_party(write: Writer, party: ExternalParty, *, by: User, reason: str = "") -> None:
    """A party that nothing flows to or from leaves the register."""
    touching = (party.integrations_out, party.integrations_in)
    if any(rows.filter(withdrawn_at=None).exists() for rows in touching):
        raise NotPossible(_("Det finns integrationer med parten. Ta bort dem först."))
    write.because(reason)
    write.withdraw(party)


@action("mention.settled", allow=permissions.settle_mention, is_told=True)
def settle_mention(
    write: Writer,
    mention: Mention,
    *,
    by: User,
    as_alias: System | None = None,
    as_system: bool = False,
    as_party: bool = False,
) -> Integration:
    """It is said what the mention is of: a system under another name, a new system, or a party.

    `as_alias` adds the name to that system's names; `as_system` registers a system in the unit of
    the one that mentions it; `as_party` takes the external party of that name, or enters it.
    """
    if [as_alias is not None, as_system, as_party].count(True) != 1:
        raise NotPossible(
            _("Välj vad omnämnandet är: ett system, ett nytt system eller en extern part.")
        )
    if as_alias is not None:
        _take_as_alias(write, mention, as_alias, by=by)
    elif as_system:
        unit = mention.system.unit
        system = actions.create_system.within(write, unit, by=by, values={"name": mention.name})
        mention.refresh_from_db()
        if mention.step == Mention.Step.OPEN:
            tie(write, [(mention, system)])
    else:
        tie(write, [(mention, _party_named(write, mention.name, by=by))])
    mention.refresh_from_db()
    assert mention.integration is not None  # noqa: S101  # tied above
    return mention.integration


@action("mention.dismissed", allow=permissions.dismiss_mention)
def dismiss_mention(write: Writer, mention: Mention, *, by: User, reason: str) -> None:
    """The mention is of nothing that belongs in the register; why is said for whoever wonders later."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför omnämnandet avfärdas."), field="reason")
    write.because(reason.strip())
    write.change(mention, step=Mention.Step.DISMISSED)


@action("mention.tied", allow=permissions.tie_every_mention)
def tie_every_mention(write: Writer, subject: None = None, *, by: User) -> int:
    """After an import: every open mention of a system that has arrived becomes an integration."""
    return tie_known(write)


def tie_all_mentions(write: Writer) -> int:
    """The same inside a batch, once for all its rows. Gives how many were tied."""
    acting: Any = write.by
    return tie_every_mention.within(write, None, by=acting)


def _ends_fit(source: End | None, target: End | None) -> None:
    if source is None:
        raise NotPossible(_("Välj vad det kommer från."), field="from")
    if target is None:
        raise NotPossible(_("Välj vart det går."), field="to")
    if source == target:
        raise NotPossible(_("Ett system kan inte ha en integration med sig självt."), field="to")
    if not isinstance(source, System) and not isinstance(target, System):
        raise NotPossible(_("Minst en av ändarna ska vara ett av era system."), field="to")
    for field, end in (("from", source), ("to", target)):
        if end.withdrawn_at is not None:
            raise NotPossible(_("%(name)s är borttaget ur registret.") % {"name": end}, field=field)


def _is_new(source: End, target: End, method: str, *, but: int | None = None) -> None:
    twins = Integration.objects.present().filter(method=method, **ends_of(source, target))
    twin = twins.exclude(pk=but or 0).first()
    if twin is not None:
        said = _("Den integrationen finns redan: %(number)s.") % {"number": twin.number}
        raise NotPossible(said, field="to")


def _known(own: dict[str, Any]) -> dict[str, Any]:
    """Unknown is "" for a text and no for a mark."""
    known = {key: "" if value is None else value for key, value in own.items()}
    return known | ({"is_secret": bool(own["is_secret"])} if "is_secret" in own else {})


def _party_is_free(name: str, *, but: int | None = None) -> None:
    twins = ExternalParty.objects.present().filter(sort_key=sort_key(name))
    if twins.exclude(pk=but or 0).exists():
        raise NotPossible(_("Det finns redan en extern part med det namnet."), field="name")


def _party_named(write: Writer, name: str, *, by: User) -> ExternalParty:
    known = ExternalParty.objects.present().filter(sort_key=sort_key(name)).first()
    return known or create_party.within(write, root_unit(), by=by, values={"name": name})


def _take_as_alias(write: Writer, mention: Mention, system: System, *, by: User) -> None:
    if system.pk == mention.system_id:
        raise NotPossible(_("Ett system kan inte ha en integration med sig självt."))
    verdict = permissions.change_system(by, system)
    if not verdict:
        raise Refused(verdict.reason)
    system.refresh_from_db()
    tie(write, [(mention, system)])
    names = {match_name(name) for name in (system.name, *system.aliases)}
    if match_name(mention.name) not in names:
        write.change(system, aliases=[*system.aliases, mention.name])
        tie_mentions(write, system)
