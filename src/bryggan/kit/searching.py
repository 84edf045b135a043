"""Search over everything that a person may see: records, what hangs on them, people, units and pages.

The search rows give candidates; a hit is shown only after the record's own `visible_to` has been
asked, for all nouns in one query. What lies beside a record and may be secret leads to that record.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.http import HttpRequest

from bryggan.kit import merged, navigation
from bryggan.kit.register.register import REGISTERS, Register
from bryggan.search import queries as search
from bryggan.search.fields import folded, sort_key
from bryggan.search.models import SearchRow

MOST = search.MOST_CANDIDATES
BEST = 8
MOST_MERGED = 20
_NUMBER = re.compile(r"(?P<prefix>[A-ZÅÄÖ]+)-?(?P<pk>\d{1,15})")


@dataclass(frozen=True)
class Found:
    """One thing to go to. `detail` says where it belongs, `why` what matched when it is not the name.

    `rank` is as in `search.queries.candidates`: 0 number, 1 the whole name, 2 its start, 3 and 4 a
    word in it, 5 text.
    """

    title: str
    url: str
    number: str = ""
    detail: str = ""
    why: str = ""
    rank: int = 5


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    key: str
    title: str
    found: tuple[Found, ...]
    place: int = 100

    @property
    def order(self) -> tuple[int, int]:
        """The kind with the best hit first; where they are equal, as in the menu."""
        return min(found.rank for found in self.found), self.place


@dataclass(frozen=True)
class Answer:
    """What a search gives. `has_more`: so much was found that not all of it has been ranked."""

    groups: tuple[Group, ...]
    has_more: bool = False

    @property
    def total(self) -> int:
        return sum(len(group.found) for group in self.groups)


@dataclass(frozen=True)
class Source:
    """Something found by another way than search rows: `find(words, user)` gives the best first."""

    key: str
    title: Any
    find: Callable[[str, Any], Sequence[Found]]


@dataclass(frozen=True)
class BesideNoun:
    """A noun without a page of its own; its hits lead to the record that its `fk` points at."""

    model: type[models.Model]
    fk: str
    slug: str
    title: Any


_sources: dict[str, Source] = {}
_besides: dict[str, BesideNoun] = {}


def also_finds(source: Source) -> None:
    """An app adds what search finds besides records: people, units."""
    _sources[source.key] = source


def leads_to(model: type[models.Model], *, fk: str, slug: str, title: Any) -> None:
    """Rows that hang on a record are found too, by those who may see them, and lead to its page."""
    _besides[model._meta.label_lower] = BesideNoun(model, fk, slug, title)


def answer(words: str, request: HttpRequest, *, most: int = MOST) -> Answer:
    """Everything this person may see that answers to the words, the best `most` records of it."""
    user = request.user
    nouns = {register.noun(): register for register in REGISTERS.values()}
    hits = [*search.candidates(words, nouns=[*nouns, *_besides]), *_merged(words, nouns)]
    seen = _seen(hits, nouns, user)
    shown = [hit for hit in hits if (hit.noun, hit.record_id) in seen][:most]
    groups = [
        *_records(shown, seen, nouns),
        *(_group(source, words, user) for source in _sources.values()),
        Group("pages", "", tuple(pages(words, request))),
    ]
    told = sorted((group for group in groups if group.found), key=lambda group: group.order)
    return Answer(tuple(told), len(hits) >= MOST)


def best(words: str, request: HttpRequest, *, most: int = BEST) -> Answer:
    """The best few of everything, by how well they answer to the words."""
    whole = answer(words, request)
    ranked = [
        (found.rank, order, place, found)
        for order, group in enumerate(whole.groups)
        for place, found in enumerate(group.found)
    ]
    kept = {found.url for *_rank, found in sorted(ranked, key=lambda row: row[:3])[:most]}
    groups = (
        replace(group, found=tuple(found for found in group.found if found.url in kept))
        for group in whole.groups
    )
    has_more = whole.has_more or whole.total > most
    return Answer(tuple(group for group in groups if group.found), has_more)


def pages(words: str, request: HttpRequest) -> Iterable[Found]:
    """The pages of the menu by their names."""
    wanted = folded(words)
    for entry in navigation.for_request(request):
        label = str(entry["label"])
        if wanted and any(part.startswith(wanted) for part in _tails(folded(label))):
            rank = 1 if folded(label) == wanted else 2
            yield Found(label, str(entry["url"]), detail=str(entry["group"]), rank=rank)


def _merged(words: str, nouns: dict[str, type[Register]]) -> Iterable[search.Hit]:
    """The records that stand in the place of those that were merged away: found by their old numbers and names."""
    key = sort_key(words)
    number = _NUMBER.fullmatch(words.strip().upper())
    asked: list[models.QuerySet[Any, Any]] = []
    for noun, register in nouns.items() if len(key) > 1 else ():
        model: Any = register.model
        if merged.is_mergeable(model):
            condition = models.Q(sort_key__startswith=key)
            if number and number["prefix"] == model.prefix:
                condition |= models.Q(pk=int(number["pk"]))
            # Above none, not only something: of the few that are merged away the index is then used.
            rows = model._base_manager.filter(condition, merged_into__gt=0).order_by()
            asked.append(rows.values_list(Value(noun, output_field=CharField()), "pk"))
    first, *others = asked or [SearchRow.objects.none().values_list("noun", "pk")]
    gone: dict[str, list[int]] = {}
    for noun, pk in first.union(*others, all=True) if others else first:
        gone.setdefault(noun, []).append(pk)
    for noun, ids in gone.items():
        yield from _standing(nouns[noun], sorted(ids)[:MOST_MERGED])


def _standing(register: type[Register], ids: Sequence[int]) -> Iterable[search.Hit]:
    """The records that these have become."""
    ends = merged.led_to(register.model, ids)
    kept: dict[int, Any] = register.model._base_manager.in_bulk(set(ends.values()))
    for pk in dict.fromkeys(ends.values()):
        record = kept[pk]
        yield search.Hit(register.noun(), pk, record.number, str(record), 1, record.sort_key)


type _Seen = dict[tuple[str, int], tuple[int, str]]


def _seen(hits: Sequence[search.Hit], nouns: dict[str, type[Register]], user: Any) -> _Seen:
    """Of the hits those this person sees, in one query: (the page's record, its unit's name)."""
    asked: list[models.QuerySet[Any, Any]] = []
    for noun in dict.fromkeys(hit.noun for hit in hits):
        ids = [hit.record_id for hit in hits if hit.noun == noun]
        name = Value(noun, output_field=CharField())
        if noun in nouns:
            rows = nouns[noun].rows(user).filter(pk__in=ids)
            asked.append(_four(rows, name, F("pk"), "unit__name"))
        else:
            beside = _besides[noun]
            rows = beside.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
            records = REGISTERS[beside.slug].rows(user).order_by().filter(pk=OuterRef(beside.fk))
            rows = rows.filter(Exists(records), pk__in=ids, withdrawn_at=None)
            asked.append(_four(rows, name, F(f"{beside.fk}_id"), f"{beside.fk}__unit__name"))
    if not asked:
        return {}
    first, *others = asked
    union = first.union(*others, all=True) if others else first
    return {(noun, pk): (page, unit) for noun, pk, page, unit in union}


def _four(
    rows: models.QuerySet[Any], noun: Value, page: F, unit: str
) -> models.QuerySet[Any, tuple[str, int, int, str]]:
    return rows.order_by().values_list(noun, F("pk"), page, F(unit))


def _records(
    hits: Sequence[search.Hit], seen: _Seen, nouns: dict[str, type[Register]]
) -> list[Group]:
    """The hits grouped by noun."""
    found: dict[str, list[Found]] = {}
    for hit in hits:
        page, unit = seen[hit.noun, hit.record_id]
        beside = _besides.get(hit.noun)
        register = REGISTERS[beside.slug] if beside else nouns[hit.noun]
        told = Found(
            hit.title,
            register.url(page),
            hit.number,
            unit,
            str(beside.title) if beside else "",
            hit.rank,
        )
        found.setdefault(register.slug, []).append(told)
    return [
        Group(slug, str(REGISTERS[slug].title), tuple(_one_of_each(rows)), REGISTERS[slug].place)
        for slug, rows in found.items()
    ]


def _one_of_each(rows: Iterable[Found]) -> Iterable[Found]:
    """A record found both by itself and by what hangs on it stands once; by itself if as good."""
    best: dict[str, Found] = {}
    for row in sorted(rows, key=lambda row: (row.rank, bool(row.why))):
        best.setdefault(row.url, row)
    return best.values()


def _group(source: Source, words: str, user: Any) -> Group:
    return Group(source.key, str(source.title), tuple(source.find(words, user)))


def _tails(text: str) -> list[str]:
    """The text from each of its words on, so that any word of a name can be the first typed."""
    parts = text.split()
    return [" ".join(parts[place:]) for place in range(len(parts))]
