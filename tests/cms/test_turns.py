"""The queue of writers: nobody writes beside another, and no process takes turn after turn."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

from cms.sqlite.turns import Turns

WORK = 0.002  # seconds that a transaction takes


def write(folder: str, name: str, threads: int, until: float) -> None:
    """Take turns until that moment, from so many threads; one line for each."""
    turns, log = Turns(Path(folder) / "db"), Path(folder) / "log"

    def take_turns() -> None:
        while time.monotonic() < until:
            if turns.take(time.monotonic() + 5):
                with log.open("a") as file:
                    file.write(f"{name} in\n")
                    file.flush()
                    time.sleep(WORK)
                    file.write(f"{name} out\n")
                turns.give_back()

    workers = [threading.Thread(target=take_turns) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def run(folder: Path, seconds: float, **threads: int) -> list[str]:
    until = time.monotonic() + seconds
    start = multiprocessing.get_context("fork").Process
    writers = [start(target=write, args=(str(folder), n, t, until)) for n, t in threads.items()]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return (folder / "log").read_text().splitlines()


def test_two_never_write_at_once(tmp_path: Path) -> None:
    lines = run(tmp_path, 0.5, one=3, two=3)
    assert len(lines) > 20
    for came, went in zip(lines[::2], lines[1::2], strict=True):
        assert (came.split()[1], went.split()[1]) == ("in", "out")
        assert came.split()[0] == went.split()[0]


def test_process_with_one_writer_comes_between_those_of_a_busy_one(tmp_path: Path) -> None:
    lines = run(tmp_path, 1.5, busy=6, single=1)
    names = [line.split()[0] for line in lines if line.endswith(" in")]
    waits = " ".join(names).split("single")
    longest = max(len(wait.split()) for wait in waits[1:-1])
    assert names.count("single") > len(names) / 8
    assert longest < 20


def test_turn_of_a_process_that_ended_is_free(tmp_path: Path) -> None:
    def leave() -> None:
        assert Turns(tmp_path / "db").take(time.monotonic() + 1)

    gone = multiprocessing.get_context("fork").Process(target=leave)
    gone.start()
    gone.join()
    assert Turns(tmp_path / "db").take(time.monotonic() + 1)


def test_who_waits_in_vain_leaves_the_queue_as_it_was(tmp_path: Path) -> None:
    one, two = Turns(tmp_path / "db"), Turns(tmp_path / "db")
    assert one.take(time.monotonic())
    assert not two.take(time.monotonic() + 0.05)
    one.give_back()
    assert two.take(time.monotonic())
    two.give_back()
    assert one.take(time.monotonic())
