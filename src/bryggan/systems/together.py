"""Which contracts cover systems of the same kind."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bryggan.contracts.together import Relation, relates
from bryggan.people.models import User
from bryggan.systems.models import ContractUse, System, Tag


@relates
def same_category(user: User) -> Iterator[Relation]:
    """Contracts on systems of one category, of the systems that this person sees."""
    uses = ContractUse.objects.filter(
        withdrawn_at=None,
        system__in=System.objects.visible_to(user).present().values("pk"),
        system__tags__kind=Tag.Kind.CATEGORY,
        system__tags__withdrawn_at=None,
    )
    found: dict[str, set[int]] = {}
    for name, contract in uses.values_list("system__tags__name", "contract_id"):
        found.setdefault(name, set()).add(contract)
    for name, contracts in found.items():
        why = _("Samma slags system: %(name)s") % {"name": name}
        yield Relation(why, frozenset(contracts))
