from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from bryggan.kit.due import DUE


class Command(BaseCommand):
    help = _("Gör det som ska göras då och då. Körs av en timer, till exempel varje timme.")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, work in DUE.values():
            self.stdout.write(_("%(name)s: %(count)s") % {"name": name, "count": work()})
