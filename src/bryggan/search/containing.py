"""Which of the rows that somebody sees contain some of many words: where likeness begins to look."""

from collections.abc import Sequence

from django.db import connection, models

from bryggan.search.models import SearchRow

# Contained text is found by three letters in a row.
LEAST_LETTERS = 3


def containing(
    groups: Sequence[Sequence[str]], seen: models.QuerySet[SearchRow], *, most: int
) -> list[list[int]]:
    """For each group of texts the newest `most` rows among `seen` with any of them in it; one statement.

    Only rows that are seen are counted, so that the others neither crowd them out nor show by a number.
    """
    asked = [(place, texts) for place, group in enumerate(groups) if (texts := _long(group))]
    found: list[list[int]] = [[] for _group in groups]
    if not asked:
        return found
    sql, params = seen.order_by().values("id", "text").query.sql_with_params()
    is_postgresql = connection.vendor == "postgresql"
    parts = [_part(place, len(texts) if is_postgresql else 0, most) for place, texts in asked]
    told = [
        value for _place, texts in asked for value in (_like if is_postgresql else _match)(texts)
    ]
    whole = f"WITH seen AS NOT MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(whole, [*params, *told])
        for place, pk in cursor.fetchall():
            found[place].append(pk)
    return found


def _part(place: int, likes: int, most: int) -> str:
    """The newest rows of one group: by so many LIKE on PostgreSQL, by the index of letters on SQLite."""
    source = "seen" if likes else "search_text JOIN seen ON seen.id = search_text.rowid"
    holds = " OR ".join(["seen.text LIKE %s"] * likes) or "search_text MATCH %s"
    return (
        f"SELECT * FROM (SELECT {int(place)} AS place, seen.id FROM {source} WHERE {holds} "  # noqa: S608  # no input in it
        f"ORDER BY seen.id DESC LIMIT {int(most)}) AS g{int(place)}"
    )


def _long(group: Sequence[str]) -> list[str]:
    return [
        text for text in dict.fromkeys(group) if len(text) >= LEAST_LETTERS and "\0" not in text
    ]


def _match(texts: Sequence[str]) -> list[str]:
    return [" OR ".join('"' + text.replace('"', '""') + '"' for text in texts)]


def _like(texts: Sequence[str]) -> list[str]:
    return [f"%{_escaped(text)}%" for text in texts]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
