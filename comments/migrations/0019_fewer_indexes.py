import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The names that Django gave the indexes of two foreign keys, on every database. Dropped by hand:
# as a change of the fields it would copy the table on SQLite, and check all keys on PostgreSQL.
KEYS = {
    "comments_comment_root_id_23b4c218": "root_id",
    "comments_comment_user_id_a1db4881": "user_id",
}


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_lists_by_index"),
        ("comments", "0018_indexed_replies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["status", "-published_at"],
                condition=models.Q(published_at__isnull=False),
                name="newest_public",
            ),
        ),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["root"], condition=models.Q(root__isnull=False), name="answers_below"
            ),
        ),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["user"], condition=models.Q(user__isnull=False), name="of_member"
            ),
        ),
        migrations.RemoveIndex("comment", "newest_published"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {name}",
                    f"CREATE INDEX {name} ON comments_comment ({column})",
                )
                for name, column in KEYS.items()
            ],
            state_operations=[
                migrations.AlterField(
                    "comment",
                    "root",
                    models.ForeignKey(
                        "comments.comment",
                        on_delete=django.db.models.deletion.CASCADE,
                        blank=True,
                        null=True,
                        db_index=False,
                        related_name="descendants",
                    ),
                ),
                migrations.AlterField(
                    "comment",
                    "user",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        on_delete=django.db.models.deletion.SET_NULL,
                        null=True,
                        db_index=False,
                        related_name="+",
                    ),
                ),
            ],
        ),
    ]
