"""Load every template named on the command line the way a view does: a broken one stops the check."""

import sys

import django
from django.template.loader import get_template


def main() -> int:
    django.setup()
    names = [path.partition("/templates/")[2] for path in sys.argv[1:]]
    loaded = [get_template(name) for name in names if name]
    sys.stdout.write(f"{len(loaded)} templates\n")
    return 0 if loaded else 1


if __name__ == "__main__":
    sys.exit(main())
