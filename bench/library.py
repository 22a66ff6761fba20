"""How the picture library bears 10,000 and 100,000 images: time on the server and queries.

Both databases are asked in turn, as in desk.py, whose options these are too.

    .venv/bin/python bench/library.py                 SQLite, in a folder that is removed afterwards
    DATABASE_URL=postgres://... bench/library.py      PostgreSQL, in databases beside that one
    bench/library.py --keep FOLDER                    keeps the SQLite files, and uses them again

Exit code 1 when a page takes more queries in the larger library, or when the first page takes
longer than 30 ms there, or 1.5 times as long. A search takes longer the more it finds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urljoin

from desk import RATIO, ROOT, Desk, Result, by_turns, timed

SIZES = (10_000, 100_000)
ARTICLES = 2_000  # each with a lead picture; every fourth picture of the smaller library is used
AIM = 30.0  # milliseconds of the first page, at the larger size
BATCH = 5_000
LIBRARY = "/admin/articles/image/"

PLACES = ["harbour", "market", "square", "station", "bridge", "school", "court", "theatre"]
DOING = ["opens", "closes", "floods", "waits", "burns", "shines", "empties", "sleeps"]
WHEN = ["at dawn", "in rain", "after the storm", "on Sunday", "at night", "in winter"]
NAMES = ["Ada Moreno", "Luis Brandt", "Mira Kohl", "Jon Sable", "Ines Ferro", "Tom Okafor"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite files")
    parser.add_argument("--only", default="", help="what has this in its name")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return answer(options.measure)
    with tempfile.TemporaryDirectory() as folder:
        libraries = [Desk(size, options.keep or Path(folder), __file__) for size in SIZES]
        names = [name for name in libraries[0].names if options.only in name]
        small, large = by_turns(libraries, names)
        for library in libraries:
            library.close()
    return report(small, large)


def answer(size: int) -> int:
    """Fill the database where it is empty, then time whatever is named, until nothing is."""
    prepare(size)
    asks = questions()
    print(json.dumps(list(asks)), flush=True)
    for line in sys.stdin:
        print(json.dumps(timed(asks[line.strip()])), flush=True)
    return 0


def prepare(size: int) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from articles.models import Image

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Image.objects.exists():
        with redirect_stdout(sys.stderr):  # answers alone go to the one who asks
            call_command("generate", articles=ARTICLES, comments=0)
        generate(size)


def generate(size: int) -> None:
    """Images with their words, files and uses, without a file on the disk."""
    from articles.models import Image
    from articles.models.image_search import index

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


def report(small: Result, large: Result) -> int:
    """Print the table; 1 when something grows with the library or the first page is slow."""
    failed = False
    title = f"{'queries':>8}{'clock, ms':>18}{'ratio':>7}{'processor, ms':>18}{'ratio':>7}"
    print(f"{SIZES[0]:,} and {SIZES[1]:,} images".ljust(28) + title)
    for name, (queries, clocks, processors) in large.items():
        before, *others = small[name]
        pairs = [(median(others[n]), median(times)) for n, times in enumerate((clocks, processors))]
        many, grows = queries > before, any(g > RATIO * s for s, g in pairs)
        slow = name == "first page" and pairs[0][1] > AIM
        failed |= many or slow or (grows and name == "first page")
        remarks = {"MORE QUERIES": many, "grows": grows, "TOO SLOW": slow}
        columns = "".join(f"{s:>9.1f}{g:>9.1f}{g / s:>7.2f}" for s, g in pairs)
        words = ", ".join(word for word, true in remarks.items() if true)
        print(f"{name:28}{queries:>8}{columns}  {words}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
