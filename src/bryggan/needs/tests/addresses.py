"""How the addresses of needs are asked for in the URL matrix, and which of them anyone may read."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast
from bryggan.needs.models import Need, Picture
from bryggan.needs.tests import addresses_voicing
from bryggan.needs.tests.making import asked, make_developer, sorted_as, voiced
from bryggan.people.models import User

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def developer(cast: Cast) -> User:
    """Who prepares the needs of education; the matrix has no column for her."""
    return User.objects.filter(name="Vera Verk").first() or make_developer(cast.education)


def open_need(cast: Cast) -> Need:
    """A need that everyone may read, voiced by the employee."""
    found = Need.objects.filter(name__startswith="Nyckelpärmen").first()
    return found or sorted_as(voiced(cast, "Nyckelpärmen är full"), developer(cast))


def question(cast: Cast) -> Need:
    """A need about which its sender, the employee, has been asked."""
    found = Need.objects.filter(name__startswith="Schemat").first()
    return found or asked(voiced(cast, "Schemat syns inte i mobilen"), developer(cast))


def on(make: Callable[[Cast], Need], **sent: Any) -> Callable[[Cast], Asked]:
    return lambda cast: ((make(cast).pk,), dict(sent))


def picture(cast: Cast) -> Asked:
    need = open_need(cast)
    found = Picture.objects.filter(need=need).first()
    return ((found.pk if found else 0,), {})


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "need_picture GET": picture,
    "support_need POST": on(open_need, words="Vi också"),
    "leave_need POST": on(open_need),
    "reply_to_question GET": on(question),
    "reply_to_question POST": on(question, text="Varje natt"),
}
SPECIMENS |= addresses_voicing.SPECIMENS
OPEN: dict[str, int] = {**addresses_voicing.OPEN}
NO_PAGES = {"need_picture"} | addresses_voicing.NO_PAGES
