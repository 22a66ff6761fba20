"""Caches in front of the site hear which pages changed."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from articles.changes import announce
from cms.env import addresses
from cms.pagecache import receivers
from cms.pagecache.fronts import MOST, Fronts
from tests.flows.servers import free_port, shell


class Front(HTTPServer):
    """A cache that writes down what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.who: list[str | None] = []
        super().__init__(("127.0.0.1", 0), Listener)
        self.address = f"http://127.0.0.1:{self.server_port}/purge"
        self.status = 200
        self.garbage = b""  # sent instead of an answer


class Listener(BaseHTTPRequestHandler):
    server: Front

    def do_PURGE(self) -> None:
        assert self.path == "/purge"
        self.server.heard.append(self.headers["Cache-Tag"])
        self.server.who.append(self.headers["Authorization"])
        if self.server.garbage:
            self.wfile.write(self.server.garbage)
            return
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture
def front() -> Iterator[Front]:
    with Front() as own:
        thread = threading.Thread(target=own.serve_forever, args=(0.05,))
        thread.start()
        yield own
        own.shutdown()
        thread.join()


@pytest.mark.django_db
def test_committed_change_is_told_with_its_tags(
    front: Front, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    fronts = Fronts([front.address])
    monkeypatch.setattr(receivers, "fronts", lambda: fronts)
    with django_capture_on_commit_callbacks(execute=True):
        announce("thread:12", "lists")
        fronts.wait()
        assert front.heard == []
    fronts.wait()
    assert front.heard == ["thread:12,lists"]


def test_counters_have_moved_when_a_front_hears_of_it(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    class Told(Fronts):
        def purge(self, tags: Any) -> None:
            order.append("front")

    class Moved:
        def move(self, tags: Any) -> None:
            order.append("counters")

    monkeypatch.setattr(receivers, "fronts", lambda: Told([]))
    monkeypatch.setattr(receivers.counters, "shared", Moved)
    receivers.move_counters(tags=("lists",))
    assert order == ["counters", "front"]


def test_many_tags_go_in_several_requests(front: Front) -> None:
    fronts = Fronts([front.address])
    fronts.purge(f"article:{n}" for n in range(MOST + 1))
    fronts.wait()
    assert [len(line.split(",")) for line in front.heard] == [MOST, 1]


def test_front_that_is_away_is_one_line_in_the_log_and_the_others_hear(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    fronts = Fronts([f"http://127.0.0.1:{free_port()}/purge", front.address])
    for _ in range(3):
        fronts.purge(["lists"])
        fronts.wait()
    assert front.heard == ["lists"] * 3
    assert len([line for line in caplog.records if "does not take" in line.message]) == 1


def test_front_that_refuses_is_told_of_to_the_operator(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    front.status = 403
    fronts = Fronts([front.address])
    fronts.purge(["lists"])
    fronts.wait()
    assert "403" in caplog.text


@pytest.mark.parametrize(
    "garbage",
    [
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 many\r\n\r\n",
        b"HTTP/1.1 200 " + b"a" * 70_000,
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n",
        b"\0",
    ],
    ids=["mail", "no status", "long line", "many headers", "chunks", "zero"],
)
def test_front_that_answers_garbage_hears_the_next_purge(
    front: Front, garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    fronts = Fronts([front.address])
    front.garbage = garbage
    fronts.purge(["article:1"])
    fronts.wait()
    front.garbage = b""
    fronts.purge(["article:2"])
    fronts.wait()
    assert front.heard == ["article:1", "article:2"]
    assert all(len(record.getMessage()) < 200 for record in caplog.records)


def test_speaker_that_died_is_replaced(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    fronts = Fronts([front.address])

    with monkeypatch.context() as patch:
        patch.setattr(fronts, "_speak", lambda: None)
        fronts.purge(["article:1"])
        fronts.wait()
    fronts.purge(["article:2"])
    fronts.wait()
    assert front.heard == ["article:1,article:2"]


def test_name_and_password_go_into_a_header_and_not_into_the_log(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    front.status = 500
    fronts = Fronts([front.address.replace("//", "//desk:s%40cret@")])
    fronts.purge(["lists"])
    fronts.wait()
    assert front.who == [f"Basic {b64encode(b'desk:s@cret').decode()}"]
    assert "500" in caplog.text
    assert "cret" not in caplog.text


def test_command_ends_after_its_purges(front: Front, tmp_path: Any) -> None:
    code = "from articles.changes import pages_changed as p; p.send(sender=None, tags=('site',))"
    shell(code, {"BYLINE_VAR": str(tmp_path), "PURGE_URLS": front.address, "REDIS_URL": ""})
    assert front.heard == ["site"]


def test_address_of_a_front_is_checked_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURGE_URLS", "http://10.0.0.5:6081/, https://cdn.example/purge")
    assert addresses("PURGE_URLS") == ["http://10.0.0.5:6081/", "https://cdn.example/purge"]
    for wrong in ("10.0.0.5:6081", "ftp://x/", "http://:99999/"):
        monkeypatch.setenv("PURGE_URLS", wrong)
        with pytest.raises(SystemExit, match=r"^PURGE_URLS must be"):
            addresses("PURGE_URLS")
