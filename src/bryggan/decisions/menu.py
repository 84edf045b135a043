"""Where decisions stand in the menu and above the lists, and what their history is told in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bryggan.decisions import next_steps
from bryggan.decisions.models import Belonging, Decision
from bryggan.decisions.register import GROUP, DelegationRegister
from bryggan.kit import navigation
from bryggan.kit.register import past, showing
from bryggan.kit.register.listing import Listing
from bryggan.people.roles import Role

navigation.offer(
    navigation.Item(
        key="who_may_decide",
        label=_("Vem får besluta?"),
        url_name="who_may_decide",
        icon="search",
        group=GROUP,
        place=21,
    )
)
navigation.offer(
    navigation.Item(
        key="report_lists",
        label=_("Anmäl beslut"),
        url_name="report_lists",
        icon="inbox",
        group=GROUP,
        place=22,
        shown_to=lambda user: user.has_role(Role.BOARD_SECRETARY, Role.ADMINISTRATOR),
    )
)


def ways_from_the_list(listing: Listing) -> dict[str, Any]:
    """Above the delegation order: the order of a day as one table, and the reference data it rests on."""
    if listing.register is not DelegationRegister:
        return {}
    return {"lead": next_steps.order_lead(listing.user)}


showing.adds_to_lists(ways_from_the_list)

past.leaves_untold(Decision, "frozen", "digest", "about_noun", "about_id")
past.leaves_untold(Belonging, "other_noun", "other_id")
past.worded(
    decision__drafted=_("förberedde ärendet"),
    decision__changed=_("ändrade ärendet"),
    decision__withdrawn=_("tog bort ärendet"),
    decision__conflict_stated=_("antecknade jäv"),
    decision__conflict_lifted=_("tog tillbaka jäv"),
    decision__belonging_answered=_("svarade om ett annat inköp hör ihop"),
    decision__taken=_("beslutade"),
    decision__consulted=_("fick samråd"),
    decision__passed_on=_("lämnade till den som får besluta"),
    decision__referred_back=_("återremitterade"),
    decision__recorded=_("förde in nämndens beslut"),
    decision__replaced=_("ersatte beslutet"),
    decisions__reported=_("anmälde till nämnden"),
    decisions__posted=_("antecknade anslaget"),
    rule__added=_("lade upp punkten"),
    rule__amended=_("ändrade punkten från en dag"),
    rule__ended=_("avslutade punkten"),
    rule__subdelegated=_("vidaredelegerade"),
    post__created=_("lade upp funktionen"),
    post__changed=_("ändrade funktionen"),
    post__held=_("gav någon funktionen"),
    post__left=_("avslutade innehavet"),
    price_base__set=_("lade in prisbasbeloppet"),
    letter__headings_set=_("ändrade skrivelsens rubriker"),
    absence__told=_("anmälde frånvaro"),
    absence__ended=_("avslutade frånvaron"),
)
