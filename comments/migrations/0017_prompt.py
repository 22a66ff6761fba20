from django.db import migrations, models


class Migration(migrations.Migration):
    """A thread can have a question to its readers, and the log says who changed it."""

    dependencies = [("comments", "0016_two_who_agree")]

    operations = [
        migrations.AddField(
            "thread",
            "prompt",
            models.CharField(
                "question to readers",
                max_length=200,
                blank=True,
                default="",
                help_text="It stands over the form as long as replies are taken.",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "act",
            "verb",
            models.CharField(
                "act",
                max_length=8,
                choices=[
                    ("note", "noted"),
                    ("reveal", "saw the address"),
                    ("block", "blocked"),
                    ("lift", "lifted a block"),
                    ("mode", "changed how replies are taken"),
                    ("prompt", "changed the question to readers"),
                    ("mute", "muted a rule"),
                    ("unmute", "switched a rule on"),
                    ("notice", "decided about a notice"),
                    ("appeal", "decided about an objection"),
                    ("export", "exported"),
                ],
            ),
        ),
    ]
