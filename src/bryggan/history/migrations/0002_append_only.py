"""History only grows, and the database sees to it itself.

The one way past is a row in history_clearance that is open: "mask" lets an update through, "disposal" a
deletion. Both are opened and closed inside one transaction, so no other connection ever sees them open.
"""

from django.db import migrations

TABLES = ("history_event", "history_change")
SAID = "history is append-only"

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
WHEN NOT EXISTS (SELECT 1 FROM history_clearance WHERE is_open = 1 AND kind = '{kind}')
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""

POSTGRESQL = """
CREATE FUNCTION {table}_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM history_clearance WHERE is_open AND kind = '{kind}') THEN
    {answer}
  END IF;
  RAISE EXCEPTION '{said}';
END $$;
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_{verb}();
"""

POSTGRESQL_TRUNCATE = """
CREATE FUNCTION {table}_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{said}'; END $$;
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_truncate();
"""

VERBS = (("update", "mask", "RETURN NEW;"), ("delete", "disposal", "RETURN OLD;"))


def protect(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for verb, kind, answer in VERBS:
            sql = POSTGRESQL if vendor == "postgresql" else SQLITE
            schema_editor.execute(
                sql.format(table=table, verb=verb, kind=kind, answer=answer, said=SAID), params=None
            )
        if vendor == "postgresql":
            schema_editor.execute(POSTGRESQL_TRUNCATE.format(table=table, said=SAID), params=None)


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(protect, elidable=False)]
