from django.db import migrations, models


class Migration(migrations.Migration):
    """How lively the talk under an article is, is asked with every reply."""

    dependencies = [("comments", "0017_prompt")]

    operations = [
        migrations.AddIndex(
            "comment", models.Index(fields=["article", "-submitted_at"], name="newest_of_article")
        )
    ]
