"""What is decided of a system, and the municipality's own words for it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.assessments import permissions
from bryggan.assessments.models import Disposition, DispositionKind, Kind
from bryggan.assessments.words import kinds_offered
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.systems.models import System


@action("disposition.decided", allow=permissions.decide_disposition)
def decide_disposition(
    write: Writer, system: System, *, by: User, values: Mapping[str, Any]
) -> Disposition:
    """It is written down what becomes of the system, who decided it and when; the earlier decision stays to be read."""
    if values["kind"] not in kinds_offered():
        raise NotPossible(_("Den inriktningen går inte att välja här."), field="kind")
    if not str(values.get("reason", "")).strip():
        raise NotPossible(_("Skriv en motivering."), field="reason")
    if values["decided_on"] > timezone.localdate():
        raise NotPossible(_("Beslutsdatum ligger framåt i tiden."), field="decided_on")
    year = values.get("target_year")
    if year is not None and year < values["decided_on"].year:
        raise NotPossible(_("Målåret ligger före beslutet."), field="target_year")
    _up_to_date(write)
    held = Disposition.objects.in_force().filter(system=system).first()
    if held is not None:
        write.change(held, superseded_at=write.now)
        _up_to_date(write)
    return write.create(Disposition, system=system, **values)


def _up_to_date(write: Writer) -> None:
    """In a batch what is buffered must stand in the table before it is asked for, or makes room."""
    if write.batch is not None:
        write.flush()


@action("disposition_kind.changed", allow=permissions.change_disposition_kind)
def change_disposition_kind(
    write: Writer, kind: str, *, by: User, name: str, is_offered: bool
) -> None:
    """A disposition is called something else here, or is no longer offered; what is decided stands."""
    if kind not in Kind.values:
        raise NotPossible(_("Det finns ingen sådan inriktning."))
    if not is_offered and not set(kinds_offered()) - {kind}:
        raise NotPossible(_("Minst en inriktning måste gå att välja."), field="is_offered")
    held = DispositionKind.objects.filter(key=kind).first()
    if held is None:
        write.create(DispositionKind, key=kind, name=name.strip(), is_offered=is_offered)
    else:
        write.change(held, name=name.strip(), is_offered=is_offered)
