from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_move_evidence_files")]

    operations = [migrations.RemoveField(model_name="evidence", name="file")]
