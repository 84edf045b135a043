"""What the ORM does not do: leave no trace of taken-away text on disk, write many rows in little time."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write new rows that nobody asks the ids of: a third of the time that `bulk_create` takes."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(_column(field) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})"  # noqa: S608  # no input in it
    _execute(sql, (_saved(row, fields) for row in rows))


def update(model: type[models.Model], rows: Iterable[models.Model], names: Iterable[str]) -> None:
    """Write these fields of rows that exist: a tenth of the time that `bulk_update` takes."""
    key = model._meta.pk
    assert key is not None
    fields: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    columns = ", ".join(f"{_column(field)} = %s" for field in fields)
    sql = f"UPDATE {_table(model)} SET {columns} WHERE {_column(key)} = %s"  # noqa: S608
    _execute(sql, (_saved(row, [*fields, key]) for row in rows))


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: models.Field[Any, Any]) -> str:
    assert field.column
    return connection.ops.quote_name(field.column)


def _saved(row: models.Model, fields: Iterable[models.Field[Any, Any]]) -> list[Any]:
    """The values as the database takes them."""
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _execute(sql: str, values: Iterable[list[Any]]) -> None:
    made = list(values)
    if made:
        with connection.cursor() as cursor:
            cursor.executemany(sql, made)


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
