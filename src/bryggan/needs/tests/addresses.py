"""How the addresses of needs are asked for in the URL matrix, and which of them anyone may read."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from bryggan.kit.testing.cast import Cast
from bryggan.needs.models import Need, Picture
from bryggan.needs.tests import addresses_apt, addresses_desk, addresses_voicing
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
    """A picture of the open need; how it is read stands in the tests of pictures."""
    need = open_need(cast)
    held = {"need": need, "unit": need.unit, "file": ContentFile(b"en bild", name="bild.jpg")}
    found = Picture.objects.filter(need=need).first() or Picture.objects.create(**held)
    return ((found.pk,), {})


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "need_picture GET": picture,
    "support_need POST": on(open_need, words="Vi också"),
    "leave_need POST": on(open_need),
    "reply_to_question GET": on(question),
    "reply_to_question POST": on(question, text="Varje natt"),
    **addresses_apt.SPECIMENS,
    **addresses_desk.SPECIMENS,
    **addresses_voicing.SPECIMENS,
}
OPEN: dict[str, int] = {**addresses_voicing.OPEN}
NO_PAGES = {"need_picture"} | addresses_voicing.NO_PAGES
