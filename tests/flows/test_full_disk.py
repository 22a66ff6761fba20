"""No room on the disk: reading goes on, posting says so and keeps the text, and it heals."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

import pytest

from .servers import serving
from .sites import Site, children, copied, soon

SIZE = 32  # megabytes of the small disk
TEXT = "Typed with care while the disk was full, "

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="PostgreSQL's disk is another machine's"
)


@contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """A disk of its own, where this machine lets us mount one."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def no_room(disk: Path) -> Iterator[None]:
    """Fill it to the last byte."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        for piece in (1_000_000, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * piece):
                    pass
    assert os.statvfs(disk).f_bavail == 0
    yield
    filler.unlink()


@contextmanager
def no_growth(server: int) -> Iterator[None]:
    """No file may grow: what a quota does, for the server's processes alone."""
    pids = [server, *children(server)]
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids]
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    for pid, limits in zip(pids, before, strict=True):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def go_through_it(site: Site, trouble: Callable[[], object]) -> None:
    assert site.post("Before.")[0] == 303
    with trouble():  # type: ignore[attr-defined]
        for number in range(3):
            status, page, headers = site.post(f"{TEXT}{number}.")
            assert status == 503
            assert f"{escape(f'{TEXT}{number}.')}</textarea>" in page
            assert int(headers["retry-after"]) > 0
            for path in (site.article, site.other, "/", f"{site.article}?{number}", site.picture):
                assert site.get(path)[0] == 200, path
        assert site.get("/health/ready")[0] == 200
    soon(lambda: site.post("Afterwards.")[0] in {303, 409})
    assert site.replies() == ["Afterwards.", "Before."]


def test_full_disk_stops_posts_alone_and_only_while_it_is_full(
    newsroom: Site, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk) as mounted:
        if not mounted:
            pytest.skip("may not mount a disk here; the limit below stands for it")
        with copied(newsroom, disk / "site") as site:
            log = tmp_path / "log"
            with serving(site.port, log, site.env):
                go_through_it(site, lambda: no_room(disk))


def test_quota_stops_posts_alone_and_only_while_it_lasts(newsroom: Site, tmp_path: Path) -> None:
    with (
        copied(newsroom, tmp_path / "site") as site,
        serving(site.port, site.log, site.env) as server,
    ):
        go_through_it(site, lambda: no_growth(server.pid))
