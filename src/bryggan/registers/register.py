"""Tells the kit where a municipality's own fields are remembered, and what lists show besides rows."""

from django.utils.translation import gettext_lazy as _

from bryggan.kit import navigation
from bryggan.kit.register import own, past, showing
from bryggan.people import permissions
from bryggan.registers import lists
from bryggan.registers.queries import own_fields_of

own.remembered_by(own_fields_of)
showing.adds_to_lists(lists.extra)

navigation.offer(
    navigation.Item(
        key="batches",
        label=_("Händelser"),
        url_name="batch_list",
        icon="history",
        group=_("Grunden"),
        place=80,
        shown_to=permissions.keep_register,
    )
)

past.worded(
    view__saved=_("sparade vyn"),
    view__changed=_("ändrade vyn"),
    view__removed=_("tog bort vyn"),
    batch__undone=_("ångrade"),
    batch__left=_("lämnade"),
    own_field__added=_("lade till ett eget fält"),
    mapping__saved=_("sparade kopplingen"),
)
