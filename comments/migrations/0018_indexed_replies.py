from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0017_prompt")]

    operations = [
        # Those that are there were indexed by a task of their own.
        migrations.AddField(
            "comment", "is_indexed", models.BooleanField(default=True, editable=False)
        ),
        migrations.AlterField(
            "comment", "is_indexed", models.BooleanField(default=False, editable=False)
        ),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["id"], condition=models.Q(is_indexed=False), name="not_indexed"
            ),
        ),
    ]
