"""The unit at the top and the tool itself as an actor: what every installation starts with."""

from django.db import migrations


def create_first_rows(apps, schema_editor):
    units = apps.get_model("people", "Unit").objects
    unit = units.create(name="Kommunen", kind="municipality", sort_key="kommunen")
    units.filter(pk=unit.pk).update(path=f"{unit.pk:06d}/")
    apps.get_model("people", "User").objects.create(
        email="bryggan@localhost",
        name="Bryggan",
        sort_key="bryggan",
        unit=unit,
        is_built_in=True,
        password="!",
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(create_first_rows, elidable=False)]
