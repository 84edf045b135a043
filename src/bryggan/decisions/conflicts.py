"""Who takes no part in a matter: noted, taken back where it was wrongly noted, and heard by the apps above."""

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _

from bryggan.decisions import permissions
from bryggan.decisions.choices import Step
from bryggan.decisions.models import Decision
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import User

# Told in the same transaction of those whose jäv in a matter is noted, and of those for whom it is taken back.
type Hears = Callable[[Writer, Decision, Sequence[User], Sequence[User]], None]
HEARING: list[Hears] = []


def hears_conflicts(hears: Hears) -> Hears:
    """A higher app whose rows are about the matter keeps them as the matter is."""
    HEARING.append(hears)
    return hears


@action("decision.conflict_stated", allow=permissions.state_conflict)
def state_conflict(
    write: Writer, decision: Decision, *, by: User, people: Iterable[User], reason: str
) -> None:
    """Those who have a conflict of interest take no part; who it was is kept with the decision."""
    _is_open(decision)
    told = list(people)
    if any(person.pk != by.pk for person in told) and not permissions.change_decision(by, decision):
        # Else anyone could shut out whoever has the mandate.
        raise NotPossible(
            _("Du anmäler bara ditt eget jäv. Den som bereder ärendet antecknar andras."),
            field="person",
        )
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    held = list(decision.conflicted.all())
    if not write.set_links(decision, "conflicted", [*held, *told]):
        raise NotPossible(_("Det är redan antecknat."))
    _heard(write, decision, told, [])


@action("decision.conflict_lifted", allow=permissions.lift_conflict)
def lift_conflict(
    write: Writer, decision: Decision, *, by: User, person: User, reason: str
) -> None:
    """Jäv that was wrongly noted is taken back until the decision is taken; both stay in the history."""
    _is_open(decision)
    if not reason.strip():
        raise NotPossible(_("Skriv varför."), field="reason")
    write.because(reason.strip())
    rest = [one for one in decision.conflicted.all() if one.pk != person.pk]
    if not write.set_links(decision, "conflicted", rest):
        raise NotPossible(
            _("%(name)s är inte antecknad som jävig.") % {"name": person}, field="person"
        )
    _heard(write, decision, [], [person])


def _is_open(decision: Decision) -> None:
    if decision.step not in (Step.DRAFTED, Step.PASSED_ON):
        raise NotPossible(_("Jäv anmäls och tas tillbaka innan beslutet är taget."))


def _heard(
    write: Writer, decision: Decision, stated: Sequence[User], lifted: Sequence[User]
) -> None:
    for hears in HEARING:
        hears(write, decision, stated, lifted)
