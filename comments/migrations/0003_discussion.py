"""The one row of settings exists from the start, so that reading it is one query."""

from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("comments", "Discussion").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_groups")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop, elidable=False)]
