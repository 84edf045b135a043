"""The demo in a test: made once a day and process, and then put back."""

from bryggan.demo import loading
from bryggan.kit.testing.kept import kept


def the_demo() -> None:
    """Sundvalla in a database that holds only its first rows."""
    kept("demo", loading.load)
