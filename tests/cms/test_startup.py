"""What `make run` prepares once: a login, tables, the demonstration, static files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles.finders import FileSystemFinder
from django.db import connection
from pytest_django.fixtures import Settings

from cms.startup import assets, database, demo, login
from tests.factories import make_article


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that were called instead of the demonstration."""
    calls: list[str] = []
    monkeypatch.setattr(demo, "call_command", lambda name, **_: calls.append(name))
    return calls


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    settings.VAR_DIR = tmp_path
    settings.BYLINE_DEMO = None
    settings.BYLINE_LOGIN = None
    return settings


@pytest.mark.django_db
def test_login_is_made_and_shown_once(site: Settings, said: list[str]) -> None:
    login.ensure(said.append)
    login.ensure(said.append)
    user = User.objects.get()
    assert user.is_superuser
    assert len(said) == 1
    assert user.check_password(said[0].split("Password: ")[1].split()[0])


@pytest.mark.django_db
def test_staff_without_a_password_does_not_count_as_a_login(
    site: Settings, said: list[str]
) -> None:
    User.objects.create_superuser("admin", password=None)
    login.ensure(said.append)
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_byline_login_sets_name_and_password_and_prints_neither_password(
    site: Settings, said: list[str]
) -> None:
    site.BYLINE_LOGIN = ("desk", "tide:and time")
    login.ensure(said.append)
    assert User.objects.get().check_password("tide:and time")
    assert "tide" not in said[0]
    login.ensure(said.append)
    assert len(said) == 1


@pytest.mark.django_db
def test_byline_login_never_changes_a_login_that_exists(site: Settings, said: list[str]) -> None:
    User.objects.create_superuser("desk", password="changed since")
    site.BYLINE_LOGIN = ("desk", "as it was")
    login.ensure(said.append)
    assert User.objects.get().check_password("changed since")
    assert "changepassword desk" in said[0]


@pytest.mark.django_db
def test_tables_that_are_up_to_date_are_left_alone(said: list[str]) -> None:
    database.migrate(said.append)
    assert said == []


@pytest.mark.django_db
def test_newly_made_sqlite_file_gets_the_demonstration(
    site: Settings, said: list[str], loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "is_new", lambda: True)
    demo.note_new_site()
    demo.load(said.append)
    demo.load(said.append)
    assert loaded == (["load_demo"] if connection.vendor == "sqlite" else [])


@pytest.mark.django_db
def test_database_that_had_tables_gets_no_demonstration(
    site: Settings, said: list[str], loaded: list[str]
) -> None:
    demo.note_new_site()
    demo.load(said.append)
    assert (loaded, said) == ([], [])


@pytest.mark.django_db
def test_demonstration_cut_short_is_loaded_at_the_next_start(
    site: Settings, said: list[str], loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(database, "is_new", lambda: True)
    demo.note_new_site()
    monkeypatch.setattr(database, "is_new", lambda: False)
    demo.note_new_site()
    demo.load(said.append)
    assert loaded == ["load_demo"]


@pytest.mark.django_db
def test_byline_demo_off_keeps_a_new_file_empty(
    site: Settings, said: list[str], loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.BYLINE_DEMO = False
    monkeypatch.setattr(database, "is_new", lambda: True)
    demo.note_new_site()
    demo.load(said.append)
    assert loaded == []


@pytest.mark.django_db
def test_byline_demo_on_loads_it_where_there_is_no_article(
    site: Settings, said: list[str], loaded: list[str]
) -> None:
    site.BYLINE_DEMO = True
    demo.load(said.append)
    assert loaded == ["load_demo"]
    make_article()
    demo.load(said.append)
    assert loaded == ["load_demo"]


def test_static_files_are_collected_when_a_source_changed(
    site: Settings, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    site.STATICFILES_DIRS, site.STATIC_ROOT = [source], target

    def collect(*args: str, **options: object) -> None:
        target.mkdir(exist_ok=True)
        (target / "staticfiles.json").touch()

    monkeypatch.setattr(assets, "call_command", collect)
    monkeypatch.setattr(assets, "get_finders", lambda: [FileSystemFinder()])
    assets.collect(said.append)
    assets.collect(said.append)
    assert len(said) == 1
    (source / "a.css").write_text("a { color: red }")
    assets.collect(said.append)
    assert len(said) == 2
