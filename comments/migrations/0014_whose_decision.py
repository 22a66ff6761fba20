from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce


def keep_who_decided(apps, schema_editor):
    appeals = apps.get_model("comments", "Appeal").objects.order_by()
    own = appeals.filter(pk=models.OuterRef("pk"))
    who = Coalesce("notice__decided_by_id", "decision__by_id")
    appeals.update(made_by_id=models.Subquery(own.values_list(who)[:1]))


class Migration(migrations.Migration):
    """An objection keeps who had decided, also where that is forgotten elsewhere."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("comments", "0013_histories"),
    ]

    operations = [
        migrations.AddField(
            "appeal",
            "made_by",
            models.ForeignKey(
                null=True,
                on_delete=models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(keep_who_decided, migrations.RunPython.noop),
    ]
