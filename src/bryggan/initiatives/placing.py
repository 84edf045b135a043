"""An initiative put where it belongs without passing a gate: taken over as it runs, or moved to another version."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.initiatives import permissions, queries
from bryggan.initiatives.actions import touched
from bryggan.initiatives.calculation import matching_step
from bryggan.initiatives.models import Initiative, InitiativeNeed, Passage, State
from bryggan.kit import words
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.methods.models import MethodStep, MethodVersion, Phase
from bryggan.methods.queries import steps_of
from bryggan.people.models import User


@action("initiative.taken_over", allow=permissions.take_over_initiative)
def take_over_initiative(
    write: Writer,
    initiative: Initiative,
    *,
    by: User,
    step: MethodStep,
    since: date | None = None,
    started_on: date | None = None,
    closed_on: date | None = None,
) -> None:
    """What ran before it came here stands where it stands today; its earlier gates were before Bryggan, none excepted.

    By hand a day before it was entered is told. A file that is read in vouches for what stands in it.
    """
    if write.batch is not None:
        write.flush()
    if initiative.state != State.ACTIVE:
        raise NotPossible(_("Initiativet vilar eller blev inte av. Ta upp det först."))
    _began_elsewhere(initiative)
    if write.batch is None:
        _ran_before(initiative, since, started_on, closed_on)
    if step.method_version_id != initiative.method_version_id:
        raise NotPossible(_("Steget hör till en annan metod."), field="step")
    is_closed = step.phase == Phase.CLOSED
    for before, after in _before(list(steps_of(initiative.method_version)), step):
        told = {"step_from": before, "step_to": after, "by": by, "is_before": True}
        write.create(Passage, initiative=initiative, **told)
    write.change(
        initiative,
        method_step=step,
        phase=step.phase,
        is_taken_over=True,
        since=since or closed_on or timezone.localdate(write.now),
        started_on=started_on,
        closed_on=(closed_on or timezone.localdate(write.now)) if is_closed else None,
    )


def _began_elsewhere(initiative: Initiative) -> None:
    """What began or has gone on here goes through its gates, also when its needs were taken from it since."""
    if initiative.is_taken_over:
        raise NotPossible(_("Initiativet är redan övertaget. Ta det vidare genom nästa grind."))
    if Passage.objects.filter(initiative=initiative).exists():
        raise NotPossible(
            _("Initiativet har redan passerat en grind här. Ta det vidare genom nästa.")
        )
    if InitiativeNeed.objects.filter(initiative=initiative).exists():
        raise NotPossible(
            _(
                "Initiativet började ur behov här och går genom grindarna. Saknas något kan ett beslut göra undantag."
            )
        )


def _ran_before(initiative: Initiative, *days: date | None) -> None:
    """Some day is told that lies before the one on which it was entered."""
    entered = queries.entered_on(initiative)
    if not any(day < entered for day in days if day is not None):
        said = _(
            "Ange en dag före %(day)s, då det lades in här. Började det inte tidigare går det genom grindarna."
        )
        raise NotPossible(said % {"day": words.date_text(entered)}, field="started_on")


def _before(steps: Sequence[MethodStep], step: MethodStep) -> list[tuple[MethodStep, MethodStep]]:
    """The gates before the step: which step each leads from and to."""
    place = next(at for at, one in enumerate(steps) if one.pk == step.pk)
    return list(zip(steps[:place], steps[1 : place + 1], strict=True))


@action("initiative.moved", allow=permissions.move_to_version)
def move_to_version(
    write: Writer, initiative: Initiative, *, by: User, version: MethodVersion
) -> None:
    """Onto another version of its method, or another method: to the same step, else to its phase, else before it."""
    if not initiative.is_open:
        raise NotPossible(_("Initiativet är avslutat."))
    if version.pk == initiative.method_version_id:
        raise NotPossible(_("Initiativet följer redan den versionen."))
    if version.frozen_on is None:
        raise NotPossible(_("Versionen är inte i bruk än."))
    steps = list(steps_of(version))
    place = matching_step(
        [(step.key, step.phase) for step in steps],
        key=initiative.method_step.key,
        phase=initiative.phase,
    )
    step = steps[place]
    write.because(_("Flyttat till %(version)s") % {"version": version})
    told: dict[str, Any] = {"method_version": version, "method_step": step, "phase": step.phase}
    if step.key != initiative.method_step.key:
        told["since"] = timezone.localdate(write.now)
    write.change(initiative, **told)
    touched(write, initiative)
