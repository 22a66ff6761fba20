"""What every test stands on: static files without collectstatic, files in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings

from articles.models import Image


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Names without hashes; WhiteNoise warns about a folder that does not exist."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    folder = str(tmp_path_factory.mktemp("static"))
    with override_settings(STORAGES=storages, STATIC_ROOT=folder):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A real hash costs half a second at every login."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads and renditions of a test lie in its own folder."""
    private = Image._meta.get_field("file").storage
    for storage, name in ((private, "private"), (default_storage, "public")):
        monkeypatch.setattr(storage, "_location", str(tmp_path / name), raising=False)
        for cached in ("base_location", "location"):
            monkeypatch.setitem(vars(storage), cached, str(tmp_path / name))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit must put the migrations' rows back, or the next such test fails."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker and marker.kwargs.get("transaction")
        if commits and not marker.kwargs.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid}: say serialized_rollback=True as well.")
