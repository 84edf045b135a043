"""Initiatives as a group takes them up: described, sized and estimated; those in it hear what was said."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.initiatives import telling
from bryggan.initiatives.actions import touched
from bryggan.initiatives.models import Initiative, Part, State
from bryggan.kit import words
from bryggan.kit.writer import Writer
from bryggan.meetings.matters import Considered, MatterSort, taken_up
from bryggan.methods.models import Phase
from bryggan.people.models import Unit, User

# Before it is decided there is something to recommend.
WEIGHED = (Phase.PREPARATION, Phase.PRESTUDY, Phase.DECISION)


def ready(user: User, unit: Unit) -> QuerySet[Initiative]:
    """Not yet decided, and with what a group weighs: what it is, why, how much it gives and takes."""
    rows = Initiative.objects.visible_to(user).present()
    rows = rows.filter(state=State.ACTIVE, phase__in=WEIGHED, unit__path__startswith=unit.path)
    rows = rows.exclude(description="").exclude(purpose="")
    rows = rows.filter(benefit__isnull=False, complexity__isnull=False)
    return rows.select_related("unit").order_by("since", "pk")


def gaps(initiative: Initiative) -> list[str]:
    missing = (
        (_("beskrivning"), bool(initiative.description.strip())),
        (_("syfte"), bool(initiative.purpose)),
        (_("nytta"), initiative.benefit is not None),
        (_("komplexitet"), initiative.complexity is not None),
    )
    return [name for name, is_there in missing if not is_there]


def refusal(initiative: Initiative) -> str:
    if initiative.state == State.ACTIVE:
        return ""
    return _("Initiativet pågår inte.")


def facts(initiative: Initiative) -> Sequence[tuple[str, str]]:
    told = [
        (_("Leds av"), initiative.unit.name),
        (_("Fas"), initiative.get_phase_display()),
    ]
    if initiative.size:
        told.append((_("Storlek"), initiative.get_size_display()))
    if initiative.one_off_cost_sek is not None:
        told.append((_("Engångskostnad"), words.exact_sek(initiative.one_off_cost_sek)))
    return told


def told(write: Writer, initiative: Initiative, considered: Considered) -> None:
    """Whoever leads it and everyone behind its needs hear what the group recommends; no gate is passed by it."""
    touched(write, initiative)
    why = " ".join(part for part in (considered.reasons, considered.conditions) if part)
    said = {"stance": considered.words.lower(), "where": considered.where, "why": why}
    telling.tell_in_it(write, telling.CONSIDERED_IN_IT, initiative, Part.LEAD, Part.SPONSOR, **said)
    telling.tell_behind(write, telling.CONSIDERED, initiative, **said)


MATTER = taken_up(
    MatterSort(
        noun="initiatives.initiative",
        label=gettext_lazy("Initiativ"),
        ready=ready,
        gaps=gaps,
        brief=lambda initiative: initiative.description,
        facts=facts,
        refusal=refusal,
        told=told,
    )
)
