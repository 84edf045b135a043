"""The clock of these tests: stopped once for a module, since to stop it takes longer than most tests."""

from collections.abc import Iterator

import pytest
from conftest import TODAY, Clock
from freezegun import freeze_time


@pytest.fixture(scope="module")
def stopped() -> Iterator[Clock]:
    with freeze_time(TODAY) as frozen:
        yield frozen


@pytest.fixture
def clock(stopped: Clock) -> Clock:
    """As everywhere a Sunday morning, 22 November 2026, whatever the test before it did."""
    stopped.move_to(TODAY)
    return stopped
