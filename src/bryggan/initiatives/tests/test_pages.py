"""The pages of an initiative, through the outer door."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bryggan.initiatives import actions, course, evidencing, planning
from bryggan.initiatives.models import (
    Initiative,
    Passage,
    Saying,
)
from bryggan.initiatives.tests.making import (
    ago,
    ahead,
    anew,
    closed,
    decision_about,
    make_method,
    make_steward,
    money,
    need_sorted,
    passed,
    screened,
    started,
    with_goals,
)
from bryggan.kit.testing.cast import Cast
from bryggan.notices.waiting import waiting_for
from bryggan.people.models import User

type ClientOf = Callable[[User], Client]


def own_method() -> None:
    """The shipped one that is followed where nobody has chosen another, with the tests' own steps."""
    version = make_method()
    version.method.is_shipped = True
    version.method.origin = "bryggan"
    version.method.save()


def test_start_page_is_filled_in_from_the_need_it_was_opened_by(
    cast: Cast, client_of: ClientOf
) -> None:
    own_method()
    need = need_sorted(cast)
    client = client_of(cast.manager)
    assert f"/initiativ/nytt/?behov={need.pk}" in client.get(f"/behov/{need.pk}/").text

    page = client.get(f"/initiativ/nytt/?behov={need.pk}").text
    assert need.name in page
    answer = client.post(
        "/initiativ/nytt/",
        {"name": "Frånvaro i mobilen", "unit": cast.education.pk, "behov": [need.pk]},
    )
    made = Initiative.objects.get()
    assert answer.headers["Location"] == f"/initiativ/{made.pk}/"
    assert "Frånvaro i mobilen" in client.get(f"/behov/{need.pk}/").text


def test_start_page_tells_what_is_wrong(cast: Cast, client_of: ClientOf) -> None:
    own_method()
    answer = client_of(cast.manager).post("/initiativ/nytt/", {"name": "", "unit": cast.care.pk})
    assert answer.status_code == 422
    assert not Initiative.objects.exists()
    answer = client_of(cast.manager).post(
        "/initiativ/nytt/", {"name": "Hos andra", "unit": cast.care.pk}
    )
    assert "startas av chefen" in answer.text
    assert client_of(cast.employee).get("/initiativ/nytt/").status_code == 403


def test_page_says_what_is_missing_before_the_gate(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast)
    page = client_of(cast.manager).get(f"/initiativ/{initiative.pk}/").text
    assert "Nästa grind: Grind 1" in page
    assert "purpose_and_goals" in page
    assert f"/initiativ/{initiative.pk}/about/" in page
    assert "0 av 1 krav är uppfyllda" in page


def test_gate_page_takes_it_on(cast: Cast, client_of: ClientOf) -> None:
    initiative = with_goals(started(cast), cast.manager)
    client = client_of(cast.manager)
    assert "Allt som grinden kräver finns." in client.get(f"/initiativ/{initiative.pk}/grind/").text
    answer = client.post(
        f"/initiativ/{initiative.pk}/grind/vidare/", {"version": initiative.version}
    )
    assert answer.status_code == 302
    assert anew(initiative).phase == "decision"


def test_gate_page_says_why_it_is_not_passed(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast)
    answer = client_of(cast.manager).post(f"/initiativ/{initiative.pk}/grind/vidare/", {"note": ""})
    assert answer.status_code == 422
    assert "Det här saknas: purpose_and_goals." in answer.text


