"""What a process of the site loads: each costs memory in every one of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.servers import ROOT

LOADED = "import sys, cms.wsgi; print(*{name.partition('.')[0] for name in sys.modules})"
# What the server has open before it forks, and which modules a worker still has to load.
READY_TO_FORK = """
import os, sys, threading
from cms import server
def opened():
    links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    return sorted(os.readlink(link) for link in links if os.path.lexists(link))
before = opened()
server.load()
now, known, running = opened(), set(sys.modules), threading.active_count()
import cms.wsgi
ours = {"articles", "comments", "cms", "django"}
late = {name for name in set(sys.modules) - known if name.partition(".")[0] in ours}
print(now == before, running, *sorted(late))
"""


ALONE = {"DATABASE_URL": "", "REDIS_URL": "", "MEDIA_STORAGE": ""}


def python(code: str, var: Path, **variables: str) -> list[str]:
    """The words it says in a process of its own."""
    settings = {"DJANGO_SETTINGS_MODULE": "cms.settings", "DEBUG": "off", "BYLINE_VAR": str(var)}
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | settings | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.split()


def test_site_on_sqlite_loads_no_library_of_other_services(tmp_path: Path) -> None:
    loaded = set(python(LOADED, tmp_path, **ALONE))
    assert "django" in loaded
    assert not loaded & {"psycopg", "psycopg_pool", "redis", "boto3", "rich"}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux")
def test_server_forks_with_all_code_loaded_and_nothing_open(tmp_path: Path) -> None:
    """A lock on a file that workers inherit would exclude none of them."""
    same, threads, *late = python(READY_TO_FORK, tmp_path)
    assert (same, threads) == ("True", "1")
    assert "cms.wsgi" in late
    assert not [name for name in late if not name.startswith(("cms.wsgi", "cms.pagecache"))]
