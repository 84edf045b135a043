"""What happens around a review: a purpose is judged, a sample is drawn, a reading is noted."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.dossiers import permissions, table
from bryggan.dossiers.calculation import drawn_by_stratum, population_digest
from bryggan.dossiers.columns import CLEAR_PURPOSE
from bryggan.dossiers.models import Reading, Sample, SampleRow
from bryggan.dossiers.population import Population
from bryggan.initiatives.evidencing import say
from bryggan.initiatives.models import Evidence, Initiative, Saying
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User

MOST_DRAWN = 500


@action("initiative.purpose_judged", allow=permissions.judge_purpose)
def judge_purpose(
    write: Writer,
    initiative: Initiative,
    *,
    by: User,
    answer: str,
    quotation: str = "",
    dated_on: date | None = None,
) -> Evidence:
    """Somebody says by name whether purpose and goals are clear, and quotes what she goes by.

    Nothing to quote from means that there is none. `dated_on` is the day of what is quoted.
    """
    if answer not in (Saying.EXISTS, Saying.PARTLY, Saying.MISSING):
        raise NotPossible(_("Svara ja, delvis eller nej."), field="answer")
    if answer != Saying.MISSING and not quotation.strip():
        raise NotPossible(_("Citera det du går efter."), field="quotation")
    if dated_on and dated_on > timezone.localdate(write.now):
        raise NotPossible(_("Det kan inte vara daterat framåt."), field="dated_on")
    told = {"answer": answer, "words": quotation.strip(), "dated_on": dated_on}
    return say(write, initiative, by, CLEAR_PURPOSE, **told)


@action("sample.drawn", allow=permissions.draw_sample)
def draw_sample(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    population: Population,
    seed: str,
    size: int,
    is_by_authority: bool = False,
    name: str = "",
) -> Sample:
    """By lot, out of what the person who draws sees; what it was drawn from is kept with it."""
    if not population.members:
        raise NotPossible(_("Det finns inga initiativ att dra ur."))
    if not seed.strip():
        raise NotPossible(_("Skriv ett frö, till exempel ett slumptal."), field="seed")
    if size < 1:
        raise NotPossible(_("Dra minst ett."), field="size")
    strata = population.strata
    numbers = drawn_by_stratum(strata, seed.strip(), size, is_by_authority=is_by_authority)
    if len(numbers) > MOST_DRAWN:
        raise NotPossible(
            _("Det blir %(count)s initiativ. Dra högst %(most)s.")
            % {"count": len(numbers), "most": MOST_DRAWN},
            field="size",
        )
    today = timezone.localdate(write.now)
    sample = write.create(
        Sample,
        unit=unit,
        name=name.strip() or _("Urval %(day)s") % {"day": today},
        seed=seed.strip(),
        size=size,
        is_by_authority=is_by_authority,
        address=population.address,
        filters=population.filters,
        population=strata,
        population_count=len(population.members),
        population_digest=population_digest(strata),
        entered_after_count=population.entered_after,
        first_closed_on=population.first_closed_on,
        last_closed_on=population.last_closed_on,
        drawn_by=by,
        drawn_on=today,
    )
    if write.batch is not None:
        write.flush()
    _keep_rows(write, sample, population.initiatives(numbers))
    return sample


def _keep_rows(write: Writer, sample: Sample, initiatives: Sequence[Initiative]) -> None:
    """Each initiative that was drawn, with what its cells say at this moment."""
    said: Mapping[int, dict[str, str]] = {
        row.initiative.pk: table.frozen(row) for row in table.rows_of(initiatives)
    }
    write.create_all(
        SampleRow,
        [
            {
                "sample": sample,
                "initiative": one,
                "place": place,
                "version_then": one.version,
                "cells_then": said[one.pk],
            }
            for place, one in enumerate(initiatives, start=1)
        ],
    )


@action("record.read", allow=permissions.note_reading)
def note_reading(write: Writer, reader: User, *, by: User, address: str, name: str) -> None:
    """An auditor has read something: noted once per day, so that the log can itself be read."""
    today = timezone.localdate(write.now)
    held = Reading.objects.filter(reader=reader, read_on=today, address=address)
    if not held.exists():
        write.create(Reading, reader=reader, read_on=today, address=address, name=name)
