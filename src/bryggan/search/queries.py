"""Questions to the search rows. Answers are candidates: the caller asks each record's `visible_to`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from bryggan.search.fields import folded, sort_key
from bryggan.search.models import SearchRow

MOST_CANDIDATES = 200
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Hit:
    noun: str
    record_id: int
    number: str
    title: str
    rank: int
    title_key: str


def candidates(words: str, *, nouns: Sequence[str] = ()) -> list[Hit]:
    """At most 200 hits, best first: number, start of title, word in title, then contained text.

    One and two letters match numbers and starts of titles only (HR, IT); contained text needs three.
    """
    key = sort_key(words)
    if not key:
        return []
    rows = SearchRow.objects.filter(noun__in=nouns) if nouns else SearchRow.objects.all()
    fields = ("noun", "record_id", "number", "title", "title_key")
    number = words.strip().upper()
    numbered = rows.filter(number=number) if _DIGIT.search(number) else rows.none()
    by_title = rows.filter(title_key__startswith=key).order_by("title_key")
    # Apart, so that each reads its own index; of very many titles only the first.
    first = [
        *numbered.values_list(*fields)[:MOST_CANDIDATES],
        *by_title.exclude(number=number).values_list(*fields)[:MOST_CANDIDATES],
    ]
    found = {(noun, record_id) for noun, record_id, *_rest in first}
    hits = [
        Hit(noun, record_id, no, title, 0 if no == number else 1 if at == key else 2, at)
        for noun, record_id, no, title, at in first
    ]
    if len(folded(words)) >= 3 and len(hits) < MOST_CANDIDATES:
        most = MOST_CANDIDATES + len(first)
        contained = rows.filter(pk__in=_containing(folded(words), most=most))
        for noun, record_id, no, title, at in contained.values_list(*fields):
            if (noun, record_id) not in found:
                rank = 3 if f" {key}" in at else 4 if key in at else 5
                hits.append(Hit(noun, record_id, no, title, rank, at))
    hits.sort(key=lambda hit: (hit.rank, hit.title_key, hit.record_id))
    return hits[:MOST_CANDIDATES]


def matching(noun: str, words: str) -> Q:
    """A condition on the search rows of one noun, for use in a list's own filter (EXISTS)."""
    key = sort_key(words)
    condition = Q(noun=noun) & (Q(title_key__startswith=key) | Q(number=words.strip().upper()))
    if len(folded(words)) >= 3:
        condition |= Q(noun=noun, pk__in=_containing(folded(words)))
    return condition


def _containing(text: str, *, most: int | None = None) -> RawSQL:
    """Ids of rows whose text holds every word, found by the trigram index of each database.

    `most`: no more than these are looked for, whichever they are.
    """
    words = [word for word in text.split() if len(word) >= 3] or [text]
    limit = "" if most is None else f" LIMIT {int(most)}"
    if connection.vendor == "postgresql":
        holds = " AND ".join(["text LIKE %s"] * len(words))
        sql = f"SELECT id FROM search_searchrow WHERE {holds}{limit}"  # noqa: S608  # no input in it
        return RawSQL(sql, [f"%{_escaped(word)}%" for word in words])  # noqa: S611  # no input in it
    quoted = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    sql = f"SELECT rowid FROM search_text WHERE search_text MATCH %s{limit}"  # noqa: S608
    return RawSQL(sql, [quoted])  # noqa: S611  # no input in it


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
