"""What the tests of backups do to a site, and ask of it, in processes of its own."""

from __future__ import annotations

FILL = """
from tests.factories import make_article, make_comment, make_image, make_section
from comments.models import Comment
for number in range(3):
    image = make_image(caption=f"Picture {number}", renditions=True)
    article = make_article(f"Story {number}", lead_image=image, section=make_section())
    for name in ("Nadia", "Omar"):
        make_comment(article, name=name, email=f"{name}@example.com", body="Well said, I think.")
Comment.objects.order_by("-pk").first().delete()
make_image(caption="Spare", renditions=True)
"""
# Every row in every table, in words; the search's own tables differ from database to database.
DIGEST = """
import hashlib, json
from django.apps import apps
from cms.backup import pictures
for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
    if model._meta.app_label not in {"modelsearch"} and model._meta.managed:
        rows = sorted(map(repr, model._base_manager.values_list()))
        print(model._meta.label, len(rows), hashlib.sha256("".join(rows).encode()).hexdigest())
for mention in pictures.mentioned():
    data = b"".join(mention.read())
    print(mention.member, hashlib.sha256(data).hexdigest())
"""
NEXT = """
from tests.factories import make_comment
print(make_comment(body="One more.").pk)
"""
FOUND = "from comments.models import Comment; print(Comment.objects.matching('think').count())"
RENAME = """
from articles.models import Article
article = Article.objects.published().first()
article.headline = "Renamed since"
article.save()
"""
LOSE = """
from articles.models import Image
Image.objects.filter(caption="Came meanwhile").delete()
"""
CAPTIONS = """
from articles.models import Image
print("\\n".join(Image.objects.order_by("pk").values_list("caption", flat=True)))
"""
# Something fails while the archive at PATH is restored: what the caches hear, and what it says.
FAILS = """
import sys
from articles.changes import pages_changed
from cms.backup import moving, pictures, postgres, restore, sqlite
from cms.storage import StorageAway
from django.core.management import CommandError, call_command
from django.db import DatabaseError
def fails(*args, **options):
    raise StorageAway("the store is away")
def fails_after_the_rows(name, **options):
    if pages == ["loaded"]:
        raise DatabaseError("no room")
    return call_command(name, **options)
def notes(load, *args):
    load(*args)
    pages.append("loaded")
pages = []
way = sqlite if restore.connection.vendor == "sqlite" else postgres
way.load = lambda *args, load=way.load: notes(load, *args)
pages_changed.connect(lambda tags, **options: print("told", *tags), weak=False)
FAULT
try:
    call_command("restore", "PATH", force=True, stderr=sys.stdout)
except CommandError as error:
    print(error)
"""
FAULTS = {
    "before": "pictures.Mention.put = fails",
    "check": "way.finish = fails",
    "migrate": "restore.call_command = fails_after_the_rows",
    "delete": "for place in pictures.places(): type(place.storage).delete = fails",
}
# Pictures go while the files are being saved, come just before the database is, and go again.
MEANWHILE = """
from contextlib import contextmanager
from pathlib import Path
from articles.models import Image
from cms.backup import make
from django.db import connection
from tests.factories import make_image
ticks = []
def tick():
    ticks.append(1)
    if len(ticks) == 2:
        Image.objects.get(caption="Spare").delete()
database = make.sqlite if connection.vendor == "sqlite" else make.postgres
taken, moments = database.snapshot, []
@contextmanager
def snapshot(folder):
    if not moments:
        make_image(caption="Came meanwhile", renditions=True)
        make_image(caption="Came and went", renditions=True)
    with taken(folder) as now:
        moments.append(len(list(now.mentions())))
        Image.objects.filter(caption="Came and went").delete()
        yield now
database.snapshot = snapshot
print(make.save(Path("PATH"), tick).lost, len(moments))
"""
