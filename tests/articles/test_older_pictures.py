"""Pictures from before the library: read, found and recognised like those that came later."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from modelsearch.models import IndexEntry
from PIL import Image as Pillow

from articles import tasks
from articles.models import Duplicate, Image, Rendition
from tests.factories import make_image
from tests.metadata_files import jpeg, packet, xmp
from tests.pictures import make_photo, picture_file

pytestmark = pytest.mark.django_db

UNNOTED: dict[str, Any] = {
    **{"bytes": 0, "mime": "", "sha256": "", "dhash": "", "mirror_dhash": "", "embedded": {}},
    **{f"dhash_{band}": None for band in range(4)},
}


def make_older(*, renditions: bool = True, **fields: Any) -> Image:
    """A picture as the update from an earlier version leaves it."""
    image = make_image(renditions=renditions, **fields)
    Image.objects.filter(pk=image.pk).update(**UNNOTED)
    IndexEntry.objects.filter(object_id=str(image.pk)).delete()
    return Image.objects.get(pk=image.pk)


def catch_up_by_command() -> None:
    call_command("renditions", missing=True)


def catch_up_by_night() -> None:
    """What the schedule starts, and the tasks that follow from it."""
    DBTaskResult.objects.all().delete()
    for name in ("read_originals", "catch_up_renditions", "index_missing"):
        getattr(tasks, name).func()
    for queued in DBTaskResult.objects.filter(task_path="articles.tasks.make_renditions"):
        tasks.make_renditions.func(*queued.args_kwargs["args"])


by_each_way = pytest.mark.parametrize("catch_up", [catch_up_by_command, catch_up_by_night])


@by_each_way
def test_same_file_is_recognised(catch_up: Any) -> None:
    older = make_older()
    with older.file.open() as file:
        data = file.read()
    catch_up()
    with pytest.raises(Duplicate) as refusal:
        Image.objects.upload(picture(data))
    assert refusal.value.image == older


@by_each_way
def test_look_alike_is_found(catch_up: Any) -> None:
    large = make_photo(size=(640, 400))
    shrunk = resized(large, (320, 200))
    older = make_older(file=picture(large))
    catch_up()
    smaller = make_image(file=picture(shrunk), renditions=True)
    assert [image for image, _bits in smaller.look_alikes()] == [older]


@by_each_way
def test_search_finds_it(catch_up: Any) -> None:
    older = make_older(caption="The lighthouse keeper")
    assert not Image.objects.all().matching("lighthouse")
    catch_up()
    assert list(Image.objects.all().matching("lighthouse")) == [older]


@by_each_way
def test_what_its_file_says_is_kept_and_no_word_of_the_form_changes(catch_up: Any) -> None:
    said = jpeg(xmp(packet(attributes='photoshop:Credit="Tidewater" photoshop:Headline="Cranes"')))
    older = make_older(file=picture(said), headline="")
    catch_up()
    older.refresh_from_db()
    assert older.embedded["headline"] == {"value": "Cranes", "origin": "xmp"}
    assert (older.headline, older.credit) == ("", make_image().credit)
    assert (older.mime, older.bytes) == ("image/jpeg", len(said))


@by_each_way
def test_of_two_with_the_same_file_one_is_found_and_both_stay(catch_up: Any) -> None:
    first = make_older()
    second = make_image()
    with first.file.open() as one, second.file.storage.open(str(second.file.name), "wb") as other:
        other.write(one.read())
    Image.objects.filter(pk=second.pk).update(**UNNOTED)
    catch_up()
    assert not Image.objects.unread()
    assert [bool(image.sha256) for image in Image.objects.order_by("pk")] == [True, False]


@by_each_way
def test_killed_picture_is_read_and_stays_without_public_files(catch_up: Any) -> None:
    older = make_older()
    older.kill(reason="False caption.")
    catch_up()
    assert Image.objects.get().sha256
    assert not Rendition.objects.exists()


@by_each_way
def test_picture_whose_original_is_gone_stops_nothing(catch_up: Any) -> None:
    lost, other = make_older(), make_older()
    lost.file.storage.delete(str(lost.file.name))
    catch_up()
    assert list(Image.objects.unread()) == [lost]
    other.refresh_from_db()
    assert other.sha256


def test_command_says_what_it_read_and_indexed_and_has_nothing_to_do_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_older()
    catch_up_by_command()
    line = capsys.readouterr().out.strip()
    assert line.endswith(
        "1 files from before the library were read. 1 pictures were added to the search."
    )
    catch_up_by_command()
    assert capsys.readouterr().out.strip().endswith("1 were complete, 0 cannot be decoded.")


def test_large_library_is_read_in_bounded_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    monkeypatch.setattr(tasks, "LOOKED_UP", 2)
    older = [make_older(renditions=False) for _ in range(3)]
    DBTaskResult.objects.all().delete()
    assert tasks.read_originals.func() == 2
    assert tasks.index_missing.func() == 2
    queued = {row.task_path: row.args_kwargs["args"] for row in DBTaskResult.objects.all()}
    assert queued == {
        "articles.tasks.read_originals": [older[1].pk],
        "articles.tasks.index_missing": [older[1].pk],
    }
    assert tasks.read_originals.func(older[1].pk) == 1
    assert tasks.index_missing.func(older[1].pk) == 1


def resized(data: bytes, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Pillow.open(io.BytesIO(data)).resize(size).save(out, "JPEG")
    return out.getvalue()


def picture(data: bytes) -> Any:
    file = picture_file()
    file.file = io.BytesIO(data)
    file.size = len(data)
    return file


@by_each_way
@pytest.mark.parametrize("damage", [b"", b"\xff\xd8\xff\xe0 cut short"])
def test_damaged_public_file_stops_nothing_and_is_made_again(catch_up: Any, damage: bytes) -> None:
    older, other = make_older(), make_older(caption="The quay")
    row = next(row for row in older.renditions.all() if row.extension == "jpg" and not row.focus)
    Path(row.file.path).write_bytes(damage)
    catch_up()
    for image in (older, other):
        assert Image.objects.get(pk=image.pk).dhash
    again = older.renditions.get(spec=row.spec, extension="jpg")
    with again.file.open() as file:
        Pillow.open(file).load()
