"""kill -9 while readers post: what was acknowledged is stored, and nothing is stored twice."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from cms import server

ROOT = Path(__file__).resolve().parent.parent.parent
READERS, REPLIES, KILLS = 4, 40, 2
BETWEEN = 1.3  # seconds; granian takes two deaths within one for a loop and ends
PATIENCE = 60  # seconds in which a worker is there again, however busy the machine
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
}
ARTICLE = (
    "from articles.models import Article, Section;"
    "article = Article(headline='Harbour reopens', body='<p>It did.</p>',"
    " section=Section.objects.create(name='City'));"
    "article.publish(); print(article.get_absolute_url())"
)

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="looks at a SQLite file of its own"
)


@dataclass
class Site:
    port: int
    folder: Path
    article: str = ""
    acknowledged: list[str] = field(default_factory=list)
    lost_answers: int = 0

    def workers(self) -> list[int]:
        """The processes that granian runs the site in."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.server.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]

    def start(self) -> None:
        environment = os.environ | {
            "BYLINE_VAR": str(self.folder),
            "BYLINE_DEMO": "off",
            "RATE_LIMITS": "off",
            "DEBUG": "off",
        }
        manage = [sys.executable, "manage.py"]
        run = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True}
        subprocess.run([*manage, "migrate", "-v0"], **run)
        made = subprocess.run([*manage, "shell", "-v0", "-c", ARTICLE], text=True, **run)
        self.article = made.stdout.split()[-1]
        command = server.command("127.0.0.1", self.port, 2)
        self.server = subprocess.Popen(command, cwd=ROOT, env=environment)

    def is_up(self) -> bool:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)) as line:
                line.request("GET", "/health/live")
                return line.getresponse().status == 200
        except OSError:
            return False


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    site = Site(port, tmp_path_factory.mktemp("site"))
    site.start()
    try:
        end = time.monotonic() + 90
        while not site.is_up():
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)
        yield site
    finally:
        site.server.terminate()
        site.server.wait(60)


def send(site: Site, text: str) -> None:
    """Post until there is an answer, as a reader presses the button again."""
    attempt = str(uuid.uuid4())
    fields = {"name": "Nadia Fell", "email": "nadia@example.com", "body": text, "attempt": attempt}
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as line:
                line.request("POST", f"{site.article}comments/", urlencode(fields), HEADERS)
                answer = line.getresponse()
                answer.read()
        except (OSError, http.client.HTTPException):
            site.lost_answers += 1
            time.sleep(0.1)
            continue
        assert answer.status == 303, answer.status
        site.acknowledged.append(text)
        time.sleep(0.02)
        return
    raise AssertionError("no answer at all")


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(site: Site) -> None:
    def read_and_write(number: int) -> None:
        for turn in range(REPLIES):
            send(site, f"Reader {number} says this as the {turn}. of many things about it.")

    readers = [threading.Thread(target=read_and_write, args=(n,)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    for _kill in range(KILLS):
        time.sleep(BETWEEN)
        os.kill(site.workers()[0], signal.SIGKILL)
    for reader in readers:
        reader.join(PATIENCE + 30)
    with closing(sqlite3.connect(site.folder / "byline.sqlite3")) as database:
        stored = [body for (body,) in database.execute("SELECT body FROM comments_comment")]
    assert site.lost_answers > 0, "nobody was interrupted"
    assert len(site.acknowledged) == READERS * REPLIES
    assert sorted(stored) == sorted(site.acknowledged)
