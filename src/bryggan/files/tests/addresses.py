"""How the addresses of files are asked for in the URL matrix."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bryggan.files import actions
from bryggan.files.models import File, FrozenVersion
from bryggan.files.tests.making import PDF, TEXT, attached
from bryggan.kit.testing.cast import Cast, tool

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def working(cast: Cast) -> File:
    found = File.objects.filter(kind="working", secrecy="").first()
    return found or attached(cast, by=tool())


def established(cast: Cast) -> File:
    found = File.objects.filter(kind="established").first()
    if found is None:
        found = attached(cast, by=tool(), called="Beslut.pdf", content=PDF)
        actions.establish_file(found, by=tool(), established_on=timezone.localdate())
    return found


def secret(cast: Cast) -> File:
    found = File.objects.exclude(secrecy="").first()
    return found or attached(cast, by=tool(), called="Anbud.txt", secrecy="19:3", kind="received")


def frozen(cast: Cast) -> Asked:
    established(cast)
    return (FrozenVersion.objects.latest("pk").pk,), {}


def to_disclose(cast: Cast) -> Asked:
    file = established(cast)
    secret(cast)
    working(cast)
    return ("system", cast.system.pk), {"asked_for": "Allt om systemet", "chosen": [file.pk]}


def sent(cast: Cast) -> Asked:
    file = SimpleUploadedFile("a.txt", TEXT)
    return ("system", cast.system.pk), {"file": file, "kind": "working"}


def number_form(cast: Cast) -> Asked:
    return (cast.education_authority.pk,), {"examples": "UN 2026/118"}


SPECIMENS: dict[str, Any] = {
    "attach_file GET": lambda cast: (("system", cast.system.pk), {}),
    "attach_file POST": sent,
    "attach_link GET": lambda cast: (("system", cast.system.pk), {}),
    "attach_link POST": lambda cast: (
        ("system", cast.system.pk),
        {"called": "Avtal i diariet", "url": "https://diariet.example/1"},
    ),
    "file_page GET": lambda cast: ((established(cast).pk,), {}),
    "download_file GET": lambda cast: ((secret(cast).pk,), {}),
    "establish_file GET": lambda cast: ((working(cast).pk,), {}),
    "establish_file POST": lambda cast: (
        (working(cast).pk,),
        {"established_on": timezone.localdate().isoformat()},
    ),
    "add_version GET": lambda cast: ((working(cast).pk,), {}),
    "add_version POST": lambda cast: (
        (working(cast).pk,),
        {"file": SimpleUploadedFile("b.pdf", PDF)},
    ),
    "withdraw_file GET": lambda cast: ((working(cast).pk,), {}),
    "withdraw_file POST": lambda cast: ((working(cast).pk,), {"reason": "Fel fil"}),
    "mark_secret GET": lambda cast: ((working(cast).pk,), {}),
    "mark_secret POST": lambda cast: ((working(cast).pk,), {"secrecy": "19:3"}),
    "lift_secrecy GET": lambda cast: ((secret(cast).pk,), {}),
    "lift_secrecy POST": lambda cast: ((secret(cast).pk,), {"reason": "Avtalet är tecknat"}),
    "frozen_version GET": frozen,
    "disclose_documents GET": lambda cast: (to_disclose(cast)[0], {}),
    "disclose_documents POST": to_disclose,
    "case_number_rules GET": lambda cast: ((), {}),
    "set_case_number_rule GET": lambda cast: (number_form(cast)[0], {}),
    "set_case_number_rule POST": number_form,
}
NO_PAGES = {"download_file", "frozen_version"}
