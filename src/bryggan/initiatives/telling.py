"""What those behind the needs, and those who answer for an initiative, are told of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from bryggan.decisions import turning
from bryggan.decisions.models import Decision
from bryggan.initiatives.models import Initiative, InitiativeNeed, InitiativeRole, Part
from bryggan.kit.writer import Writer, noun_of
from bryggan.needs.hearing import hear_of_need
from bryggan.needs.models import Need
from bryggan.notices.telling import Kind, kind, tell
from bryggan.people.models import User

_BEHIND = _("du står bakom behovet")
_IN_IT = _("du är med i initiativet")

STARTED = kind(
    "initiative.started",
    text=_("%(record)s är nu en del av initiativet ”%(initiative)s”"),
    why=_BEHIND,
)
PASSED = kind(
    "initiative.passed",
    text=_("%(record)s: initiativet ”%(initiative)s” har gått vidare till %(step)s"),
    why=_BEHIND,
)
PARKED = kind(
    "initiative.parked",
    text=_("%(record)s: initiativet ”%(initiative)s” vilar till %(day)s. %(reason)s"),
    why=_BEHIND,
)
WOKEN = kind(
    "initiative.woken",
    text=_("%(record)s: initiativet ”%(initiative)s” är igång igen"),
    why=_BEHIND,
)
REJECTED = kind(
    "initiative.rejected",
    text=_("%(record)s: initiativet ”%(initiative)s” blev inte av. %(reason)s"),
    why=_BEHIND,
)
CLOSED = kind(
    "initiative.closed",
    text=_("%(record)s: initiativet ”%(initiative)s” är avslutat. %(result)s"),
    why=_BEHIND,
)
LEFT = kind(
    "initiative.left",
    text=_("%(record)s är inte längre en del av initiativet ”%(initiative)s”"),
    why=_BEHIND,
)
CONSIDERED = kind(
    "initiative.considered",
    text=_("%(record)s: initiativet ”%(initiative)s” %(stance)s i %(where)s. %(why)s"),
    why=_BEHIND,
)
DECIDED = kind(
    "initiative.decided_about",
    text=_("%(record)s, initiativet ”%(initiative)s”: %(said)s"),
    why=_BEHIND,
)
CONSIDERED_IN_IT = kind(
    "initiative.considered_in_it",
    text=_("%(record)s %(stance)s i %(where)s. %(why)s"),
    why=_IN_IT,
)
REFERRED_BACK = kind(
    "initiative.referred_back",
    text=_("%(record)s är återremitterat: %(reason)s"),
    why=_IN_IT,
)
AWAKE = kind("initiative.awake", text=_("%(record)s har vilat klart"), why=_IN_IT)
TO_RECEIVE = kind(
    "initiative.to_receive",
    text=_("%(record)s lämnas över till dig"),
    why=_("du ska förvalta det som blir kvar"),
)


def tell_behind(write: Writer, what: Kind, initiative: Initiative, **values: Any) -> None:
    """Everyone behind the needs that the initiative is to meet, each once however many of them she stands behind."""
    _tell_needs(write, what, initiative, values, key=key_of(initiative))


def _tell_needs(
    write: Writer,
    what: Kind,
    initiative: Initiative,
    values: Mapping[str, Any],
    *,
    key: str,
    but: Iterable[User] = (),
) -> None:
    """`key`: the turn. `but`: those who have been told of it already."""
    if write.batch is not None:
        write.flush()
    told = set(but)
    rows = InitiativeNeed.objects.present().filter(initiative=initiative)
    for row in rows.select_related("need").order_by("pk"):
        told.update(_tell_need(write, what, initiative, row.need, values, key=key, but=told))


def tell_of_need(
    write: Writer, what: Kind, initiative: Initiative, need: Need, **values: Any
) -> None:
    """Everyone behind one of them, also who left it without a name and reads by code."""
    _tell_need(write, what, initiative, need, values, key=key_of(initiative))


def _tell_need(
    write: Writer,
    what: Kind,
    initiative: Initiative,
    need: Need,
    values: Mapping[str, Any],
    *,
    key: str,
    but: Collection[User] = (),
) -> list[User]:
    told = {"initiative": initiative.name, **values}
    text = str(what.text) % {"record": need.name, **told}
    return hear_of_need(write, need, what, text=text, key=key, but=but, **told)


@turning.hears_turns
def hear_of_decision(write: Writer, decision: Decision, said: str, told: Sequence[User]) -> None:
    """A matter about an initiative is told to everyone behind its needs at every turn."""
    if decision.about_noun != noun_of(Initiative) or decision.about_id is None:
        return
    initiative = Initiative.objects.present().filter(pk=decision.about_id).first()
    if initiative is not None:
        key = turning.key_of(decision)
        _tell_needs(write, DECIDED, initiative, {"said": said}, key=key, but=told)


def tell_in_it(
    write: Writer, what: Kind, initiative: Initiative, *parts: Part, **values: Any
) -> None:
    """Those who have one of the parts in the initiative."""
    if write.batch is not None:
        write.flush()
    rows = InitiativeRole.objects.present().filter(initiative=initiative, role__in=parts)
    people = User.objects.filter(pk__in=rows.values("user"))
    key = f"{what.key}.{key_of(initiative)}"
    tell(write, what, people.order_by("pk"), key=key, about=initiative, **values)


def key_of(initiative: Initiative) -> str:
    """One turn of one initiative: the row's own version tells it from the turns before and after."""
    return f"{initiative.pk}.{initiative.version}"
