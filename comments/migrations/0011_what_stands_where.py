"""Numbers and moments for the replies that are there, reasons to begin with, rights."""

from importlib import import_module

from django.db import migrations
from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

REASONS = (
    ("Insulting", "It insults or threatens somebody. You are welcome to say it in other words."),
    ("Hateful", "It disparages people for what they are."),
    ("Off topic", "It is not about the article."),
    ("Private data", "It tells something private about somebody."),
    ("Advertising", "It advertises something."),
    ("Unfounded", "It claims something serious about somebody without saying how it is known."),
    ("Said already", "You or somebody else has said the same here already."),
    ("Unreadable", "It can hardly be read: capital letters throughout, or repetitions."),
    ("Not a reply", "It tells the newsroom something. Please write to us directly."),
)
GROUPS = {
    "Editor": "view_act view_notice view_appeal add_reason change_reason view_reason",
    "Moderator": "view_act view_notice view_appeal view_reason view_thread change_thread",
}


def fill(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    Signal = apps.get_model("comments", "Signal")
    Tally = apps.get_model("comments", "Tally")
    sums = Signal.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    score = Coalesce(Subquery(sums.annotate(n=Sum("weight")).values("n")), 0.0)
    Comment.objects.update(due_at=F("submitted_at"), score=score)
    statuses = Comment.objects.order_by().values_list("status").annotate(n=Count("pk"))
    places = Comment.objects.order_by().values_list("desk").annotate(n=Count("pk"))
    kept = dict(statuses) | {f"desk:{place}": n for place, n in places if place}
    Tally.objects.bulk_create(Tally(name=name, change=n) for name, n in kept.items())
    Reason = apps.get_model("comments", "Reason")
    if not Reason.objects.exists():
        Reason.objects.bulk_create(
            Reason(title=title, message=message, position=number)
            for number, (title, message) in enumerate(REASONS, 1)
        )


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
    dependencies = [("comments", "0010_the_desk")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
