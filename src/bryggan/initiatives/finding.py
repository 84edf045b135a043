"""What is found when a requirement is asked of an initiative: there, said not to be, not told, or not for here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from bryggan.initiatives.models import LAW, Evidence, Initiative, Saying


class Found(models.TextChoices):
    """The five answers; silence is told apart from somebody having said no."""

    EXISTS = "exists", _("Finns")
    PARTLY = "partly", _("Delvis")
    SAID_NOT = "said_not", _("Finns inte")
    NOT_TOLD = "not_told", _("Inte redovisat")
    NOT_APPLICABLE = "not_applicable", _("Gäller inte här")


TONES: Mapping[str, str] = {
    Found.EXISTS: "ok",
    Found.PARTLY: "warn",
    Found.SAID_NOT: "bad",
    Found.NOT_TOLD: "none",
    Found.NOT_APPLICABLE: "calm",
}
OF_SAYING: Mapping[str, str] = {
    Saying.EXISTS: Found.EXISTS,
    Saying.PARTLY: Found.PARTLY,
    Saying.MISSING: Found.SAID_NOT,
    Saying.NOT_APPLICABLE: Found.NOT_APPLICABLE,
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`words` is what it says or where it stands, `by` whose word it is, `on` the day it is dated.

    `evidence` is the row when somebody has said so; without one it was seen in the initiative itself.
    `is_afterwards`: it was made when what it should have guided was already decided or begun.
    """

    key: str
    state: str
    words: str = ""
    by: str = ""
    on: date | None = None
    evidence: Evidence | None = None
    is_afterwards: bool = False
    # Not when the law's own question was answered with no: nobody has to say anything more.
    is_of_concern: bool = True

    @property
    def is_met(self) -> bool:
        """It is there; or the law, and nothing else, has been answered with that it does not apply here."""
        is_ruled_out = self.state == Found.NOT_APPLICABLE and self.key.startswith(LAW)
        return self.state == Found.EXISTS or is_ruled_out


def not_told(key: str) -> Finding:
    return Finding(key=key, state=Found.NOT_TOLD)


def of_evidence(evidence: Evidence) -> Finding:
    """What somebody has said, with her name, and the day on the paper, else the day she said so."""
    return Finding(
        key=evidence.key,
        state=OF_SAYING[evidence.answer],
        words=evidence.words or evidence.shown_as or evidence.link,
        by=evidence.by.name,
        on=evidence.dated_on or evidence.said_on,
        evidence=evidence,
    )


def dated_against(
    finding: Finding, initiative: Initiative, decided_on: date | None = None
) -> Finding:
    """The finding, marked when it was made after the decision or the start that it should have guided."""
    guided = [day for day in (decided_on, initiative.started_on) if day is not None]
    if finding.on is None or not guided or finding.on <= min(guided):
        return finding
    return replace(finding, is_afterwards=True)
