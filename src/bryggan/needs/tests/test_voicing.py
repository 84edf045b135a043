"""A need voiced, joined and taken back: what happens, what is refused, what is impossible."""

import pytest

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_person, make_unit
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.needs import actions
from bryggan.needs.models import Need, Origin, Route, Step, Supporter
from bryggan.needs.tests.making import make_developer, sorted_as, voiced
from bryggan.notices.models import Notice
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def test_voice_need_keeps_the_words_and_tells_who_prepares(cast: Cast) -> None:
    developer = make_developer(cast.education)
    need = voiced(cast, "Vi skriver upp nycklarna i en pärm.  Ingen vet vem som har vilken.")

    need.refresh_from_db()
    assert need.name == "Vi skriver upp nycklarna i en pärm"
    assert need.obstacle.endswith("vem som har vilken.")
    assert (need.step, need.origin, need.route) == (Step.VOICED, Origin.FORM, Route.ORDINARY)
    assert (need.unit, need.opened_on) == (cast.education, None)
    assert [row.user for row in need.supporters.all()] == [cast.employee]
    assert list(need.addressed_to.all()) == [cast.manager]
    assert newest_event().name == "need.voiced"
    assert told(developer) == ["need.voiced"]
    assert told(cast.strategist) == []


def test_voice_need_where_nobody_prepares_tells_the_strategist(cast: Cast) -> None:
    voiced(cast)

    assert told(cast.strategist) == ["need.voiced"]


def test_voice_need_straight_to_the_head_tells_nobody_else(cast: Cast) -> None:
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    principal = make_person("Petra Rektor", school, [(Role.MANAGER, school)])
    developer = make_developer(cast.education)
    straight = voiced(cast, unit=school, route=Route.HEAD)
    to_all = voiced(cast, "Något annat är i vägen", unit=school, route=Route.LEADERSHIP)

    assert list(straight.addressed_to.all()) == [cast.manager]
    assert set(to_all.addressed_to.all()) == {cast.manager, principal}
    assert told(developer) == []
    assert told(cast.manager) == ["need.voiced_straight", "need.voiced_straight"]


def test_voice_need_is_refused_to_somebody_from_outside(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        voiced(cast, by=cast.outsider)

    assert refusal.value.reason.startswith("Behov lämnas av dem som arbetar i kommunen")


@pytest.mark.parametrize(
    ("obstacle", "said"),
    [
        ("   ", "Skriv något här först."),
        ("x" * 10_001, "Texten är 10\xa0001 tecken. Korta den till 10\xa0000."),
        ("Bo 19121212-1212 får inte hjälp", "Det ser ut som ett personnummer"),
        ("Bo 121212-1213 får inte hjälp", "Det ser ut som ett personnummer"),
    ],
)
def test_voice_need_that_cannot_be_kept_is_impossible(cast: Cast, obstacle: str, said: str) -> None:
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        voiced(cast, obstacle)

    assert refusal.value.field == "obstacle"
    assert refusal.value.reason.startswith(said)


def test_support_need_adds_one_more_who_is_told(cast: Cast) -> None:
    developer = make_developer(cast.education)
    need = sorted_as(voiced(cast), developer)
    row = actions.support_need(
        need, by=cast.other_manager, unit=cast.care, words="Vi har tre pärmar"
    )

    assert (row.unit, row.words, row.is_sender) == (cast.care, "Vi har tre pärmar", False)
    assert newest_event().name == "need.supported"
    actions.meet_need(need, by=developer, text="Klart", reason="done")
    assert told(cast.other_manager) == ["need.met"]
    assert told(cast.employee) == ["need.object_change", "need.met"]


def test_support_need_is_refused_to_somebody_from_outside(cast: Cast) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.support_need(need, by=cast.outsider, unit=cast.education)


def test_support_need_twice_is_impossible(cast: Cast) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.support_need(need, by=cast.employee, unit=cast.education)

    assert "står redan bakom" in refusal.value.reason


def test_leave_need_takes_a_supporter_away(cast: Cast) -> None:
    need = voiced(cast)
    actions.support_need(need, by=cast.manager, unit=cast.education)
    actions.leave_need(need, by=cast.manager)

    assert [row.user for row in Supporter.objects.present()] == [cast.employee]
    assert newest_event().name == "need.left"


def test_leave_need_is_refused_to_somebody_from_outside(cast: Cast) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(Refused):
        actions.leave_need(need, by=cast.outsider)


@pytest.mark.parametrize("who", ["employee", "manager"])
def test_leave_need_by_its_sender_or_by_nobodys_supporter_is_impossible(
    cast: Cast, who: str
) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.leave_need(need, by=getattr(cast, who))


def test_withdraw_need_by_its_sender(cast: Cast) -> None:
    need = voiced(cast)
    actions.withdraw_need(need, by=cast.employee, reason="Det löste sig")

    assert not Need.objects.present().exists()
    assert (newest_event().name, newest_event().reason) == ("need.withdrawn", "Det löste sig")


def test_withdraw_need_is_refused_once_it_is_sorted(cast: Cast) -> None:
    need = sorted_as(voiced(cast), make_developer(cast.education))

    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_need(need, by=cast.employee, reason="Det löste sig")


def test_withdraw_need_without_a_reason_is_impossible(cast: Cast) -> None:
    need = voiced(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_need(need, by=cast.employee, reason=" ")
