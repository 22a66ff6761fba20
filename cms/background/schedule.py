"""What the clock starts. Times are in TIME_ZONE; a missed night is made up for later."""

from __future__ import annotations

from .slots import Job, every_minute, nightly

JOBS: tuple[Job, ...] = (
    nightly("cms.tasks.forget_people", at="03:10"),
    nightly("cms.tasks.prune_tasks", at="03:20"),
    nightly("cms.tasks.delete_old_mail", at="03:30"),
)

__all__ = ["JOBS", "every_minute", "nightly"]
