"""How two systems become one: the same system entered twice, by two units or under two names."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit import words
from bryggan.kit.likeness import Fact, Reading, Text
from bryggan.kit.writer import Writer
from bryggan.people.models import User
from bryggan.registers import merge_panel
from bryggan.registers.mergeable import Clash, Mergeable, mergeable
from bryggan.registers.pointing import follows_merge
from bryggan.systems import tying
from bryggan.systems.models import (
    Cost,
    Integration,
    Mention,
    System,
    SystemRole,
    Tender,
    Vulnerability,
)
from bryggan.systems.register import SystemRegister

MOST_FLOWS_TOLD = 3


def clashes(kept: System, gone: System) -> Sequence[Clash]:
    """Costs of the same year and kind: the same bill told twice, or two to be added."""
    held: dict[tuple[int, str], tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    rows = Cost.objects.filter(system__in=[kept, gone], withdrawn_at=None)
    for cost in rows.order_by("-year", "kind", "pk"):
        amount = _("%(amount)s kr, %(source)s") % {
            "amount": words.number(cost.amount_sek),
            "source": cost.get_source_display().lower(),
        }
        held[cost.year, cost.kind][cost.system_id == gone.pk].append((cost, amount))
    return [
        Clash(f"cost.{year}.{kind}", f"{Cost.Kind(kind).label} {year}", tuple(ours), tuple(theirs))
        for (year, kind), (ours, theirs) in held.items()
        if ours and theirs
    ]


def settles(write: Writer, system: System) -> None:
    """What is called by the system's name, and what belongs where it does."""
    tying.retitle(write, system)
    write.flush()
    tying.follow_unit(write, system)
    for model in (Vulnerability, Tender):
        for beside in model.objects.present().filter(system=system):
            beside.system = system
            write.renamed(beside)
    write.flush()


def demotes(write: Writer, kept: System, moved: Sequence[models.Model]) -> None:
    """Where both had somebody in a role, the one of the system that is kept holds it; the other is deputy."""
    today = timezone.localdate()
    came = [row for row in moved if isinstance(row, SystemRole) and not row.is_deputy]
    held = SystemRole.objects.running(today).filter(system=kept, is_deputy=False)
    holds = set(held.exclude(pk__in=[row.pk for row in came]).values_list("role", flat=True))
    for row in came:
        if row.system_id == kept.pk and row.role in holds:
            write.change(row, is_deputy=True)


def texts(rows: models.QuerySet[System], user: User) -> Iterable[Text]:
    """By every name; the same product, supplier and integrations speak for it."""
    flows = _flows(rows, user)
    columns = ("pk", "name", "aliases", "product", "supplier_id", "supplier__name", "description")
    for pk, name, aliases, product, supplier_id, supplier, description in rows.order_by(
        "pk"
    ).values_list(*columns):
        facts = []
        if product.strip():
            said = _("Samma produkt: %(product)s") % {"product": product}
            facts.append(Fact("product", product.strip().casefold(), said, 0.35))
        if supplier_id:
            said = _("Samma leverantör: %(supplier)s") % {"supplier": supplier}
            facts.append(Fact("supplier", str(supplier_id), said, 0.15, 0.85))
        facts += flows.get(pk, ())
        yield Text(key=pk, names=(name, *aliases), text=description, facts=tuple(facts))


def _flows(rows: models.QuerySet[System], user: User) -> dict[int, list[Fact]]:
    """The other ends of each system's integrations, as facts."""
    found: dict[int, dict[str, Fact]] = defaultdict(dict)
    facts: dict[str, Fact] = {}
    seen = Integration.objects.visible_to(user).present()
    ends = ("source_id", "target_id", "source_party_id", "target_party_id")
    names = ("source__name", "target__name", "source_party__name", "target_party__name")
    for source, target, out, into, *called in seen.values_list(*ends, *names):
        of_source, of_target, of_out, of_into = called
        for pk, value, name in (
            (source, f"s{target}" if target else f"e{into}", of_target or of_into),
            (target, f"s{source}" if source else f"e{out}", of_source or of_out),
        ):
            if pk is None:
                continue
            # One for all whose flow goes there: a hub has thousands.
            if value not in facts:
                said = _("Båda har integration med %(name)s") % {"name": name}
                facts[value] = Fact("flow", value, said, 0.1)
            found[pk][value] = facts[value]
    return {pk: list(by_value.values()) for pk, by_value in found.items()}


mergeable(
    Mergeable(
        slug="system",
        place=10,
        model=System,
        title=gettext_lazy("System"),
        singular=gettext_lazy("systemet"),
        fields=(
            "name",
            "unit",
            "description",
            "it_description",
            "kind",
            "lifecycle",
            "in_use_year",
            "planned_end_year",
            "ended_year",
            "hosting",
            "product",
            "supplier",
            "user_count",
            "satisfied_low",
            "satisfied_high",
        ),
        joined=("aliases",),
        given=lambda kept, gone: {"aliases": (kept.name, gone.name)},
        rows=SystemRegister.rows,
        url=SystemRegister.url,
        list_url=SystemRegister.list_url,
        texts=texts,
        reading=Reading(name_says=0.95),
        counted={
            "systems.systemrole": (gettext_lazy("ansvarig"), gettext_lazy("ansvariga")),
            "systems.systemuse": (
                gettext_lazy("användande enhet"),
                gettext_lazy("användande enheter"),
            ),
            "systems.cost": (gettext_lazy("kostnad"), gettext_lazy("kostnader")),
            "systems.contractuse": (gettext_lazy("avtal"), gettext_lazy("avtal")),
            "systems.integration": (gettext_lazy("integration"), gettext_lazy("integrationer")),
            "systems.mention": (gettext_lazy("omnämnande"), gettext_lazy("omnämnanden")),
            "registers.sourcetext": (gettext_lazy("rad ur fil"), gettext_lazy("rader ur fil")),
        },
        clashes=clashes,
        settles=settles,
        demotes=demotes,
    )
)

follows_merge(SystemRole, "system", "user", "role")
follows_merge(
    Integration,
    "source",
    "source_party",
    "target",
    "target_party",
    "method",
    loop=("source", "target"),
    fills=("carries", "frequency", "criticality"),
    any_of=("is_secret", "told_by_source", "told_by_target"),
    derived=("title", "unit"),
)
follows_merge(Mention, "system", "way", "name", "step", derived=("unit",))
follows_merge(
    Vulnerability,
    fills=("criticality", "hosting_details", "end_of_support", "continuity"),
    derived=("unit",),
)
follows_merge(
    Tender, fills=("estimated_value_sek", "bidders", "opens_on", "note"), derived=("unit",)
)

SystemRegister.panels.append(merge_panel.panel("system"))
