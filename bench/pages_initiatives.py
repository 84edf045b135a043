"""The measured pages of initiatives: the list, one with all that hangs on it, its gate and tables, the färdplan, the oversight."""

from bench.pages import Page
from bryggan.initiatives.models import Initiative
from bryggan.people.models import Unit, root_unit
from bryggan.roadmap.views import TABS


def initiative_pages() -> list[Page]:
    """One that shares, waits and has its money; a board with all under it."""
    first = Initiative.objects.order_by("pk")[0]
    board = Unit.objects.filter(kind=Unit.Kind.AUTHORITY).order_by("pk")[0]
    filters = f"f.unit={board.pk}&f.state=active&f.size=middle"
    at = f"/initiativ/{first.pk}/"
    return [
        Page("initiatives", "Lista över initiativ", "/initiativ/"),
        Page("initiatives_filtered", "Filtrerad lista över initiativ", f"/initiativ/?{filters}"),
        Page("initiatives_late", "Försenade initiativ", "/initiativ/?f.watch=late"),
        Page("initiatives_untold", "Initiativ utan underlag", "/initiativ/?f.watch=untold"),
        Page("initiative", "Ett initiativ", at),
        Page("gate", "En grind", f"{at}grind/"),
        Page("initiative_money", "Ett initiativs pengar", f"{at}pengar/"),
        Page("initiative_plan", "Ett initiativs plan", f"{at}plan/"),
        *(roadmap_page(root_unit(), tab) for tab in TABS),
        *(roadmap_page(board, tab) for tab in TABS),
        Page("oversight", "Uppsikt", "/uppsikt/"),
        Page("oversight_board", "En nämnds uppsikt", f"/uppsikt/?enhet={board.pk}"),
    ]


def roadmap_page(unit: Unit, tab: str) -> Page:
    """One of the views of a färdplan, of a board or of the whole."""
    whose, key = ("Nämndens", "board") if unit.parent_id else ("Hela", "whole")
    name = f"{whose} färdplan: {str(TABS[tab]).lower()}"
    return Page(f"roadmap_{key}_{tab}", name, f"/fardplan/{unit.pk}/?vy={tab}")
