from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0017_prompt")]

    operations = [
        # Also for those that are there: some may wait for a task that does not exist any more. The
        # worker takes them 5,000 a minute.
        migrations.AddField(
            "comment", "is_indexed", models.BooleanField(default=False, editable=False)
        ),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["id"], condition=models.Q(is_indexed=False), name="not_indexed"
            ),
        ),
    ]
