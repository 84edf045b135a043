from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from bryggan.config import search_rows


class Command(BaseCommand):
    help = _("Bygger om sökningen ur registren. Kan köras medan Bryggan används.")

    def handle(self, *args: Any, **options: Any) -> None:
        for model in search_rows.searched_models():
            count = search_rows.rebuild(model)
            self.stdout.write(f"{model._meta.label_lower}: {count}")
        if gone := search_rows.forget_unknown_nouns():
            self.stdout.write(_("Borttagna rader utan register: %(count)s") % {"count": gone})
