"""What a decision about a notice rests on, and objections to the refusal of a notice."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("comments", "0011_what_stands_where")]

    operations = [
        migrations.AddField(
            "notice",
            "basis",
            models.CharField("law or rule", max_length=200, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "notice", "is_trapped", models.BooleanField(default=False, editable=False)
        ),
        migrations.AddField(
            "appeal",
            "notice",
            models.OneToOneField(
                "comments.Notice",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                related_name="appeal",
            ),
        ),
        migrations.AlterField(
            "appeal",
            "decision",
            models.OneToOneField(
                "comments.Decision",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                related_name="appeal",
            ),
        ),
        migrations.AlterField(
            "appeal",
            "comment",
            models.ForeignKey(
                "comments.Comment",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                related_name="appeals",
            ),
        ),
        migrations.AddConstraint(
            "appeal",
            models.CheckConstraint(
                condition=Q(decision=None) ^ Q(notice=None), name="appeal_against_one"
            ),
        ),
    ]
