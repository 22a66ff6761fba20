"""Servers of the tests' own, beside databases of their own."""

from __future__ import annotations

import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.contrib.staticfiles.finders import get_finders
from psycopg import sql

from cms import server

ROOT = Path(__file__).resolve().parent.parent.parent
POSTGRES = os.environ.get("DATABASE_URL", "")


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return int(free.getsockname()[1])


def manage(*words: str, env: dict[str, str], check: bool = True) -> str:
    """Run a command of manage.py in a process of its own; what it printed."""
    ended = _run(*words, env=env)
    assert not check or ended.returncode == 0, ended.stderr
    return ended.stdout + ended.stderr


def shell(code: str, env: dict[str, str]) -> str:
    """Run some Python with the site's models; what it printed."""
    ended = _run("shell", "-v0", "-c", code, env=env)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def _run(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | {"DEBUG": "off", "BYLINE_DEMO": "off"} | env,
        capture_output=True,
        text=True,
        check=False,
    )


def rows(question: str, url: str) -> list[tuple[Any, ...]]:
    """What the database answers at once; a command would first have to start."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(urlsplit(url).path)) as database:
            return database.execute(question).fetchall()
    with psycopg.connect(url, autocommit=True) as database:
        return database.execute(question).fetchall()


def database_url(folder: Path, name: str) -> str:
    """Where a second database lies: a file, or one beside that of DATABASE_URL."""
    if not POSTGRES:
        return f"sqlite:///{folder / name}.sqlite3"
    return urlunsplit(urlsplit(POSTGRES)._replace(path=f"/byline_test_{name}_{os.getpid()}"))


def make_database(url: str, copy_of: str = "") -> None:
    """Make it, empty or as a copy; SQLite needs no more than the file."""
    if url.startswith("sqlite"):
        if copy_of:
            Path(urlsplit(url).path).write_bytes(Path(urlsplit(copy_of).path).read_bytes())
        return
    words = sql.SQL("CREATE DATABASE {}").format(_name(url))
    if copy_of:
        words += sql.SQL(" TEMPLATE {}").format(_name(copy_of))
    _administer(words)


def drop_database(url: str) -> None:
    """Drop it under the feet of whoever is connected."""
    if url.startswith("sqlite"):
        for path in Path(urlsplit(url).path).parent.glob(Path(urlsplit(url).path).name + "*"):
            path.unlink()
        return
    _administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_name(url)))


def _administer(words: sql.Composable) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(words)


def _name(url: str) -> sql.Identifier:
    return sql.Identifier(urlsplit(url).path[1:])


def name_static_files(var: Path) -> None:
    """A manifest in which each file keeps its name: collecting them takes many seconds."""
    names = (name for finder in get_finders() for name, _ in finder.list([]))
    (var / "static").mkdir(parents=True, exist_ok=True)
    manifest = {"paths": {name: name for name in names}, "version": "1.1", "hash": ""}
    (var / "static" / "staticfiles.json").write_text(json.dumps(manifest))


@contextmanager
def serving(
    port: int,
    log: Path,
    env: dict[str, str],
    workers: int = 1,
    application: str = server.APPLICATION,
) -> Iterator[subprocess.Popen[bytes]]:
    """The site under granian, until the block ends; what it says goes into the file."""
    words = server.command("127.0.0.1", port, workers, application)
    environment = os.environ | {"DEBUG": "off", "BYLINE_DEMO": "off"} | env
    name_static_files(Path(env["BYLINE_VAR"]))
    with log.open("w") as said:
        running = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            end = time.monotonic() + 90
            while ask(port, "/health/live")[0] != 200:
                assert running.poll() is None, log.read_text()
                assert time.monotonic() < end, "the server did not start"
                time.sleep(0.1)
            yield running
        finally:
            running.terminate()
            running.wait(60)


def ask(
    port: int, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str
) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of the answer; status 0 where there is none."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            line.request(method, path, body, sent)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, text, {k.lower(): v for k, v in answer.getheaders()}
    except (OSError, http.client.HTTPException):
        return 0, "", {}


def ask_raw(port: int, path: str, method: str = "GET", **headers: str) -> tuple[str, bytes]:
    """The head of the answer, and every byte that follows until the server closes.

    `ask` cannot tell whether a HEAD or a 304 has a body: http.client never reads one there.
    """
    sent = {"Host": f"127.0.0.1:{port}", "Connection": "close"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, end, rest = answer.partition(b"\r\n\r\n")
    assert end
    return head.decode("latin-1").lower(), rest
