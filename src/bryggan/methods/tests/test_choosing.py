"""Who follows which method: the nearest choice, from its day, else Bryggan's own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_unit, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.methods import actions, queries
from bryggan.methods.models import MethodChoice
from bryggan.methods.tests.making import (
    choose,
    in_use,
    make_copy,
    make_developer,
    make_method,
    shipped_method,
)

TODAY = timezone.localdate
DAY = timedelta(days=1)


def test_who_has_chosen_nothing_follows_the_products_own(cast: Cast) -> None:
    shipped_method()
    assert queries.method_for(cast.care, TODAY()).origin == queries.OWN


def test_before_any_method_is_read_in_it_is_said(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="inte inlästa"):
        queries.method_for(cast.care, TODAY())


def test_the_nearest_choice_is_the_one_that_is_followed(cast: Cast) -> None:
    shipped_method()
    whole, own = shipped_method("lund"), make_method(cast.care)
    home_care = make_unit("Hemtjänsten", cast.care)
    choose(cast.municipality, whole)
    choose(cast.care, own)

    assert queries.method_for(home_care, TODAY()) == own
    assert queries.method_for(cast.education, TODAY()) == whole
    assert queries.method_for(cast.company, TODAY()).origin == queries.OWN


def test_a_coming_choice_waits_for_its_day(cast: Cast) -> None:
    old, new = shipped_method("lund"), shipped_method("gotland_social")
    choose(cast.care, old, TODAY() - 30 * DAY)
    choose(cast.care, new, TODAY() + 10 * DAY)

    assert queries.method_for(cast.care, TODAY() + 9 * DAY) == old
    assert queries.method_for(cast.care, TODAY() + 10 * DAY) == new
    shown = queries.all_choices(cast.employee, TODAY())
    assert [(one.unit, one.method) for one in shown] == [(cast.care, new), (cast.care, old)]
    assert [one.unit for one in queries.choices_of(old, cast.employee, TODAY())] == [cast.care]


def test_choose_method_holds_from_the_day(cast: Cast) -> None:
    method = shipped_method("lund_care")
    developer = make_developer(cast.care)
    actions.choose_method(cast.care, by=developer, method=method, starts_on=TODAY())
    assert queries.method_for(cast.care, TODAY()) == method
    assert newest_event().name == "method.chosen"


def test_choose_method_on_the_same_day_replaces_the_choice(cast: Cast) -> None:
    choose(cast.care, shipped_method("lund"))
    choose(cast.care, shipped_method("lund_care"))
    assert MethodChoice.objects.present().get(unit=cast.care).method.origin == "lund_care"


def test_choose_method_is_refused_to_others(cast: Cast) -> None:
    method = shipped_method()
    with nothing_happens(), pytest.raises(Refused):
        actions.choose_method(cast.care, by=cast.manager, method=method, starts_on=TODAY())


def test_choose_method_that_is_only_a_draft_is_impossible(cast: Cast) -> None:
    copy = make_copy(cast.care)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        choose(cast.care, copy)
    assert refusal.value.field == "method"


def test_choose_method_that_is_followed_already_is_impossible(cast: Cast) -> None:
    method = shipped_method("lund")
    choose(cast.care, method, TODAY() - DAY)
    with nothing_happens(), pytest.raises(NotPossible):
        choose(cast.care, method)


def test_withdraw_choice_gives_back_the_one_before(cast: Cast) -> None:
    choose(cast.care, shipped_method("lund"), TODAY() - DAY)
    choose(cast.care, shipped_method("lund_care"))
    latest = MethodChoice.objects.get(starts_on=TODAY())
    actions.withdraw_choice(latest, by=cast.other_manager)
    assert queries.method_for(cast.care, TODAY()).origin == "lund"
    assert newest_event().name == "choice.withdrawn"


def test_withdraw_choice_is_refused_to_others(cast: Cast) -> None:
    choose(cast.care, shipped_method("lund"))
    choice = MethodChoice.objects.get()
    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_choice(choice, by=cast.manager)


def test_withdraw_choice_twice_is_impossible(cast: Cast) -> None:
    choose(cast.care, shipped_method("lund"))
    choice = MethodChoice.objects.get()
    actions.withdraw_choice(choice, by=tool())
    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_choice(choice, by=tool())


def test_the_steps_of_a_version_come_one_after_the_other(cast: Cast) -> None:
    version = in_use(shipped_method("lund_care"))
    step = queries.steps_of(version).first()
    walked = []
    while step is not None:
        walked.append(step.key)
        step = queries.next_step_after(step)
    assert walked == [one.key for one in queries.steps_of(version)]
    assert walked[0] == "inquiry" and walked[-1] == "closed"


def test_a_small_matter_is_asked_for_less(cast: Cast) -> None:
    version = in_use(shipped_method())
    step = queries.steps_of(version).get(key="decision")
    assert [one.key for one in queries.requirements_of(step, "small")] == ["decision", "budget"]
    assert queries.requirements_of(step, "large").count() == 6
