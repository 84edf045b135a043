"""The measured pages of needs: the list, one need, what is to be prepared, how they stand, and where one voices one."""

from bench.pages import BOTH, Page
from bryggan.needs.models import Need, Step
from bryggan.people.models import Unit

FOR_EMPLOYEE = BOTH[1:]


def need_pages() -> list[Page]:
    """One that many stand behind, and a board with all under it."""
    board = Unit.objects.filter(kind=Unit.Kind.AUTHORITY).order_by("pk")[0]
    workplace = Unit.objects.filter(kind=Unit.Kind.WORKPLACE).order_by("pk")[0]
    met = Need.objects.filter(step=Step.MET, is_protected=False).order_by("pk")[0]
    filters = f"f.unit={board.pk}&f.step=sorted&f.benefit=5"
    return [
        Page("needs", "Lista över behov", "/behov/"),
        Page("needs_filtered", "Filtrerad lista över behov", f"/behov/?{filters}"),
        Page("needs_by_people", "Behov, flest bakom först", "/behov/?sort=-people", times=3),
        Page("need", "Ett behov", f"/behov/{met.pk}/"),
        Page("need_desk", "Att bereda", "/behov/att-bereda/", who=FOR_EMPLOYEE),
        Page("need_overview", "Läget för behoven", "/behov/laget/"),
        Page("need_overview_board", "En nämnds behov", f"/behov/laget/?enhet={board.pk}"),
        Page("workplace_sheet", "APT-bladet", f"/behov/apt/{workplace.pk}/"),
        Page("voice_need", "Lämna ett behov", "/behov/lamna/"),
    ]
