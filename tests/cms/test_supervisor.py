"""`make run` as a real program: two processes that are kept running, and end with it."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError

from cms.background.schedule import JOBS
from cms.models import ScheduledRun
from cms.startup import port

ROOT = Path(__file__).resolve().parent.parent.parent

sqlite_only = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="looks at a SQLite file of its own"
)

CHILDREN = """
import sys
from pathlib import Path
from cms.supervisor import Child, Supervisor
code = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()} '); time.sleep(60)"
folder = Path(sys.argv[1])
Supervisor(
    [Child(n, [sys.executable, "-c", code, str(folder / n)], folder) for n in ("web", "work")],
    lambda text: print(text, flush=True),
).run()
"""


def pids(file: Path, count: int) -> list[int]:
    """The processes that were started so far, at least so many of them."""
    soon(lambda: file.exists() and len(file.read_text().split()) >= count)
    return [int(word) for word in file.read_text().split()]


def soon(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_killed_process_is_started_again_and_the_other_goes_on(tmp_path: Path) -> None:
    with running([sys.executable, "-c", CHILDREN, str(tmp_path)]) as supervisor:
        web, work = pids(tmp_path / "web", 1)[0], pids(tmp_path / "work", 1)[0]
        os.kill(web, signal.SIGKILL)
        again = pids(tmp_path / "web", 2)[1]
        assert lives(work)
        supervisor.terminate()
        assert supervisor.wait(10) == 0
        assert not any(lives(pid) for pid in (again, work))
        assert "web ended (killed by SIGKILL)" in supervisor.communicate()[0]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_killed_supervisor_leaves_no_process_behind(tmp_path: Path) -> None:
    with running([sys.executable, "-c", CHILDREN, str(tmp_path)]) as supervisor:
        children = pids(tmp_path / "web", 1) + pids(tmp_path / "work", 1)
        supervisor.kill()
        supervisor.wait()
        soon(lambda: not any(lives(child) for child in children))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_children_are_out_of_reach_of_ctrl_c_and_may_write_to_any_terminal(tmp_path: Path) -> None:
    """In a group of their own; one session, between which Linux divides processors first."""
    with running([sys.executable, "-c", CHILDREN, str(tmp_path)]) as supervisor:
        for child in pids(tmp_path / "web", 1) + pids(tmp_path / "work", 1):
            assert os.getpgid(child) == child
            assert os.getsid(child) == os.getsid(supervisor.pid)
            status = Path(f"/proc/{child}/status").read_text()
            ignored = int(status.partition("SigIgn:")[2].split()[0], 16)
            assert ignored >> (signal.SIGTTOU - 1) & 1


def test_taken_port_is_one_sentence_and_comes_before_anything_else(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"^Port {number} is taken by another program"):
            port.require_free("127.0.0.1", number)
        with serve(tmp_path, number) as start:
            assert start.wait(20) == 1
            assert start.communicate()[0].count("\n") == 1
    assert not (tmp_path / "byline.sqlite3").exists()


@sqlite_only
def test_second_start_serves_at_once_and_touches_no_data(tmp_path: Path) -> None:
    _, login_line = start_and_stop(tmp_path, lambda: soon(lambda: is_planned(tmp_path)))
    before = dump(tmp_path)
    seconds, said = start_and_stop(tmp_path, lambda: time.sleep(1))  # were there work, it is done
    assert dump(tmp_path) == before
    assert "Password" in login_line
    assert "Password" not in said
    assert not any(word in said for word in ("Collecting", "Bringing", "Loading"))
    assert seconds < 30  # 1.5 on an idle machine with two cores; others may be at work here


def dump(var: Path) -> list[str]:
    """Every table and every row, but for what the clock does while the test runs."""
    clock = (
        *("cms_scheduledrun", "cms_worker"),
        *("django_tasks_database_dbtaskresult", "sqlite_sequence"),
    )
    with closing(sqlite3.connect(var / "byline.sqlite3")) as database:
        return [line for line in database.iterdump() if not any(table in line for table in clock)]


def is_planned(var: Path) -> bool:
    """Whether the worker of a new site has noted when its jobs are due: its only writing."""
    with closing(sqlite3.connect(var / "byline.sqlite3")) as database:
        rows = database.execute(f"SELECT count(*) FROM {ScheduledRun._meta.db_table}")  # noqa: S608
        return bool(rows.fetchone()[0] == len(JOBS))


def start_and_stop(var: Path, settle: Callable[[], None]) -> tuple[float, str]:
    """Seconds to the first answer, and what was said until the worker had settled."""
    number = free_port()
    begun = time.monotonic()
    with serve(var, number) as start:
        soon(lambda: answers(f"http://127.0.0.1:{number}/health/ready"), 90)
        seconds = time.monotonic() - begun
        settle()
        start.terminate()
        assert start.wait(30) == 0
        return seconds, start.communicate()[0]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(var: Path, number: int) -> Iterator[subprocess.Popen[str]]:
    variables = {"BYLINE_VAR": str(var), "PORT": str(number), "BYLINE_DEMO": "off"}
    with running([sys.executable, "manage.py", "serve"], **variables) as process:
        yield process


@contextmanager
def running(command: list[str], **variables: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
