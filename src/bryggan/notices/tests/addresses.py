"""How this app's addresses are asked for, in the URL matrix."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast, tool
from bryggan.notices import actions, posting
from bryggan.notices.models import Comment, Mail, Notice

type Specimen = Callable[[Cast], tuple[tuple[Any, ...], dict[str, Any]]]


def system(cast: Cast, **sent: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return ("system", cast.system.pk), sent


def comment(cast: Cast) -> Comment:
    """Written by the employee, to the steward: who thereby has a notice, and gets a letter."""
    text = "Vem vet när vi byter? @Stina Säv"
    return actions.write_comment(cast.system, by=cast.employee, text=text)


def notice(cast: Cast) -> Notice:
    comment(cast)
    return Notice.objects.order_by("-pk")[0]


def mail(cast: Cast) -> Mail:
    held = Mail.objects.filter(user=cast.system_steward).first()
    if held is None:
        comment(cast)
        held = posting.write_mail(cast.system_steward, by=tool())
    return held


def ledger(cast: Cast, **sent: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    mail(cast)
    return (), sent


def work(cast: Cast) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The administrator's page with something of everything."""
    actions.follow_record(cast.system, by=cast.administrator)
    text = "@Ada Alm, kan du lägga upp vikarien?"
    actions.write_comment(cast.system, by=cast.employee, text=text)
    posting.write_mail(cast.administrator, by=tool())
    actions.write_comment(cast.system, by=cast.system_steward, text="Gjort.")
    return (), {}


SPECIMENS: dict[str, Specimen] = {
    "my_work GET": work,
    "choose_letters POST": lambda cast: ((), {"rhythm": "weekly"}),
    "read_all_notices POST": lambda cast: ((), {}),
    "read_notice POST": lambda cast: ((notice(cast).pk,), {}),
    "follow_record POST": system,
    "unfollow_record POST": system,
    "write_comment GET": system,
    "write_comment POST": lambda cast: system(cast, text="Fungerar bra hos oss"),
    "suggest_people GET": lambda cast: ((), {"tell": "sti"}),
    "change_comment GET": lambda cast: ((comment(cast).pk,), {}),
    "change_comment POST": lambda cast: ((comment(cast).pk,), {"text": "Ändrad"}),
    "withdraw_comment GET": lambda cast: ((comment(cast).pk,), {}),
    "withdraw_comment POST": lambda cast: ((comment(cast).pk,), {"reason": "Hör inte hit"}),
    "mail_list GET": ledger,
    "mail_page GET": lambda cast: ((mail(cast).pk,), {}),
}

NO_PAGES = {"suggest_people"}
