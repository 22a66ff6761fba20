"""The numbers by which processes tell each other what changed."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import time_machine

from cms.pagecache import counters_file
from cms.pagecache.counters import Counters, CountersAway
from cms.pagecache.counters_file import SIZE, FileCounters, slot
from tests.flows.servers import shell

from .cached import counters_in

TELL = """
import sys
from pathlib import Path
from cms.pagecache.counters_file import FileCounters
own = FileCounters(Path(sys.argv[1]))
for turn in range(int(sys.argv[2])):
    own.move(sys.argv[3:])
"""


def tell(path: Path, times: int, *tags: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", TELL, str(path), str(times), *tags])


def test_moved_tag_has_another_number_and_no_other_tag_has(counters: Counters) -> None:
    one, two = counters.probe(["article:1", "lists"]), counters.probe(["article:2"])
    before = one.read(), two.read()
    counters.move(["article:1"])
    assert one.read() != before[0]
    assert two.read() == before[1]
    assert one.read() == one.read()


def test_each_move_gives_a_number_of_its_own(counters: Counters) -> None:
    probe = counters.probe(["lists"])
    seen = [probe.read()]
    for _ in range(50):
        counters.move(["lists"])
        seen.append(probe.read())
    assert [probe.greatest(one) for one in seen] == sorted({probe.greatest(one) for one in seen})


def test_change_after_the_beginning_has_a_greater_number(counters: Counters) -> None:
    probe = counters.probe(["thread:1", "site"])
    counters.move(["site"])
    before = counters.before(None)
    assert probe.greatest(probe.read()) <= before.latest
    counters.move(["thread:1"])
    assert probe.greatest(probe.read()) > before.latest


def test_clock_set_back_gives_no_number_twice(tmp_path: Path) -> None:
    counters = counters_in(tmp_path)
    probe = counters.probe(["lists"])
    counters.move(["lists"])
    seen, before = probe.read(), counters.before(None)
    with time_machine.travel("2001-01-01", tick=False):
        counters.move(["lists"])
    assert probe.read() > seen
    assert probe.greatest(probe.read()) > before.latest


def test_recent_changes_are_known_for_ten_seconds(tmp_path: Path) -> None:
    counters = counters_in(tmp_path)
    with time_machine.travel(0.0, tick=False) as clock:
        clock.move_to(1_900_000_000)
        counters.move(["thread:1"])
        clock.shift(9)
        assert counters.before(["thread:1", "site"]).recent
        assert not counters.before(["thread:2", "site"]).recent
        assert counters.before(None).recent
        clock.shift(2)
        assert not counters.before(["thread:1"]).recent
        assert not counters.before(None).recent


def test_change_just_now_is_recent(counters: Counters) -> None:
    assert not counters.before(["thread:1"]).recent
    counters.move(["thread:1"])
    assert counters.before(["thread:1"]).recent
    assert counters.before(None).recent


def test_other_processes_are_heard(tmp_path: Path) -> None:
    counters = counters_in(tmp_path)
    probe = counters.probe(["article:1"])
    seen = probe.read()
    assert tell(tmp_path / "pages.counters", 1, "article:1").wait() == 0
    assert probe.read() != seen


def test_children_share_the_numbers(tmp_path: Path) -> None:
    counters = counters_in(tmp_path)
    probe = counters.probe(["article:1"])
    seen = probe.read()
    child = multiprocessing.get_context("fork").Process(target=counters.move, args=(["article:1"],))
    child.start()
    child.join()
    assert child.exitcode == 0
    assert probe.read() != seen


def test_no_writer_overwrites_another(tmp_path: Path) -> None:
    """Numbers only grow, whoever writes, and none is torn: a reader sees each as it was written."""
    counters = counters_in(tmp_path)
    probe = counters.probe(["article:1", "article:2"])
    writers = [tell(tmp_path / "pages.counters", 2000, f"article:{n}") for n in (1, 2)]
    last, start = probe.read(), time.time_ns()
    while any(writer.poll() is None for writer in writers):
        now = probe.read()
        assert all(a <= b for a, b in zip(last, now, strict=True))
        assert all(b == 0 or start - 10**11 < b < start + 10**12 for b in now)
        last = now
    assert [writer.returncode for writer in writers] == [0, 0]
    assert probe.greatest(probe.read()) <= counters.before(None).latest


def test_threads_may_write_at_once(counters: Counters) -> None:
    def write() -> None:
        for _ in range(50):
            counters.move(["a"])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    probe = counters.probe(["a"])
    assert probe.greatest(probe.read()) == counters.before(None).latest


def test_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    counters = counters_in(tmp_path)
    writer = tell(tmp_path / "pages.counters", 10**9, "article:1")
    probe = counters.probe(["article:1"])
    while not any(probe.read()):
        time.sleep(0.01)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    began = time.monotonic()
    counters.move(["article:1"])
    assert time.monotonic() - began < counters_file.PATIENCE


def test_stopped_writer_holds_nobody_up_for_long(tmp_path: Path) -> None:
    counters = counters_in(tmp_path)
    probe = counters.probe(["article:1"])
    seen = probe.read()
    with (tmp_path / "pages.counters").open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        counters.move(["article:1"])
    assert probe.read() != seen


@pytest.mark.parametrize("fate", ["deleted", "replaced", "of another version"])
def test_file_that_is_not_the_shared_one_any_more_is_left(tmp_path: Path, fate: str) -> None:
    counters, path = counters_in(tmp_path), tmp_path / "pages.counters"
    probe = counters.probe(["article:1"])
    counters.move(["article:1"])
    seen = probe.read()
    path.unlink()
    if fate != "deleted":
        path.write_bytes(b"something else" if fate == "of another version" else b"")
    newcomer = FileCounters(path)
    newcomer.move(["article:2"])
    counters.check()
    assert probe.read() != seen
    seen = probe.read()
    newcomer.move(["article:1"])
    assert probe.read() != seen
    seen = newcomer.probe(["article:1"]).read()
    counters.move(["article:1"])
    assert newcomer.probe(["article:1"]).read() != seen


def test_writer_that_finds_no_file_makes_one(tmp_path: Path) -> None:
    counters, path = counters_in(tmp_path), tmp_path / "pages.counters"
    path.unlink()
    counters.move(["article:1"])
    other = FileCounters(path).probe(["article:1"])
    assert other.read() == counters.probe(["article:1"]).read()
    assert any(other.read())


def test_processes_that_start_together_share_one_file(tmp_path: Path) -> None:
    path = tmp_path / "var" / "pages.counters"
    writers = [tell(path, 20, "article:1") for _ in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    assert path.stat().st_size == SIZE
    assert [one.name for one in path.parent.iterdir()] == ["pages.counters"]


def test_file_takes_its_room_at_once(tmp_path: Path) -> None:
    """On a disk that is full later, a write into a hole would end the process."""
    counters_in(tmp_path)
    assert (tmp_path / "pages.counters").stat().st_blocks * 512 >= SIZE


def test_place_without_room_or_right_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")
    with pytest.raises(CountersAway):
        FileCounters(tmp_path / "var" / "pages.counters")


def test_tags_that_share_a_place_are_out_of_date_together(tmp_path: Path) -> None:
    places: dict[int, str] = {}
    for number in range(10**6):
        tag = f"article:{number}"
        if slot(tag) in places:
            break
        places[slot(tag)] = tag
    counters = counters_in(tmp_path)
    probe = counters.probe([places[slot(tag)]])
    seen = probe.read()
    counters.move([tag])
    assert probe.read() != seen


def test_manage_py_moves_the_numbers_of_the_site(tmp_path: Path) -> None:
    env = {"BYLINE_VAR": str(tmp_path), "REDIS_URL": ""}
    code = "from articles.changes import pages_changed as p; p.send(sender=None, tags=('a', 'b'))"
    shell(code, env)
    words = FileCounters(tmp_path / "pages.counters").words
    assert words[slot("a")] == words[slot("b")] > 0
    assert os.path.exists(tmp_path / "pages.counters")
