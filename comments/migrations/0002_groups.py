"""What the newsroom's groups may do with replies. Running it twice changes nothing."""

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

GROUPS = {
    "Editor": (
        "view_comment decide_comment add_discussion change_discussion view_discussion "
        "configure_replies add_thread change_thread view_thread"
    ),
    "Moderator": "view_comment decide_comment ban_comment",
}


def make_groups(apps, schema_editor):
    _make_permissions(apps, schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(
                content_type__app_label="comments", codename__in=codenames.split()
            )
        )


def _make_permissions(apps, alias):
    """Django makes them after all migrations; here they are needed now."""
    config = apps.get_app_config("comments")
    config.models_module = True  # both functions pass over an app without models
    create_contenttypes(config, verbosity=0, using=alias, apps=apps)
    create_permissions(config, verbosity=0, using=alias, apps=apps)
    config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_groups"),
        ("comments", "0001_replies"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
