"""What files add to the history of records and to the menu, and how long they are kept."""

from django.utils.translation import gettext_lazy as _

from bryggan.files import disposal
from bryggan.files.models import Disclosure, File, FrozenVersion
from bryggan.kit import navigation
from bryggan.kit.register import past
from bryggan.people.roles import Role

__all__ = ["disposal"]  # its rules are declared with the rest

navigation.offer(
    navigation.Item(
        key="case_number_rules",
        label=_("Diarienummer"),
        url_name="case_number_rules",
        icon="settings",
        group=_("Möten & beslut"),
        place=29,
        shown_to=lambda user: user.has_role(Role.BOARD_SECRETARY, Role.ADMINISTRATOR),
    )
)

past.also_tells(File, untold=("digest", "size_bytes", "content_kind", "uploaded_by", "replaces"))
past.also_tells(FrozenVersion, untold=("content", "digest", "kind", "frozen_by", "frozen_at"))
past.also_tells(Disclosure, untold=("given", "left_out", "disclosed_by", "disclosed_at", "name"))
past.worded(
    file__attached=_("lade in en handling"),
    file__linked=_("länkade till en handling"),
    file__established=_("upprättade en handling"),
    file__version_added=_("lade in en ny version av en handling"),
    file__withdrawn=_("tog bort ett arbetsmaterial"),
    file__marked_secret=_("sekretessmarkerade en handling"),
    file__secrecy_lifted=_("tog bort en sekretessmarkering"),
    documents__disclosed=_("lämnade ut handlingar"),
    case_number_rule__set=_("angav diarienumrets form"),
)
