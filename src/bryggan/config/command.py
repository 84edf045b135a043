"""The console command `bryggan`: Django's management commands, with names as people type them."""

import os
import sys

from django.core.management import execute_from_command_line

AS_TYPED = {"run-due": "run_due"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bryggan.config.settings")
    arguments = list(sys.argv)
    if len(arguments) > 1:
        arguments[1] = AS_TYPED.get(arguments[1], arguments[1])
        if arguments[1] == "demo":
            os.environ["BRYGGAN_DEMO"] = "1"
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
