"""What is said of a method: why a version cannot be taken into use, and how two versions differ."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from bryggan.methods.calculation import Change, Difference, Fault
from bryggan.methods.models import Phase, Rule, Size


def paragraphs(text: str) -> list[str]:
    """The stretches between empty lines, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def fault_words(fault: Fault) -> str:
    return {
        Fault.NO_STEPS: _("Metoden har inget steg."),
        Fault.BEGINS_ELSEWHERE: _("Det första steget ska ligga i Beredning."),
        Fault.ENDS_ELSEWHERE: _("Det sista som görs ska vara Uppföljning och sedan Avslutat."),
        Fault.PHASE_TWICE: _("Stegen i samma fas ska stå efter varandra."),
        Fault.PRESTUDY_LATE: _("Förstudien ska komma direkt efter Beredning."),
        Fault.SAME_KEY: _("Två steg är samma steg. Ta bort det ena."),
    }[fault]


def size_words(sizes: Iterable[str]) -> str:
    """ "litet, stort", or that no size asks for it."""
    labels = [str(Size(size).label).lower() for size in sizes]
    return ", ".join(labels) if labels else _("ingen storlek")


def difference_words(difference: Difference) -> str:
    """One difference as a sentence."""
    said = {"step": difference.step, "requirement": difference.requirement}
    before, after = (_value(difference, one) for one in (difference.before, difference.after))
    said |= {"before": before, "after": after}
    sentences = _of_requirements if difference.requirement else _of_steps
    return sentences()[difference.change] % said


def _value(difference: Difference, value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return size_words(value)
    if difference.change == Change.OTHER_PHASE:
        return str(Phase(value).label)
    if difference.change == Change.OTHER_RULE:
        return str(Rule(value).label) if value else _("fil, länk eller mening")
    return value


def _of_steps() -> dict[Change, str]:
    return {
        Change.ADDED: _("Nytt steg: %(step)s"),
        Change.REMOVED: _("Borttaget steg: %(step)s"),
        Change.RENAMED: _("Steget %(before)s heter %(after)s"),
        Change.MOVED: _("Steget %(step)s har en annan plats"),
        Change.OTHER_PHASE: _("Steget %(step)s ligger i %(after)s i stället för %(before)s"),
    }


def _of_requirements() -> dict[Change, str]:
    return {
        Change.ADDED: _("%(step)s: nytt krav, %(requirement)s (%(after)s)"),
        Change.REMOVED: _("%(step)s: kravet %(requirement)s är borttaget"),
        Change.RENAMED: _("%(step)s: kravet %(before)s heter %(after)s"),
        Change.OTHER_SIZES: _(
            "%(step)s: %(requirement)s krävs för %(after)s i stället för %(before)s"
        ),
        Change.OTHER_RULE: _(
            "%(step)s: %(requirement)s visas av %(after)s i stället för %(before)s"
        ),
    }
