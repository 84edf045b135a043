import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bryggan.history.models import Change, Event
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast, make_cast, make_contract, make_system
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.registers import actions
from bryggan.registers.models import SavedView
from bryggan.registers.tests.making import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def tabs_of(person: User, address: str = "/system/") -> list[tuple[str, bool]]:
    tabs = client_of(person).get(address).context["tabs"]
    return [(str(tab["label"]), tab["is_current"]) for tab in tabs]


def saved(by: User, name: str = "Min vy", **differences: str) -> SavedView:
    return actions.save_view(
        "system", by=by, name=name, address="?f.lifecycle=in_use", **differences
    )


def test_save_view_keeps_the_question_and_offers_it_as_a_tab(cast: Cast) -> None:
    client = client_of(cast.employee)
    asked = "?f.lifecycle=phasing_out&f.lifecycle=in_use&sort=-user_count&page=3&id=7"
    page = client.get("/system/" + asked)
    assert page.context["new_view_url"].startswith("/system/vyer/ny/?f.lifecycle=in_use")
    answer = client.post("/system/vyer/ny/" + asked, {"name": "I drift"})
    view = SavedView.objects.get()
    assert (view.owner, view.shared_with) == (cast.employee, "mine")
    assert view.address == "?f.lifecycle=in_use&f.lifecycle=phasing_out&sort=-user_count"
    assert answer.headers["Location"] == "/system/" + view.address
    assert tabs_of(cast.employee) == [("Alla", True), ("Mina", False), ("I drift", False)]
    assert tabs_of(cast.employee, "/system/" + asked) == [
        ("Alla", False),
        ("Mina", False),
        ("I drift", True),
        ("ändra vyn …", False),
    ]
    assert client.get("/system/" + asked).context["new_view_url"] == ""
    assert Event.objects.latest("pk").name == "view.saved"


def test_save_view_refuses_the_same_name_twice_and_says_so(cast: Cast) -> None:
    saved(cast.employee)
    answer = client_of(cast.employee).post("/system/vyer/ny/?q=x", {"name": "Min vy"})
    assert answer.status_code == 422
    assert "Det finns redan en vy med det namnet." in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_what_others_saved_for_themselves_is_not_there(cast: Cast) -> None:
    view = saved(cast.employee)
    assert tabs_of(cast.manager) == [("Alla", True), ("Mina", False)]
    url = reverse("change_view", args=["system", view.pk])
    assert client_of(cast.manager).get(url).status_code == 404
    assert client_of(cast.administrator).get(url).status_code == 404
    assert client_of(cast.manager).post(url + "ta-bort/").status_code == 404


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("employee", []),
        ("manager", ["mine", "unit"]),
        ("strategist", ["mine", "unit", "role", "all"]),
    ],
)
def test_one_is_offered_only_those_one_may_share_with(
    cast: Cast, who: str, offered: list[str]
) -> None:
    form = client_of(cast.people()[who]).get("/system/vyer/ny/?q=a").context["form"]
    asked = form.fields.get("shared_with")
    assert [value for value, _label in asked.choices] == offered if asked else not offered


def test_save_view_for_others_is_refused_beyond_ones_duty(cast: Cast) -> None:
    for by, shared_with in ((cast.employee, "unit"), (cast.employee, "all"), (cast.manager, "all")):
        with pytest.raises(Refused, match="kan dela en vy"):
            saved(by, shared_with=shared_with)
    assert not SavedView.objects.exists()
    assert not Change.objects.filter(noun="registers.savedview").exists()


def test_a_view_for_the_unit_is_seen_by_the_unit_alone(cast: Cast) -> None:
    saved(cast.manager, "Enhetens", shared_with="unit")
    assert ("Enhetens", False) in tabs_of(cast.employee)
    assert ("Enhetens", False) not in tabs_of(cast.other_manager)


