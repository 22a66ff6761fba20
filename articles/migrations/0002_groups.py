"""The newsroom's groups. Running it twice gives nobody anything twice."""

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

GROUPS = {
    "Reporter": (
        "add_article change_article view_article add_image change_image view_image "
        "view_section view_contributor view_provider view_tag add_tag"
    ),
    "Editor": (
        "add_article change_article delete_article view_article publish_article "
        "add_image change_image delete_image view_image "
        "add_section change_section delete_section view_section "
        "add_contributor change_contributor delete_contributor view_contributor "
        "add_provider change_provider delete_provider view_provider "
        "add_tag change_tag delete_tag view_tag "
        "add_byline change_byline delete_byline view_byline"
    ),
    "Moderator": "view_article",
}


def make_groups(apps, schema_editor):
    _make_permissions(apps, schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(
                content_type__app_label="articles", codename__in=codenames.split()
            )
        )


def _make_permissions(apps, alias):
    """Django makes them after all migrations; here they are needed now."""
    config = apps.get_app_config("articles")
    config.models_module = True  # both functions pass over an app without models
    create_contenttypes(config, verbosity=0, using=alias, apps=apps)
    create_permissions(config, verbosity=0, using=alias, apps=apps)
    config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_newsroom"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
