"""What background workers tell each other."""

from __future__ import annotations

from django.db import models


class ScheduledRun(models.Model):
    """The newest slot of a scheduled job that a worker has taken: each slot is taken once."""

    job = models.CharField(max_length=100, unique=True)
    slot = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"


class Worker(models.Model):
    """When a worker that is busy with a long task was last seen; short tasks leave no row."""

    name = models.CharField(max_length=100, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
