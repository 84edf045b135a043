"""A need sent through the outer door, as a browser sends it."""

import re
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from bryggan.needs import tasks
from bryggan.people.models import Unit

ADDRESS = "/behov/lamna/"
CODE_ADDRESS = "/behov/kod/"
WORDS = "Läkemedelsvagnen piper hela natten"


def nonce_of(page: str) -> str:
    """What the form carries so that the same thing sent twice is known."""
    found = re.search(r'name="nonce" value="([\w-]+)"', page)
    assert found
    return found[1]


def send(client: Client, place: Unit, *, at: str = ADDRESS, **differences: Any) -> Any:
    """Open the page, fill in its fields and send; without a name unless `answer` says otherwise."""
    page = client.get(at).text
    told = {
        "obstacle": WORDS,
        "concerns": "Nattpersonalen",
        "unit": place.pk,
        "answer": "code",
        "nonce": nonce_of(page),
    }
    return client.post(ADDRESS, told | differences)


def code_in(response: Any) -> str:
    found = re.search(r'class="the-code">([0-9A-Z-]+)<', response.text)
    assert found, response.text
    return found[1]


def empty_the_box() -> int:
    """What the timer does the day after."""
    with freeze_time(timezone.now() + timedelta(days=1)):
        return tasks.emptied_letterbox()


def picture(content: bytes, name: str = "bild.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")
