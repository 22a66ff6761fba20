from django.db import migrations, models


class Migration(migrations.Migration):
    """What became of a person's replies is counted from an index alone."""

    dependencies = [("comments", "0012_notices_and_objections")]

    operations = [
        migrations.RemoveIndex("comment", "same_browser"),
        migrations.RemoveIndex("comment", "same_address"),
        migrations.AddIndex(
            "comment", models.Index(fields=["reader", "judged"], name="same_browser")
        ),
        migrations.AddIndex(
            "comment", models.Index(fields=["email_index", "judged"], name="same_address")
        ),
    ]
