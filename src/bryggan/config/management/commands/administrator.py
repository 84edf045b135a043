import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from bryggan.config import administrators


class Command(BaseCommand):
    help = _(
        "Gör en person till administratör och ger henne ett lösenord (läses från tangentbordet)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help=_("personens e-postadress"))
        parser.add_argument("--name", default="", help=_("personens namn"))

    def handle(self, *args: Any, address: str, name: str, **options: Any) -> None:
        try:
            validate_email(address)
            password = self._ask_for_password()
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person = administrators.appoint(address=address, name=name or address, password=password)
        self.stdout.write(
            _("%(name)s är administratör och kan logga in med %(address)s.")
            % {"name": person.name, "address": person.email}
        )

    def _ask_for_password(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        password = getpass.getpass(_("Lösenord: "))
        if password != getpass.getpass(_("Lösenord igen: ")):
            raise CommandError(_("Lösenorden är inte lika."))
        return password