def test_gate_page_passes_an_exception_by_the_decision_that_was_prepared_there(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative = started(cast)
    client = client_of(cast.manager)
    answer = client.post(f"/initiativ/{initiative.pk}/grind/beslut/")
    assert answer.headers["Location"].startswith("/beslut/")

    decision = decision_about(cast, initiative)
    page = client.get(f"/initiativ/{initiative.pk}/grind/").text
    assert str(decision) in page
    answer = client.post(
        f"/initiativ/{initiative.pk}/grind/vidare/",
        {"decision": decision.pk, "reason-purpose_and_goals": "Självklart"},
    )
    assert answer.status_code == 302
    assert Passage.objects.get().exception_count == 1
    assert "Självklart" in client.get(f"/initiativ/{initiative.pk}/visa/passages/").text


def test_gate_page_warns_of_what_the_law_demands(cast: Cast, client_of: ClientOf) -> None:
    initiative = passed(started(cast), cast.manager)
    screened(initiative, cast.manager, personal_data="yes")
    page = client_of(cast.manager).get(f"/initiativ/{initiative.pk}/grind/").text
    assert "krävs av lagen" in page
    assert "Prövning av konsekvensbedömning" in page


def test_an_old_gate_page_is_told_so(cast: Cast, client_of: ClientOf) -> None:
    initiative = with_goals(started(cast), cast.manager)
    answer = client_of(cast.manager).post(
        f"/initiativ/{initiative.pk}/grind/vidare/",
        {"version": initiative.version - 1},
        follow=True,
    )
    assert "Någon annan har ändrat" in answer.text
    assert anew(initiative).phase == "preparation"


def test_close_page_closes_a_small_matter_in_one_form(cast: Cast, client_of: ClientOf) -> None:
    initiative = passed(started(cast), cast.manager, 4)
    client = client_of(cast.manager)
    url = f"/initiativ/{initiative.pk}/avsluta/"
    answer = client.post(url, {"result": "Alla har den"})
    assert (answer.status_code, "saknas: evaluation" in answer.text) == (422, True)
    told = {
        "result": "Alla har den",
        "evaluation": "Bra",
        "lesson": "Fråga först",
        "meets_needs": "on",
    }
    assert client.post(url, told).status_code == 302
    assert anew(initiative).phase == "closed"
    assert "Avslutat" in client.get(f"/initiativ/{initiative.pk}/").text
    assert client.get(url).status_code == 302


def test_rest_and_wake_and_reject_pages(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast)
    client, base = client_of(cast.manager), f"/initiativ/{initiative.pk}"
    told = {"wakes_on": str(ahead(30)), "reason": "Ingen budget"}
    assert client.post(f"{base}/vila/", told).status_code == 302
    assert "Ta upp igen" in client.get(f"{base}/grind/").text
    assert "Vilar till" in client.get(f"{base}/").text
    client.post(f"{base}/vidare/")
    assert anew(initiative).state == "active"
    client.post(f"{base}/grind/ater/", {"reason": "Räkna på driften"})
    assert "Räkna på driften" in client.get(f"{base}/").text
    assert client.post(f"{base}/inte-av/", {"reason": ""}).status_code == 422
    assert client.post(f"{base}/inte-av/", {"reason": "För dyrt"}).status_code == 302
    assert "Blev inte av" in client.get(f"{base}/").text
    assert "pågår redan" not in client.post(f"{base}/vidare/", follow=True).text


def test_handover_is_offered_and_accepted_on_the_gate_page(cast: Cast, client_of: ClientOf) -> None:
    initiative, steward = make_steward(cast, started(cast))
    base = f"/initiativ/{initiative.pk}"
    client_of(cast.system_steward).post(f"{base}/lamna/")
    assert "Ta emot Frånvaro i mobilen" in [one.text for one in waiting_for(steward)]
    assert "Ta emot" in client_of(steward).get(f"{base}/grind/").text
    client_of(steward).post(f"{base}/ta-emot/")
    assert anew(initiative).is_handed_over
    said = client_of(steward).post(f"{base}/ta-emot/", follow=True).text
    assert "redan mottaget" in said


def test_version_and_take_over_pages(cast: Cast, client_of: ClientOf) -> None:
    version, other = make_method(), make_method("En annan")
    initiative = started(cast, version=version)
    client, base = client_of(cast.manager), f"/initiativ/{initiative.pk}"
    assert client.post(f"{base}/version/", {"version": other.pk}).status_code == 302
    step = other.steps.get(key="carry_out")
    assert client.post(f"{base}/pagick/", {"step": step.pk}).status_code == 422
    sent = {"step": step.pk, "started_on": ago(400)}
    assert client.post(f"{base}/pagick/", sent).status_code == 302
    assert "före Bryggan" in client.get(f"{base}/visa/passages/").text


def test_what_she_leads_waits_for_her_with_what_is_missing(cast: Cast) -> None:
    started(cast)
    [one] = waiting_for(cast.system_steward)
    assert one.text == "Nästa grind: Grind 1: Frånvaro i mobilen"
    assert "Saknas: purpose_and_goals" in one.detail
    assert not [w for w in waiting_for(cast.controller) if "Frånvaro" in w.text]


def test_page_costs_the_same_whatever_hangs_on_it(cast: Cast, client_of: ClientOf) -> None:
    make_method()
    bare = started(cast, name="Bar")
    full = started(cast, name="Full", needs=[need_sorted(cast)], **{"role.member": [cast.employee]})
    planning.set_money(full, by=cast.manager, rows=[money(year=2026 + n) for n in range(5)])
    planning.assess_risks(anew(full), by=cast.manager, rows=[{"what": f"R{n}"} for n in range(5)])
    planning.plan_milestones(
        anew(full), by=cast.manager, rows=[{"name": f"M{n}"} for n in range(5)]
    )
    screened(anew(full), cast.manager)
    for key in ("plan", "budget", "lessons"):
        evidencing.give_evidence(
            anew(full), by=cast.manager, key=key, answer=Saying.EXISTS, words="Ja"
        )
    client = client_of(cast.manager)
    counts = []
    for one in (bare, full):
        client.get(f"/initiativ/{one.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/initiativ/{one.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_an_external_auditor_reads_and_changes_nothing(cast: Cast, client_of: ClientOf) -> None:
    initiative = closed(started(cast), cast.manager)
    client = client_of(cast.auditor)
    assert client.get(f"/initiativ/{initiative.pk}/").status_code == 200
    assert client.post(f"/initiativ/{initiative.pk}/vidare/").status_code == 403
    actions.change_initiative(initiative, by=cast.strategist, values={"unit": cast.care})
    assert client.get(f"/initiativ/{initiative.pk}/").status_code == 404


def test_what_an_initiative_waits_for_is_told_to_those_who_see_the_other(
    cast: Cast, client_of: ClientOf
) -> None:
    initiative, other, later = (started(cast, name=name) for name in ("En", "Två", "Tre"))
    planning.tie_dependencies(initiative, by=cast.manager, rows=[{"depends_on": other}])
    planning.tie_dependencies(later, by=cast.manager, rows=[{"depends_on": initiative}])
    for one in (other, later):
        values = {"unit": cast.care, "name": f"Omsorgens {one.name.lower()}"}
        actions.change_initiative(anew(one), by=cast.strategist, values=values)

    url = f"/initiativ/{initiative.pk}/visa/dependencies/"
    told = client_of(cast.manager).get(url).text
    assert "Omsorgens två" in told
    assert "Omsorgens tre" in told
    assert "Omsorgens" not in client_of(cast.auditor).get(url).text


def test_a_system_shows_the_initiatives_that_concern_it(cast: Cast, client_of: ClientOf) -> None:
    initiative = started(cast, systems=[cast.system])
    course.pass_gate(with_goals(initiative, cast.manager), by=cast.manager)
    panel = client_of(cast.employee).get(f"/system/{cast.system.pk}/visa/initiatives/").text
    assert "Frånvaro i mobilen" in panel
