"""Contained text is found by trigrams: FTS5 beside the table on SQLite, pg_trgm on PostgreSQL."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    "text, content='search_searchrow', content_rowid='id', tokenize='trigram')",
    """CREATE TRIGGER search_text_insert AFTER INSERT ON search_searchrow BEGIN
    INSERT INTO search_text(rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER search_text_delete AFTER DELETE ON search_searchrow BEGIN
    INSERT INTO search_text(search_text, rowid, text) VALUES ('delete', old.id, old.text); END""",
    """CREATE TRIGGER search_text_update AFTER UPDATE ON search_searchrow BEGIN
    INSERT INTO search_text(search_text, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO search_text(rowid, text) VALUES (new.id, new.text); END""",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_text_trgm ON search_searchrow USING gin (text gin_trgm_ops)",
)


def create_index(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create_index, elidable=False)]
