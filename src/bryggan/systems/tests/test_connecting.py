"""Integrations, parties and mentions: it happens, it is refused, it is impossible."""

import pytest

from bryggan.history.models import Batch
from bryggan.kit.action import NotPossible, Refused, Stale
from bryggan.kit.testing.cast import Cast, make_system, tool
from bryggan.kit.writer import batch
from bryggan.people.models import root_unit
from bryggan.systems import actions, connecting
from bryggan.systems.models import ExternalParty, Integration, Mention, System
from bryggan.systems.tests.making import events, make_flow, make_mention, newest_event


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, before anything is known to flow between its systems."""
    connecting.withdraw_integration(cast.integration, by=tool())
    return cast


def test_create_integration(cast: Cast) -> None:
    made = connecting.create_integration(
        cast.education,
        by=cast.system_owner,
        values={"from": cast.system, "to": cast.other_system, "method": "api", "is_secret": None},
    )
    assert made.title == "Skolplattformen → Omsorgsjournalen"
    assert made.unit == cast.education
    assert made.is_secret is False
    assert newest_event().name == "integration.created"


def test_create_integration_refused_for_who_answers_for_neither_system(cast: Cast) -> None:
    before = events()
    with pytest.raises(Refused, match="ansvarar för ett av systemen"):
        connecting.create_integration(
            cast.education,
            by=cast.employee,
            values={"from": cast.system, "to": cast.other_system},
        )
    assert not Integration.objects.present().exists()
    assert events() == before


def test_create_integration_refused_through_a_unit_with_neither_system(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="inget av de två"):
        connecting.create_integration(
            cast.company,
            by=cast.strategist,
            values={"from": cast.system, "to": cast.other_system},
        )


def test_create_integration_impossible_with_itself_or_between_outsiders(cast: Cast) -> None:
    party = connecting.create_party(cast.group, by=cast.strategist, values={"name": "Inera"})
    bank = connecting.create_party(cast.group, by=cast.strategist, values={"name": "Banken"})
    for source, target, reason in (
        (cast.system, cast.system, "sig självt"),
        (party, bank, "ett av era system"),
        (None, bank, "kommer från"),
    ):
        with pytest.raises(NotPossible, match=reason):
            connecting.create_integration(
                cast.education, by=cast.strategist, values={"from": source, "to": target}
            )
    assert not Integration.objects.present().exists()


def test_the_same_flow_by_the_same_method_is_one_row(cast: Cast) -> None:
    first = make_flow(cast.system, cast.other_system, method="api")
    with pytest.raises(NotPossible, match=first.number):
        make_flow(cast.system, cast.other_system, method="api")
    make_flow(cast.system, cast.other_system, method="file")
    make_flow(cast.other_system, cast.system, method="api")
    assert Integration.objects.present().count() == 3


def test_change_integration_moves_its_name_and_unit_along(cast: Cast) -> None:
    flow = make_flow(cast.system, cast.other_system)
    connecting.change_integration(
        flow, by=cast.strategist, values={"from": cast.other_system, "to": cast.system}
    )
    flow.refresh_from_db()
    assert flow.title == "Omsorgsjournalen → Skolplattformen"
    assert flow.unit == cast.care
    assert newest_event().name == "integration.changed"


def test_change_integration_refused(cast: Cast) -> None:
    flow = make_flow(cast.system, cast.other_system)
    before = events()
    with pytest.raises(Refused, match="ansvarar för ett av systemen"):
        connecting.change_integration(flow, by=cast.employee, values={"carries": "elever"})
    flow.refresh_from_db()
    assert flow.carries == ""
    assert events() == before


def test_change_integration_impossible(cast: Cast) -> None:
    flow = make_flow(cast.system, cast.other_system)
    before = events()
    with pytest.raises(NotPossible, match="sig självt"):
        connecting.change_integration(flow, by=cast.strategist, values={"to": cast.system})
    flow.refresh_from_db()
    assert flow.target == cast.other_system
    assert events() == before


def test_withdraw_integration(cast: Cast) -> None:
    flow = make_flow(cast.system, cast.other_system)
    connecting.withdraw_integration(flow, by=cast.system_owner, reason="Avtalet är slut")
    assert not Integration.objects.present().exists()
    assert newest_event().reason == "Avtalet är slut"
    make_flow(cast.system, cast.other_system)


def test_withdraw_integration_refused(cast: Cast) -> None:
    flow = make_flow(cast.system, cast.other_system)
    before = events()
    with pytest.raises(Refused, match="ansvarar för ett av systemen"):
        connecting.withdraw_integration(flow, by=cast.employee)
    assert Integration.objects.present().get() == flow
    assert events() == before


def test_withdraw_integration_impossible_when_it_has_changed_since(cast: Cast) -> None:
    seen = make_flow(cast.system, cast.other_system)
    now = Integration.objects.get(pk=seen.pk)
    connecting.change_integration(now, by=cast.system_owner, values={"carries": "Elever"})
    before = events()
    with pytest.raises(Stale):
        connecting.withdraw_integration(seen, by=cast.system_owner)
    assert Integration.objects.present().exists()
    assert events() == before


def make_party(cast: Cast, name: str = "Skatteverket") -> ExternalParty:
    return connecting.create_party(cast.group, by=cast.manager, values={"name": name})


def test_create_party(cast: Cast) -> None:
    party = make_party(cast)
    assert party.unit == root_unit()
    assert newest_event().name == "party.created"


def test_create_party_refused(cast: Cast) -> None:
    before = events()
    with pytest.raises(Refused, match="administratören"):
        connecting.create_party(cast.group, by=cast.employee, values={"name": "Inera"})
    assert not ExternalParty.objects.exists()
    assert events() == before


def test_create_party_impossible_twice(cast: Cast) -> None:
    make_party(cast)
    before = events()
    with pytest.raises(NotPossible, match="redan en extern part"):
        make_party(cast, "skatteverket ")
    assert ExternalParty.objects.count() == 1
    assert events() == before


def test_change_party_renames_its_integrations(cast: Cast) -> None:
    party = make_party(cast)
    flow = make_flow(cast.system, party)
    connecting.change_party(party, by=cast.manager, values={"name": "Skatteverket (Navet)"})
    flow.refresh_from_db()
    assert flow.title == "Skolplattformen → Skatteverket (Navet)"
    assert newest_event().name == "party.changed"


def test_change_party_refused(cast: Cast) -> None:
    party = make_party(cast)
    before = events()
    with pytest.raises(Refused, match="administratören"):
        connecting.change_party(party, by=cast.employee, values={"name": "Navet"})
    party.refresh_from_db()
    assert party.name == "Skatteverket"
    assert events() == before


def test_change_party_impossible_to_a_name_that_is_taken(cast: Cast) -> None:
    party = make_party(cast)
    make_party(cast, "Inera")
    before = events()
    with pytest.raises(NotPossible, match="redan en extern part"):
        connecting.change_party(party, by=cast.manager, values={"name": "INERA"})
    assert events() == before


def test_withdraw_party(cast: Cast) -> None:
    connecting.withdraw_party(make_party(cast), by=cast.manager, reason="Används inte")
    assert not ExternalParty.objects.present().exists()
    assert newest_event().reason == "Används inte"


def test_withdraw_party_refused(cast: Cast) -> None:
    party = make_party(cast)
    before = events()
    with pytest.raises(Refused, match="administratören"):
        connecting.withdraw_party(party, by=cast.employee)
    assert ExternalParty.objects.present().exists()
    assert events() == before


def test_withdraw_party_impossible_while_something_flows(cast: Cast) -> None:
    party = make_party(cast)
    make_flow(cast.system, party)
    before = events()
    with pytest.raises(NotPossible, match="Ta bort dem först"):
        connecting.withdraw_party(party, by=cast.manager)
    assert ExternalParty.objects.present().exists()
    assert events() == before


def test_settle_mention_as_another_name(cast: Cast) -> None:
    mention = make_mention(cast.system, "Journalen", criticality="critical", method="file")
    other = make_mention(cast.system, "journalen", way="from")
    flow = connecting.settle_mention(mention, by=cast.strategist, as_alias=cast.other_system)
    assert (flow.source, flow.target) == (cast.system, cast.other_system)
    assert flow.told_by_source and not flow.told_by_target
    assert (flow.criticality, flow.method) == ("critical", "file")
    assert System.objects.get(pk=cast.other_system.pk).aliases == ["Journalen"]
    mention.refresh_from_db()
    assert mention.step == Mention.Step.SETTLED
    assert newest_event().name == "mention.settled"
    other.refresh_from_db()
    assert other.integration is not None
    assert other.integration.target == cast.system


def test_settle_mention_as_new_system_ties_every_mention_of_it(cast: Cast) -> None:
    mention = make_mention(cast.system, "Diwise")
    theirs = make_mention(cast.other_system, "diwise ", way="from")
    flow = connecting.settle_mention(mention, by=cast.manager, as_system=True)
    made = System.objects.get(name="Diwise")
    assert made.unit == cast.education
    assert flow.target == made
    theirs.refresh_from_db()
    assert theirs.step == Mention.Step.SETTLED
    assert {"system.created", "mention.settled"} <= set(events())


def test_settle_mention_as_party_takes_the_one_there_is(cast: Cast) -> None:
    first = make_mention(cast.system, "Inera")
    second = make_mention(cast.other_system, "INERA", way="from")
    connecting.settle_mention(first, by=cast.manager, as_party=True)
    flow = connecting.settle_mention(second, by=cast.other_manager, as_party=True)
    assert ExternalParty.objects.count() == 1
    assert flow.source_party is not None
    assert flow.target == cast.other_system


def test_settle_mention_refused(cast: Cast) -> None:
    mention = make_mention(cast.system, "Journalen")
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        connecting.settle_mention(mention, by=cast.employee, as_party=True)
    with pytest.raises(Refused, match="Omsorgsjournalen"):
        connecting.settle_mention(mention, by=cast.system_owner, as_alias=cast.other_system)
    with pytest.raises(Refused, match="System läggs upp av"):
        connecting.settle_mention(mention, by=cast.system_owner, as_system=True)
    mention.refresh_from_db()
    assert mention.step == Mention.Step.OPEN
    assert events() == before
    assert not Integration.objects.present().exists()


def test_settle_mention_impossible(cast: Cast) -> None:
    mention = make_mention(cast.system, "Journalen")
    with pytest.raises(NotPossible, match="Välj vad"):
        connecting.settle_mention(mention, by=cast.manager)
    with pytest.raises(NotPossible, match="sig självt"):
        connecting.settle_mention(mention, by=cast.manager, as_alias=cast.system)
    connecting.settle_mention(mention, by=cast.manager, as_party=True)
    mention.refresh_from_db()
    with pytest.raises(Refused, match="redan uppklarat"):
        connecting.settle_mention(mention, by=cast.manager, as_party=True)


def test_dismiss_mention(cast: Cast) -> None:
    mention = make_mention(cast.system, "m.fl.")
    connecting.dismiss_mention(mention, by=cast.system_owner, reason="Inget system")
    mention.refresh_from_db()
    assert mention.step == Mention.Step.DISMISSED
    assert newest_event().name == "mention.dismissed"
    assert newest_event().reason == "Inget system"


def test_dismiss_mention_refused(cast: Cast) -> None:
    mention = make_mention(cast.system, "m.fl.")
    before = events()
    with pytest.raises(Refused, match="ansvarar för systemet"):
        connecting.dismiss_mention(mention, by=cast.employee, reason="Inget system")
    mention.refresh_from_db()
    assert mention.step == Mention.Step.OPEN
    assert events() == before


def test_dismiss_mention_impossible_without_a_reason(cast: Cast) -> None:
    mention = make_mention(cast.system, "m.fl.")
    before = events()
    with pytest.raises(NotPossible, match="varför"):
        connecting.dismiss_mention(mention, by=cast.system_owner, reason=" ")
    mention.refresh_from_db()
    assert mention.step == Mention.Step.OPEN
    assert events() == before


def test_told_from_both_sides_is_one_integration(cast: Cast) -> None:
    """Education says *till Lönen*, and the pay system that arrives says *från Skolplattformen*."""
    make_mention(cast.system, "Lönen", criticality="not_critical")
    pay = make_system(cast.care, name="Lönen")
    mention = make_mention(pay, "Skolplattformen", way="from", criticality="critical")
    actions.change_system(cast.system, by=cast.strategist, values={"aliases": ["Plattformen"]})
    flow = Integration.objects.present().get()
    mention.refresh_from_db()
    assert mention.integration == flow
    assert flow.told_by_source and flow.told_by_target
    assert flow.criticality == "critical"


def test_a_namesake_in_another_unit_is_not_guessed(cast: Cast) -> None:
    mention = make_mention(cast.system, "Portalen")
    own = make_mention(cast.other_system, "Portalen")
    make_system(cast.company, name="Portalen vid sidan", aliases=["Annat"])
    assert not Integration.objects.present().exists()
    with batch(by=tool(), kind=Batch.Kind.IMPORT) as write:
        for unit in (cast.care, cast.company):
            actions.create_system.within(write, unit, by=tool(), values={"name": "Portalen"})
        tied = connecting.tie_all_mentions(write)
    mention.refresh_from_db()
    own.refresh_from_db()
    assert tied == 1
    assert mention.step == Mention.Step.OPEN
    assert own.step == Mention.Step.SETTLED


def test_tie_all_mentions_asks_few_questions_whatever_the_number(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    by = tool()
    for number in range(30):
        make_mention(cast.system, f"System {number}", way="to" if number % 2 else "from")
    with batch(by=by, kind=Batch.Kind.IMPORT) as write:
        for number in range(30):
            actions.create_system.within(
                write, cast.care, by=by, values={"name": f"System {number}"}
            )
        write.flush()
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            assert connecting.tie_all_mentions(write) == 30
    assert Integration.objects.present().count() == 30
    assert not Mention.objects.present().open().exists()


def test_tie_every_mention(cast: Cast) -> None:
    mention = make_mention(cast.system, "  omsorgsJOURNALEN")
    assert connecting.tie_every_mention(None, by=cast.strategist) == 1
    mention.refresh_from_db()
    assert mention.step == Mention.Step.SETTLED
    assert newest_event().name == "mention.tied"


def test_tie_every_mention_refused(cast: Cast) -> None:
    mention = make_mention(cast.system, "Omsorgsjournalen")
    before = events()
    with pytest.raises(Refused, match="administratören"):
        connecting.tie_every_mention(None, by=cast.manager)
    mention.refresh_from_db()
    assert mention.step == Mention.Step.OPEN
    assert events() == before


def test_tie_every_mention_impossible_of_what_is_unknown_or_itself(cast: Cast) -> None:
    make_mention(cast.system, "Finns inte")
    make_mention(cast.system, "Skolplattformen")
    before = events()
    assert connecting.tie_every_mention(None, by=cast.strategist) == 0
    assert Mention.objects.open().count() == 2
    assert events() == before


def test_a_renamed_system_renames_its_integrations(cast: Cast) -> None:
    flow = make_flow(cast.system, cast.other_system)
    actions.change_system(cast.other_system, by=cast.strategist, values={"name": "Vårdjournalen"})
    flow.refresh_from_db()
    assert flow.title == "Skolplattformen → Vårdjournalen"
