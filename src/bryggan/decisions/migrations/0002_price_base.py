"""The prisbasbelopp of the years that are known; the next one is asked for."""

import tomllib
from pathlib import Path

from django.db import migrations

CONTENT = Path(__file__).parent.parent / "content" / "price_base.toml"


def create_first_rows(apps, schema_editor):
    rows = apps.get_model("decisions", "PriceBase").objects
    for told in tomllib.loads(CONTENT.read_text(encoding="utf-8"))["year"]:
        rows.create(**told)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]
    operations = [migrations.RunPython(create_first_rows, elidable=False)]
