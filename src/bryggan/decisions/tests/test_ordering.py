"""Posts and points of a delegation order: what happens, what is refused, what is impossible."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bryggan.decisions import ordering, queries
from bryggan.decisions.choices import NOT_DELEGABLE, Meaning, PostKind
from bryggan.decisions.models import DelegationRule, Holding, Post, PriceBase
from bryggan.decisions.tests.making import ago, make_order, make_post, make_rule, today
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens


def test_create_post_of_an_authority(cast: Cast) -> None:
    post = make_post(cast.education_authority, "Förvaltningschef", synonyms=["FC"])

    assert queries.post_named(" fc ", cast.education_authority) == post
    assert newest_event().name == "post.created"


def test_create_post_is_refused_to_others_than_the_secretary(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused) as refusal:
        ordering.create_post(
            cast.education_authority, by=cast.manager, values={"name": "Chef", "kind": "employee"}
        )

    assert refusal.value.reason.startswith("Delegationsordningen förs av nämndsekreteraren")


def test_create_post_twice_or_for_what_is_no_authority_is_impossible(cast: Cast) -> None:
    make_post(cast.education_authority, "Förvaltningschef", synonyms=["FC"])

    with nothing_happens(), pytest.raises(NotPossible):
        make_post(cast.education_authority, "fc")
    with nothing_happens(), pytest.raises(NotPossible):
        make_post(cast.education, "Förvaltningschef")


def test_change_post_of_what_it_is_called(cast: Cast) -> None:
    order = make_order(cast)
    ordering.change_post(order.head, by=order.secretary, values={"name": "Skoldirektör"})

    assert Post.objects.get(pk=order.head.pk).name == "Skoldirektör"
    assert newest_event().name == "post.changed"


def test_change_post_is_refused_to_others(cast: Cast) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(Refused):
        ordering.change_post(order.head, by=cast.manager, values={"name": "Skoldirektör"})


def test_change_post_to_a_group_of_employees_is_impossible(cast: Cast) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        ordering.change_post(order.head, by=order.secretary, values={"kind": PostKind.GROUP})

    assert refusal.value.reason.startswith("En grupp av anställda beslutar aldrig")


def test_hold_post_and_end_holding(cast: Cast) -> None:
    order = make_order(cast)
    assert queries.holds_post(order.leader, order.head)

    holding = Holding.objects.get(post=order.head)
    ordering.end_holding(holding, by=order.secretary, ends_on=ago(1))
    assert not queries.holds_post(order.leader, order.head)
    assert newest_event().name == "post.left"


def test_hold_post_is_refused_to_others(cast: Cast) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(Refused):
        ordering.hold_post(order.head, by=cast.manager, user=cast.manager, unit=cast.education)


def test_hold_post_by_somebody_from_outside_or_of_a_committee_is_impossible(cast: Cast) -> None:
    order = make_order(cast)
    committee = make_post(order.authority, "Arbetsutskottet", 6, kind=PostKind.COMMITTEE)

    with nothing_happens(), pytest.raises(NotPossible):
        ordering.hold_post(order.head, by=tool(), user=cast.outsider, unit=cast.education)
    with nothing_happens(), pytest.raises(NotPossible):
        ordering.hold_post(committee, by=tool(), user=cast.manager, unit=cast.education)


def test_end_holding_from_a_day(cast: Cast) -> None:
    order = make_order(cast)
    holding = Holding.objects.get(post=order.head)
    ordering.end_holding(holding, by=order.secretary, ends_on=today())

    assert queries.holds_post(order.leader, order.head)
    assert holding.ends_on == today()


def test_end_holding_is_refused_to_others(cast: Cast) -> None:
    holding = Holding.objects.get(post=make_order(cast).head)

    with nothing_happens(), pytest.raises(Refused):
        ordering.end_holding(holding, by=cast.manager, ends_on=today())


def test_end_holding_before_it_began_is_impossible(cast: Cast) -> None:
    holding = Holding.objects.get(post=make_order(cast).head)

    with nothing_happens(), pytest.raises(NotPossible):
        ordering.end_holding(holding, by=tool(), ends_on=ago(500))


def test_add_rule_to_the_order(cast: Cast) -> None:
    order = make_order(cast)
    rules = {rule.code: rule for rule in queries.rules_of(order.authority, today())}

    assert rules["4.1"].limit is not None
    assert rules["4.1"].limit.amount == 250_000
    assert rules["4.2"].deputies == (order.deputy.pk,)
    assert not queries.rules_of(order.authority, ago(500))


def test_add_rule_is_refused_to_others(cast: Cast) -> None:
    order = make_order(cast)
    values = {"code": "9", "matter": "start", "name": "Starta", "post": order.head}

    with nothing_happens(), pytest.raises(Refused):
        ordering.add_rule(
            order.authority, by=cast.strategist, values={**values, "valid_from": today()}
        )


@pytest.mark.parametrize(
    ("told", "field"),
    [
        *(({"matter": matter}, "matter") for matter in sorted(NOT_DELEGABLE)),
        ({"limit_sek": Decimal(1)}, "meaning"),
        (
            {"meaning": Meaning.PER_YEAR, "limit_sek": Decimal(1), "limit_price_base": Decimal(1)},
            "limit_price_base",
        ),
        ({"code": "4.1"}, "code"),
    ],
)
def test_add_rule_that_law_or_order_forbids_is_impossible(
    cast: Cast, told: dict[str, Any], field: str
) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        make_rule(order.head, **{"code": "9.9", **told})

    assert refusal.value.field == field


def test_add_rule_to_a_group_of_employees_is_impossible(cast: Cast) -> None:
    council = make_post(cast.education_authority, "Digitaliseringsrådet", kind=PostKind.GROUP)

    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        make_rule(council)

    assert refusal.value.field == "post"


def test_amend_rule_from_a_day_and_the_old_stands_until_then(cast: Cast) -> None:
    order = make_order(cast)
    starts = today() + timedelta(days=36)
    ordering.amend_rule(
        order.large,
        by=order.secretary,
        starts_on=starts,
        values={"limit_sek": Decimal(1_000_000)},
        source="UN 2026-10-14 § 118",
    )
    now, then = (
        next(rule for rule in queries.rules_of(order.authority, day) if rule.code == "4.2")
        for day in (starts - timedelta(days=1), starts)
    )

    assert now.limit and then.limit
    assert (now.limit.amount, then.limit.amount) == (Decimal(1_500_000), Decimal(1_000_000))
    assert then.deputies == now.deputies
    assert newest_event().name == "rule.amended"


def test_amend_rule_is_refused_to_others(cast: Cast) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(Refused):
        ordering.amend_rule(
            order.large, by=cast.manager, starts_on=today(), values={}, source="Jag"
        )


@pytest.mark.parametrize(("days", "source"), [(401, "§ 1"), (500, "§ 1"), (1, " ")])
def test_amend_rule_outside_its_days_or_without_a_decision_is_impossible(
    cast: Cast, days: int, source: str
) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        ordering.amend_rule(order.large, by=tool(), starts_on=ago(days), values={}, source=source)


def test_end_rule_after_a_day(cast: Cast) -> None:
    order = make_order(cast)
    ordering.end_rule(order.small, by=order.secretary, valid_to=ago(1), source="§ 9")

    assert [rule.code for rule in queries.rules_of(order.authority, today())] == ["4.2"]
    assert (newest_event().name, newest_event().reason) == ("rule.ended", "§ 9")


def test_end_rule_is_refused_to_others(cast: Cast) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(Refused):
        ordering.end_rule(order.small, by=cast.manager, valid_to=today(), source="§ 9")


def test_end_rule_before_it_began_is_impossible(cast: Cast) -> None:
    order = make_order(cast)

    with nothing_happens(), pytest.raises(NotPossible):
        ordering.end_rule(order.small, by=tool(), valid_to=ago(500), source="§ 9")


def handed_on(cast: Cast, **told: Any) -> DelegationRule:
    order = make_order(cast)
    unit_head = make_post(order.authority, "Enhetschef", 2)
    given = {
        "by": order.leader,
        "post": unit_head,
        "code": "4.2 v",
        "limit_sek": Decimal(100_000),
        "starts_on": today(),
        **told,
    }
    rule = given.pop("rule", order.large)
    return ordering.subdelegate_rule(rule, **given)


def test_subdelegate_rule_by_the_head_within_her_own_point(cast: Cast) -> None:
    rule = handed_on(cast)

    assert rule.subdelegated_from is not None
    assert (rule.subdelegated_from.code, rule.limit_sek) == ("4.2", Decimal(100_000))
    assert rule.reporting == "reported"
    assert newest_event().name == "rule.subdelegated"


def test_subdelegate_rule_is_refused_to_others_and_for_other_points(cast: Cast) -> None:
    order = make_order(cast)
    post = make_post(order.authority, "Enhetschef", 2)
    told = {"post": post, "code": "v", "limit_sek": Decimal(1), "starts_on": today()}

    with nothing_happens(), pytest.raises(Refused) as refusal:
        ordering.subdelegate_rule(order.large, by=order.division_head, **told)  # type: ignore[arg-type]
    assert refusal.value.reason == "Punkten vidaredelegeras av förvaltningschef."

    with nothing_happens(), pytest.raises(Refused) as refusal:
        ordering.subdelegate_rule(order.small, by=order.division_head, **told)  # type: ignore[arg-type]
    assert "KL 7:6" in refusal.value.reason


@pytest.mark.parametrize("limit", [None, Decimal(1_500_001)])
def test_subdelegate_rule_above_ones_own_limit_is_impossible(
    cast: Cast, limit: Decimal | None
) -> None:
    with pytest.raises(NotPossible) as refusal:
        handed_on(cast, limit_sek=limit)

    assert refusal.value.field == "limit_sek"


def test_set_price_base_of_a_year_and_again(cast: Cast) -> None:
    told = {"legal_ref": "SFS 2025:1", "verified_on": today()}
    for amount in (59_200, 59_300):
        ordering.set_price_base(2026, by=cast.administrator, amount_sek=Decimal(amount), **told)  # type: ignore[arg-type]

    assert queries.price_bases()[2026] == 59_300
    assert PriceBase.objects.filter(year=2026).count() == 1


def test_set_price_base_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        ordering.set_price_base(
            2026,
            by=cast.manager,
            amount_sek=Decimal(59_200),
            legal_ref="SFS",
            verified_on=today(),
        )


@pytest.mark.parametrize(("amount", "source"), [(59, "SFS"), (59_200, " ")])
def test_set_price_base_without_source_or_sense_is_impossible(
    cast: Cast, amount: int, source: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        ordering.set_price_base(
            2026, by=tool(), amount_sek=Decimal(amount), legal_ref=source, verified_on=today()
        )


def test_tell_absence_and_end_absence(cast: Cast) -> None:
    absence = ordering.tell_absence(
        cast.manager, by=cast.manager, starts_on=ago(2), ends_on=today() + timedelta(days=5)
    )
    assert newest_event().name == "absence.told"

    ordering.end_absence(absence, by=cast.manager, ends_on=ago(1))
    assert absence.ends_on == ago(1)
    assert newest_event().name == "absence.ended"


def test_tell_absence_is_refused_to_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        ordering.tell_absence(cast.manager, by=cast.employee, starts_on=today(), ends_on=today())


def test_tell_absence_that_ends_before_it_begins_is_impossible(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible):
        ordering.tell_absence(cast.manager, by=cast.manager, starts_on=today(), ends_on=ago(1))


def test_end_absence_when_one_is_back(cast: Cast) -> None:
    absence = ordering.tell_absence(cast.manager, by=tool(), starts_on=ago(2), ends_on=today())
    ordering.end_absence(absence, by=cast.manager, ends_on=ago(2))

    assert absence.ends_on == ago(2)


def test_end_absence_is_refused_to_others(cast: Cast) -> None:
    absence = ordering.tell_absence(cast.manager, by=tool(), starts_on=ago(2), ends_on=today())

    with nothing_happens(), pytest.raises(Refused):
        ordering.end_absence(absence, by=cast.employee, ends_on=ago(1))


def test_end_absence_outside_it_is_impossible(cast: Cast) -> None:
    absence = ordering.tell_absence(cast.manager, by=tool(), starts_on=ago(2), ends_on=today())

    with nothing_happens(), pytest.raises(NotPossible):
        ordering.end_absence(absence, by=cast.manager, ends_on=ago(3))
