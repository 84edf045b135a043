"""How the addresses of apps are asked for in the URL matrix, and which of them anyone may read."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from bryggan.approvals import actions, suggesting
from bryggan.approvals.models import App, Outcome
from bryggan.approvals.tests.making import approved, harmless, make_app, refused, screened
from bryggan.kit.testing.cast import Cast

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def app(cast: Cast) -> App:
    """The app of the matrix: asked for by the system's owner, found again when asked a second time."""
    found = App.objects.filter(name="Glosappen").first()
    if found is None:
        values = {"name": "Glosappen", "use": "Repetera glosor", "user_count": 25}
        found = actions.request_app(cast.education, by=cast.controller, values=values)
    return found


def with_neighbour(cast: Cast) -> App:
    """The app, and what a neighbour says of it, so that every part of its pages has something to show."""
    rows = [
        {
            "name": "Glosappen",
            "outcome": Outcome.APPROVED_WITH_CONDITIONS,
            "outcome_word": "Godkänd med villkor",
            "conditions": "Inga bilder på barn.",
        }
    ]
    suggesting.read_suggestions("Granviks kommun", by=cast.strategist, rows=rows)
    return app(cast)


def listed(cast: Cast) -> App:
    """The open list with a yes, a no and one under review."""
    with_neighbour(cast)
    if not App.objects.filter(name="Reklamleken").exists():
        refused(make_app(cast.education, "Reklamleken", platforms="web, ipad"), cast.strategist)
        later = approved(make_app(cast.education, "Bildboken"), cast.strategist, conditions="")
        actions.reopen_app(later, by=cast.strategist, reason="Ny version")
    return app(cast)


def on(make: Callable[[Cast], App], **sent: Any) -> Callable[[Cast], Asked]:
    return lambda cast: ((make(cast).pk,), dict(sent))


def waiting(cast: Cast) -> App:
    """One that waits for its verdict; the matrix may ask for it several times."""
    with_neighbour(cast)
    found = App.objects.filter(name="Glosappen för alla").first()
    return found or screened(make_app(cast.education, "Glosappen för alla"), cast.strategist)


def standing(cast: Cast) -> App:
    """One that is approved."""
    found = App.objects.filter(name="Tidslinjen").first()
    return found or approved(make_app(cast.education, "Tidslinjen"), cast.strategist)


def read_file(cast: Cast) -> Asked:
    content = "App;Besked;Villkor\nKartappen;Godkänd;\n".encode()
    file = SimpleUploadedFile("lista.csv", content)
    return (), {"file": file, "source": "Granviks kommun"}


def begun(cast: Cast) -> Asked:
    listed(cast)
    return (), {"q": "glos"}


def seen(cast: Cast) -> Asked:
    listed(cast)
    return (), {}


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "green_list GET": seen,
    "green_list_file GET": lambda cast: (("json",), {}),
    "request_app GET": begun,
    "request_app POST": lambda cast: (
        (),
        {"name": "Nya appen", "use": "Räkna", "unit": cast.education.pk},
    ),
    "join_request POST": on(app),
    "screen_app GET": on(with_neighbour),
    "screen_app POST": lambda cast: ((app(cast).pk,), harmless()),
    "approve_app GET": on(waiting),
    "approve_app POST": on(waiting, conditions="Bara personal.", review_on="2027-10-01"),
    "refuse_app POST": on(waiting, reason="Visar reklam."),
    "reopen_app POST": on(standing, reason="Ny version"),
    "delist_app POST": on(standing, reason="Läggs ned"),
    "read_suggestions GET": seen,
    "read_suggestions POST": read_file,
}
OPEN: dict[str, int] = {"green_list GET": 200, "green_list_file GET": 200}
NO_PAGES = {"green_list_file"}
