"""Give stored replies what new ones get: places in their branch, lessons, fingerprints."""

from django.db import migrations

from comments.moderation.normalise import fingerprint

JUDGED = {"published": "approved", "rejected": "rejected", "removed": "rejected", "spam": "spam"}


def fill(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    Decision = apps.get_model("comments", "Decision")
    standing = Decision.objects.filter(undoes=None, undone_by=None, by__isnull=False)
    judged = {d.comment_id: JUDGED.get(d.after, "") for d in standing.order_by("pk").iterator()}
    sizes, answers, batch = {}, {}, []
    fields = ["branch_place", "judged", "vetted", "fingerprint"]
    for row in Comment.objects.order_by("published_at", "pk").iterator(chunk_size=1000):
        if row.root_id and row.published_at:
            sizes[row.root_id] = row.branch_place = sizes.get(row.root_id, 0) + 1
            answers[row.root_id] = answers.get(row.root_id, 0) + (row.status == "published")
        row.judged = judged.get(row.pk, "")
        row.vetted = row.judged == "approved"
        row.fingerprint = fingerprint(row.body)
        batch.append(row)
        if len(batch) == 500:
            Comment.objects.bulk_update(batch, fields)
            batch.clear()
    Comment.objects.bulk_update(batch, fields)
    for root, size in sizes.items():
        Comment.objects.filter(pk=root).update(branch_size=size, answer_count=answers[root])


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_the_whole_reply")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
