"""The agencies that a migration brings along, beside the providers that are there already."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Image, ImageUse, Provider, Style
from tests.factories import make_article, make_image

pytestmark = pytest.mark.django_db

migration = import_module("articles.migrations.0007_agencies")


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("Getty Images", "getty"),
        ("AP", "ap"),
        ("Reuters", "reuters"),
        ("AFP", "afp"),
        ("Anadolu", "anadolu"),
        ("dpa", "dpa"),
    ],
)
def test_every_newsroom_knows_the_agencies(name: str, style: str) -> None:
    assert Provider.objects.get(name=name).credit_style == style


def test_providers_that_are_there_keep_what_they_say() -> None:
    Provider.objects.all().delete()
    own = Provider.objects.create(name="Associated Press", category="stock")
    getty = Provider.objects.create(name="getty images")
    also = Provider.objects.create(name="Getty", aliases=["AFP"])
    for _ in range(2):  # running it twice adds nothing
        migration.add_agencies(apps, None)
    for row in (own, getty, also):
        row.refresh_from_db()
    assert (own.name, own.category, own.credit_style) == ("Associated Press", "stock", Style.HOUSE)
    assert "Getty Images Sport" in getty.aliases
    assert "Getty" not in getty.aliases
    assert Provider.objects.named("AFP") == also
    assert Provider.objects.filter(name__icontains="getty").count() == 2
    assert Provider.objects.named("Reuters") == Provider.objects.get(name="Reuters")


def test_no_two_agencies_share_a_name() -> None:
    for provider in Provider.objects.all():
        provider.full_clean()


def test_prints_before_the_migration_are_found() -> None:
    image, unused = make_image(), make_image()
    first = make_article("One", lead_image=image)
    make_article("Two", lead_image=image)
    make_article("Three", lead_image=unused, publish=False)
    Image.objects.update(printed_in=None, first_printed_at=None)
    assert ImageUse.objects.count() == 3
    migration.note_first_prints(apps, None)
    image.refresh_from_db()
    unused.refresh_from_db()
    assert (image.printed_in, image.first_printed_at) == (first, first.published_at)
    assert (unused.printed_in, unused.first_printed_at) == (None, None)
