"""The loop of one worker."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar, cast

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone
from django_tasks.base import TaskContext, TaskResult
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from cms.interrupts import Interrupts
from cms.logs import named

from . import queue, slots
from .heartbeat import beat, heartbeat
from .schedule import JOBS

T = TypeVar("T")

logger = logging.getLogger("work")

IDLE = 1.0  # seconds between two looks into an empty queue
LONGEST_PAUSE = 30.0  # seconds between two attempts to reach the database


class Consumer:
    """Runs tasks one after the other until it is interrupted; never in the middle of one."""

    def __init__(self, worker: str, interrupts: Interrupts) -> None:
        self.worker = worker
        self.interrupts = interrupts
        self.minute: datetime | None = None  # for which the clock was last looked at

    def run(self) -> None:
        self._patiently(lambda: _report(queue.requeue_of(self.worker)))
        while not self.interrupts.stopping:
            if not self._patiently(self.step):
                self.interrupts.wait(IDLE)

    def step(self) -> bool:
        """Do what is due now. Whether there was a task."""
        close_old_connections()
        self._keep_the_clock()
        task = queue.claim(self.worker)
        if task is not None:
            self._run(task)
        return task is not None

    def _keep_the_clock(self) -> None:
        now = timezone.now()
        minute = now.replace(second=0, microsecond=0)
        if minute != self.minute:
            beat(self.worker)
            slots.start_due(JOBS, now)
            _report(queue.requeue_silent(now))
            self.minute = minute

    def _run(self, task: DBTaskResult) -> None:
        begun = time.monotonic()
        try:
            with heartbeat(self.worker), named(f"task-{str(task.pk)[:8]}"):
                value = _call(task)
        except (Exception, SystemExit) as error:
            caught = error  # Python forgets the name of a handler
            again = self._patiently(lambda: queue.fail(task, caught))
            after = "is given up" if again is False else "will be tried again"
            _log(task, f"failed and {after}: {type(error).__name__}: {error}", logging.WARNING)
        else:
            self._patiently(lambda: queue.succeed(task, value))
            _log(task, f"done in {time.monotonic() - begun:.1f} s")

    def _patiently(self, act: Callable[[], T]) -> T | None:
        """The result; while the database is locked or gone, wait and try again."""
        pause = 0.5
        while True:
            try:
                result = act()
            except (DatabaseError, InterfaceError) as error:
                if pause < 1:
                    logger.warning("The database does not answer; waiting for it: %s", error)
            else:
                if pause > 1:
                    logger.warning("The database answers again.")
                return result
            pause = min(pause * 2, LONGEST_PAUSE)
            self.interrupts.wait(pause)
            if self.interrupts.stopping:
                return None  # whoever gets this worker's name queues its task again
            close_old_connections()


def _call(task: DBTaskResult) -> object:
    """Run the task's function; its result, which must be JSON."""
    result = task.task_result
    context = [TaskContext(task_result=cast(TaskResult, result))] if task.task.takes_context else []
    return normalize_json(task.task.call(*context, *result.args, **result.kwargs))


def _report(tasks: list[DBTaskResult]) -> None:
    for task in tasks:
        _log(task, "was left behind by a dead worker", logging.WARNING)


def _log(task: DBTaskResult, text: str, level: int = logging.DEBUG) -> None:
    logger.log(level, "%s %s %s", task.task_path, str(task.pk)[:8], text)
