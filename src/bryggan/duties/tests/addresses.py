"""How the addresses of tasks are asked for in the URL matrix."""

from typing import Any

from bryggan.duties import actions
from bryggan.duties.models import Step, Task
from bryggan.duties.tests.making import given
from bryggan.kit.testing.cast import Cast

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def open_task(cast: Cast) -> Task:
    return Task.objects.filter(step=Step.OPEN).first() or given(cast)


def done_task(cast: Cast) -> Task:
    found = Task.objects.filter(step=Step.DONE).first()
    if found is None:
        found = given(cast, name="Boka lokal")
        actions.finish_task(found, by=cast.employee)
    return found


SPECIMENS: dict[str, Any] = {
    "finish_task GET": lambda cast: ((open_task(cast).pk,), {}),
    "finish_task POST": lambda cast: ((open_task(cast).pk,), {"note": "Priset är 40 000 kr."}),
    "drop_task GET": lambda cast: ((open_task(cast).pk,), {}),
    "drop_task POST": lambda cast: ((open_task(cast).pk,), {"reason": "Behövs inte längre"}),
    "reopen_task GET": lambda cast: ((done_task(cast).pk,), {}),
    "reopen_task POST": lambda cast: ((done_task(cast).pk,), {"reason": "Svaret var fel"}),
}
