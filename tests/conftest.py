"""What every test stands on: static files without collectstatic, files in a folder of its own."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as examples

from articles.imaging import workshop
from articles.imaging.renditions import Rendered
from articles.models import Image, public_files
from tests.pictures import unnumbered

# A machine busy with other things is not the fault of an example.
examples.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("unhurried")


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
    for storage, name in ((private, "private"), (storages["default"], "public")):
        monkeypatch.setattr(storage, "_location", str(tmp_path / name), raising=False)
        for cached in ("base_location", "location"):
            monkeypatch.setitem(vars(storage), cached, str(tmp_path / name))


@pytest.fixture(scope="session", autouse=True)
def _picture_made_once() -> Iterator[None]:
    """Most tests show the same few pictures: the same original is decoded once in a run."""
    kept: dict[Any, list[Rendered]] = {}
    make = workshop.make

    def make_once(original: IO[bytes], done: Any = (), focus: Any = None) -> list[Rendered]:
        data = original.read()
        key = unnumbered(data), tuple(sorted(done)), focus
        if key not in kept:
            kept[key] = make(io.BytesIO(data), done, focus)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(public_files, "make", make_once)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit must put the migrations' rows back, or the next such test fails."""
    for item in items:
        if item.get_closest_marker("slow") and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="takes half a minute; CI=true runs it"))
        marker = item.get_closest_marker("django_db")
        commits = marker and marker.kwargs.get("transaction")
        if commits and not marker.kwargs.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid}: say serialized_rollback=True as well.")
