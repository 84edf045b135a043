"""A group that prepares, and its meeting that is planned."""

import pytest

from bryggan.kit.testing.cast import Cast
from bryggan.meetings.models import Meeting
from bryggan.meetings.tests.making import Council, make_council, planned


@pytest.fixture
def council(cast: Cast) -> Council:
    return make_council(cast)


@pytest.fixture
def meeting(council: Council) -> Meeting:
    return planned(council)
