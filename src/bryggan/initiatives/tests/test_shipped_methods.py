"""Each method that comes with the product walks an initiative from start to close, at each size."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from bryggan.initiatives import actions, evidencing, placing, planning
from bryggan.initiatives.evidence import RULES
from bryggan.initiatives.gates import gate_of, gates_of
from bryggan.initiatives.models import Initiative, MoneyRow, Passage, Saying
from bryggan.initiatives.tests.making import (
    anew,
    closed,
    make_method,
    make_version,
    money,
    need_sorted,
    passed,
    started,
)
from bryggan.kit.action import NotPossible
from bryggan.kit.testing.cast import Cast, tool
from bryggan.kit.testing.effects import nothing_happens
from bryggan.methods import shipped
from bryggan.methods.models import Method, MethodVersion, Size
from bryggan.methods.queries import steps_of, version_in_use
from bryggan.needs.models import Need

METHODS = sorted(shipped.shipped_content())
SIZES = {
    Size.SMALL: {},
    Size.MIDDLE: {"reach": "several"},
    Size.LARGE: {"risk_level": "high"},
}


def version_of(key: str) -> MethodVersion:
    shipped.load_methods(by=tool())
    version = version_in_use(Method.objects.get(origin=key, is_shipped=True))
    assert version is not None
    return version


@pytest.mark.parametrize("size", Size.values)
@pytest.mark.parametrize("key", METHODS)
def test_a_shipped_method_walks_an_initiative_from_start_to_close(
    cast: Cast, key: str, size: str
) -> None:
    version = version_of(key)
    told = {**SIZES[Size(size)], "role.steward": [cast.employee]}
    begun = started(cast, version=version, needs=[need_sorted(cast)], **told)
    assert begun.size == size

    over = closed(begun, cast.manager)
    steps = list(steps_of(version))
    before_end = [step.key for step in steps if step.phase != "closed"]
    walked = Passage.objects.order_by("pk").values_list("step_from__key", flat=True)
    assert list(walked) == before_end
    assert (over.phase, over.size) == ("closed", size)
    assert Need.objects.get().step == "met"


def test_a_pilot_that_did_not_show_what_it_should_leads_no_further(cast: Cast) -> None:
    told = {**SIZES[Size.MIDDLE], "role.steward": [cast.employee]}
    one = started(cast, version=version_of("lund_care"), needs=[need_sorted(cast)], **told)
    while one.method_step.key != "pilot":
        one = passed(one, cast.manager)
    rows = [{"what": "De som prövar vill fortsätta", "is_met": False}]
    planning.set_pilot(one, by=cast.manager, rows=rows)
    one = anew(one)
    assert [demand.key for demand in gate_of(one).missing] == ["pilot_outcome"]
    with nothing_happens(), pytest.raises(NotPossible, match="Ord räcker inte"):
        evidencing.give_evidence(
            one, by=cast.manager, key="pilot_outcome", answer=Saying.EXISTS, words="Det gick bra"
        )


@pytest.mark.parametrize("key", METHODS)
def test_every_rule_that_a_shipped_method_names_is_known(key: str) -> None:
    steps = shipped.shipped_content()[key]["steps"]
    named = {one.get("rule", "") for step in steps for one in step.get("requirements", ())}
    assert named - {""} <= RULES.keys()


def test_sums_over_methods_and_versions_lose_nothing_and_double_nothing(cast: Cast) -> None:
    versions = [version_of(key) for key in METHODS]
    own = make_method()
    versions += [own, make_version(own.method)]
    for place, version in enumerate(versions):
        initiative = started(cast, name=f"Nummer {place}", version=version)
        planning.set_money(initiative, by=cast.manager, rows=[money(amount_sek=Decimal(place + 1))])
        passed(anew(initiative), cast.manager, place % 3)
    moved = Initiative.objects.get(name="Nummer 0")
    placing.move_to_version(moved, by=cast.manager, version=own)

    rows = Initiative.objects.present()
    assert rows.count() == len(versions)
    by_phase = Counter(rows.values_list("phase", flat=True))
    assert sum(by_phase.values()) == len(versions)
    total = MoneyRow.objects.present().filter(initiative__in=rows).aggregate(n=Sum("amount_sek"))
    assert total["n"] == sum(range(1, len(versions) + 1))
    assert len(gates_of(list(rows))) == len(versions)


def test_an_initiative_stays_on_its_version_when_the_next_is_taken_into_use(cast: Cast) -> None:
    version = version_of("bryggan")
    before = actions.start_initiative(cast.education, by=cast.manager, values={"name": "Före"})
    newer = make_version(version.method)
    after = actions.start_initiative(cast.education, by=cast.manager, values={"name": "Efter"})
    assert (anew(before).method_version, anew(after).method_version) == (version, newer)