def test_a_view_for_a_role_is_seen_by_those_who_hold_it(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Välj vilken roll"):
        saved(cast.strategist, "Chefernas", shared_with="role")
    saved(cast.strategist, "Chefernas", shared_with="role", role=Role.MANAGER)
    assert ("Chefernas", False) in tabs_of(cast.other_manager)
    assert ("Chefernas", False) not in tabs_of(cast.employee)


def test_change_view_gives_it_another_name(cast: Cast) -> None:
    view = saved(cast.employee)
    url = reverse("change_view", args=["system", view.pk])
    client_of(cast.employee).post(url, {"name": "Bättre namn"})
    view.refresh_from_db()
    assert (view.name, view.address) == ("Bättre namn", "?f.lifecycle=in_use")


def test_change_view_of_a_shared_one_is_its_owners_and_the_central_roles(cast: Cast) -> None:
    view = saved(cast.manager, shared_with="unit")
    url = reverse("change_view", args=["system", view.pk])
    answer = client_of(cast.employee).post(url, {"name": "Kapad"})
    assert answer.status_code == 403
    assert "Magnus Mård" in answer.content.decode()
    for_all = saved(cast.strategist, "För alla", shared_with="all")
    url = reverse("change_view", args=["system", for_all.pk])
    client_of(cast.administrator).post(url, {"name": "Rättad", "shared_with": "all"})
    for_all.refresh_from_db()
    assert (for_all.name, for_all.shared_with, for_all.owner) == ("Rättad", "all", cast.strategist)


def test_change_view_to_the_name_of_another_is_impossible(cast: Cast) -> None:
    saved(cast.employee, "Upptagen")
    view = saved(cast.employee, "Min andra")
    url = reverse("change_view", args=["system", view.pk])
    answer = client_of(cast.employee).post(url, {"name": "Upptagen"})
    assert answer.status_code == 422
    view.refresh_from_db()
    assert view.name == "Min andra"


def test_remove_view_twice_is_impossible_since_it_is_gone(cast: Cast) -> None:
    view = saved(cast.employee)
    client = client_of(cast.employee)
    url = reverse("remove_view", args=["system", view.pk])
    assert client.post(url).status_code == 302
    events = Event.objects.count()
    assert client.post(url).status_code == 404
    assert Event.objects.count() == events


def test_remove_view_takes_it_away_for_all_who_saw_it(cast: Cast) -> None:
    view = saved(cast.manager, shared_with="unit")
    client = client_of(cast.manager)
    client.post(reverse("remove_view", args=["system", view.pk]))
    assert tabs_of(cast.employee) == [("Alla", True), ("Mina", False)]
    assert SavedView.objects.get().withdrawn_at is not None


def test_remove_view_is_refused_to_those_who_only_see_it(cast: Cast) -> None:
    view = saved(cast.manager, shared_with="unit")
    answer = client_of(cast.employee).post(reverse("remove_view", args=["system", view.pk]))
    assert answer.status_code == 403
    assert SavedView.objects.get().withdrawn_at is None


def test_mine_is_offered_where_the_register_says_whose_a_row_is(
    cast: Cast,
) -> None:
    make_contract("Mitt avtal", owner=cast.controller)
    make_contract("Annat avtal")
    page = client_of(cast.controller).get("/avtal/")
    url = next(tab["url"] for tab in page.context["tabs"] if tab["label"] == "Mina")
    page = client_of(cast.controller).get(url)
    assert "Mitt avtal" in page.content.decode()
    assert "Annat avtal" not in page.content.decode()
    assert ("Mina", True) in [(tab["label"], tab["is_current"]) for tab in page.context["tabs"]]


def test_the_list_says_how_many_in_how_many_units(cast: Cast) -> None:
    make_system(cast.care, name="Ett till")
    page = client_of(cast.employee).get("/system/?f.lifecycle=in_use")
    assert page.context["lead"] == "3 system i 2 enheter"
    assert page.context["kept"] == [("f.lifecycle", "in_use")]
    assert page.context["bulk_url"] == "/system/andra-flera/"


def test_views_cost_the_list_one_query_however_many(cast: Cast) -> None:
    client = client_of(cast.employee)
    client.get("/system/")
    counts = []
    for n in (1, 8):
        for place in range(n):
            saved(cast.employee, f"Vy {n} {place}")
        with CaptureQueriesContext(connection) as caught:
            client.get("/system/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_an_address_with_nonsense_still_gives_the_form(cast: Cast) -> None:
    answer = client_of(cast.employee).get("/system/vyer/ny/?f.finns_inte=1&sort=x&page=-1")
    assert answer.status_code == 200
    assert client_of(cast.employee).get("/finns-inte/vyer/ny/").status_code == 404
