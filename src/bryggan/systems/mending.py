"""What more is told of a system or an integration in an advice, and what can be mended there by one press."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bryggan.advice.rules import Act
from bryggan.kit.verdict import first_denial
from bryggan.people.models import User
from bryggan.registers import permissions as registers
from bryggan.systems import comparing, connecting, permissions
from bryggan.systems.models import Integration, Mention, System

MOST_TOLD = 5

type Told = Mapping[int, SafeString]


def links(systems: Sequence[System]) -> SafeString:
    """The first few systems by name, each leading to its page, and how many more there are."""
    shown = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((reverse("register_page", args=["system", one.pk]), one) for one in systems[:MOST_TOLD]),
    )
    more = len(systems) - MOST_TOLD
    if more <= 0:
        return shown
    return format_html("{} {}", shown, _("och %(count)s till") % {"count": more})


def tell_twins(systems: Sequence[System], user: User, limit: int) -> Told:
    """The other systems of the same name, with the unit of each, and the way to make them one for who may."""
    keys = {one.sort_key for one in systems}
    rows = System.objects.visible_to(user).present().filter(sort_key__in=keys)
    twins = list(rows.select_related("unit").order_by("pk"))
    may_merge = bool(registers.merge_records(user, None))
    compare = reverse("merge_candidates", args=["system"])
    told = {}
    for system in systems:
        others = [one for one in twins if one.sort_key == system.sort_key and one.pk != system.pk]
        where = format_html_join(
            ", ",
            '<a href="{}">{}</a> ({}, {})',
            (
                (reverse("register_page", args=["system", one.pk]), one, one.number, one.unit)
                for one in others[:MOST_TOLD]
            ),
        )
        said = format_html("{} {}.", _("Samma namn har"), where)
        if may_merge:
            said += format_html(
                ' <a href="{}?id={}">{}<span class="visually-hidden"> {}</span></a>',
                compare,
                system.pk,
                _("Jämför och slå samman"),
                system,
            )
        told[system.pk] = said
    return told


def tell_alike(systems: Sequence[System], user: User, limit: int) -> Told:
    """Which others do the same work."""
    alike = comparing.alike(user)
    others = {system.pk: alike.others(system.pk) for system in systems}
    wanted = set().union(*others.values())
    named = list(
        System.objects.visible_to(user)
        .filter(pk__in=wanted)
        .order_by("sort_key", "pk")
        .only("name")
    )
    return {
        pk: format_html(
            "{} {}",
            _("Samma kategori och slag i samma förvaltning:"),
            links([one for one in named if one.pk in some]),
        )
        for pk, some in others.items()
    }


def tell_sides(integrations: Sequence[Integration], user: User, limit: int) -> Told:
    """Which side has told of the flow, and which has not."""
    told = {}
    for one in integrations:
        is_source = one.told_by_source
        ends = (one.source, one.target) if is_source else (one.target, one.source)
        said = _("%(told)s har uppgett den, men inte %(untold)s.")
        told[one.pk] = format_html("{}", said % {"told": ends[0], "untold": ends[1]})
    return told


def confirm(integrations: Sequence[Integration], user: User) -> Mapping[int, Sequence[Act]]:
    """The side that has not told of a flow says that it is so."""
    return {
        one.pk: [
            Act(
                key="confirm",
                label=_("Det stämmer"),
                verdict=permissions.confirm_integration(user, one),
                do=partial(connecting.confirm_integration, one, by=user),
            )
        ]
        for one in integrations
    }


def tell_mentions(systems: Sequence[System], user: User, limit: int) -> Told:
    """The names in the record that the register lacks."""
    return {
        pk: format_html(
            "{} {}",
            _("Nämner"),
            format_html_join(
                ", ",
                '<a href="{}">{}</a>',
                ((reverse("settle_mention", args=[one.pk]), one.name) for one in some),
            ),
        )
        for pk, some in _open_mentions(systems, user).items()
    }


def settle(systems: Sequence[System], user: User) -> Mapping[int, Sequence[Act]]:
    """What the first such name is: the nearest system under another name, a new system, somebody outside."""
    return {pk: _ways(some[0], user) for pk, some in _open_mentions(systems, user).items()}


def _ways(mention: Mention, user: User) -> list[Act]:
    may = permissions.settle_mention(user, mention)
    named = {"name": mention.name}
    acts = []
    near = mention.nearest
    if near is not None and near.withdrawn_at is None:
        acts.append(
            Act(
                key=f"same-{mention.pk}",
                label=_("%(name)s är %(near)s") % {**named, "near": near},
                verdict=first_denial(may, permissions.change_system(user, near)),
                do=partial(connecting.settle_mention, mention, by=user, as_alias=near),
            )
        )
    acts.append(
        Act(
            key=f"new-{mention.pk}",
            label=_("Lägg upp %(name)s som system") % named,
            verdict=first_denial(may, permissions.create_system(user, mention.system.unit)),
            do=partial(connecting.settle_mention, mention, by=user, as_system=True),
        )
    )
    acts.append(
        Act(
            key=f"party-{mention.pk}",
            label=_("%(name)s finns utanför organisationen") % named,
            verdict=first_denial(may, permissions.create_party(user, mention.system.unit)),
            do=partial(connecting.settle_mention, mention, by=user, as_party=True),
        )
    )
    return acts


def _open_mentions(systems: Sequence[System], user: User) -> dict[int, list[Mention]]:
    rows = Mention.objects.visible_to(user).present().open().filter(system__in=systems)
    found: dict[int, list[Mention]] = defaultdict(list)
    for one in rows.select_related("system__unit", "nearest__unit").order_by("sort_key", "pk"):
        found[one.system_id].append(one)
    return found
