"""On a record's page: the way to merge it with another, for those who may."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from bryggan.kit.register.register import Panel
from bryggan.people.queries import offers_person_panel
from bryggan.registers import permissions

NOTHING = mark_safe("")  # noqa: S308  # a constant


def panel(slug: str) -> Panel:
    def draw(record: Any, user: Any) -> SafeString:
        if not permissions.merge_records(user, record):
            return NOTHING
        url = f"{reverse('merge_candidates', args=[slug])}?id={record.pk}"
        return render_to_string("registers/panel_merge.html", {"url": url})

    return Panel("merge", _("Finns den två gånger?"), draw, place="foot")


offers_person_panel(panel("person"))
