from django.db import migrations, models


class Migration(migrations.Migration):
    """A section can ask for two who agree; what the first would do is kept with the decisions."""

    dependencies = [("comments", "0015_signals_by_rule")]

    operations = [
        migrations.AddField(
            "sectiondiscussion",
            "needs_two",
            models.BooleanField(
                default=False,
                help_text="A reply passed on for a second opinion is decided once two moderators"
                " choose the same.",
                verbose_name="a second opinion needs two who agree",
            ),
        ),
        migrations.AddField(
            "decision",
            "opinion",
            models.CharField(
                blank=True, default="", max_length=12, verbose_name="opinion"
            ),
            preserve_default=False,
        ),
    ]
