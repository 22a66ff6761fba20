"""Finding and making the public files that are missing or out of date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from articles.models import Image, Rendition
from articles.tasks import catch_up_renditions, make_renditions
from tests.factories import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_is_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command adds to the search is told of in tests/articles/test_older_pictures.py."""
    monkeypatch.setattr("articles.management.commands.renditions.unindexed", lambda numbers: [])


def run(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("renditions", missing=True)
    return capsys.readouterr().out.strip()


def status(client: Client, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # which closes the file; a close ends the connection
    return int(response.status_code)


def test_command_makes_what_is_missing_and_says_so_in_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_image(renditions=True)
    lost, new, outdated = make_image(renditions=True), make_image(), make_image(renditions=True)
    lost.renditions.filter(extension="avif").delete()
    Image.objects.filter(pk=outdated.pk).update(caption="Corrected", packet_version=2)
    line = run(capsys)
    assert line.startswith("Made ")
    assert "files of 3 pictures in" in line
    assert line.endswith("; 1 were complete, 0 cannot be decoded.")
    for image in (lost, new, outdated):
        assert image.renditions.filter(extension="avif").exists()
    assert not Rendition.objects.lacking().exists()
    assert run(capsys).startswith("Made 0 files of 0 pictures")


def test_command_counts_what_cannot_be_decoded_and_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken, whole = make_image(), make_image()
    with broken.file.storage.open(str(broken.file.name), "wb") as file:
        file.write(b"Dear editor")
    assert run(capsys).endswith("; 0 were complete, 1 cannot be decoded.")
    assert whole.renditions.exists()


def test_command_leaves_killed_pictures_alone(capsys: pytest.CaptureFixture[str]) -> None:
    make_image(renditions=True).kill(reason="The agency withdrew it.")
    make_image(file="")
    assert run(capsys).startswith("Made 0 files of 0 pictures")
    assert not Rendition.objects.exists()


def test_file_that_the_storage_lost_is_made_again(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, lost = make_image(renditions=True), make_image(renditions=True)
    row = lost.renditions.get(spec="w480", extension="webp")
    assert status(client, row.get_absolute_url()) == 200
    row.file.storage.delete(row.file.name)
    assert status(client, row.get_absolute_url()) == 404
    assert run(capsys).startswith("Made 1 files of 1 pictures")
    assert status(client, row.get_absolute_url()) == 200
    assert run(capsys).startswith("Made 0 files of 0 pictures")
    assert whole.renditions.count() == lost.renditions.count()


def test_folder_of_public_files_that_came_back_empty_is_filled_again(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    images = [make_image(renditions=True), make_image(renditions=True)]
    before = {row.get_absolute_url() for row in Rendition.objects.all()}
    folder = Path(storages["default"].location)
    shutil.rmtree(folder)
    folder.mkdir()
    assert run(capsys).startswith(f"Made {len(before)} files of 2 pictures")
    assert {row.get_absolute_url() for row in Rendition.objects.all()} == before
    assert all(status(client, address) == 200 for address in before)
    assert {image.state for image in Image.objects.all()} == {images[0].state}


def test_refused_picture_gets_another_chance(capsys: pytest.CaptureFixture[str]) -> None:
    """As when the originals came back later than the rest of a backup."""
    image = make_image()
    original = Path(image.file.path)
    away = original.rename(original.with_suffix(".away"))
    assert run(capsys).endswith(" 0 were complete, 1 cannot be decoded.")
    assert Image.objects.get().state == "refused"
    assert run(capsys).endswith(" 0 were complete, 1 cannot be decoded.")
    away.rename(original)
    assert "files of 1 pictures" in run(capsys)
    assert Image.objects.get().state == "ready"


def test_command_wants_to_be_told_what_to_do() -> None:
    with pytest.raises(CommandError, match="--missing"):
        call_command("renditions")


def test_night_queues_pictures_whose_task_was_lost() -> None:
    make_image(renditions=True)
    lost = make_image()
    DBTaskResult.objects.all().delete()
    assert catch_up_renditions.func() == 1
    (task,) = DBTaskResult.objects.filter(task_path="articles.tasks.make_renditions")
    assert task.args_kwargs["args"] == [lost.pk]
    make_renditions.func(lost.pk)
    assert catch_up_renditions.func() == 0


def test_pictures_made_before_avif_are_shown_as_they_are_until_then() -> None:
    image = make_image(renditions=True)
    image.renditions.filter(extension="avif").delete()
    image.renditions.update(packet_version=0)
    picture = Rendition.objects.pictures([image.pk])[image.pk]
    assert not list(picture.whole.better)
    assert Rendition.objects.lacking().get() == image
    Rendition.objects.make(Image.objects.get(pk=image.pk))
    picture = Rendition.objects.pictures([image.pk])[image.pk]
    assert [mime for mime, _srcset in picture.whole.better] == ["image/avif", "image/webp"]
