from django.db import migrations, models


class Migration(migrations.Migration):
    """The replies about which a rare rule says something are found without reading a pile."""

    dependencies = [("comments", "0014_whose_decision")]

    operations = [
        migrations.AddIndex(
            "signal", models.Index(fields=["code", "comment"], name="signals_by_rule")
        )
    ]
