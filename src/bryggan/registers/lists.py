"""What the register's memory adds to every list: saved views, bulk edit, import, how much there is."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bryggan.kit import remembering, words
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.showing import Offer
from bryggan.registers import permissions, queries
from bryggan.registers.importing.importer import IMPORTERS
from bryggan.registers.mergeable import MERGEABLES
from bryggan.registers.models import SavedView


def extra(listing: Listing) -> dict[str, Any]:
    """What `kit/register/list.html` shows besides the rows."""
    address = normal_address(listing.question)
    views = queries.views_of(listing.register.slug, listing.user)
    is_saved = any(view.address == address for view in views)
    slug = listing.register.slug
    can_edit = listing.register.change_with is not None
    bulk_url = reverse("bulk_edit", args=[slug]) if can_edit else ""
    separator = "&" if len(address) > 1 else ""
    return {
        "tabs": tabs(listing, views, address),
        "new_view_url": ""
        if address == "?" or is_saved
        else reverse("save_view", args=[slug]) + address,
        "bulk_url": bulk_url,
        "bulk_all_url": f"{bulk_url}{address}{separator}alla=1" if can_edit else "",
        "offers": merge_offers(listing),
        "kept": kept(listing.question),
        "take_along_remark": take_along_remark(listing.question),
        "import_url": import_url(listing),
        "lead": lead(listing),
    }


def merge_offers(listing: Listing) -> list[Offer]:
    """That two marked rows are merged; nothing for who may not."""
    slug = listing.register.slug
    if slug not in MERGEABLES or not MERGEABLES[slug].allow(listing.user, None):
        return []
    return [Offer(label=_("Slå samman"), marked_url=reverse("merge_candidates", args=[slug]))]


def import_url(listing: Listing) -> str:
    """Where a file is read into this list; nothing where there is no import or this person may not."""
    slug = listing.register.slug
    if slug not in IMPORTERS or not permissions.import_file(listing.user, slug):
        return ""
    return reverse("import_start", args=[slug])


def normal_address(question: Question) -> str:
    """The question as a view keeps it: no page, no marked rows, values in one order."""
    chosen = tuple((key, tuple(sorted(set(values)))) for key, values in question.chosen)
    return replace(question, chosen=chosen).address(page=1, marked=())


def tabs(listing: Listing, views: list[SavedView], address: str) -> list[dict[str, Any]]:
    """All, mine where the register says whose a row is, then the saved views; the current one marked."""
    url = listing.register.list_url()
    shown = [{"url": url, "label": _("Alla"), "is_current": address == "?", "count": 0}]
    mine = listing.register.mine
    if mine:
        asked = Question(chosen=((mine, (str(listing.user.pk),)),)).address()
        shown.append(
            {"url": url + asked, "label": _("Mina"), "is_current": address == asked, "count": 0}
        )
    for view in views:
        is_current = view.address == address
        shown.append(
            {"url": url + view.address, "label": view.name, "is_current": is_current, "count": 0}
        )
        if is_current and permissions.change_view(listing.user, view):
            change = reverse("change_view", args=[listing.register.slug, view.pk])
            shown.append(
                {"url": change, "label": _("ändra vyn …"), "is_current": False, "count": 0}
            )
    return shown


def kept(question: Question) -> list[tuple[str, str]]:
    """The question as hidden fields, without the words and columns that the forms ask for anew."""
    address = question.address(words="", columns=(), page=1, marked=())
    return parse_qsl(address.removeprefix("?"))


def take_along_remark(question: Question) -> str:
    moment = words.time_text(timezone.localtime())
    if question.columns:
        return _("Det du ser, med dina kolumner. Uppgifter per %(moment)s") % {"moment": moment}
    return _("Det du ser, med alla kolumner. Uppgifter per %(moment)s") % {"moment": moment}


def lead(listing: Listing) -> str:
    """How many there are for this person, and in how many units."""
    register = listing.register
    rows = register.rows(listing.user)
    by_unit = rows.order_by().values("unit").annotate(n=Count("pk")).values_list("n", flat=True)
    said = [str(register.lead)] if register.lead else []
    asked = ("lead", remembering.asked(by_unit))
    counts = remembering.remembered(asked, lambda: tuple(by_unit))
    total, units = sum(counts), len(counts)
    if not total:
        return " ".join(said)
    title = str(register.title).lower()
    many = _("%(total)s %(title)s") % {"total": words.number(total), "title": title}
    if units > 1:
        held = ngettext("i %(units)s enhet", "i %(units)s enheter", units)
        many = f"{many} {held % {'units': words.number(units)}}"
    return " · ".join([many, *said])
