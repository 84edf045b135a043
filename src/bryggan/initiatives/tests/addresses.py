"""How the addresses of initiatives are asked for in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.initiatives import course
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.tests.making import (
    NO_TO_ALL,
    ago,
    ahead,
    anew,
    make_method,
    make_version,
    need_sorted,
    passed,
    started,
    with_goals,
)
from bryggan.initiatives.tests.tables import table
from bryggan.kit.testing.cast import Cast

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def initiative(cast: Cast) -> Initiative:
    """Education's, led by the steward and ordered by the manager, with all that its first gate asks for."""
    found = Initiative.objects.filter(name="Frånvaro i mobilen").first()
    return found or with_goals(started(cast), cast.manager)


def resting(cast: Cast) -> Initiative:
    found = Initiative.objects.filter(name="Det som vilar").first()
    if found is None:
        found = started(cast, name="Det som vilar")
        course.park_initiative(found, by=cast.manager, wakes_on=ahead(9), reason="Sedan")
    return anew(found)


def at_its_end(cast: Cast) -> Initiative:
    """All but closed, and received by the employee once somebody hands it over."""
    found = Initiative.objects.filter(name="Det sista").first()
    told = {"name": "Det sista", "role.steward": [cast.employee]}
    return found or passed(started(cast, **told), cast.manager, 4)


def handed_over(cast: Cast) -> Initiative:
    found = Initiative.objects.filter(name="Det lämnade").first()
    if found is None:
        found = started(cast, **{"name": "Det lämnade", "role.steward": [cast.employee]})
        course.hand_over_initiative(found, by=cast.manager)
    return anew(found)


def on(make: Callable[[Cast], Initiative], *more: Any, **sent: Any) -> Callable[[Cast], Asked]:
    return lambda cast: ((make(cast).pk, *more), dict(sent))


def on_need(cast: Cast) -> Asked:
    make_method()
    return ((), {"behov": need_sorted(cast).pk})


def version(cast: Cast) -> Asked:
    one = initiative(cast)
    method = one.method_version.method
    newer = method.versions.exclude(pk=one.method_version_id).first() or make_version(method)
    return ((one.pk,), {"version": newer.pk})


def step(cast: Cast) -> Asked:
    one = initiative(cast)
    told = {"step": one.method_version.steps.get(key="carry_out").pk, "started_on": ago(400)}
    return ((one.pk,), told)


def start(cast: Cast) -> Asked:
    made = make_method()
    made.method.is_shipped, made.method.origin = True, "bryggan"
    made.method.save()
    return ((), {"name": "Nytt", "unit": cast.education.pk})


SHARE = table("shares", {"unit": ""})
MONEY = {**table("rows", {"year": 2027, "kind": "budget", "amount_sek": 10}), **table("grants")}
SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "start_initiative GET": on_need,
    "start_initiative POST": start,
    "show_gate GET": on(initiative),
    "pass_gate POST": on(initiative, note="Klart"),
    "prepare_decision POST": on(initiative),
    "give_evidence GET": on(initiative, "risk_analysis"),
    "give_evidence POST": on(initiative, "risk_analysis", answer="exists", words="Pärmen"),
    "rule_out_requirement POST": on(initiative, "law.dpia", words="Inga uppgifter"),
    "answer_screening GET": on(initiative),
    "answer_screening POST": on(initiative, **NO_TO_ALL),
    "report_status GET": on(initiative),
    "report_status POST": on(initiative, health="green", text="Rullar"),
    "add_lesson GET": on(initiative),
    "add_lesson POST": on(initiative, text="Börja smått"),
    "set_needs GET": on(initiative),
    "set_needs POST": on(initiative),
    "set_shares GET": on(initiative),
    "set_shares POST": on(initiative, **SHARE),
    "plan_milestones GET": on(initiative),
    "plan_milestones POST": on(initiative, **table("milestones", {"name": "Start"})),
    "set_money GET": on(initiative),
    "set_money POST": on(initiative, **MONEY),
    "assess_risks GET": on(initiative),
    "assess_risks POST": on(initiative, **table("risks", {"what": "Sent"})),
    "tie_dependencies GET": on(initiative),
    "tie_dependencies POST": on(initiative, **table("dependencies", {"depends_on": ""})),
    "set_pilot GET": on(initiative),
    "set_pilot POST": on(initiative, **table("criteria", {"what": "Hälften"})),
    "refer_back_initiative GET": on(initiative),
    "refer_back_initiative POST": on(initiative, reason="Mer"),
    "park_initiative GET": on(initiative),
    "park_initiative POST": on(initiative, wakes_on="2099-01-01", reason="Sedan"),
    "wake_initiative POST": on(resting),
    "reject_initiative GET": on(initiative),
    "reject_initiative POST": on(initiative, reason="För dyrt"),
    "hand_over_initiative POST": on(at_its_end),
    "receive_initiative POST": on(handed_over),
    "close_initiative GET": on(at_its_end),
    "close_initiative POST": on(at_its_end, result="Klart", evaluation="Bra"),
    "move_to_version GET": version,
    "move_to_version POST": version,
    "take_over_initiative GET": on(initiative),
    "take_over_initiative POST": step,
}
OPEN: dict[str, int] = {}
NO_PAGES: set[str] = set()
