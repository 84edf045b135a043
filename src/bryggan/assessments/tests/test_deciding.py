"""What is decided of a system: it happens, it is refused, it is impossible, and it stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bryggan.assessments import deciding
from bryggan.assessments.models import Disposition, DispositionKind
from bryggan.assessments.tests.making import make_disposition
from bryggan.assessments.words import kind_words, kinds_offered
from bryggan.kit.action import NotPossible, Refused
from bryggan.kit.testing.cast import Cast
from bryggan.kit.testing.effects import newest_event, nothing_happens


def told(cast: Cast, **differences: Any) -> dict[str, Any]:
    return {
        "kind": "replace",
        "target_year": 2029,
        "reason": "Leverantören slutar.",
        "decided_by": cast.manager,
        "decided_on": timezone.localdate(),
        "case_number": "UN 2026/12",
        **differences,
    }


@pytest.mark.parametrize("who", ["manager", "system_owner", "strategist", "administrator"])
def test_decide_disposition(cast: Cast, who: str) -> None:
    by = cast.people()[who]
    made = deciding.decide_disposition(cast.system, by=by, values=told(cast))
    assert (made.kind, made.target_year, made.unit) == ("replace", 2029, cast.education)
    assert newest_event().name == "disposition.decided"


def test_decide_disposition_supersedes_and_never_changes_the_earlier(cast: Cast) -> None:
    first = make_disposition(cast.system, "keep", target_year=None)
    second = deciding.decide_disposition(cast.system, by=cast.manager, values=told(cast))
    first.refresh_from_db()
    assert (first.kind, first.superseded_at is not None) == ("keep", True)
    assert list(Disposition.objects.in_force()) == [second]


@pytest.mark.parametrize("who", ["employee", "system_steward", "it_counterpart", "controller"])
def test_decide_disposition_refused_for_who_only_prepares(cast: Cast, who: str) -> None:
    with nothing_happens(), pytest.raises(Refused, match="skrivs in av"):
        deciding.decide_disposition(cast.system, by=cast.people()[who], values=told(cast))


@pytest.mark.parametrize(
    ("differences", "reason"),
    [
        ({"kind": "sell"}, "går inte att välja"),
        ({"reason": "  "}, "motivering"),
        ({"decided_on": timezone.localdate() + timedelta(days=3)}, "framåt i tiden"),
        ({"target_year": 2001}, "före beslutet"),
    ],
)
def test_decide_disposition_impossible(
    cast: Cast, differences: dict[str, Any], reason: str
) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match=reason):
        deciding.decide_disposition(cast.system, by=cast.manager, values=told(cast, **differences))


def test_change_disposition_kind_gives_it_the_municipalitys_word(cast: Cast) -> None:
    deciding.change_disposition_kind("keep", by=cast.strategist, name="Förvalta", is_offered=True)
    assert kind_words()["keep"] == "Förvalta"
    deciding.change_disposition_kind("keep", by=cast.strategist, name="", is_offered=True)
    assert kind_words()["keep"] == "Behåll"
    assert newest_event().name == "disposition_kind.changed"


def test_change_disposition_kind_switches_off_and_what_is_decided_stands(cast: Cast) -> None:
    made = make_disposition(cast.system, "consolidate")
    deciding.change_disposition_kind("consolidate", by=cast.strategist, name="", is_offered=False)
    assert "consolidate" not in kinds_offered()
    assert Disposition.objects.in_force().get() == made
    with pytest.raises(NotPossible, match="går inte att välja"):
        make_disposition(cast.other_system, "consolidate")


def test_change_disposition_kind_refused_for_others(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(Refused):
        deciding.change_disposition_kind("keep", by=cast.manager, name="X", is_offered=True)


def test_change_disposition_kind_impossible_unknown_or_the_last(cast: Cast) -> None:
    with nothing_happens(), pytest.raises(NotPossible, match="ingen sådan"):
        deciding.change_disposition_kind("sell", by=cast.strategist, name="X", is_offered=True)
    for key in ("keep", "develop", "consolidate", "replace"):
        deciding.change_disposition_kind(key, by=cast.strategist, name="", is_offered=False)
    with nothing_happens(), pytest.raises(NotPossible, match="Minst en"):
        deciding.change_disposition_kind("phase_out", by=cast.strategist, name="", is_offered=False)
    assert DispositionKind.objects.count() == 4
