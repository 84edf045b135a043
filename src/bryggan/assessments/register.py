"""What assessments and dispositions add to systems: columns, history, a panel, what waits, a way in."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.assessments import queries
from bryggan.assessments.actions import reckon
from bryggan.assessments.fields import DispositionField
from bryggan.assessments.models import Answer, Assessment, Disposition, Kind
from bryggan.kit import navigation
from bryggan.kit.register import past
from bryggan.kit.register.computed import ComputedWhole, ComputedYear
from bryggan.kit.register.listing import Listing
from bryggan.kit.register.showing import Offer, adds_to_lists
from bryggan.notices.waiting import Waiting, waits
from bryggan.people.models import User
from bryggan.registers.pointing import follows_merge
from bryggan.systems.register import SystemRegister

SystemRegister.adds_field(
    DispositionField(
        key="disposition",
        label=gettext_lazy("Inriktning"),
        help=gettext_lazy("Det som är beslutat. Bryggans eget tillägg."),
        options=Kind,
        calculate=queries.of_decided("kind"),
    )
)
SystemRegister.adds_field(
    ComputedYear(
        key="target_year",
        label=gettext_lazy("Målår"),
        calculate=queries.of_decided("target_year"),
        is_figure=True,
    )
)
SystemRegister.adds_field(
    ComputedWhole(
        key="business_value",
        label=gettext_lazy("Verksamhetsvärde, 0–100"),
        calculate=queries.of_latest("business_value"),
    )
)
SystemRegister.adds_field(
    ComputedWhole(
        key="technical_standing",
        label=gettext_lazy("Teknik och leverantör, 0–100"),
        calculate=queries.of_latest("technical_standing"),
    )
)
SystemRegister.tells_past_of(Disposition, "system")

navigation.offer(
    navigation.Item(
        key="assessment_map",
        label=gettext_lazy("Systemens läge"),
        url_name="assessment_map",
        icon="chart-scatter",
        group=gettext_lazy("Planering"),
        place=51,
    )
)
navigation.offer(
    navigation.Item(
        key="replacement_list",
        label=gettext_lazy("Utbyteslista"),
        url_name="replacement_list",
        icon="replace",
        group=gettext_lazy("Planering"),
        place=52,
    )
)

past.worded(
    assessment__opened=gettext_lazy("startade en bedömning"),
    assessment__respondent_asked=gettext_lazy("frågade en till"),
    assessment__answered=gettext_lazy("svarade i en bedömning"),
    assessment__reminded=gettext_lazy("påminde om en bedömning"),
    assessment__closed=gettext_lazy("stängde bedömningen"),
    assessment__prolonged=gettext_lazy("förlängde bedömningen"),
    disposition__decided=gettext_lazy("skrev in beslutad inriktning"),
    disposition_kind__changed=gettext_lazy("ändrade en inriktnings namn"),
)


def offers(listing: Listing) -> dict[str, Any]:
    """On the list of systems: assess the marked ones."""
    if listing.register is not SystemRegister:
        return {}
    return {"offers": [Offer(label=_("Bedöm"), marked_url=reverse("open_assessment"))]}


adds_to_lists(offers)


# Two assessments that go on of what was two systems: the answers of both count in the one that stays.
follows_merge(Assessment, settles=reckon)


@waits(queries.waiting_answers)
def waiting(user: User) -> list[Waiting]:
    """The answers she is asked for, one line per side of a system."""
    return [_waiting(answer) for answer in queries.waiting_answers(user)]


def _waiting(answer: Answer) -> Waiting:
    taken = len(answer.values)
    detail = (
        ngettext("%(count)s påstående besvarat", "%(count)s påståenden besvarade", taken)
        % {"count": taken}
        if taken
        else str(answer.get_side_display())
    )
    return Waiting(
        text=_("Säg vad du tycker om %(system)s") % {"system": answer.assessment.system},
        url=reverse("save_answer", args=[answer.pk]),
        detail=detail,
        due_on=answer.assessment.last_day,
    )


# These need the columns above; what finds this module (autodiscovery) finds them with it.
from bryggan.assessments import panels  # noqa: E402, F401
