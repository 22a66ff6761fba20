"""What was mailed already, and which reports a moderator has looked at."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0006_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="claim",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="mailed"),
        ),
        migrations.AddField(
            model_name="report",
            name="handled_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="handled"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="handled_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="told_state",
            field=models.CharField(blank=True, editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name="subscription",
            name="told_answers",
            field=models.ManyToManyField(
                editable=False, related_name="+", to="comments.comment"
            ),
        ),
    ]
