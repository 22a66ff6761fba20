"""Taking tasks from the table and writing down how they ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.models import Worker

from .attempts import Outcome, WorkerDiedError, ended, pause_before_next, worker_of

SILENCE = timedelta(minutes=2)  # of a busy worker, after which it counts as dead


def claim(worker: str) -> DBTaskResult | None:
    """Take the next task that is due; no other worker gets the same one."""
    while task := DBTaskResult.objects.ready().first():
        attempts = [*task.worker_ids, worker]
        now = timezone.now()
        taken = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.READY).update(
            status=TaskResultStatus.RUNNING, started_at=now, worker_ids=attempts
        )
        if taken:
            task.status, task.started_at, task.worker_ids = TaskResultStatus.RUNNING, now, attempts
            return task
    return None


def succeed(task: DBTaskResult, value: Any) -> None:
    _close(
        task,
        status=TaskResultStatus.SUCCESSFUL,
        return_value=value,
        finished_at=timezone.now(),
        exception_class_path="",
        traceback="",
    )


def fail(task: DBTaskResult, error: BaseException, outcome: Outcome = Outcome.FAILED) -> bool:
    """Note a bad end and queue the task again, or give it up. Whether it is tried again."""
    attempts = ended(task.worker_ids, outcome)
    pause = pause_before_next(attempts)
    changes: dict[str, Any] = {
        "worker_ids": attempts,
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    if pause is None:
        changes |= {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
    else:
        changes |= {"status": TaskResultStatus.READY, "run_after": timezone.now() + pause}
    _close(task, **changes)
    return pause is not None


def requeue_of(worker: str) -> list[DBTaskResult]:
    """Queue again what an earlier life of this worker left running."""
    return _requeue([task for task in _running() if worker_of(task.worker_ids[-1]) == worker])


def requeue_silent(now: datetime) -> list[DBTaskResult]:
    """Queue again what workers left running of whom nothing was heard for two minutes."""
    running = [task for task in _running() if task.started_at < now - SILENCE]
    heard = set(
        Worker.objects.filter(
            name__in={worker_of(task.worker_ids[-1]) for task in running},
            seen_at__gte=now - SILENCE,
        ).values_list("name", flat=True)
        if running
        else ()
    )
    return _requeue([task for task in running if worker_of(task.worker_ids[-1]) not in heard])


def _running() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.running())


def _requeue(tasks: list[DBTaskResult]) -> list[DBTaskResult]:
    for task in tasks:
        fail(task, WorkerDiedError("The worker ended while it ran this task."), Outcome.DIED)
    return tasks


def _close(task: DBTaskResult, **changes: Any) -> None:
    """Write only over the attempt it is about: another worker may have taken the task since."""
    DBTaskResult.objects.filter(
        pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
    ).update(**changes)
