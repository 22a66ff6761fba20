"""What the clock starts, and that each of these jobs clears away what it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from cms import tasks
from cms.background import slots
from cms.background.schedule import JOBS
from cms.models import ScheduledRun

from .errands import note

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)


def test_new_site_waits_for_its_first_night() -> None:
    assert slots.start_due(JOBS, NOON) == []
    assert ScheduledRun.objects.count() == len(JOBS)
    assert not DBTaskResult.objects.exists()


def test_nightly_job_runs_once_however_many_workers_look_at_the_clock() -> None:
    slots.start_due(JOBS, NOON)
    tomorrow = NOON + timedelta(days=1)
    assert slots.start_due(JOBS, tomorrow) == [job.task for job in JOBS]
    assert slots.start_due(JOBS, tomorrow) == []
    assert DBTaskResult.objects.count() == len(JOBS)


def test_slot_taken_between_look_and_claim_is_not_taken_twice() -> None:
    job = slots.every("cms.tasks.prune_tasks", minutes=1)
    slots.start_due([job], NOON)
    later, seen = NOON + timedelta(minutes=1), ScheduledRun.objects.get().slot
    with mock.patch.object(type(ScheduledRun.objects.all()), "first", return_value=seen):
        assert slots.start_due([job], later) == ["cms.tasks.prune_tasks"]
        assert slots.start_due([job], later) == []


def test_jobs_go_on_when_a_clock_that_was_far_ahead_is_set_back() -> None:
    slots.start_due(JOBS, NOON)
    slots.start_due(JOBS, NOON + timedelta(days=400))
    DBTaskResult.objects.all().delete()
    assert slots.start_due(JOBS, NOON + timedelta(hours=2)) == []
    tomorrow = NOON + timedelta(days=1)
    assert slots.start_due(JOBS, tomorrow) == [job.task for job in JOBS]
    assert slots.start_due(JOBS, tomorrow) == []


@pytest.mark.parametrize("minutes", [1, 3, 30, 300])
def test_machines_whose_clocks_differ_start_nothing_twice(minutes: int) -> None:
    job = slots.every("cms.tasks.prune_tasks", minutes=1)
    slots.start_due([job], NOON)
    ahead = NOON + timedelta(minutes=minutes)
    assert slots.start_due([job], ahead) == ["cms.tasks.prune_tasks"]
    assert slots.start_due([job], NOON) == []
    assert slots.start_due([job], NOON) == []


def test_missed_nights_are_made_up_for_once() -> None:
    slots.start_due(JOBS, NOON)
    assert len(slots.start_due(JOBS, NOON + timedelta(days=9))) == len(JOBS)
    assert DBTaskResult.objects.count() == len(JOBS)


def test_nightly_slot_follows_the_sites_clock() -> None:
    job = slots.nightly("cms.tasks.prune_tasks", at="03:10")
    with timezone.override("America/New_York"):
        assert job.slot(NOON) == datetime(2026, 3, 2, 8, 10, tzinfo=UTC)
        assert job.slot(NOON.replace(hour=8, minute=9)) == datetime(2026, 3, 1, 8, 10, tzinfo=UTC)


def test_every_job_of_the_schedule_can_be_run() -> None:
    for job in JOBS:
        import_string(job.task).call()


def test_old_results_are_pruned_and_failed_ones_kept_longer() -> None:
    for age, status in ((3, "SUCCESSFUL"), (3, "FAILED"), (31, "FAILED"), (1, "SUCCESSFUL")):
        note.enqueue(age)
        finished = timezone.now() - timedelta(days=age)
        DBTaskResult.objects.filter(status="READY").update(status=status, finished_at=finished)
    assert tasks.prune_tasks.call() == 2
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL", "FAILED"}
