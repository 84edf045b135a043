"""Initiatives begun, changed, tied to needs and taken out: what happens, what is refused, what is impossible."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bryggan.decisions import actions as deciding
from bryggan.decisions.choices import Outcome
from bryggan.decisions.models import Decision
from bryggan.initiatives import actions
from bryggan.initiatives.models import Initiative, InitiativeNeed, InitiativeRole, Share
from bryggan.initiatives.tests.making import (
    anew,
    decision_about,
    make_method,
    make_version,
    need_sorted,
    started,
    today,
    told_to,
)
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import Cast, make_unit
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.methods.models import MethodChoice
from bryggan.needs.models import Need, Step
from bryggan.needs.tests.making import make_developer, sorted_as, voiced
from bryggan.people.models import Unit


def test_start_initiative_begins_where_its_method_begins(cast: Cast) -> None:
    version = make_method()
    initiative = started(cast, description="Frånvaro anmäls i mobilen")

    first = version.steps.order_by("place")[0]
    assert (initiative.method_version, initiative.method_step) == (version, first)
    assert (initiative.phase, initiative.state, initiative.size) == (
        "preparation",
        "active",
        "small",
    )
    assert (initiative.since, initiative.touched_on) == (today(), today())
    roles = InitiativeRole.objects.filter(initiative=initiative).values_list("role", "user__name")
    assert set(roles) == {("lead", "Stina Säv"), ("sponsor", "Magnus Mård")}
    assert newest_event().name == "initiative.started"


def test_start_initiative_out_of_needs_takes_their_systems_and_tells_those_behind(
    cast: Cast,
) -> None:
    make_method()
    need = need_sorted(cast)
    need.system = cast.system
    initiative = started(cast, needs=[need])

    assert list(initiative.systems.all()) == [cast.system]
    assert InitiativeNeed.objects.get().need == need
    [notice] = told_to(cast.employee, "initiative.started")
    assert notice.values["initiative"] == "Frånvaro i mobilen"


def test_start_initiative_out_of_needs_takes_over_what_was_judged_of_them(cast: Cast) -> None:
    make_method()
    first, second = need_sorted(cast), need_sorted(cast, "Vi skriver lappar")
    Need.objects.filter(pk=first.pk).update(benefit=2, complexity=None)
    Need.objects.filter(pk=second.pk).update(benefit=4, complexity=3)
    initiative = started(cast, needs=list(Need.objects.order_by("pk")))

    numbers = f"{first.number}, {second.number}"
    assert (initiative.benefit, initiative.complexity) == (4, 3)
    assert initiative.judged_in_needs == numbers
    actions.change_initiative(initiative, by=cast.manager, values={"goals": "Alla vet"})
    assert anew(initiative).judged_in_needs == numbers
    actions.change_initiative(anew(initiative), by=cast.manager, values={"benefit": 5})
    initiative = anew(initiative)
    assert (initiative.benefit, initiative.complexity, initiative.judged_in_needs) == (5, 3, "")


def test_what_is_judged_of_the_initiative_itself_is_kept_when_needs_come(cast: Cast) -> None:
    need = need_sorted(cast)
    Need.objects.filter(pk=need.pk).update(benefit=2, complexity=2)
    initiative = started(cast, benefit=5)
    actions.set_needs(initiative, by=cast.manager, needs=list(Need.objects.all()))
    initiative = anew(initiative)
    assert (initiative.benefit, initiative.complexity) == (5, 2)
    assert initiative.judged_in_needs == need.number


def test_start_initiative_out_of_needs_of_two_administrations_has_shares_to_be_said(
    cast: Cast,
) -> None:
    make_method()
    carers = make_developer(cast.care, "Viola Vård")
    other = sorted_as(voiced(cast, "Vi ringer också", by=cast.other_manager), carers, "initiative")
    started(cast, needs=[need_sorted(cast), other])

    shares = Share.objects.values_list("unit__name", "percent").order_by("unit__name")
    assert list(shares) == [("Omsorgsförvaltningen", None), ("Utbildningsförvaltningen", None)]


def test_start_initiative_follows_the_method_of_its_administration(cast: Cast) -> None:
    make_method("Alla andras")
    own = make_method("Skolans egen")
    MethodChoice.objects.create(unit=cast.education, method=own.method, starts_on=date(2026, 1, 1))
    make_version(own.method, is_used=False)

    made = actions.start_initiative(
        cast.education, by=cast.manager, values={"name": "Frånvaro i mobilen"}
    )
    assert anew(made).method_version == own


def test_start_initiative_is_refused_to_who_neither_leads_nor_develops_the_work(cast: Cast) -> None:
    make_method()
    with nothing_happens(), pytest.raises(Refused, match="startas av chefen"):
        started(cast, by=cast.employee)
    with nothing_happens(), pytest.raises(Refused):
        started(cast, by=cast.other_manager)


def test_start_initiative_out_of_a_need_that_is_not_sorted_so_is_impossible(cast: Cast) -> None:
    make_method()
    need = voiced(cast)
    with nothing_happens(), pytest.raises(NotPossible, match="inte sorterat"):
        started(cast, needs=[need])
    sorted_as(need, make_developer(cast.education), "training")
    with nothing_happens(), pytest.raises(NotPossible, match="inte sorterat"):
        started(cast, needs=[need])


def test_start_initiative_without_a_name_is_impossible(cast: Cast) -> None:
    make_method()
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        started(cast, name=" ")
    assert refusal.value.field == "name"


def test_change_initiative_reckons_its_size_anew(cast: Cast) -> None:
    initiative = started(cast)
    actions.change_initiative(
        initiative, by=cast.system_steward, values={"one_off_cost_sek": Decimal(2_500_000)}
    )

    initiative = anew(initiative)
    assert (initiative.size, initiative.benefit_on) == ("large", today())
    assert newest_event().name == "initiative.changed"


def test_change_initiative_with_the_size_it_had_follows_what_else_changed(cast: Cast) -> None:
    initiative = started(cast)
    # As the section of the page sends it: all its fields, also those that nobody touched.
    told = {"size": "small", "size_reason": "", "reach": "several"}
    actions.change_initiative(initiative, by=cast.manager, values=told)
    assert anew(initiative).size == "middle"


def test_change_initiative_without_its_reason_has_the_reckoned_size_again(cast: Cast) -> None:
    initiative = started(cast, one_off_cost_sek=Decimal(2_500_000))
    told = {"size": "small", "size_reason": "Licenser vi redan köper"}
    actions.change_initiative(initiative, by=cast.manager, values=told)
    actions.change_initiative(anew(initiative), by=cast.manager, values={"size_reason": ""})
    assert anew(initiative).size == "large"


def test_change_initiative_to_another_size_takes_a_reason_which_then_stands(cast: Cast) -> None:
    initiative = started(cast, one_off_cost_sek=Decimal(150_000))
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.change_initiative(initiative, by=cast.manager, values={"size": "small"})
    assert refusal.value.field == "size_reason"

    told = {"size": "small", "size_reason": "Licenser vi redan köper"}
    actions.change_initiative(anew(initiative), by=cast.manager, values=told)
    actions.change_initiative(anew(initiative), by=cast.manager, values={"reach": "several"})
    assert anew(initiative).size == "small"


def test_change_initiative_lets_go_of_a_reason_that_is_no_longer_needed(cast: Cast) -> None:
    initiative = started(cast)
    told = {"size": "middle", "size_reason": "Många frågor"}
    actions.change_initiative(initiative, by=cast.manager, values=told)
    actions.change_initiative(anew(initiative), by=cast.manager, values={"reach": "several"})

    assert (anew(initiative).size, anew(initiative).size_reason) == ("middle", "")


def test_change_initiative_gives_people_parts_and_takes_them_back(cast: Cast) -> None:
    initiative = started(cast)
    told = {"role.lead": [cast.it_counterpart], "role.member": [cast.employee]}
    actions.change_initiative(initiative, by=cast.manager, values=told)

    rows = InitiativeRole.objects.present().values_list("role", "user__name")
    assert set(rows) == {("lead", "Ivar Ide"), ("sponsor", "Magnus Mård"), ("member", "Elin Ek")}
    with pytest.raises(Refused):
        actions.change_initiative(anew(initiative), by=cast.system_steward, values={"goals": "X"})


def test_change_initiative_keeps_its_course_out_of_hand(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens():
        actions.change_initiative(
            initiative, by=cast.manager, values={"phase": "closed", "state": "rejected"}
        )
    assert (anew(initiative).phase, anew(initiative).state) == ("preparation", "active")


def test_change_initiative_is_refused_to_others(cast: Cast) -> None:
    initiative = started(cast)
    for person in (cast.employee, cast.other_manager, cast.auditor):
        with nothing_happens(), pytest.raises(Refused):
            actions.change_initiative(initiative, by=person, values={"goals": "Annat"})


def test_change_initiative_to_another_administration_is_refused_to_who_leads_it(cast: Cast) -> None:
    initiative = started(cast)
    for person in (cast.system_steward, cast.manager):
        with nothing_happens(), pytest.raises(Refused, match="Till Omsorgsförvaltningen flyttas"):
            actions.change_initiative(initiative, by=person, values={"unit": cast.care})
    school = make_unit("Björkskolan", cast.education, Unit.Kind.WORKPLACE)
    actions.change_initiative(initiative, by=cast.system_steward, values={"unit": school})
    for person in (cast.strategist, cast.administrator):
        unit = cast.care if person == cast.strategist else cast.education
        actions.change_initiative(anew(initiative), by=person, values={"unit": unit})
        assert anew(initiative).unit == unit


def test_change_initiative_to_end_before_it_begins_is_impossible(cast: Cast) -> None:
    initiative = started(cast, starts_on=date(2027, 2, 1))
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        actions.change_initiative(
            initiative, by=cast.manager, values={"ends_on": date(2027, 1, 31)}
        )
    assert refusal.value.field == "ends_on"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"is_taken": False}, "inte taget än"),
        ({"outcome": Outcome.REJECT}, "Utfallet är avslag"),
        ({"about_noun": "", "about_id": None}, "gäller något annat"),
    ],
)
def test_change_initiative_to_start_by_anything_but_a_yes_about_it_is_impossible(
    cast: Cast, told: dict[str, Any], said: str
) -> None:
    initiative = started(cast)
    decision = decision_about(cast, initiative, **told)
    with nothing_happens(), pytest.raises(NotPossible, match=said) as refusal:
        actions.change_initiative(initiative, by=cast.manager, values={"decision": decision})
    assert refusal.value.field == "decision"


def test_change_initiative_to_start_by_a_decision_that_was_replaced_is_impossible(
    cast: Cast,
) -> None:
    initiative = started(cast)
    decision = decision_about(cast, initiative)
    deciding.replace_decision(decision, by=cast.manager, reason="Fel belopp")
    told = {"decision": Decision.objects.get(pk=decision.pk)}
    with nothing_happens(), pytest.raises(NotPossible, match="ersatt"):
        actions.change_initiative(initiative, by=cast.manager, values=told)


def test_change_initiative_keeps_the_decision_it_has(cast: Cast) -> None:
    initiative = started(cast)
    decision = decision_about(cast, initiative, outcome=Outcome.REJECT)
    Initiative.objects.update(decision=decision)
    told = {"decision": decision, "goals": "Alla vet"}
    actions.change_initiative(anew(initiative), by=cast.manager, values=told)
    assert anew(initiative).goals == "Alla vet"


def test_start_initiative_by_a_decision_about_something_else_is_impossible(cast: Cast) -> None:
    decision = decision_about(cast, started(cast))
    with nothing_happens(), pytest.raises(NotPossible) as refusal:
        started(cast, decision=decision)
    assert refusal.value.field == "decision"


def test_change_initiative_that_somebody_changed_meanwhile_is_stale(cast: Cast) -> None:
    initiative = started(cast)
    seen = anew(initiative)
    actions.change_initiative(initiative, by=cast.manager, values={"goals": "Ett"})
    with nothing_happens(), pytest.raises(Stale):
        actions.change_initiative(seen, by=cast.manager, values={"goals": "Två"})


def test_set_needs_tells_those_behind_what_comes_and_what_goes(cast: Cast) -> None:
    first = need_sorted(cast)
    initiative = started(cast, needs=[first])
    second = need_sorted(cast, "Vi skriver lappar")
    actions.set_needs(initiative, by=cast.manager, needs=[second])

    assert [row.need for row in InitiativeNeed.objects.present()] == [second]
    assert [n.record_id for n in told_to(cast.employee, "initiative.left")] == [first.pk]
    assert [n.record_id for n in told_to(cast.employee, "initiative.started")] == [
        first.pk,
        second.pk,
    ]
    assert newest_event().name == "initiative.needs_set"


def test_set_needs_is_refused_to_others(cast: Cast) -> None:
    initiative, need = started(cast), need_sorted(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.set_needs(initiative, by=cast.employee, needs=[need])


def test_set_needs_that_are_met_already_is_impossible(cast: Cast) -> None:
    initiative, need = started(cast), need_sorted(cast)
    need.step = Step.MET
    with nothing_happens(), pytest.raises(NotPossible):
        actions.set_needs(initiative, by=cast.manager, needs=[need])


def test_withdraw_initiative_takes_it_out_of_every_list(cast: Cast) -> None:
    initiative = started(cast)
    actions.withdraw_initiative(initiative, by=cast.manager, reason="Inlagt två gånger")

    assert not Initiative.objects.present().exists()
    assert newest_event().reason == "Inlagt två gånger"


def test_withdraw_initiative_is_refused_to_who_leads_it(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(Refused):
        actions.withdraw_initiative(initiative, by=cast.system_steward, reason="Vill inte")


def test_withdraw_initiative_without_a_reason_is_impossible(cast: Cast) -> None:
    initiative = started(cast)
    with nothing_happens(), pytest.raises(NotPossible):
        actions.withdraw_initiative(initiative, by=cast.manager, reason=" ")
