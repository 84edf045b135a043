"""Methods and their versions: copied, changed, begun anew, taken into use and left."""

import pytest

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.kit.writer import batch
from bryggan.methods import actions, drafting, queries
from bryggan.methods.calculation import Change
from bryggan.methods.models import Method
from bryggan.methods.tests.making import (
    choose,
    draft,
    in_use,
    make_copy,
    make_developer,
    make_method,
    shipped_method,
    step_of,
)


def test_copy_method_is_a_draft_that_remembers_where_it_came_from(cast: Cast) -> None:
    shipped = shipped_method("lund")
    developer = make_developer(cast.care)

    copy = actions.copy_method(cast.care, by=developer, method=shipped, name=" Omsorgens sätt ")

    assert (str(copy), copy.unit, copy.origin, copy.is_shipped) == (
        "Omsorgens sätt",
        cast.care,
        "lund",
        False,
    )
    assert draft(copy).origin_digest == in_use(shipped).origin_digest
    assert queries.plain_steps(draft(copy)) == queries.plain_steps(in_use(shipped))
    assert newest_event().name == "method.copied"


def test_copy_method_is_refused_to_others(cast: Cast) -> None:
    shipped = shipped_method()
    with nothing_happens(), pytest.raises(Refused, match="Utbildningsförvaltningen"):
        actions.copy_method(cast.education, by=cast.other_manager, method=shipped, name="Min")


def test_copy_method_under_a_name_that_is_taken_is_impossible(cast: Cast) -> None:
    make_copy(cast.care, name="Vårt sätt")
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        make_copy(cast.care, name="vårt sätt")
    assert refusal.value.field == "name"


def test_copy_method_that_was_never_in_use_is_impossible(cast: Cast) -> None:
    unused = make_copy(cast.care)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.copy_method(cast.care, by=tool(), method=unused, name="Kopia av kopian")


def test_change_method_renames_it(cast: Cast) -> None:
    method = make_method(cast.education)
    actions.change_method(method, by=cast.manager, values={"name": "Skolans sätt"})
    assert Method.objects.get(pk=method.pk).name == "Skolans sätt"
    assert newest_event().name == "method.changed"


def test_change_method_that_is_shipped_is_refused(cast: Cast) -> None:
    shipped = shipped_method()
    with nothing_happens(), pytest.raises(Refused, match="Kopiera den"):
        actions.change_method(shipped, by=cast.administrator, values={"name": "Annat"})


def test_change_method_to_no_name_is_impossible(cast: Cast) -> None:
    method = make_method(cast.education)
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.change_method(method, by=cast.manager, values={"name": " "})
    assert refusal.value.field == "name"


def test_withdraw_method_can_no_longer_be_chosen(cast: Cast) -> None:
    method = make_method(cast.education)
    actions.withdraw_method(method, by=cast.manager, reason="Blev aldrig av")
    assert method not in queries.followed_methods(cast.manager)
    assert newest_event().reason == "Blev aldrig av"


def test_withdraw_method_is_refused_to_others(cast: Cast) -> None:
    method = make_method(cast.education)
    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_method(method, by=cast.employee)


def test_withdraw_method_that_is_followed_is_impossible(cast: Cast) -> None:
    method = make_method(cast.education)
    choose(cast.education, method)
    with nothing_happens(), pytest.raises(NotPossible, match="välja en annan"):
        actions.withdraw_method(method, by=cast.manager)


def test_start_version_holds_what_the_one_in_use_does(cast: Cast) -> None:
    method = make_method(cast.education)

    version = actions.start_version(method, by=cast.manager)

    assert (version.place, version.is_draft) == (2, True)
    assert queries.plain_steps(version) == queries.plain_steps(in_use(method))
    assert newest_event().name == "version.started"


def test_start_version_is_refused_to_others(cast: Cast) -> None:
    method = make_method(cast.education)
    with nothing_happens(), pytest.raises(Refused):
        actions.start_version(method, by=cast.other_manager)


def test_start_version_is_impossible_twice(cast: Cast) -> None:
    method = make_method(cast.education)
    actions.start_version(method, by=cast.manager)
    with nothing_happens(), pytest.raises(NotPossible, match="redan ett utkast"):
        actions.start_version(method, by=cast.manager)


