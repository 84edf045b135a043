from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from bryggan.config import condition


class Command(BaseCommand):
    help = _("Säger hur installationen mår, en rad per fråga; slutkod 1 om något är fel.")
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for name, question in condition.questions().items():
            answer = condition.asked(question)
            faults += not answer.is_well
            word = _("ok") if answer.is_well else _("fel")
            self.stdout.write(f"{word:<3} {name}: {answer.words}")
        if faults:
            raise SystemExit(1)
