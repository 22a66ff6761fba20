"""What a measured site is told, whatever the caller's shell or `.env` says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench import growth, postgres
from bench.site import ROOT, Site, settings

HOSTILE = {
    "DATABASE_URL": "postgres://operator:secret@db.example.org/news",
    "DATABASE_REPLICA_URL": "postgres://operator:secret@copy.example.org/news",
    "REDIS_URL": "redis://redis.example.org/0",
    "MEDIA_STORAGE": "s3://pictures",
    "PURGE_URLS": "http://cache.example.org/",
    "EMAIL_URL": "smtp://mail.example.org",
    "SITE_URL": "https://news.example.org",
    "DEBUG": "on",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "PGHOST": "db.example.org",
    "DJANGO_SETTINGS_MODULE": "elsewhere.settings",
}
LOOK = """
from cms import settings as s
print(s.DATABASES["default"]["ENGINE"], s.DATABASES["default"]["NAME"], len(s.DATABASES))
print(s.CACHES["default"]["BACKEND"], s.STORAGES["default"]["BACKEND"], s.EMAIL_BACKEND)
print(s.PURGE_URLS, s.SITE_URL, s.DEBUG)
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    return Site(10, 100, tmp_path / "room", 8599)


def test_no_setting_of_the_caller_reaches_the_site(site: Site) -> None:
    told = site.environment
    leaked = {name for name, value in HOSTILE.items() if told.get(name) == value}
    assert not leaked
    assert set(settings()) <= set(told), "each is there, so no file can add it"
    assert told["DATABASE_URL"] == ""
    assert told["PYTHON_DOTENV_DISABLED"] == "1"
    assert told["PATH"]


def test_site_has_the_database_it_was_given_and_no_other(site: Site) -> None:
    given = "postgres:///news_bench_1000"
    own = Site(10, 100, site.folder, 8599, given).environment
    assert own["DATABASE_URL"] == given
    assert own["DATABASE_REPLICA_URL"] == ""
    assert own["PGHOST"] == "db.example.org", "an address without a host means the caller's"


def test_settings_of_a_site_are_its_own(site: Site, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, env=site.environment, capture_output=True, text=True
    )
    assert done.stdout.split() == [
        "cms.sqlite",
        str(tmp_path / "room" / "byline.sqlite3"),
        "1",
        "django.core.cache.backends.locmem.LocMemCache",
        "django.core.files.storage.FileSystemStorage",
        "cms.mail.MailFiles",
        "[]",
        "http://127.0.0.1:8599",
        "False",
    ], done.stderr


def test_growth_is_measured_on_sqlite_and_on_the_postgresql_that_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = "postgres://operator@host/news"
    assert growth.databases(url, full=True) == {"SQLite": "", "PostgreSQL": url}
    assert growth.databases(url, full=False) == {"SQLite": ""}
    assert not capsys.readouterr().out
    for other in ("", "sqlite:////srv/news.sqlite3"):
        assert growth.databases(other, full=True) == {"SQLite": ""}
        assert "PostgreSQL is left out: DATABASE_URL=" in capsys.readouterr().out


def test_databases_of_growth_stand_beside_the_given_one() -> None:
    url = "postgres://operator@host/news?sslmode=require"
    beside = postgres.named(url, "bench_10000")
    assert beside == "postgres://operator@host/news_bench_10000?sslmode=require"
    assert growth.folder_name("", 1000) == "small"
    assert growth.folder_name("", 10_000) == "0-10000"
    assert growth.folder_name(url, 1000) == f"{len(url)}-1000"