def test_freeze_version_takes_it_into_use(cast: Cast) -> None:
    method = make_copy(cast.education)
    version = draft(method)

    actions.freeze_version(version, by=cast.manager, note="Så här gör vi")

    assert in_use(method) == version
    assert (version.note, version.is_draft) == ("Så här gör vi", False)
    assert newest_event().name == "version.frozen"


def test_freeze_version_is_refused_to_others(cast: Cast) -> None:
    version = draft(make_copy(cast.education))
    with nothing_happens(), pytest.raises(Refused):
        actions.freeze_version(version, by=cast.employee)


def test_freeze_version_without_an_end_is_impossible(cast: Cast) -> None:
    version = draft(make_copy(cast.education))
    drafting.remove_step(step_of(version, "closed"), by=cast.manager)
    with nothing_happens(), pytest.raises(NotPossible, match="Avslutat"):
        actions.freeze_version(version, by=cast.manager)


def test_a_frozen_version_cannot_be_changed_only_superseded(cast: Cast) -> None:
    method = make_method(cast.education)
    old = in_use(method)
    step = step_of(old, "council")
    (requirement,) = queries.requirements_of(step)
    attempts = (
        lambda: drafting.add_step(old, by=tool(), values={"name": "N", "phase": "pilot"}),
        lambda: drafting.change_step(step, by=tool(), values={"name": "N"}),
        lambda: drafting.remove_step(step, by=tool()),
        lambda: drafting.reorder_steps(old, by=tool(), order=list(queries.steps_of(old))),
        lambda: drafting.add_requirement(step, by=tool(), values={"name": "N", "sizes": ["large"]}),
        lambda: drafting.change_requirement(requirement, by=tool(), values={"name": "N"}),
        lambda: drafting.remove_requirement(requirement, by=tool()),
        lambda: drafting.change_sizes(old, by=tool(), sizes={requirement.pk: ["large"]}),
        lambda: actions.freeze_version(old, by=tool()),
        lambda: actions.discard_version(old, by=tool()),
    )
    with nothing_happens():
        for attempt in attempts:
            with pytest.raises(Refused, match="i bruk och ändras inte"):
                attempt()

    version = actions.start_version(method, by=cast.manager)
    drafting.change_step(step_of(version, "council"), by=cast.manager, values={"name": "Skolrådet"})
    actions.freeze_version(version, by=cast.manager)
    (difference,) = queries.differences_between(old, in_use(method))
    assert (difference.change, difference.after) == (Change.RENAMED, "Skolrådet")
    assert step_of(old, "council").name == "Digitaliseringsrådet prioriterar"


def test_a_draft_taken_into_use_by_somebody_else_meanwhile_stands(cast: Cast) -> None:
    version = draft(make_copy(cast.education))
    step = step_of(version, "council")
    actions.freeze_version(version, by=cast.manager)
    # `step` was read while its version was a draft.
    assert step.method_version.is_draft
    with (
        nothing_happens(),
        pytest.raises(NotPossible, match="inte ett utkast längre"),
        batch(by=cast.manager, kind=Batch.Kind.BULK_EDIT) as write,
    ):
        drafting.change_step.within(write, step, by=cast.manager, values={"name": "Annat"})


def test_discard_version_leaves_the_one_in_use(cast: Cast) -> None:
    method = make_method(cast.education)
    version = actions.start_version(method, by=cast.manager)
    actions.discard_version(version, by=cast.manager)
    assert queries.draft_of(method) is None
    assert in_use(method).place == 1
    # Its number is free again.
    assert actions.start_version(method, by=cast.manager).place == 2


def test_discard_version_is_refused_to_others(cast: Cast) -> None:
    version = actions.start_version(make_method(cast.education), by=cast.manager)
    with nothing_happens(), pytest.raises(Refused):
        actions.discard_version(version, by=cast.other_manager)


def test_discard_version_that_is_the_only_one_is_impossible(cast: Cast) -> None:
    version = draft(make_copy(cast.education))
    with nothing_happens(), pytest.raises(NotPossible, match="Ta bort metoden"):
        actions.discard_version(version, by=cast.manager)
