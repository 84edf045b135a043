from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KitConfig(AppConfig):
    """Loads every app's `register.py`, `importing.py` and `papers.py`, so that lists, pages, papers and actions are known to all commands."""

    name = "bryggan.kit"

    def ready(self) -> None:
        autodiscover_modules("register", "importing", "papers", "advice", "tasks")
