"""How the picture library bears 10,000 and 100,000 images: time on the server and queries.

    .venv/bin/python bench/library.py                 SQLite, in a folder that is removed afterwards
    DATABASE_URL=postgres://... bench/library.py      PostgreSQL, in databases beside that one
    bench/library.py --keep FOLDER                    keeps the SQLite files, and uses them again

Exit code 1 when a page takes more queries in the larger library, or when the first page takes
longer than 30 ms there, or 1.5 times as long. A search takes longer the more it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from urllib.parse import urljoin

from sizes import Comparison, Pairs, grows, main

ARTICLES = 2_000  # each with a lead picture; every fourth picture of the smaller library is used
AIM = 30.0  # milliseconds of the first page, at the larger size
BATCH = 5_000
LIBRARY = "/admin/articles/image/"

PLACES = ["harbour", "market", "square", "station", "bridge", "school", "court", "theatre"]
DOING = ["opens", "closes", "floods", "waits", "burns", "shines", "empties", "sleeps"]
WHEN = ["at dawn", "in rain", "after the storm", "on Sunday", "at night", "in winter"]
NAMES = ["Ada Moreno", "Luis Brandt", "Mira Kohl", "Jon Sable", "Ines Ferro", "Tom Okafor"]


def fill(size: int) -> None:
    """Images with their words, files and uses, without a file on the disk."""
    from django.core.management import call_command

    from articles.models import Image
    from articles.models.image_search import index

    call_command("generate", articles=ARTICLES, comments=0)
    for start in range(0, size, BATCH):
        made = Image.objects.bulk_create(images(start, min(size, start + BATCH)))
        index([image.pk for image in made])
    copy_renditions()
    use_pictures()


def images(start: int, end: int) -> Iterator[Any]:
    from django.utils import timezone

    from articles.models import Image, Provider, Section

    now, chance = timezone.now(), Random(start)  # noqa: S311
    providers, sections = list(Provider.objects.all()), list(Section.objects.all())
    for number in range(start, end):
        wide = chance.random() < 0.7
        caption = f"The {chance.choice(PLACES)} {chance.choice(DOING)} {chance.choice(WHEN)}"
        expiring = now + timedelta(days=chance.randrange(1, 60))
        yield Image(
            file=f"{number}/{number}.jpg",
            sha256=f"{number:064x}",
            bytes=4_000_000,
            mime="image/jpeg",
            width=6000 if wide else 4000,
            height=4000 if wide else 6000,
            caption=f"{caption}, picture {number}",
            alt_text="" if number % 50 == 0 else "What is seen",
            creators=[chance.choice(NAMES)],
            provider=chance.choice(providers),
            section=chance.choice(sections) if number % 3 == 0 else None,
            status="incomplete" if number % 50 == 0 else "ready",
            valid_until=expiring if number % 20 == 0 else None,
            shown_until=expiring if number % 20 == 0 else None,
            embedded={"caption": {"value": caption * 5, "origin": "xmp"}},
        )


def copy_renditions() -> None:
    """Every size and format of each image, by the database itself."""
    from django.db import connection

    from articles.imaging.renditions import fitting

    with connection.cursor() as cursor:
        for spec in fitting((6000, 4000)):
            cursor.execute(
                "INSERT INTO articles_rendition (image_id, spec, extension, mime, width, height,"
                " bytes, packet_version, focus, file) SELECT id, %s, %s, %s, 480, 320, 30000, 1,"
                " '', public_id || %s FROM articles_image",
                [spec.name, spec.extension, spec.mime, f"/{spec.name}.{spec.extension}"],
            )


def use_pictures() -> None:
    """A lead picture for each article, from all of the library."""
    from articles.models import Article, Image, ImageUse

    numbers = list(Image.objects.values_list("pk", flat=True))
    articles = list(Article.objects.values_list("pk", flat=True))
    step = len(numbers) // len(articles)
    lead = ImageUse.Role.LEAD
    ImageUse.objects.bulk_create(
        ImageUse(article_id=article, image_id=numbers[place * step], role=lead)
        for place, article in enumerate(articles)
    )


def questions() -> dict[str, Callable[[], Any]]:
    from django.contrib.auth.models import Group, User
    from django.test import Client

    editor, _ = User.objects.get_or_create(username="eve", defaults={"is_staff": True})
    editor.groups.set([Group.objects.get(name="Editor")])
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(editor)
    return {name: partial(client.get, urljoin(LIBRARY, query)) for name, query in pages()}


def pages() -> Iterator[tuple[str, str]]:
    """What the library is asked for: a name and the end of the address."""
    from articles.models import Image, Section

    image = Image.objects.order_by("-pk")[20]
    yield "first page", ""
    yield "page 100", "?p=100"
    yield "search: many", "?q=harbour"
    yield "search: two words", "?q=harbour+moreno"
    yield "search: one", f"?q={image.caption.rpartition(' ')[2]}"
    yield "search: none", "?q=zyzzyva"
    yield "rights: ready", "?rights=ready"
    yield "rights: expired", "?rights=expired"
    yield "orientation", "?orientation=portrait"
    yield "used", "?use=used"
    yield "unused", "?use=unused"
    yield "provider", f"?provider__id__exact={image.provider_id}"
    yield "section", f"?section={Section.objects.order_by('pk')[0].pk}"
    yield "without alt", "?report=no-alt"
    yield "without credit", "?report=no-credit"
    yield "expiring", "?report=expiring"
    yield "used after expiry", "?report=used-expired"
    yield "reports", "reports/"
    yield "one picture", f"{image.pk}/change/"
    yield "picker", "/admin/articles/article/pick/images/?q=harbour"


def remarks(name: str, queries: tuple[int, int], pairs: Pairs) -> dict[str, bool]:
    is_first = name == "first page"
    return {
        "MORE QUERIES": queries[1] > queries[0],
        "GROWS" if is_first else "grows": grows(pairs),
        "TOO SLOW": is_first and pairs[0][1] > AIM,
    }


PICTURES = Comparison(__file__, (10_000, 100_000), "images", fill, questions, remarks)

if __name__ == "__main__":
    raise SystemExit(main(PICTURES, __doc__))
