"""What one part of a machine, or a few hundred bad clients, can do to readers: little."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from lxml import html

from .sites import Site, served

CLIENTS = 300


@pytest.fixture(scope="module")
def site(newsroom: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(newsroom, tmp_path_factory.mktemp("parts") / "site", PAGE_CACHE_MB="0") as site:
        yield site


@pytest.mark.parametrize("instead", ["nothing", "a file", "an empty folder"])
def test_pages_keep_caption_and_credit_while_the_pictures_are_gone(
    site: Site, instead: str
) -> None:
    """An unmounted disk; the page is made anew while it is away."""
    media, away = site.folder / "media", site.folder / "away"
    assert site.get(site.picture)[0] == 200
    media.rename(away)
    if instead == "a file":
        media.write_text("no folder")
    elif instead == "an empty folder":
        (media / "public").mkdir(parents=True)
    try:
        status, page, _ = site.get()
        document = html.fromstring(page)
        (figure,) = document.xpath("//figure")
        assert status == 200
        assert site.credit in figure.text_content()
        assert figure.xpath(".//img/@alt") == ["Cranes over grey water"]
        assert [site.get(path)[0] for path in ("/", "/feed/", site.other)] == [200] * 3
        status, sentence, headers = site.get(site.picture)
        assert (status, headers["cache-control"], headers["retry-after"]) == (503, "no-store", "10")
        assert "This picture cannot be fetched right now." in sentence
        assert site.post(f"Where are the pictures? {instead}")[0] == 303
    finally:
        if media.is_dir():
            shutil.rmtree(media)
        media.unlink(missing_ok=True)
        away.rename(media)
    status, _, headers = site.get(site.picture)
    assert (status, headers["content-type"]) == (200, "image/jpeg")


def test_one_missing_file_is_not_found(site: Site) -> None:
    assert site.get("/media/00000000000000000000-1/w480.jpg")[0] == 404


def test_readers_are_answered_beside_300_clients_that_never_end_their_headers(site: Site) -> None:
    with ExitStack() as lines:
        for number in range(CLIENTS):
            line = socket.create_connection(("127.0.0.1", site.port), timeout=10)
            lines.enter_context(line).sendall(
                f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: {number}".encode()
            )
        for path in (site.article, "/", site.other):
            began = time.monotonic()
            assert site.get(path)[0] == 200
            assert time.monotonic() - began < 2
        assert site.post("Sent beside three hundred others.")[0] == 303
