"""The leadership adopts the färdplan: it is frozen as it stands."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.decisions.models import Decision
from bryggan.kit.action import NotPossible, action
from bryggan.kit.canonical import digest_of
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User
from bryggan.people.scope import Organisation, Scope
from bryggan.roadmap import permissions
from bryggan.roadmap.models import AdoptedRoadmap
from bryggan.roadmap.queries import Roadmap, decisions_to_adopt_by

VERSION = 1


@action("roadmap.adopted", allow=permissions.adopt_roadmap)
def adopt_roadmap(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    adopted_on: date,
    decision: Decision | None = None,
    where: str = "",
    note: str = "",
) -> AdoptedRoadmap:
    """What the unit and all under it plan is frozen with its checksum, as the next version."""
    if adopted_on > timezone.localdate(write.now):
        raise NotPossible(
            _("Färdplanen kan inte vara fastställd framåt i tiden."), field="adopted_on"
        )
    if decision is None and not where.strip():
        raise NotPossible(_("Säg vid vilket möte eller genom vilket beslut."), field="where")
    if decision and not decisions_to_adopt_by(unit).filter(pk=decision.pk).exists():
        raise NotPossible(
            _(
                "Färdplanen fastställs genom ett bifall som gäller för hela %(unit)s, taget av den egna"
                " nämnden eller på dess delegation."
            )
            % {"unit": unit.name},
            field="decision",
        )
    organisation = Organisation.read()
    scope = Scope(by, organisation, organisation.places[unit.pk])
    entries = Roadmap(scope, timezone.localdate(write.now)).entries()
    if not entries:
        raise NotPossible(_("Det finns inget initiativ på färdplanen än."))
    frozen = {
        "version": VERSION,
        "unit": unit.name,
        "adopted_on": adopted_on.isoformat(),
        "initiatives": [entry.told() for entry in entries],
    }
    earlier = AdoptedRoadmap.objects.filter(unit=unit).count()
    return write.create(
        AdoptedRoadmap,
        unit=unit,
        place=earlier + 1,
        adopted_on=adopted_on,
        adopted_by=by,
        decision=decision,
        where=where.strip(),
        note=note.strip(),
        frozen=frozen,
        digest=digest_of(frozen),
    )
