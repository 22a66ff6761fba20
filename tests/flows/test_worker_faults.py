"""The background worker in trouble: killed in the middle, or kept waiting by a mail server."""

from __future__ import annotations

import email
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from .servers import ROOT, rows, shell
from .sites import Site, copied, served, soon

pytestmark = pytest.mark.slow

UPLOAD = """
from tests.factories import make_image
from tests.pictures import picture_file
make_image(file=picture_file("large.jpg", width=3000, height=2000))
"""
FILES = """
import json
from articles.models import Image, Rendition
image = Image.objects.order_by("pk").last()
public = Rendition._meta.get_field("file").storage
kinds = list(image.renditions.values_list("spec", "extension"))
there = [public.exists(row.file.name) for row in image.renditions.all()]
print(json.dumps([kinds, there]))
"""
NOTICE = """
from tests.comments.notifying import make_notice
make_notice()
"""
NOTE = """
from articles.background import later
later("comments.tasks.index_replies")
"""
TASKS = """
SELECT task_path, status, worker_ids FROM django_tasks_database_dbtaskresult ORDER BY enqueued_at
"""


@pytest.fixture
def site(newsroom: Site, tmp_path: Path) -> Iterator[Site]:
    with copied(newsroom, tmp_path / "site") as site:
        yield site


@contextmanager
def working(site: Site, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """The background worker alone, until the block ends."""
    words = [sys.executable, "manage.py", "work", "--bare"]
    environment = os.environ | {"DEBUG": "off", "BYLINE_DEMO": "off"} | site.env | env
    with (site.folder / "worker.log").open("ab") as said:
        worker = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            yield worker
        finally:
            worker.terminate()
            worker.wait(60)


def newest(site: Site, task: str) -> tuple[str, list[str]]:
    """State and attempts of the task of this name that was queued last."""
    found = [row[1:] for row in rows(TASKS, site.env["DATABASE_URL"]) if row[0].endswith(task)]
    status, attempts = found[-1]
    return status, attempts if isinstance(attempts, list) else json.loads(attempts)


def test_task_whose_worker_was_killed_is_done_by_the_next_one(site: Site) -> None:
    shell(UPLOAD, site.env)
    with working(site) as worker:
        soon(lambda: newest(site, "make_renditions")[0] == "RUNNING", every=0)
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
    assert newest(site, "make_renditions")[0] == "RUNNING"
    with working(site):
        soon(lambda: newest(site, "make_renditions")[0] == "SUCCESSFUL")
    _, attempts = newest(site, "make_renditions")
    assert [attempt.partition(": ")[2] for attempt in attempts] == ["died", ""]
    kinds, there = json.loads(shell(FILES, site.env).splitlines()[-1])
    assert len(kinds) == len(set(map(tuple, kinds))) > 3
    assert all(there)


class MailServer(threading.Thread):
    """Takes every connection and says nothing, until it `speaks`: then it takes mails."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.speaks = False
        self.mails: list[str] = []
        self.silent: list[socket.socket] = []

    @property
    def port(self) -> int:
        return int(self.door.getsockname()[1])

    def run(self) -> None:
        while True:
            try:
                line = self.door.accept()[0]
            except OSError:
                return
            if self.speaks:
                self._take(line)
            else:
                self.silent.append(line)  # kept open: it hangs

    def _take(self, line: socket.socket) -> None:
        """One mail (RFC 5321)."""
        with line, line.makefile("rwb", buffering=0) as file:
            file.write(b"220 ready\r\n")
            while word := file.readline().decode().strip():
                if word.upper() != "DATA":
                    file.write(b"221 bye\r\n" if word.upper() == "QUIT" else b"250 fine\r\n")
                    continue
                file.write(b"354 go on\r\n")
                self.mails.append(b"".join(iter(file.readline, b".\r\n")).decode())
                file.write(b"250 taken\r\n")


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    office = MailServer()
    office.start()
    with closing(office.door):
        yield office


def test_silent_mail_server_delays_mails_alone_and_loses_none(
    newsroom: Site, tmp_path: Path, post_office: MailServer
) -> None:
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}?timeout=1"}
    with served(newsroom, tmp_path / "site", **mail) as site, working(site):
        shell(NOTICE, site.env)
        soon(lambda: failed_once(newest(site, "send_receipt")))
        assert site.get()[0] == 200
        assert site.post("Said while the mail server is silent.")[0] == 303
        shell(NOTE, site.env)  # other work goes on meanwhile
        soon(lambda: newest(site, "index_replies")[0] == "SUCCESSFUL")
        assert newest(site, "send_receipt")[0] == "READY"
        post_office.speaks = True
        soon(lambda: newest(site, "send_receipt")[0] == "SUCCESSFUL")
    subjects = [email.message_from_string(mail)["Subject"] for mail in post_office.mails]
    assert len(subjects) == len(set(subjects)), subjects
    assert [subject for subject in subjects if "notice" in subject] != []


def failed_once(task: tuple[str, list[Any]]) -> bool:
    status, attempts = task
    return status == "READY" and len(attempts) == 1 and attempts[0].endswith(": failed")
