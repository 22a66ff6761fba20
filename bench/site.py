"""Byline with a generated newsroom, started as an operator starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import machine

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
LONGEST = 25_000  # replies under one article: more than 200 pages of 50 threads
# What a program needs of the caller, and a PostgreSQL address may leave to libpq.
KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE")
LIBPQ = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSSLMODE")


def environment(folder: Path, database_url: str, **own: str) -> dict[str, str]:
    """Everything a site is told; no setting of the caller's, and no `.env`, reaches it."""
    kept = (*KEPT, *LIBPQ) if database_url else KEPT
    caller = {name: os.environ[name] for name in kept if name in os.environ}
    place = {"BYLINE_VAR": str(folder), "BYLINE_DEMO": "off", "DATABASE_URL": database_url}
    unset = dict.fromkeys(settings(), "")
    return caller | unset | {"PYTHON_DOTENV_DISABLED": "1"} | place | own


@dataclass(frozen=True)
class Site:
    """One generated newsroom: its size, its folder, its database ("" is SQLite in the folder)."""

    articles: int
    comments: int
    folder: Path
    port: int
    database_url: str = ""
    page_cache_mb: int = 64

    @property
    def name(self) -> str:
        kind = "PostgreSQL" if self.database_url else "SQLite"
        return f"{kind}, {self.articles:,} articles, {self.comments:,} comments"

    @property
    def environment(self) -> dict[str, str]:
        return environment(
            self.folder,
            self.database_url,
            BYLINE_LOGIN="bench:a-long-enough-password-9",
            RATE_LIMITS="off",
            PORT=str(self.port),
            PAGE_CACHE_MB=str(self.page_cache_mb),
        )

    def without_page_cache(self) -> Site:
        return replace(self, page_cache_mb=0)

    def manage(self, *arguments: str) -> str:
        command = [PYTHON, "manage.py", *arguments]
        return subprocess.check_output(  # noqa: S603
            command, cwd=ROOT, env=self.environment, text=True
        )

    def ask(self, question: str) -> Any:
        """The answer of bench/inside.py, which runs with this site's settings."""
        command = [PYTHON, "-m", "bench.inside", question]
        said = subprocess.check_output(  # noqa: S603
            command, cwd=ROOT, env=self.environment, text=True
        )
        return json.loads(said.splitlines()[-1])

    def prepare(self) -> float:
        """Make the rows, unless an earlier run left them; the seconds that took."""
        began = time.monotonic()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.manage("migrate", "--verbosity", "0")
        self.ask("collected")
        if not self.ask("filled"):
            waiting = str(self.comments // 100)
            longest = str(LONGEST if self.comments >= 4 * LONGEST else 0)
            numbers = ["--articles", str(self.articles), "--comments", str(self.comments)]
            self.manage("generate", *numbers, "--waiting", waiting, "--longest", longest)
        return time.monotonic() - began


def settings() -> list[str]:
    """The names of all settings. One that is there, though empty, wins over `.env`."""
    return re.findall(r"(?m)^(\w+)=", (ROOT / ".env.example").read_text())


class Running:
    """The site's server and worker, for the time of a `with`."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        log = (self.site.folder / "server.log").open("ab")
        self.process = subprocess.Popen(  # noqa: S603
            [PYTHON, "manage.py", "serve"],
            cwd=ROOT,
            env=self.site.environment,
            stdout=log,
            stderr=log,
        )
        self._wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.site.port}{path}"

    def page(self, path: str) -> tuple[bytes, bytes]:
        """What the site sends, plain and packed; b"" where it packs nothing, as it is short."""
        plain, _ = self._sent(path, "identity")
        body, coding = self._sent(path, "gzip")
        return plain, body if coding == "gzip" else b""

    def _sent(self, path: str, accepted: str) -> tuple[bytes, str]:
        """The body of an answer and how it is packed; where it leads elsewhere, nobody follows."""
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": accepted})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise OSError(f"{path} was answered with {answer.status}")
        return body, answer.headers.get("Content-Encoding", "")

    def memory(self) -> dict[str, float]:
        """Megabytes (PSS) by process: the workers, and those that start and watch them."""
        found: dict[str, float] = {}
        for pid in machine.offspring(self.pid):
            words = machine.command(pid)
            kind = "background worker" if " work" in words else "web worker"
            watches = "attendant" in words or len(machine.offspring(pid)) > 1
            kind = "watching process" if watches else kind
            found[f"{kind} {pid}"] = round(machine.pss_megabytes(pid), 1)
        return found

    def _wait(self) -> None:
        assert self.process is not None
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                self._sent("/health/ready", "identity")
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"The site did not start; see {self.site.folder / 'server.log'}.")
