"""People and units in the search: by the start of any of their names, from three letters anywhere."""

from collections.abc import Sequence

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse

from bryggan.kit.searching import Found
from bryggan.people.models import Unit, User
from bryggan.search.fields import sort_key

MOST = 20
ANYWHERE_FROM = 3


def people_named(words: str, user: User) -> Sequence[Found]:
    rows = User.objects.visible_to(user).present().filter(named(words))
    columns = ("pk", "name", "title", "unit__name", "rank")
    best = rows.annotate(rank=rank(words)).order_by("rank", "sort_key")[:MOST]
    return [
        Found(
            name,
            reverse("person_page", args=[pk]),
            detail=", ".join(filter(None, (title, unit))),
            rank=how_well,
        )
        for pk, name, title, unit, how_well in best.values_list(*columns)
    ]


def units_named(words: str, user: User) -> Sequence[Found]:
    """Also by the short name that people use: SOC, BUN."""
    is_short = Q(short__iexact=words.strip(), short__gt="")
    rows = Unit.objects.visible_to(user).present().filter(named(words) | is_short)
    best = rows.annotate(rank=rank(words)).order_by("rank", "sort_key")[:MOST]
    return [
        Found(name, reverse("unit_page", args=[pk]), detail=above or "", rank=how_well)
        for pk, name, above, how_well in best.values_list("pk", "name", "parent__name", "rank")
    ]


def named(words: str) -> Q:
    key = sort_key(words)
    condition = Q(sort_key__startswith=key) | Q(sort_key__contains=f" {key}")
    if len(key) >= ANYWHERE_FROM:
        condition |= Q(sort_key__contains=key)
    return condition if key else Q(pk__in=[])


def rank(words: str) -> Case:
    """As search ranks records: 2 the name begins so, 3 one of its words does, 4 it lies inside one."""
    key = sort_key(words)
    starts = When(sort_key__startswith=key, then=Value(2))
    has_word = When(sort_key__contains=f" {key}", then=Value(3))
    return Case(starts, has_word, default=Value(4), output_field=IntegerField())
