"""What seems amiss with systems and with what flows between them, and how much is known of a system."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.advice.completeness import Fact, Measure, measure
from bryggan.advice.panels import shows_advice
from bryggan.advice.rules import Limit, Rule, rule
from bryggan.contracts.calculation import months_after
from bryggan.people.roles import Role
from bryggan.systems import accounting, comparing, known, mending
from bryggan.systems.models import Cost, System
from bryggan.systems.register import VULNERABILITY, SystemRegister
from bryggan.systems.register_integrations import IntegrationRegister

# Of a system that is gone nothing more needs to be known.
IN_LIFE = ~Q(lifecycle=System.Lifecycle.DECOMMISSIONED)
COSTS = tuple(f"cost.{kind}" for kind in Cost.Kind.values)


def lacking(fact: str) -> Callable[[Any, int], Q]:
    """The systems of which one of the basic facts is not known."""
    return lambda user, limit: ~known.FACTS[fact]() & IN_LIFE


def support_ends(user: Any, limit: int) -> Q:
    """End of support lies beside the system: only what this person may see of it counts."""
    until = months_after(timezone.localdate(), limit)
    rows = VULNERABILITY.rows(user).filter(system=OuterRef("pk"), end_of_support__lte=until)
    return Q(Exists(rows)) & IN_LIFE


def hardly_used(user: Any, limit: int) -> Q:
    return Q(lifecycle=System.Lifecycle.IN_USE, user_count__lte=limit)


def told_by_one(user: Any, limit: int) -> Q:
    """Both ends are systems, and only one of them has told of it."""
    one = Q(told_by_source=True, told_by_target=False) | Q(
        told_by_source=False, told_by_target=True
    )
    return Q(source__isnull=False, target__isnull=False) & one


rule(
    Rule(
        key="end_of_support",
        slug="system",
        label=_("Supporten har upphört eller upphör snart"),
        text=_(
            "Utan support rättas inte säkerhetshål, och ett stopp kan bli långt. Skriv in den nya dagen"
            " om supporten är förlängd, eller bestäm vad som ska ersätta systemet."
        ),
        tone="bad",
        broken=support_ends,
        mends=("vulnerability.end_of_support",),
        shows=("vulnerability.end_of_support", "supplier"),
        limit=Limit(label=_("Månader framåt"), default=12, lowest=0, highest=120),
        place=15,
        is_for_few=True,
    )
)
rule(
    Rule(
        key="no_owner",
        slug="system",
        label=_("Saknar systemägare"),
        text=_(
            "Utan ägare finns ingen som svarar för systemets nytta, pengar och risker. Skriv namnet på"
            " den som beslutar om systemet i verksamheten."
        ),
        tone="bad",
        broken=lacking("role.system_owner"),
        mends=("role.system_owner",),
        shows=("role.system_steward", "role.it_counterpart"),
        place=20,
    )
)
rule(
    Rule(
        key="no_it_counterpart",
        slug="system",
        label=_("Saknar IT-motpart"),
        text=_(
            "Verksamheten behöver veta vem på IT som känner systemet när något ska ändras eller har"
            " stannat. Skriv namnet på den som IT har utsett."
        ),
        tone="warn",
        broken=lacking("role.it_counterpart"),
        mends=("role.it_counterpart",),
        shows=("role.system_owner", "hosting"),
        place=30,
    )
)
rule(
    Rule(
        key="same_on_both_sides",
        slug="system",
        label=_("Samma person för verksamhet och IT"),
        text=_(
            "När en person står på båda sidor är det ingen som frågar och ingen som svarar. Byt den som"
            " blev inskriven på fel sida."
        ),
        tone="warn",
        broken=lambda user, limit: Q(known.same_on_both_sides(user)) & IN_LIFE,
        mends=("role.it_counterpart", "role.system_owner"),
        shows=("role.system_owner", "role.system_steward", "role.it_counterpart"),
        place=32,
    )
)
rule(
    Rule(
        key="names_missing",
        slug="system",
        label=_("Nämner system som saknas i registret"),
        text=_(
            "Något som systemet hänger ihop med finns inte i registret, så kartan visar inte vad som"
            " stannar om det stannar. Säg vad namnet är."
        ),
        tone="warn",
        broken=lambda user, limit: Q(known.names_missing(user)),
        tells=mending.tell_mentions,
        acts=mending.settle,
        place=34,
    )
)
rule(
    Rule(
        key="has_twin",
        slug="system",
        label=_("Troliga dubbletter"),
        text=_(
            "Två system med samma namn är oftast samma system, inskrivet två gånger, och då räknas"
            " kostnaden dubbelt. Är de olika: ge dem namn som skiljer dem åt."
        ),
        tone="warn",
        broken=lambda user, limit: Q(known.has_twin(user)),
        mends=("name",),
        shows=("supplier", "role.system_owner"),
        tells=mending.tell_twins,
        place=36,
    )
)
rule(
    Rule(
        key="overlapping",
        slug="system",
        label=_("Överlappande system"),
        text=_(
            "Flera system av samma slag och kategori används i samma förvaltning. Gör de samma sak är"
            " ett nog: fasa ut det som kan undvaras, eller avfärda rådet med vad som skiljer dem åt."
        ),
        tone="calm",
        broken=comparing.overlapping,
        mends=("lifecycle",),
        shows=("tag.category", "kind", "user_count", "cost_sum"),
        limit=Limit(label=_("Så många andra system, eller fler"), default=4, lowest=1, highest=50),
        tells=mending.tell_alike,
        place=50,
    )
)
rule(
    Rule(
        key="hardly_used",
        slug="system",
        label=_("Nästan oanvända"),
        text=_(
            "Systemet är i drift men nästan ingen använder det. Är antalet fel, rätta det. Annars: fasa"
            " ut systemet, eller avfärda rådet med varför det ändå behövs."
        ),
        tone="calm",
        broken=hardly_used,
        mends=("user_count", "lifecycle"),
        shows=("user_count", "cost_sum"),
        limit=Limit(label=_("Högst så många användare"), default=5, lowest=0, highest=1000),
        place=52,
    )
)
rule(
    Rule(
        key="users_out_of_line",
        slug="system",
        label=_("Ovanligt antal användare för sitt slag"),
        text=_(
            "Antalet användare ligger långt från vad som är vanligt för system av samma slag. Ofta är"
            " det en nolla för mycket eller för lite. Rätta antalet, eller avfärda om det stämmer."
        ),
        tone="none",
        broken=comparing.users_out_of_line,
        mends=("user_count",),
        shows=("kind", "user_count"),
        limit=Limit(label=_("Gånger det vanliga"), default=10, lowest=2, highest=1000),
        place=70,
    )
)
rule(
    Rule(
        key="cost_out_of_line",
        slug="system",
        label=_("Ovanlig kostnad för sitt slag"),
        text=_(
            "Årets kostnad ligger långt från vad som är vanligt för system av samma slag. Ofta är den"
            " skriven i tusental, eller gäller flera år. Rätta den, eller avfärda om den stämmer."
        ),
        tone="none",
        broken=comparing.cost_out_of_line,
        mends=COSTS,
        mend_with=accounting.tell_costs,
        shows=("kind", "cost_sum"),
        limit=Limit(label=_("Gånger det vanliga"), default=10, lowest=2, highest=1000),
        place=72,
    )
)
rule(
    Rule(
        key="no_cost",
        slug="system",
        label=_("Ingen känd kostnad i år"),
        text=_(
            "Det som inte har någon känd kostnad syns inte i budgeten och jämförs inte med något. En"
            " uppskattning i hela kronor är bättre än inget."
        ),
        tone="none",
        broken=lacking("cost_sum"),
        mends=COSTS,
        mend_with=accounting.tell_costs,
        shows=("supplier", "contract_end"),
        place=80,
    )
)
rule(
    Rule(
        key="no_lifecycle",
        slug="system",
        label=_("Okänt var i livscykeln"),
        text=_("Om systemet ska införas, används eller fasas ut styr vad ni lägger pengar på."),
        tone="none",
        broken=lacking("lifecycle"),
        mends=("lifecycle",),
        shows=("in_use_year", "supplier"),
        place=82,
    )
)
rule(
    Rule(
        key="no_users",
        slug="system",
        label=_("Okänt antal användare"),
        text=_(
            "Hur många som berörs avgör hur viktigt systemet är och vad det kostar var och en. Skriv"
            " hur många som har använt det senaste året; ungefär räcker."
        ),
        tone="none",
        broken=lacking("user_count"),
        mends=("user_count",),
        shows=("kind", "supplier"),
        place=84,
    )
)
rule(
    Rule(
        key="told_by_one_side",
        slug="integration",
        label=_("Integrationer som bara ena sidan känner till"),
        text=_(
            "Den ena sidan har sagt att något förs över, den andra inte. Vet mottagaren inte om det"
            " märks det först när flödet stannar. Den som ansvarar för den andra sidan bekräftar."
        ),
        tone="warn",
        broken=told_by_one,
        shows=("method", "carries"),
        tells=mending.tell_sides,
        acts=mending.confirm,
        place=40,
    )
)

LABELS = {
    "user_count": _("Användare"),
    "lifecycle": _("Livscykel"),
    "cost_sum": _("Kostnad i år"),
    "role.system_owner": Role.SYSTEM_OWNER.label,
    "role.it_counterpart": Role.IT_COUNTERPART.label,
}


measure(
    Measure(
        slug=SystemRegister.slug,
        facts=tuple(
            Fact(
                key=key,
                label=LABELS[key],
                is_known=known.FACTS[key],
                lacking=((f"f.{key}", "-"),),
            )
            for key in known.KNOWN
        ),
        complete=(("f.completeness.from", "100"),),
        by_least=(
            ("col", "name"),
            ("col", "unit"),
            ("col", "completeness"),
            ("sort", "completeness"),
        ),
    )
)
shows_advice(SystemRegister)
shows_advice(IntegrationRegister)
