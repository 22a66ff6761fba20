"""What load balancers and operators are told."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from cms import health
from cms.background import heartbeat
from cms.models import Worker

pytestmark = pytest.mark.django_db


def ask(query: str = "") -> tuple[int, dict[str, object]]:
    response = Client().get(f"/health/ready{query}")
    return response.status_code, response.json()


@pytest.fixture
def worker() -> None:
    heartbeat.beat("desk-1")


def test_all_is_well(worker: None) -> None:
    status, said = ask("?all")
    assert status == 200
    assert said.keys() == {"state", "unwell", "database", "tables", "cache", "worker", "space"}
    assert (said["state"], said["unwell"]) == ("ready", [])


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_balancers_ask_by_number_and_without_tls(path: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["news.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(path, HTTP_HOST="10.0.0.7:8000")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_nothing_else_lies_there(client: Client) -> None:
    assert client.get("/health/").status_code == 404
    assert client.get("/health/else").status_code == 404


def test_database_that_does_not_answer_is_the_one_thing_that_matters(
    worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DatabaseError('password authentication failed for user "byline" at db.example')

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=refuse))
    status, said = ask()
    assert status == 503
    assert (said["state"], said["database"]) == ("not ready", "does not answer")
    assert "byline" not in str(said)


def test_live_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "look", None)
    assert Client().get("/health/live").content == b"live\n"


def test_code_waits_for_its_migrations(worker: None) -> None:
    MigrationRecorder.Migration.objects.filter(app="comments").first().delete()
    status, said = ask()
    assert status == 503
    assert said["tables"] == "lack 1 migrations"
    assert said["unwell"] == ["tables"]


def test_database_may_be_ahead_of_the_code(worker: None) -> None:
    MigrationRecorder.Migration.objects.create(
        app="comments", name="0999_next", applied=timezone.now()
    )
    assert ask()[0] == 200


def test_silent_worker_is_told_but_takes_no_machine_away(worker: None) -> None:
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=10))
    status, said = ask()
    assert (status, said["state"], said["unwell"]) == (200, "ready, but", ["worker"])
    assert said["worker"] == "seen 600 s ago"
    assert ask("?all")[0] == 503


def test_worker_seen_by_a_clock_that_was_ahead_says_nothing(worker: None) -> None:
    Worker.objects.update(seen_at=timezone.now() + timedelta(days=1))
    assert ask()[1]["unwell"] == ["worker"]


def test_worker_that_never_ran_is_told() -> None:
    assert ask()[1]["worker"] == "was never seen"


def test_full_disk_is_told(worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000_000))
    status, said = ask()
    assert (status, said["unwell"], said["space"]) == (200, ["space"], "0.1 GB free")


@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="asks a Redis that is away")
def test_cache_that_is_away_is_told(worker: None, settings: Settings) -> None:
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:9/0"}
    }
    status, said = ask()
    assert (status, said["unwell"], said["cache"]) == (200, ["cache"], "does not answer")
