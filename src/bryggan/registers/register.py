"""Tells the kit where a municipality's own fields are remembered, and what lists show besides rows."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from bryggan.kit import navigation
from bryggan.kit.disposal import Rule, disposes
from bryggan.kit.register import own, past, showing
from bryggan.people import permissions
from bryggan.registers import lists
from bryggan.registers.models import ImportRow
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
    records__merged=_("slog samman"),
    records__told_apart=_("sade att de inte är samma"),
    record__doubled=_("tog bort en dubblett"),
    record__dropped=_("valde bort vid sammanslagning"),
    synonym__added=_("lade till en synonym"),
    synonym__removed=_("tog bort en synonym"),
    batch__undone=_("ångrade"),
    batch__left=_("lämnade"),
    own_field__added=_("lade till ett eget fält"),
    mapping__saved=_("sparade kopplingen"),
)

disposes(
    Rule(
        key="registers.importrow",
        words=_("Importrader, två år"),
        rows=ImportRow.objects.all,
        counted_from="source__uploaded_at",
        keeps_for=timedelta(days=730),
        since=date(2026, 11, 1),
        legal_ref="Arkivlagen (1990:782) 10 §",
    )
)

# People have no register of their own; how they are merged is declared here.
from bryggan.registers import merging_people  # noqa: E402, F401
