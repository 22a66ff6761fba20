from __future__ import annotations

from datetime import UTC
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import TruncMonth

SOURCES = (
    ("'all'", ""),
    ("'section:' || a.section_id", ""),
    ("'tag:' || t.tag_id", "JOIN articles_article_tags t ON t.article_id = a.id"),
    ("'author:' || b.contributor_id", "JOIN articles_byline b ON b.article_id = a.id"),
)


def fill(apps: Any, schema_editor: Any) -> None:
    """What the lists show so far."""
    for name, joined in SOURCES:
        schema_editor.execute(
            "INSERT INTO articles_listing (list, article_id, published_at)"  # noqa: S608 - ours
            f" SELECT {name}, a.id, a.published_at FROM articles_article a {joined}"
            " WHERE a.status = 'published' AND a.published_at IS NOT NULL"
        )
    rows = apps.get_model("articles", "Listing").objects.order_by()
    month = TruncMonth("published_at", tzinfo=UTC)
    found = rows.values_list("list", month).annotate(n=models.Count("pk"))
    shelf = apps.get_model("articles", "Shelf")
    shelf.objects.bulk_create(
        shelf(list=name, month=at.date(), number=number) for name, at, number in found
    )


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_measures_from_the_header'),
    ]

    operations = [
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.CharField(max_length=30)),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'place in a list',
                'verbose_name_plural': 'places in lists',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Shelf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.CharField(max_length=30)),
                ('month', models.DateField()),
                ('number', models.IntegerField(default=0)),
            ],
            options={
                'verbose_name': 'shelf',
                'verbose_name_plural': 'shelves',
                'default_permissions': (),
            },
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_front',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('front_position__isnull', False)), fields=['status', 'front_position'], name='article_on_front'),
        ),
        migrations.AddField(
            model_name='listing',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddConstraint(
            model_name='shelf',
            constraint=models.UniqueConstraint(fields=('list', 'month'), name='one_shelf_a_month'),
        ),
        migrations.AddIndex(
            model_name='listing',
            index=models.Index(fields=['list', '-published_at', '-article'], name='listed_in_order'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(fields=('article', 'list'), name='listed_once'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
