"""The key that lists sort and match on: the same order on every database, å ä ö last."""

import unicodedata
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler

# "{" is the character after "z" in ASCII, so these sort after every other letter.
SWEDISH = str.maketrans({"å": "{a", "ä": "{b", "ö": "{c", "æ": "{b", "ø": "{c"})


class _Plain(dict[int, str]):
    """Each letter without its accents, å ä ö excepted; worked out once per letter."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        self[code] = plain
        return plain


_PLAIN = _Plain({ord(letter): letter for letter in "åäöæø"})


def folded(text: str) -> str:
    """Lower case with single spaces and no accents but å ä ö: what contained text is matched on."""
    words = " ".join(text.split()).casefold()
    if words.isascii():
        return words
    return unicodedata.normalize("NFC", words).translate(_PLAIN)


def sort_key(text: str, *, length: int = 300) -> str:
    """The folded text in characters whose byte order is the Swedish alphabet."""
    return folded(text).translate(SWEDISH)[:length]


class SortKeyField(models.CharField[str, str]):
    """A text column compared byte by byte: PostgreSQL is told so, SQLite does it already."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


# No text sorts after this character.
LAST = "\U0010ffff"


@SortKeyField.register_lookup
class KeyStartsWith(StartsWith):
    """The keys from the given one on up to the last that begins so: an index is read, on every database.

    SQLite never uses an index for LIKE with an escape character.
    """

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        if not isinstance(self.rhs, str):
            return super().as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        sql = f"({column} >= %s AND {column} < %s)"
        return sql, (*params, self.rhs, *params, self.rhs + LAST)
