"""How the addresses of rounds are asked for: one round that goes on, and a draft, both the strategist's."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from bryggan.kit.testing.cast import Cast
from bryggan.rounds import answering
from bryggan.rounds.models import Round
from bryggan.rounds.tests.making import ask_about, make_draft, make_held, make_round, token_of
from bryggan.systems.models import System

type Specimen = Callable[[Cast], tuple[tuple[Any, ...], dict[str, Any]]]


def going_on(cast: Cast) -> Round:
    """The steward and the administrator are asked about one system each, the strategist runs it."""
    if not System.objects.filter(name="Intranätet").exists():
        make_held(
            cast.municipality,
            "Intranätet",
            values={"user_count": 900},
            system_steward=cast.administrator,
        )
    return make_round(cast.strategist, message="Tack för att du hjälper oss.")


def of_round(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (going_on(cast).pk,), {}


def of_draft(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (make_draft(cast.strategist).pk,), {}


def of_ask(cast: Cast, **sent: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    round = going_on(cast)
    return (round.pk, ask_about(round, cast.system).pk), sent


def of_link(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (token_of(going_on(cast), cast.system_steward),), {}


def of_open_ask(cast: Cast, **sent: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    round = going_on(cast)
    ask = ask_about(round, cast.system)
    return (token_of(round, cast.system_steward), ask.pk), sent


def of_declined(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    round = going_on(cast)
    ask = ask_about(round, cast.system)
    answering.decline_ask(ask, by=cast.system_steward, suggested=cast.system_owner)
    return (round.pk, ask.pk), {}


def written(cast: Cast) -> dict[str, Any]:
    return {
        "name": "Våren",
        "fields_asked": ["lifecycle"],
        "asks_0": "role.system_steward",
        "last_on": "2099-01-31",
    }


SPECIMENS: dict[str, Specimen] = {
    "round_list GET": lambda cast: ((), {}),
    "create_round GET": lambda cast: (("system",), {}),
    "create_round POST": lambda cast: (("system",), written(cast)),
    "round_page GET": of_round,
    "change_round GET": of_draft,
    "change_round POST": lambda cast: (of_draft(cast)[0], written(cast)),
    "start_round POST": of_draft,
    "remind_round POST": of_round,
    "close_round POST": of_round,
    "withdraw_round POST": of_draft,
    "pass_ask POST": of_declined,
    "my_round GET": of_round,
    "round_file GET": of_round,
    "return_file POST": lambda cast: (
        of_round(cast)[0],
        {"file": SimpleUploadedFile("svar.csv", b"Namn\nIngenting\n")},
    ),
    "answer_ask POST": of_ask,
    "decline_ask POST": lambda cast: of_ask(cast, note="Det är Olga"),
    "open_round GET": of_link,
    "open_answer POST": of_open_ask,
    "open_decline POST": lambda cast: of_open_ask(cast, note="Det är Olga"),
}
OPEN: dict[str, int] = {"open_round GET": 200, "open_answer POST": 302, "open_decline POST": 302}
NO_PAGES: set[str] = {"round_file"}
