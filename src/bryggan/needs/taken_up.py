"""Needs as a group takes them up: what makes one ready, and that all who stand behind it hear what was said."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.writer import Writer
from bryggan.meetings.matters import Considered, MatterSort, taken_up
from bryggan.needs import telling
from bryggan.needs.hearing import hear_of_need
from bryggan.needs.models import Need, Score, Sorting, Step
from bryggan.people.models import Unit, User

# What a group weighs: new undertakings, not a matter for support.
WEIGHED = (Sorting.INITIATIVE, Sorting.OBJECT_CHANGE)


def ready(user: User, unit: Unit) -> QuerySet[Need]:
    """Sorted towards something new, put in a few words and estimated."""
    rows = Need.objects.visible_to(user).open_to_all().filter(step=Step.SORTED)
    rows = rows.filter(sorting__in=WEIGHED, unit__path__startswith=unit.path)
    rows = rows.exclude(Q(summary="") | Q(benefit=None) | Q(complexity=None))
    return rows.select_related("unit").order_by("voiced_on", "pk")


def gaps(need: Need) -> list[str]:
    missing = (
        (_("sortering"), need.step == Step.SORTED and need.sorting in WEIGHED),
        (_("behovet i korthet"), bool(need.summary.strip())),
        (_("nytta"), need.benefit is not None),
        (_("komplexitet"), need.complexity is not None),
    )
    return [name for name, is_there in missing if not is_there]


def refusal(need: Need) -> str:
    """What not everyone may read is not taken up where more people sit."""
    if need.is_open:
        return ""
    return _("Behovet är inte öppet för alla än och kan inte stå på en dagordning.")


def facts(need: Need) -> Sequence[tuple[str, str]]:
    told = [(_("Var"), need.unit.name)]
    for label, value in ((_("Nytta"), need.benefit), (_("Komplexitet"), need.complexity)):
        if value is not None:
            told.append((label, str(Score(value).label).lower()))
    return told


def told(write: Writer, need: Need, considered: Considered) -> None:
    """Everyone who stands behind the need hears what the group recommends; it decides nothing."""
    why = " ".join(part for part in (considered.reasons, considered.conditions) if part)
    said = _("%(stance)s i %(where)s") % {
        "stance": considered.words,
        "where": considered.where,
    }
    text = f"{said}: {why}" if why else f"{said}."
    hear_of_need(write, need, telling.CONSIDERED, text=text, key=considered.where)


MATTER = taken_up(
    MatterSort(
        noun="needs.need",
        label=gettext_lazy("Behov"),
        ready=ready,
        gaps=gaps,
        brief=lambda need: need.summary or need.obstacle,
        facts=facts,
        refusal=refusal,
        told=told,
    )
)
