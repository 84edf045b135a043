"""Files of a record: what happens, what is refused, what is impossible."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bryggan.decisions.tests.making import make_secretary
from bryggan.files import actions, storing, tasks
from bryggan.files.choices import FileKind, SecrecyGround
from bryggan.files.models import File, FrozenVersion
from bryggan.files.tests.making import PDF, TEXT, attached, docx
from bryggan.kit import disposal
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.canonical import digest_of
from bryggan.kit.testing.cast import Cast, make_party, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.disposal import dispose_records

pytestmark = pytest.mark.django_db


def test_attach_file_keeps_the_bytes_under_their_checksum(cast: Cast) -> None:
    file = attached(cast, called="../../Anbud.exe")

    assert newest_event().name == "file.attached"
    assert (file.name, file.file_name, file.kind) == ("Anbud", "Anbud.txt", FileKind.WORKING)
    assert storing.read(file.digest) == TEXT
    assert storing.path_of(file.digest).name == file.digest
    assert list(File.objects.visible_to(cast.employee)) == [file]


def test_the_same_bytes_twice_lie_once(cast: Cast) -> None:
    first, second = attached(cast), attached(cast, called="Annat namn.txt")

    assert first.digest == second.digest
    assert len([one for one, _path in storing.every_digest() if one == first.digest]) == 1


def test_attach_file_is_refused_to_whoever_may_not_change_the_record(cast: Cast) -> None:
    for person in (cast.employee, cast.auditor):
        with nothing_happens(), pytest.raises(Refused):
            attached(cast, by=person)


def test_attach_file_to_what_takes_none_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        attached(cast, by=tool(), record=make_party("Vattenverket"))

    assert refusal.value.reason == "Här läggs inga handlingar in."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": b""}, "file"),
        ({"kind": FileKind.ESTABLISHED}, "kind"),
        ({"secrecy": "1:1"}, "secrecy"),
        ({"dated_on": timezone.localdate() + timedelta(days=500)}, "dated_on"),
    ],
)
def test_attach_file_of_what_is_not_taken_is_impossible(
    cast: Cast, wrong: dict[str, Any], field: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        attached(cast, **wrong)

    assert refusal.value.field == field


def test_attach_link_points_at_another_place(cast: Cast) -> None:
    file = actions.attach_link(
        cast.system, by=cast.manager, url="https://diariet.example/1", called="  Avtal  i diariet"
    )

    assert (file.name, file.digest, newest_event().name) == ("Avtal i diariet", "", "file.linked")


def test_attach_link_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        actions.attach_link(cast.system, by=cast.employee, url="https://a.example", called="A")


@pytest.mark.parametrize(
    "told",
    [
        {"url": "javascript:alert(1)", "called": "A"},
        {"url": "https://a.example", "called": "  "},
    ],
)
def test_attach_link_to_what_is_no_page_or_has_no_name_is_impossible(
    cast: Cast, told: dict[str, Any]
) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        actions.attach_link(cast.system, by=cast.manager, **told)


def test_establish_file_dates_and_freezes_it(cast: Cast) -> None:
    file = attached(cast)
    today = timezone.localdate()
    actions.establish_file(file, by=cast.manager, established_on=today)

    kept = File.objects.get()
    assert (kept.kind, kept.established_on) == (FileKind.ESTABLISHED, today)
    assert newest_event().name == "file.established"
    frozen = FrozenVersion.objects.get()
    assert frozen.content["content"]["sha256"] == file.digest
    assert frozen.content["number"] == file.number
    assert frozen.digest == digest_of(frozen.content)


def test_establish_file_is_refused_to_others(cast: Cast) -> None:
    file = attached(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.establish_file(file, by=cast.employee, established_on=timezone.localdate())


def test_establish_file_twice_ahead_or_of_a_link_is_impossible(cast: Cast) -> None:
    file, today = attached(cast), timezone.localdate()
    with nothing_happens(), pytest.raises(NotPossible):
        actions.establish_file(file, by=cast.manager, established_on=today + timedelta(days=1))
    actions.establish_file(file, by=cast.manager, established_on=today)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.establish_file(file, by=cast.manager, established_on=today)
    link = actions.attach_link(cast.system, by=cast.manager, url="https://a.example", called="A")
    with nothing_happens(), pytest.raises(NotPossible):
        actions.establish_file(link, by=cast.manager, established_on=today)


def test_establish_file_whose_bytes_are_no_longer_the_same_is_impossible(cast: Cast) -> None:
    file = attached(cast, content=b"Ett annat underlag\n")
    storing.path_of(file.digest).write_bytes(b"maskerat")
    with nothing_happens(), pytest.raises(NotPossible):
        actions.establish_file(file, by=cast.manager, established_on=timezone.localdate())
    with pytest.raises(NotPossible) as refusal:
        attached(cast, content=b"Ett annat underlag\n")

    assert refusal.value.reason.startswith("Samma fil har maskerats")


def test_add_version_leaves_the_established_one_as_it_is(cast: Cast) -> None:
    file = attached(cast, secrecy=SecrecyGround.TENDER)
    actions.establish_file(file, by=cast.manager, established_on=timezone.localdate())
    newer = actions.add_version(file, by=cast.manager, content=PDF, called="Nytt.pdf")

    assert (newer.replaces, newer.file_name, newer.secrecy) == (file, "Anbud.pdf", file.secrecy)
    assert newer.kind == FileKind.WORKING
    assert newest_event().name == "file.version_added"
    assert list(File.objects.current()) == [newer]
    assert File.objects.get(pk=file.pk).kind == FileKind.ESTABLISHED


def test_add_version_is_refused_to_others(cast: Cast) -> None:
    file = attached(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.add_version(file, by=cast.employee, content=PDF, called="a.pdf")


def test_add_version_of_the_same_bytes_or_of_an_old_version_is_impossible(cast: Cast) -> None:
    file = attached(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.add_version(file, by=cast.manager, content=TEXT, called="Anbud.txt")
    actions.add_version(file, by=cast.manager, content=PDF, called="a.pdf")
    with nothing_happens(), pytest.raises(NotPossible):
        actions.add_version(file, by=cast.manager, content=docx(), called="a.docx")


def test_withdraw_file_of_working_material_whose_bytes_go_after_thirty_days(
    cast: Cast, clock: Any
) -> None:
    file = attached(cast, content=b"Ett utkast\n")
    actions.withdraw_file(file, by=cast.manager, reason="Fel fil")
    assert (newest_event().name, newest_event().reason) == ("file.withdrawn", "Fel fil")
    assert not File.objects.present().exists()

    today = timezone.localdate()
    assert "files.working" not in disposal.count_due(today + timedelta(days=29))
    later = today + timedelta(days=32)
    assert disposal.count_due(later)["files.working"] == 1
    dispose_records(by=tool(), today=later)
    assert not File.objects.exists()
    clock.tick(timedelta(days=40_000))
    assert tasks.stray_bytes() >= 1
    assert storing.read(file.digest) is None


def test_bytes_that_a_file_points_at_stay(cast: Cast, clock: Any) -> None:
    file = attached(cast)
    clock.tick(timedelta(days=40_000))
    tasks.stray_bytes()

    assert storing.read(file.digest) == TEXT


def test_withdraw_file_that_is_established_or_of_others_is_refused(cast: Cast) -> None:
    file = attached(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_file(file, by=cast.employee, reason="Nej")
    actions.establish_file(file, by=cast.manager, established_on=timezone.localdate())
    with nothing_happens(), pytest.raises(Refused) as refusal:
        actions.withdraw_file(file, by=cast.manager, reason="Nej")

    assert refusal.value.reason.startswith("Handlingen är allmän")


def test_withdraw_file_without_a_reason_or_under_a_newer_version_is_impossible(cast: Cast) -> None:
    file = attached(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_file(file, by=cast.manager, reason=" ")
    actions.add_version(file, by=cast.manager, content=PDF, called="a.pdf")
    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_file(file, by=cast.manager, reason="Fel")


def test_mark_secret_hides_it_from_those_without_a_duty(cast: Cast) -> None:
    file = attached(cast, by=cast.strategist)
    actions.mark_secret(file, by=cast.manager, secrecy=SecrecyGround.TENDER)

    assert newest_event().name == "file.marked_secret"
    secretary = make_secretary(cast.education_authority)
    sees = (cast.manager, cast.administrator, cast.auditor, cast.strategist, secretary)
    assert [one for one in sees if not File.objects.visible_to(one).exists()] == []
    hidden = (cast.employee, cast.system_owner, cast.other_manager, cast.controller, cast.outsider)
    assert [one for one in hidden if File.objects.visible_to(one).exists()] == []


def test_mark_secret_hides_the_earlier_versions_too(cast: Cast) -> None:
    first = attached(cast, by=cast.strategist)
    second = actions.add_version(first, by=cast.manager, content=b"42 miljoner\n", called="x.txt")
    actions.mark_secret(second, by=cast.manager, secrecy=SecrecyGround.TENDER)
    assert not File.objects.visible_to(cast.employee).exists()


def test_mark_secret_is_refused_to_others(cast: Cast) -> None:
    file = attached(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.mark_secret(file, by=cast.employee, secrecy=SecrecyGround.TENDER)


def test_mark_secret_by_no_section_or_once_more_is_impossible(cast: Cast) -> None:
    file = attached(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.mark_secret(file, by=cast.manager, secrecy="")
    actions.mark_secret(file, by=cast.manager, secrecy=SecrecyGround.TENDER)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.mark_secret(file, by=cast.manager, secrecy=SecrecyGround.TENDER)


def test_lift_secrecy_shows_it_again(cast: Cast) -> None:
    file = attached(cast, secrecy=SecrecyGround.TENDER)
    actions.lift_secrecy(file, by=cast.manager, reason="Avtalet är tecknat")

    assert (newest_event().name, newest_event().reason) == (
        "file.secrecy_lifted",
        "Avtalet är tecknat",
    )
    assert File.objects.visible_to(cast.employee).exists()


@pytest.mark.parametrize("asked_of", [0, 1, 2])
def test_lift_secrecy_is_of_the_file_whichever_version_it_is_asked_of(
    cast: Cast, asked_of: int
) -> None:
    first = attached(cast, secrecy=SecrecyGround.TENDER)
    second = actions.add_version(first, by=cast.manager, content=PDF + b"2", called="Andra.pdf")
    third = actions.add_version(second, by=cast.manager, content=PDF + b"3", called="Tredje.pdf")
    other = attached(cast, called="Annat.pdf", secrecy=SecrecyGround.TENDER)
    versions = [first, second, third]
    file = File.objects.get(pk=versions[asked_of].pk)
    actions.lift_secrecy(file, by=cast.manager, reason="Avtalet är tecknat")

    assert set(File.objects.exclude(secrecy="")) == {other}
    event = newest_event()
    assert (event.actor_id, event.reason) == (cast.manager.pk, "Avtalet är tecknat")
    assert {change.record_id for change in event.changes.all()} == {one.pk for one in versions}


def test_lift_secrecy_is_refused_to_whoever_put_it_there(cast: Cast) -> None:
    file = attached(cast, by=cast.system_steward, secrecy=SecrecyGround.TENDER)
    with nothing_happens(), pytest.raises(Refused):
        actions.lift_secrecy(file, by=cast.system_steward, reason="Nej")


def test_lift_secrecy_that_is_not_there_or_without_a_reason_is_impossible(cast: Cast) -> None:
    file, marked = attached(cast), attached(cast, secrecy=SecrecyGround.TENDER)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.lift_secrecy(file, by=cast.manager, reason="Avtalet är tecknat")
    with nothing_happens(), pytest.raises(NotPossible):
        actions.lift_secrecy(marked, by=cast.manager, reason="")
