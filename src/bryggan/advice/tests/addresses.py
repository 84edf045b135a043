"""How the addresses of advice are asked for, out of the cast."""

from collections.abc import Callable
from typing import Any

from bryggan.advice import actions
from bryggan.advice.rules import RULES
from bryggan.kit.testing.cast import Cast, tool
from bryggan.systems import actions as system_actions

type Asked = tuple[tuple[Any, ...], dict[str, Any]]


def amiss(cast: Cast) -> int:
    """The cast's system, of which nobody knows the number of users any more."""
    cast.system.refresh_from_db()
    if cast.system.user_count is not None:
        system_actions.change_system(cast.system, by=tool(), values={"user_count": None})
    return cast.system.pk


def row(**sent: str) -> Callable[[Cast], Asked]:
    def asked(cast: Cast) -> Asked:
        pk = amiss(cast)
        return ("no_users", pk), {key.replace("PK", str(pk)): value for key, value in sent.items()}

    return asked


def page(cast: Cast) -> Asked:
    amiss(cast)
    return ("no_users",), {"enhet": cast.group.pk}


def dismissed(cast: Cast) -> Asked:
    amiss(cast)
    held = actions.dismiss_advice(cast.system, by=tool(), rule=RULES["no_users"], reason="Prov")
    return (held.pk,), {}


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "advice_list GET": lambda cast: ((), {"enhet": cast.group.pk}),
    "advice_page GET": page,
    "mend_advice GET": row(),
    "mend_advice POST": row(**{"row-PK-user_count": "7"}),
    "act_on_advice POST": row(act="confirm"),
    "dismiss_advice POST": row(**{"dPK-reason": "Prov"}),
    "reopen_advice POST": dismissed,
    "change_rule GET": lambda cast: (("hardly_used",), {}),
    "change_rule POST": lambda cast: (("hardly_used",), {"is_on": "on", "limit": "7"}),
    "completeness GET": lambda cast: ((), {"enhet": cast.group.pk}),
}
