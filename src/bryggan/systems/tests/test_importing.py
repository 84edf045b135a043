"""Systems read in from files: what is made, what is compared, what is left, and that it all adds up."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook

from bryggan.contracts.models import Contract
from bryggan.history.models import Batch, Event
from bryggan.kit.action import Refused
from bryggan.kit.testing.cast import Cast, make_system, tool
from bryggan.kit.testing.effects import newest_event, nothing_happens
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.registers.importing import mapping
from bryggan.registers.importing.applying import apply_plan
from bryggan.registers.importing.importer import IMPORTERS, Found, PlannedRow
from bryggan.registers.importing.plan import make_plan
from bryggan.registers.models import OwnField, SourceText
from bryggan.registers.reading import read_file
from bryggan.registers.undo import undo_batch
from bryggan.search.queries import candidates
from bryggan.systems import actions, importing_links
from bryggan.systems.models import ContractUse, Integration, Mention, System, Vulnerability
from bryggan.systems.tests.reading_in import HEAD, outcomes, plan_of, read_in


def test_units_people_and_systems_are_made_out_of_one_row(cast: Cast) -> None:
    plan = read_in(
        cast.administrator,
        ["Namn", "Organisation", "Systemansvariga IT", "Taggar", "Driftbudget"],
        ["Lifecare ", "Norrköping / Vårdnämnden", "a.lund@x.se, b.ek@x.se", "Vård, omsorg", 74906],
    )

    system = System.objects.get(name="Lifecare")
    assert plan.counts()["created"] == 1
    assert [unit.name for unit in Unit.objects.filter(pk__in=system.unit.ancestor_ids())] == [
        "Norrköping",
        "Vårdnämnden",
    ]
    roles = system.roles.order_by("pk").values_list("user__email", "role", "is_deputy")
    assert list(roles) == [
        ("a.lund@x.se", "it_counterpart", False),
        ("b.ek@x.se", "it_counterpart", True),
    ]
    person = User.objects.get(email="a.lund@x.se")
    assert not person.is_active
    assert not person.has_usable_password()
    assert list(system.tags.values_list("name", flat=True)) == ["Vård, omsorg"]
    assert system.costs.get().amount_sek == 74906
    assert candidates("lifecare")[0].record_id == system.pk


def test_the_plan_writes_nothing(cast: Cast) -> None:
    before = (System.objects.count(), Unit.objects.count(), Event.objects.count())
    plan, _importer = plan_of(cast.administrator, HEAD, ["Nytt", "Helt ny enhet", "12"])

    assert outcomes(plan) == ["created"]
    assert (System.objects.count(), Unit.objects.count(), Event.objects.count()) == before


def test_the_same_file_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    lines = (HEAD, ["Ett", "Nya nämnden", "12"], ["Två", "Nya nämnden", ""])
    read_in(cast.administrator, *lines)
    events = Event.objects.count()
    again = read_in(cast.administrator, *lines)

    assert outcomes(again) == ["unchanged", "unchanged"]
    assert Event.objects.count() == events


def test_counts_add_up_and_every_bad_cell_is_listed(cast: Cast) -> None:
    plan = read_in(
        cast.administrator,
        HEAD,
        ["Ett", cast.care.name, "många"],
        ["", cast.care.name, "3"],
        ["Ett", cast.care.name, "4"],
        ["", "", ""],
        ["Två", cast.care.name, "1 840"],
    )

    counts = plan.counts()
    assert counts["rows"] == sum(v for key, v in counts.items() if key != "rows")
    assert outcomes(plan) == ["created", "failed", "failed", "skipped", "created"]
    assert [(c["row"], c["column"], c["value"]) for c in plan.cells()][0] == (
        2,
        "Aktiva användare",
        "många",
    )
    assert System.objects.get(name="Ett").user_count is None
    assert System.objects.get(name="Två").user_count == 1840
    assert "rad 2" in plan.rows[2].message


def test_equal_names_in_different_units_become_two_systems(cast: Cast) -> None:
    read_in(
        cast.administrator,
        HEAD,
        ["Cuviva", cast.care.name, "1"],
        ["Cuviva", cast.education.name, "2"],
    )

    assert System.objects.filter(name="Cuviva").count() == 2


def test_a_name_alone_matches_when_only_one_system_has_it(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Treserva")
    plan = read_in(cast.administrator, ["Namn", "Aktiva användare"], ["  treserva", "99"])

    assert outcomes(plan) == ["updated"]
    system.refresh_from_db()
    assert system.user_count == 99


def test_bryggans_number_goes_before_the_name(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Gammalt namn")
    make_system(unit=cast.education, name="Nytt namn")
    plan = read_in(
        cast.administrator, ["Bryggans nummer", "Namn"], [f"S-{system.pk:04d}", "Nytt namn"]
    )

    assert outcomes(plan) == ["updated"]
    system.refresh_from_db()
    assert system.name == "Nytt namn"


def test_empty_cells_leave_what_is_there_unless_asked(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva", user_count=5, description="Finns")
    lines = (["Namn", "Aktiva användare"], ["Viva", ""])
    assert outcomes(read_in(cast.administrator, *lines)) == ["unchanged"]
    assert outcomes(read_in(cast.administrator, *lines, empties_clear=True)) == ["updated"]

    system.refresh_from_db()
    assert system.user_count is None
    assert system.description == "Finns"


def test_what_a_person_changed_since_the_file_is_a_conflict_and_kept(cast: Cast) -> None:
    read_in(cast.administrator, HEAD, ["Viva", cast.care.name, "5"])
    system = System.objects.get(name="Viva")
    actions.change_system(system, by=cast.administrator, values={"user_count": 7})

    plan = read_in(cast.administrator, HEAD, ["Viva", cast.care.name, "5"])

    assert plan.rows[0].conflicts == {"user_count": [7, 5]}
    system.refresh_from_db()
    assert system.user_count == 7


def test_a_new_value_in_the_file_wins_where_nobody_has_touched(cast: Cast) -> None:
    read_in(cast.administrator, HEAD, ["Viva", cast.care.name, "5"])
    plan = read_in(cast.administrator, HEAD, ["Viva", cast.care.name, "6"])

    assert plan.rows[0].changes == {"user_count": [5, 6]}
    assert System.objects.get(name="Viva").user_count == 6


def test_a_row_changed_since_the_plan_is_reported_and_not_overwritten(cast: Cast) -> None:
    system = make_system(unit=cast.care, name="Viva", user_count=5)
    plan, importer = plan_of(cast.administrator, HEAD, ["Viva", cast.care.name, "6"])
    actions.change_system(system, by=cast.administrator, values={"user_count": 7})
    apply_plan(plan, importer, reason="lista.csv", import_id=None)

    assert outcomes(plan) == ["failed"]
    system.refresh_from_db()
    assert system.user_count == 7


def test_dependencies_told_from_both_sides_are_one_integration(cast: Cast) -> None:
    read_in(
        cast.administrator,
        ["Namn", "Organisation", "Beroende till", "Beroende från"],
        ["Heroma", cast.care.name, "Tes, plan (SN): Helt verksamhetskritiskt (Fil)", ""],
        ["Tes, plan (SN)", cast.care.name, "", "Heroma: Helt verksamhetskritiskt (Fil)"],
    )

    row = Integration.objects.get(source__name="Heroma")
    assert (str(row.source), str(row.target), row.method) == ("Heroma", "Tes, plan (SN)", "file")
    assert row.told_by_source
    assert row.told_by_target
    assert row.criticality == "critical"


def test_a_mentioned_system_that_is_missing_is_kept_and_tied_when_it_comes(cast: Cast) -> None:
    head = ["Namn", "Organisation", "Beroende till"]
    read_in(
        cast.administrator, head, ["Alvis", cast.care.name, "Navet: Ej verksamhetskritiskt (API)"]
    )
    mention = Mention.objects.get()
    assert (mention.name, mention.step) == ("Navet", "open")

    actions.create_system(cast.care, by=cast.administrator, values={"name": "Navet"})

    mention.refresh_from_db()
    assert mention.step == "settled"
    assert Integration.objects.get(target__name="Navet").source == System.objects.get(name="Alvis")


def test_an_open_ended_contract_out_of_a_sentence(cast: Cast) -> None:
    read_in(
        cast.administrator,
        ["Namn", "Organisation", "Avtalstiden löper ut datum"],
        ["2c8", cast.care.name, "Löpande - uppsägningstid på 3-12 månader"],
    )

    contract = Contract.objects.get(name="2c8")
    assert contract.is_open_ended
    assert contract.notice_amount == 12
    assert contract.is_assumed
    assert contract.supplier is None
    assert ContractUse.objects.get().contract == contract


def test_what_is_secret_goes_beside_and_its_source_text_with_it(cast: Cast) -> None:
    read_in(
        cast.administrator,
        ["Namn", "Organisation", "Verksamhetskritiskt", "Egen kolumn"],
        ["Skyddat", cast.care.name, "Helt verksamhetskritiskt", "öppet"],
    )

    system = System.objects.get(name="Skyddat")
    beside = Vulnerability.objects.get(system=system)
    assert beside.criticality == "critical"
    own = SourceText.objects.get(noun="systems.system", record_id=system.pk)
    assert "Verksamhetskritiskt" not in own.cells
    secret = SourceText.objects.get(noun="systems.vulnerability", record_id=beside.pk)
    assert secret.cells["Verksamhetskritiskt"] == "Helt verksamhetskritiskt"
    assert OwnField.objects.get().label == "Egen kolumn"
    assert system.own_fields == {"egen_kolumn": "öppet"}


def test_an_import_is_undone_as_a_whole(cast: Cast) -> None:
    old = make_system(unit=cast.care, name="Viva", user_count=5)
    read_in(cast.administrator, HEAD, ["Viva", cast.care.name, "6"], ["Ny", cast.care.name, "1"])
    batch = Batch.objects.filter(kind=Batch.Kind.IMPORT).latest("pk")

    undo_batch(batch, by=cast.administrator)

    old.refresh_from_db()
    assert old.user_count == 5
    assert not System.objects.present().filter(name="Ny").exists()
    assert [hit.title for hit in candidates("Ny", nouns=["systems.system"])] == []


def test_a_manager_reads_in_her_own_unit_only(cast: Cast) -> None:
    theirs = (
        cast.care if cast.manager.has_role_over(cast.education, Role.MANAGER) else cast.education
    )
    own = cast.education if theirs == cast.care else cast.care
    path = " / ".join(
        Unit.objects.filter(pk__in=own.ancestor_ids())
        .order_by("path")
        .values_list("name", flat=True)
    )
    plan = read_in(
        cast.manager, HEAD, ["Mitt", path, "1"], ["Deras", theirs.name, "1"], ["X", "Påhittad", "1"]
    )

    assert outcomes(plan) == ["created", "failed", "failed"]
    assert not System.objects.filter(name="Deras").exists()


def test_the_list_taken_out_and_read_in_again_changes_only_what_was_edited(
    cast: Cast, client_of: Callable[[User], Client]
) -> None:
    make_system(
        unit=cast.care, name="=HYPERLINK(1)", user_count=3, description="-1+2 rader\noch en till"
    )
    changed = make_system(unit=cast.care, name="Viva", user_count=5)
    response = client_of(cast.administrator).get("/system/fil.xlsx")
    book = load_workbook(io.BytesIO(response.getvalue()))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    names = [row[heads.index("Namn")].value for row in sheet.iter_rows(min_row=2)]
    row = names.index("Viva") + 2
    sheet.cell(row, heads.index("Aktiva användare") + 1).value = 6
    file = io.BytesIO()
    book.save(file)

    read = read_file(file.getvalue(), name="system.xlsx")
    importer = IMPORTERS["system"](cast.administrator)
    columns = mapping.suggest(read.columns, importer.targets(), importer.worked_out())
    plan = make_plan(read, columns, importer)

    assert {row.name: row.changes for row in plan.rows if row.changes} == {
        "Viva": {"user_count": [5, 6]}
    }
    assert [row.message for row in plan.rows if row.outcome == "failed"] == []
    apply_plan(plan, importer, reason="system.xlsx", import_id=None)
    changed.refresh_from_db()
    assert changed.user_count == 6


SECRET = {"vulnerability.criticality": "critical"}


def links_of(cast: Cast) -> tuple[list[PlannedRow], Found]:
    """A plan with one integration to tell, and nothing else."""
    make_system(unit=cast.care, name="Ett")
    make_system(unit=cast.care, name="Två")
    plan, _importer = plan_of(
        cast.administrator,
        ["Namn", "Organisation", "Beroende till"],
        ["Ett", cast.care.name, "Två: Helt verksamhetskritiskt (API)"],
    )
    return list(plan.rows), plan.found


def test_tell_integrations_is_one_event_for_all_that_the_file_tells(cast: Cast) -> None:
    rows, found = links_of(cast)
    importing_links.tell_integrations(rows, found, by=cast.administrator)

    event = newest_event()
    assert event.name == "integrations.told"
    assert event.changes.get().noun == "systems.integration"


def test_tell_integrations_is_refused_to_an_employee(cast: Cast) -> None:
    rows, found = links_of(cast)

    with nothing_happens(), pytest.raises(Refused):
        importing_links.tell_integrations(rows, found, by=cast.employee)


def test_tell_integrations_twice_is_impossible_to_double(cast: Cast) -> None:
    rows, found = links_of(cast)
    importing_links.tell_integrations(rows, found, by=cast.administrator)
    flows = Integration.objects.count()
    importing_links.tell_integrations(rows, found, by=cast.administrator)

    assert Integration.objects.count() == flows


def test_the_plan_shows_nothing_of_what_may_be_secret(cast: Cast) -> None:
    make_system(unit=cast.care, by=tool(), name="Hemligt", **SECRET)
    plan, _importer = plan_of(
        cast.manager if cast.manager.unit != cast.care else cast.other_manager,
        ["Namn", "Verksamhetskritiskt"],
        ["Hemligt", "Ej verksamhetskritiskt"],
    )

    assert outcomes(plan) == ["failed"]
    assert "critical" not in str(plan.rows[0].changes)
