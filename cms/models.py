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
    """When a worker was last seen: every minute, and more often in the middle of a long task."""

    name = models.CharField(max_length=100, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
