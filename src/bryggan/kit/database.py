"""What differs between the databases and is not search: how taken-away text leaves no trace on disk."""

from collections.abc import Iterable

from django.db import connection


def sweep(tables: Iterable[str]) -> None:
    """Write over what was changed or deleted. Outside of transactions only.

    SQLite keeps old text in free pages and in the write-ahead log, PostgreSQL in dead rows, until this.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
        else:
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('optimize')")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
