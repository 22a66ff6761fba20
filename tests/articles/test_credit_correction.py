"""A credit is one and the same wherever the picture stands, before and after it is corrected."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.test import Client
from PIL import Image as Pillow

from articles.imaging.metadata import read
from articles.models import Article, Image, Rendition
from tests.exiftool import needs_exiftool, read_with_exiftool
from tests.factories import make_article, make_image
from tests.pictures import picture_file
from tests.reading import data_blocks, fetch, fetch_file, find, meta, words, xml

pytestmark = pytest.mark.django_db

WRONG, RIGHT = "© Harbour Pictures / Ada Moreno", "© Harbour Pictures / Ada Moreno-Lind"


def make_illustrated_article() -> Article:
    image = make_image(renditions=True, file=picture_file("wide.jpg", width=1600))
    return make_article(lead_image=image, body=f'<p>x</p><figure data-image="{image.pk}"></figure>')


def credits_of(client: Client, article: Article) -> Iterator[str]:
    """The credit in captions, card, feed and structured data."""
    document = fetch(client, article.get_absolute_url())
    captions = document.xpath("//figure/figcaption/*[@class='credit']")
    assert len(captions) == 2
    yield from map(words, captions)
    pictures = data_blocks(document)[0]["image"]
    yield from (one["creditText"] for one in pictures if isinstance(one, dict))
    yield words(fetch(client, "/").xpath("//main//figure//*[@class='credit']")[0])
    yield from find(xml(client.get("/feed/")), "//media:credit[not(@role)]/text()")


def addresses(client: Client, article: Article) -> set[str]:
    """Every file that the page, the front page and their data name."""
    found = set()
    for place in (article.get_absolute_url(), "/"):
        document = fetch(client, place)
        found |= set(document.xpath("//main//img/@src"))
        for srcset in document.xpath("//main//@srcset"):
            found |= {one.split()[0] for one in srcset.split(", ")}
        named = meta(document, "og:image")
        for block in data_blocks(document):
            named += [one for one in block.get("image", []) if isinstance(one, str)]
        found |= {"/" + address.split("/", 3)[3] for address in named}
    assert {one.rpartition(".")[2] for one in found} == {"avif", "webp", "jpg"}
    return found


def files_of(client: Client, article: Article) -> dict[str, bytes]:
    named = addresses(client, article)
    return {a.strip("/").replace("/", "-"): fetch_file(client, a)[1] for a in named}


def test_corrected_credit_reaches_page_list_feed_and_data_at_once(client: Client) -> None:
    article = make_illustrated_article()
    assert set(credits_of(client, article)) == {WRONG}
    image = Image.objects.get()
    image.creators = ["Ada Moreno-Lind"]
    image.save()
    assert set(credits_of(client, article)) == {RIGHT}


def test_served_files_hold_the_credit_that_is_printed(client: Client) -> None:
    article = make_illustrated_article()
    for line, creator in ((WRONG, "Ada Moreno"), (RIGHT, "Ada Moreno-Lind")):
        image = Image.objects.get()
        image.creators = [creator]
        image.save()
        Rendition.objects.make(image)
        assert set(credits_of(client, article)) == {line}
        for data in files_of(client, article).values():
            said = read(io.BytesIO(data))
            assert said.credit_line
            assert said.credit_line.value == line
            assert f">{line}<".encode() in Pillow.open(io.BytesIO(data)).info["xmp"]


@needs_exiftool
def test_an_independent_reader_finds_the_same_credit_in_every_file(client: Client) -> None:
    article = make_illustrated_article()
    for creator in ("Ada Moreno", "Ada Moreno-Lind"):
        image = Image.objects.get()
        image.creators = [creator]
        image.save()
        Rendition.objects.make(image)
        (line,) = set(credits_of(client, article))
        found = read_with_exiftool(files_of(client, article))
        assert {tags["XMP-photoshop:Credit"] for tags in found.values()} == {line}
        assert len(found) >= 12
