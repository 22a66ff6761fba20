"""Public files that must go, come back, or change while the worker is at them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.imaging import workshop
from articles.models import Image, Rendition, public_files
from tests.factories import make_image
from tests.pictures import picture_file
from tests.reading import fetch_file

pytestmark = pytest.mark.django_db


def follow(image: Image) -> int:
    """What the worker does once it is told of a change."""
    return Rendition.objects.make(Image.objects.get(pk=image.pk))


def contents(image: Image) -> list[bytes]:
    found = []
    for row in image.renditions.all():
        with row.file.open() as file:
            found.append(file.read())
    assert found
    return found


def stored(image: Image) -> list[str]:
    storage = Rendition._meta.get_field("file").storage
    return storage.listdir(image.public_id)[1] if storage.exists(image.public_id) else []


def test_killed_picture_has_no_public_file_and_its_address_is_gone(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = make_image(renditions=True)
    addresses = [row.get_absolute_url() for row in image.renditions.all()]
    assert stored(image)
    with django_capture_on_commit_callbacks(execute=True):
        image.kill(reason="The agency withdrew it.")
    assert stored(image) == []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 410
        assert "immutable" not in answer["Cache-Control"]
    assert follow(image) == 0


def test_revived_picture_gets_its_files_back_from_the_worker(client: Client) -> None:
    image = make_image(renditions=True)
    count = image.renditions.count()
    image.kill(reason="By mistake")
    image.revive()
    assert follow(image) == count
    fetch_file(client, image.renditions.first().get_absolute_url())


def test_unknown_address_is_not_found_rather_than_gone(client: Client) -> None:
    assert client.get("/media/0123456789abcdef0123-1/w480.jpg").status_code == 404
    assert client.get(f"/media/{make_image().public_id}-1/w480.jpg").status_code == 404


@pytest.mark.parametrize("rest", ["-", "-0", "-01", "-9", "-x", "-1-1", "-" + "9" * 40])
def test_any_version_in_an_address_gets_an_answer(client: Client, rest: str) -> None:
    image = make_image(renditions=True)
    answer = client.get(f"/media/{image.public_id}{rest}/w480.jpg")
    assert answer.status_code == 302
    fetch_file(client, answer["Location"])


def test_picture_killed_while_the_worker_renders_stays_without_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = make_image()

    def kill_meanwhile(*args: Any) -> list[Any]:
        Image.objects.get(pk=image.pk).kill(reason="Now")
        return workshop.make(*args)

    monkeypatch.setattr(public_files, "make", kill_meanwhile)
    assert follow(image) == 0
    assert not image.renditions.exists()
    assert stored(image) == []


def test_words_that_change_while_the_worker_renders_are_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = make_image()

    def correct_meanwhile(*args: Any) -> list[Any]:
        other = Image.objects.get(pk=image.pk)
        other.creators = ["Ada Moreno-Lind"]
        other.save()
        return workshop.make(*args)

    with monkeypatch.context() as patch:
        patch.setattr(public_files, "make", correct_meanwhile)
        follow(image)
    assert Rendition.objects.lacking().get() == image
    follow(image)
    assert all(b"Moreno-Lind" in data for data in contents(image))
    assert not Rendition.objects.lacking().exists()


def test_slower_worker_does_not_overwrite_newer_words() -> None:
    image = make_image(renditions=True)
    image.caption = "Second"
    image.save()
    slow = public_files.PublicFiles(Image.objects.get(pk=image.pk), list(image.renditions.all()))
    image.caption = "Third"
    image.save()
    follow(image)
    slow.bring_up_to_date()
    assert all(b"Third" in data for data in contents(image))


def test_reader_never_starts_the_making(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image(file=picture_file())
    monkeypatch.setattr(public_files, "make", None)
    assert client.get(f"/media/{image.public_id}-1/w480.avif").status_code == 404
