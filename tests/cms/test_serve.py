"""What `make run` does: prepare once, say the login once, keep two processes running."""

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
from django.contrib.auth.models import User
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.management import CommandError
from django.db import connection
from pytest_django.fixtures import Settings

from cms.startup import assets, database, demo, login, port
from tests.factories import make_article

ROOT = Path(__file__).resolve().parent.parent.parent

sqlite_only = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="looks at a SQLite file of its own"
)


# --- preparing ----------------------------------------------------------------------------------
@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that were called instead of the demonstration."""
    calls: list[str] = []
    monkeypatch.setattr(demo, "call_command", lambda name, **_: calls.append(name))
    return calls


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    settings.VAR_DIR = tmp_path
    settings.BYLINE_DEMO = None
    settings.BYLINE_LOGIN = None
    return settings


@pytest.mark.django_db
def test_login_is_made_and_shown_once(site: Settings, said: list[str]) -> None:
    login.ensure(said.append)
    login.ensure(said.append)
    user = User.objects.get()
    assert user.is_superuser
    assert len(said) == 1
    assert user.check_password(said[0].split("Password: ")[1].split()[0])


@pytest.mark.django_db
def test_staff_without_a_password_does_not_count_as_a_login(
    site: Settings, said: list[str]
) -> None:
    User.objects.create_superuser("admin", password=None)
    login.ensure(said.append)
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_byline_login_sets_name_and_password_and_prints_neither_password(
    site: Settings, said: list[str]
) -> None:
    site.BYLINE_LOGIN = ("desk", "tide:and time")
    login.ensure(said.append)
    assert User.objects.get().check_password("tide:and time")
    assert "tide" not in said[0]
    login.ensure(said.append)
    assert len(said) == 1


@pytest.mark.django_db
def test_byline_login_never_changes_a_login_that_exists(site: Settings, said: list[str]) -> None:
    User.objects.create_superuser("desk", password="changed since")
    site.BYLINE_LOGIN = ("desk", "as it was")
    login.ensure(said.append)
    assert User.objects.get().check_password("changed since")
    assert "changepassword desk" in said[0]


@pytest.mark.django_db
def test_tables_that_are_up_to_date_are_left_alone(said: list[str]) -> None:
    database.migrate(said.append)
    assert said == []


@pytest.mark.django_db
def test_newly_made_sqlite_file_gets_the_demonstration(
    site: Settings, said: list[str], loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "is_new", lambda: True)
    demo.note_new_site()
    demo.load(said.append)
    demo.load(said.append)
    assert loaded == (["load_demo"] if connection.vendor == "sqlite" else [])


@pytest.mark.django_db
def test_database_that_had_tables_gets_no_demonstration(
    site: Settings, said: list[str], loaded: list[str]
) -> None:
    demo.note_new_site()
    demo.load(said.append)
    assert (loaded, said) == ([], [])


@pytest.mark.django_db
def test_demonstration_cut_short_is_loaded_at_the_next_start(
    site: Settings, said: list[str], loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(database, "is_new", lambda: True)
    demo.note_new_site()
    monkeypatch.setattr(database, "is_new", lambda: False)
    demo.note_new_site()
    demo.load(said.append)
    assert loaded == ["load_demo"]


@pytest.mark.django_db
def test_byline_demo_off_keeps_a_new_file_empty(
    site: Settings, said: list[str], loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.BYLINE_DEMO = False
    monkeypatch.setattr(database, "is_new", lambda: True)
    demo.note_new_site()
    demo.load(said.append)
    assert loaded == []


@pytest.mark.django_db
def test_byline_demo_on_loads_it_where_there_is_no_article(
    site: Settings, said: list[str], loaded: list[str]
) -> None:
    site.BYLINE_DEMO = True
    demo.load(said.append)
    assert loaded == ["load_demo"]
    make_article()
    demo.load(said.append)
    assert loaded == ["load_demo"]


def test_static_files_are_collected_when_a_source_changed(
    site: Settings, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    site.STATICFILES_DIRS, site.STATIC_ROOT = [source], target

    def collect(*args: str, **options: object) -> None:
        target.mkdir(exist_ok=True)
        (target / "staticfiles.json").touch()

    monkeypatch.setattr(assets, "call_command", collect)
    monkeypatch.setattr(assets, "get_finders", lambda: [FileSystemFinder()])
    assets.collect(said.append)
    assets.collect(said.append)
    assert len(said) == 1
    (source / "a.css").write_text("a { color: red }")
    assets.collect(said.append)
    assert len(said) == 2


# --- real processes -----------------------------------------------------------------------------
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


def soon(true: Callable[[], object], seconds: float = 15) -> None:
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
    _, login_line = start_and_stop(tmp_path)
    before = dump(tmp_path)
    seconds, said = start_and_stop(tmp_path)
    assert dump(tmp_path) == before
    assert "Password" in login_line
    assert "Password" not in said
    assert not any(word in said for word in ("Collecting", "Bringing", "Loading"))
    assert seconds < 10  # 1.5 on an idle machine with two cores; others may be at work here


def dump(var: Path) -> list[str]:
    """Every table and every row."""
    with closing(sqlite3.connect(var / "byline.sqlite3")) as database:
        return list(database.iterdump())


def start_and_stop(var: Path) -> tuple[float, str]:
    """Seconds to the first answer, and what was said."""
    number = free_port()
    begun = time.monotonic()
    with serve(var, number) as start:
        soon(lambda: answers(f"http://127.0.0.1:{number}/health/ready"), 90)
        seconds = time.monotonic() - begun
        time.sleep(1)  # the worker takes its place
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
