"""The background worker: what becomes of a task, of a failed one and of one left behind."""

from __future__ import annotations

import multiprocessing
import os
import time
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.background import queue
from cms.background.consumer import Consumer
from cms.background.heartbeat import beat
from cms.background.names import worker_name

from .errands import break_down, note, ran

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    ran.clear()
    # A test's transaction must not lose its connection.
    monkeypatch.setattr("cms.background.consumer.close_old_connections", lambda: None)


class NoSignals:
    """Interrupts without a process: `stopping` after so many waits."""

    def __init__(self, waits: int = 10) -> None:
        self.waits = waits

    @property
    def stopping(self) -> int:
        return self.waits <= 0

    def wait(self, seconds: float) -> None:
        self.waits -= 1


def consumer(waits: int = 10) -> Consumer:
    return Consumer("desk-1", NoSignals(waits))  # type: ignore[arg-type]


def only_task() -> DBTaskResult:
    return DBTaskResult.objects.exclude(task_path__startswith="cms.tasks").get()


def make_due(row: DBTaskResult) -> None:
    DBTaskResult.objects.filter(pk=row.pk).update(run_after=timezone.now())


def left_running(worker: str, *, minutes_ago: float = 0) -> DBTaskResult:
    """A task in the hands of a worker that is no more."""
    note.enqueue(1)
    queue.claim(worker)
    started = timezone.now() - timedelta(minutes=minutes_ago)
    DBTaskResult.objects.update(started_at=started)
    return only_task()


def test_worker_runs_a_task_and_keeps_its_result() -> None:
    note.enqueue(7)
    assert consumer().step()
    assert ran == [7]
    row = only_task()
    assert (row.status, row.return_value) == (TaskResultStatus.SUCCESSFUL, 7)
    assert row.worker_ids == ["desk-1"]


def test_empty_queue_leaves_nothing_to_do() -> None:
    assert not consumer().step()


def test_claimed_task_is_given_to_nobody_else() -> None:
    note.enqueue(1)
    assert queue.claim("desk-1") is not None
    assert queue.claim("desk-2") is None


def test_failed_task_waits_longer_before_every_attempt_and_is_given_up_after_eight() -> None:
    break_down.enqueue()
    pauses = []
    for _ in range(7):
        begun = timezone.now()
        assert consumer().step()
        row = only_task()
        assert row.status == TaskResultStatus.READY
        pauses.append(round((row.run_after - begun).total_seconds()))
        assert not consumer().step()  # not due yet
        make_due(row)
    assert pauses == [10, 60, 300, 1800, 7_200, 28_800, 86_400]
    assert consumer().step()
    row = only_task()
    assert row.status == TaskResultStatus.FAILED
    assert row.worker_ids == ["desk-1: failed"] * 8
    assert row.exception_class_path == "builtins.ValueError"
    assert "broken" in row.traceback


def test_task_that_does_not_exist_any_more_does_not_stop_the_worker() -> None:
    note.enqueue(1)
    DBTaskResult.objects.update(task_path="articles.tasks.gone")
    note.enqueue(2)
    worker = consumer()
    assert worker.step()
    assert worker.step()
    assert ran == [2]


def test_worker_queues_again_what_its_earlier_life_left_running() -> None:
    row = left_running("desk-1")
    worker = consumer(waits=1)
    worker.run()
    row.refresh_from_db()
    assert row.status == TaskResultStatus.SUCCESSFUL
    assert row.worker_ids == ["desk-1: died", "desk-1"]


def test_task_of_a_living_worker_is_left_alone() -> None:
    row = left_running("far-2", minutes_ago=10)
    beat("far-2")
    assert not queue.requeue_silent(timezone.now())
    assert not queue.requeue_of("desk-1")
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_task_of_a_worker_silent_for_two_minutes_is_queued_again() -> None:
    left_running("far-2", minutes_ago=1)
    assert not queue.requeue_silent(timezone.now())
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=3))
    assert queue.requeue_silent(timezone.now())
    assert only_task().status == TaskResultStatus.READY


def test_task_that_killed_its_worker_three_times_is_given_up() -> None:
    note.enqueue(1)
    for _ in range(3):
        assert queue.claim("desk-1")
        queue.requeue_of("desk-1")
    row = only_task()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path.endswith("WorkerDiedError")
    assert row.worker_ids == ["desk-1: died"] * 3
    assert queue.claim("desk-1") is None


def test_late_end_of_an_attempt_does_not_overwrite_a_newer_one() -> None:
    note.enqueue(1)
    first = queue.claim("desk-1")
    assert first
    queue.requeue_of("desk-1")
    assert queue.claim("far-2")
    queue.succeed(first, 1)
    assert only_task().status == TaskResultStatus.RUNNING


def test_database_that_is_away_is_waited_for_and_reported_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    note.enqueue(3)
    claims = mock.Mock(side_effect=[OperationalError("database is locked")] * 3 + [queue.claim])
    original = queue.claim

    def claim(worker: str) -> DBTaskResult | None:
        claims() if claims.call_count < 4 else None
        return original(worker)

    with mock.patch("cms.background.queue.claim", claim):
        consumer(waits=5).run()
    assert ran == [3]
    lines = [record.message for record in caplog.records if record.name == "work"]
    assert lines == [
        "The database does not answer; waiting for it: database is locked",
        "The database answers again.",
    ]


def hold_name(folder: Path, ready: Path) -> None:
    with worker_name(folder) as name:
        ready.write_text(name)
        time.sleep(60)


def test_killed_workers_name_goes_to_its_successor_a_living_ones_does_not(tmp_path: Path) -> None:
    first, ready = multiprocessing.get_context("fork"), tmp_path / "ready"
    process = first.Process(target=hold_name, args=(tmp_path / "workers", ready))
    process.start()
    while not (ready.exists() and ready.read_text()):
        time.sleep(0.01)
    with worker_name(tmp_path / "workers") as other:
        assert other != ready.read_text()
    os.kill(process.pid or 0, 9)
    process.join()
    with worker_name(tmp_path / "workers") as heir:
        assert heir == ready.read_text()
