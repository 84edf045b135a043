"""Two needs become one and two again: nobody who stands behind is lost, no word is, nothing becomes open."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.merged import led_to
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.testing.effects import nothing_happens
from bryggan.needs import actions, panels, queries
from bryggan.needs.models import Answer, Need, Reply, Route, Step, Supporter
from bryggan.needs.tests.making import (
    asked,
    in_days,
    make_developer,
    sorted_as,
    voiced,
    without_name,
)
from bryggan.needs.tests.test_voicing import told
from bryggan.notices import actions as notices
from bryggan.notices.models import Comment
from bryggan.people.models import Unit, User
from bryggan.registers import queries as done
from bryggan.registers.merging import merge_records
from bryggan.registers.tests.making import everything, searchable
from bryggan.registers.undo import undo_batch

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]


@pytest.fixture
def developer(cast: Cast) -> User:
    return make_developer(cast.education)


def fresh(need: Need) -> Need:
    return Need.objects.get(pk=need.pk)


def merged(kept: Need, gone: Need, by: User, **values: Any) -> Batch:
    return merge_records(fresh(kept), fresh(gone), by, values)


def test_whoever_prepares_merges_and_everyone_behind_both_is_told(
    cast: Cast, developer: User
) -> None:
    kept, gone = voiced(cast), voiced(cast, "Nycklarna ligger i en låda", by=cast.manager)
    merged(kept, gone, developer)

    assert {row.user for row in fresh(kept).supporters.all()} == {cast.employee, cast.manager}
    assert told(cast.employee) == told(cast.manager)[-1:] == ["need.merged"]
    assert "Nycklarna ligger i en låda" in panels.draw_merged(fresh(kept), cast.employee)
    assert fresh(gone).merged_into_id == kept.pk


def test_the_words_of_one_merged_into_one_merged_stand_on_the_last(
    cast: Cast, developer: User
) -> None:
    first, second, third = (voiced(cast, f"Ord {n} i vägen") for n in "ABC")
    merged(second, first, developer)
    merged(third, second, developer)

    shown = panels.draw_merged(fresh(third), developer)
    assert "Ord A i vägen" in shown and "Ord B i vägen" in shown


def test_a_code_reads_the_need_that_was_kept(cast: Cast, developer: User) -> None:
    kept, gone = voiced(cast), without_name(cast.education, "Lådan är låst", "a" * 64)
    merged(kept, gone, developer)

    holder = queries.supporter_with("a" * 64)
    assert holder is not None
    assert holder.need == kept


def test_the_earliest_answer_counts_and_the_step_is_that_of_the_kept(
    cast: Cast, developer: User, clock: Any
) -> None:
    gone = asked(voiced(cast, "Lådan är låst", by=cast.manager), developer)
    clock.tick(60 * 60 * 24 * 3)
    kept = voiced(cast)
    made = merged(kept, gone, developer)

    assert fresh(kept).first_answered_on == in_days(-3)
    assert (fresh(kept).step, fresh(kept).opened_on) == (Step.VOICED, None)
    sorted_as(fresh(kept), developer)
    undone = undo_batch(made, developer)
    assert done.left_in(undone) == []
    assert fresh(kept).first_answered_on == fresh(kept).opened_on == in_days(0)
    assert fresh(gone).first_answered_on == in_days(-3)


def test_merge_records_of_needs_is_refused_to_who_does_not_prepare_both(
    cast: Cast, developer: User
) -> None:
    kept, gone = voiced(cast), sorted_as(voiced(cast, "Lådan", unit=cast.care), cast.strategist)
    other = make_developer(cast.care, "Viktor Vik")
    for person in (cast.manager, cast.administrator, developer, other):
        with nothing_happens(), pytest.raises(Refused):
            merged(kept, gone, person)


def test_what_few_may_read_is_never_opened_by_a_merge(cast: Cast, developer: User) -> None:
    opened, secret = sorted_as(voiced(cast), developer), voiced(cast, "Lådan är låst")
    with nothing_happens(), pytest.raises(Refused) as refusal:
        merged(secret, opened, developer)
    assert "Låt det bli kvar" in refusal.value.reason

    actions.protect_need(fresh(secret), by=developer, is_protected=True, reason="En enda")
    with nothing_happens(), pytest.raises(Refused) as refusal:
        merged(opened, secret, developer)
    assert "skyddat" in refusal.value.reason


def test_what_went_straight_to_those_who_lead_is_passed_on_first(
    cast: Cast, developer: User
) -> None:
    kept, straight = voiced(cast), voiced(cast, "Lådan", route=Route.HEAD)
    with nothing_happens(), pytest.raises(Refused):
        merged(kept, straight, developer)
    actions.pass_on_need(fresh(straight), by=cast.manager)
    merged(kept, straight, developer)


def test_the_pages_of_merging_are_there_for_who_prepares(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    kept, gone = voiced(cast), sorted_as(voiced(cast, "Nycklarna i en pärm"), developer)
    client = client_of(developer)
    assert "Nycklarna i en pärm" in client.get("/sammanslagning/behov/").text
    assert client.get("/sammanslagning/system/").status_code == 403
    # The one that is open to all is kept, whichever came first.
    shown = client.get(f"/sammanslagning/behov/{kept.pk}/{gone.pk}/")
    assert shown.context["kept"] == gone
    answer = client.post(
        f"/sammanslagning/behov/{kept.pk}/{gone.pk}/",
        {"kvar": gone.pk, "kept_version": gone.version, "gone_version": kept.version},
        follow=True,
    )
    assert "är sammanslagen med" in answer.text
    assert "Ångra" in answer.text
    assert (
        client.get(f"/behov/{kept.pk}/", follow=True).redirect_chain[-1][0] == f"/behov/{gone.pk}/"
    )


def test_two_that_are_not_the_same_are_said_so_and_one_is_back_where_one_was(
    cast: Cast, developer: User, client_of: ClientOf
) -> None:
    one, other = voiced(cast), voiced(cast, "Nycklarna i en pärm")
    url = f"/sammanslagning/behov/{one.pk}/{other.pk}/inte-samma/"
    client, here = client_of(developer), f"/behov/{one.pk}/bered/"
    assert client.post(url, {"tillbaka": here}).headers["Location"] == here
    away = client.post(url, {"tillbaka": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/sammanslagning/behov/"
    assert client_of(cast.manager).post(url).status_code == 403


# Needs with all that hangs on them, merged and undone in any order.

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, 4), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.integers(0, 3), st.just(0)),
    ),
    min_size=2,
    max_size=6,
)


def a_handful(cast: Cast, developer: User) -> list[Need]:
    """Needs in each step, with named and anonymous supporters, answers, replies and comments."""
    school = make_unit("Ekviksskolan", cast.education, Unit.Kind.WORKPLACE)
    needs = [voiced(cast, f"Nyckel {n} saknas") for n in "ABC"]
    needs += [without_name(school, f"Dörr {n} är låst", n * 64) for n in "de"]
    actions.support_need(needs[0], by=cast.manager, unit=school, words="Hos oss två pärmar")
    actions.support_need(needs[1], by=cast.manager, unit=cast.education, words="Hos oss tre")
    asked(needs[1], developer)
    actions.reply_to_question(needs[1], by=cast.employee, text="Varje natt")
    asked(needs[3], developer, "Vilken dörr?")
    sorted_as(needs[4], developer)
    for need in needs[:2]:
        notices.write_comment(need, by=developer, text="Ring IT")
    return needs


def holds(needs: list[Need], at_first: dict[str, Counter[Any]]) -> None:
    """Whatever was said stands once, on the need that stands for the one it was said of."""
    ends = {need.pk: need.pk for need in needs} | led_to(Need, [need.pk for need in needs])
    for name, rows in hanging().items():
        moved = Counter((ends[need], rest) for need, rest in at_first[name].elements())
        assert Counter(rows) == moved, name
    for end in set(ends.values()):
        need = Need.objects.present().get(pk=end)
        words = {row.obstacle for row in [need, *queries.merged_into(need)]}
        assert words == {one.obstacle for one in needs if ends[one.pk] == end}
        days = Answer.objects.present().filter(need=need).order_by("said_on").first()
        assert need.first_answered_on == (days.said_on if days else None)
    assert queries.supporter_with("d" * 64) and queries.supporter_with("e" * 64)


def hanging() -> dict[str, list[Any]]:
    comments = Comment.objects.filter(noun="needs.need", withdrawn_at=None)
    return {
        "supporters": list(Supporter.objects.present().values_list("need", "pk")),
        "answers": list(Answer.objects.present().values_list("need", "pk")),
        "replies": list(Reply.objects.present().values_list("need", "pk")),
        "comments": list(comments.values_list("record_id", "pk")),
    }


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(steps=STEPS)
def test_merge_records_of_needs_and_undo_lose_nobody_and_double_nothing(
    cast: Cast, developer: User, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        needs = a_handful(cast, developer)
        at_first = {name: Counter(rows) for name, rows in hanging().items()}
        before, known, batches = everything(), searchable(), []
        for what, one, other in steps:
            state = everything()
            try:
                if what == "merge":
                    batches.append(merged(needs[one], needs[(one + 1 + other) % 5], developer))
                elif batches:
                    batches.append(undo_batch(batches[-1 - one % len(batches)], developer))
                    assert done.left_in(batches[-1]) == []
            except (NotPossible, Refused):
                assert everything() == state
            holds(needs, at_first)
        for made in reversed(batches):
            if made.kind == Batch.Kind.MERGE and not done.is_undone(made):
                undo_batch(made, developer)
        holds(needs, at_first)
        assert _but_notices(everything()) == _but_notices(before)
        assert searchable() == known
        transaction.set_rollback(True)


def _but_notices(rows: dict[str, Any]) -> dict[str, Any]:
    """What people have been told is not unsaid to them by later merges."""
    return {noun: found for noun, found in rows.items() if noun != "notices.notice"}
