"""The number of days between two dates, worked out by the database."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import FloatField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


class DaysBetween(Func):
    """Days from the second date to the first, None where one of them is unknown.

    Not the difference of Django's own, which on SQLite calls Python once a row.
    """

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "
    arity = 2

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> Any:
        each = self.copy()
        each.set_source_expressions(
            [
                Func(one, function="julianday", output_field=FloatField())
                for one in self.get_source_expressions()
            ]
        )
        template = "CAST(%(expressions)s AS INTEGER)"
        return each.as_sql(compiler, connection, template=template, **extra)
