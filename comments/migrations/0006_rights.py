"""What the newsroom's groups may do with what the whole reply brought."""

from importlib import import_module

from django.db import migrations

GROUPS = {
    "Editor": (
        "add_sectiondiscussion change_sectiondiscussion view_sectiondiscussion "
        "view_classifierversion view_report"
    ),
    "Moderator": "view_classifierversion view_report add_block change_block view_block",
}


def give(apps, schema_editor):
    import_module("comments.migrations.0002_groups")._make_permissions(
        apps, schema_editor.connection.alias
    )
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(
                content_type__app_label="comments", codename__in=codenames.split()
            )
        )


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_keep_counts")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
