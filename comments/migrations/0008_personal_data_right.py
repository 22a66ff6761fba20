"""The right to export and erase what is kept under an address; no group has it by default."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_what_was_mailed")]
    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "permissions": [
                    ("decide_comment", "Can decide about replies"),
                    ("ban_comment", "Can block repliers"),
                    ("handle_personal_data", "Can export and erase personal data"),
                ],
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
            },
        ),
    ]
