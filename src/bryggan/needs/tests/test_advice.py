"""What seems amiss with needs: found after its days, shown where it is mended, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from bryggan.kit.testing.cast import Cast
from bryggan.needs.models import Need
from bryggan.needs.tests.making import asked, make_developer, sorted_as, voiced
from bryggan.people.models import User

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[User], Client]


def found(client: Client, key: str) -> list[int]:
    page = client.get(f"/rad/{key}/")
    assert page.status_code == 200
    return [row.record.pk for row in page.context["rows"]]


def test_a_need_without_an_answer_is_told_after_fourteen_days(
    cast: Cast, client_of: ClientOf, clock: Any
) -> None:
    developer = make_developer(cast.education)
    silent, _answered = voiced(cast), asked(voiced(cast, "Lådan"), developer)
    clock.tick(timedelta(days=14))
    assert found(client_of(developer), "need_unanswered") == []
    clock.tick(timedelta(days=1))

    client = client_of(developer)
    assert found(client, "need_unanswered") == [silent.pk]
    assert f"/behov/{silent.pk}/bered/" in client.get("/rad/need_unanswered/").text
    assert "Behov utan svar" in unescape(client.get(f"/behov/{silent.pk}/").text)
    assert found(client_of(cast.controller), "need_unanswered") == []


def test_a_sorted_need_is_told_when_nothing_has_happened_for_half_a_year(
    cast: Cast, client_of: ClientOf, clock: Any
) -> None:
    need = sorted_as(voiced(cast), make_developer(cast.education))
    clock.tick(timedelta(days=181))
    assert found(client_of(cast.controller), "need_untouched") == [need.pk]
    assert Need.objects.get().is_open
