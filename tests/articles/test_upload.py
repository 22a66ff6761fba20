"""Uploading many pictures at once: each file gets its own answer, none holds up the others."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import ImageFile

from articles.admin.upload import check
from articles.imaging import inspect
from articles.models import Image, Rendition
from tests.factories import make_image, make_user
from tests.pictures import MIMES, make_photo, picture_bytes, picture_file
from tests.reading import page, words

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/image/upload/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(make_user("ada", "Reporter"))
    return client


def send(client: Client, *files: SimpleUploadedFile, **kwargs: Any) -> Any:
    return client.post(UPLOAD, {"files": list(files)}, **kwargs)


def bad(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_page_takes_many_files_without_a_script(reporter: Client) -> None:
    document = page(reporter.get(UPLOAD))
    (form,) = document.xpath("//form[@data-upload]")
    assert form.get("enctype") == "multipart/form-data"
    (field,) = form.xpath(".//input[@type='file']")
    assert field.get("multiple") is not None
    assert {".jpg", ".png", ".webp", ".avif", ".gif"} < set(field.get("accept").split(","))
    assert form.xpath(".//input[@type='submit']")


def test_each_file_has_its_own_result_and_the_good_ones_go_through(reporter: Client) -> None:
    answer = send(
        reporter,
        picture_file("one.jpg"),
        bad("note.jpg", b"Only words."),
        picture_file("two.avif"),
        bad("short.png", picture_bytes("png")[:900]),
    )
    assert answer.status_code == 200
    rows = page(answer).xpath("//ul[@data-results]/li")
    assert [row.xpath("string(.//*[@class='upload-name'])") for row in rows] == [
        *("one.jpg", "note.jpg", "two.avif", "short.png")
    ]
    assert "note.jpg is not a JPEG, PNG, WebP, AVIF or GIF picture." in words(rows[1])
    assert "short.png cannot be read: the file is damaged." in words(rows[3])
    images = Image.objects.order_by("pk")
    links = [row.xpath(".//a/@href") for row in rows]
    first, second = [[image.get_absolute_url()] for image in images]
    assert links == [first, [], second, []]
    assert {image.uploaded_by.username for image in images if image.uploaded_by} == {"ada"}


def test_script_gets_the_result_as_data(reporter: Client) -> None:
    answer = send(reporter, picture_file("one.webp"), headers=JSON)
    (result,) = answer.json()["results"]
    image = Image.objects.get()
    assert result == {
        "name": "one.webp",
        "id": image.pk,
        "refusal": "",
        "address": image.get_absolute_url(),
    }


def test_refused_file_is_told_as_data_too(reporter: Client) -> None:
    answer = send(reporter, bad("note.jpg", b"Only words."), headers=JSON)
    assert answer.status_code == 422
    (result,) = answer.json()["results"]
    assert result["refusal"] == "note.jpg is not a JPEG, PNG, WebP, AVIF or GIF picture."
    assert result["id"] is None


def test_file_that_is_in_the_library_already_leads_there(reporter: Client) -> None:
    data = picture_bytes("png")
    send(reporter, bad("first.png", data))
    known = Image.objects.get()
    answer = send(reporter, bad("again.png", data), headers=JSON)
    (result,) = answer.json()["results"]
    assert answer.status_code == 422
    assert "already" in result["refusal"]
    assert result["address"] == known.get_absolute_url()
    document = page(send(reporter, bad("again.png", data)))
    assert known.get_absolute_url() in document.xpath("//li//a/@href")


def test_nothing_chosen_is_a_sentence(reporter: Client) -> None:
    answer = reporter.post(UPLOAD)
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.text


def test_form_is_filled_from_the_file(reporter: Client) -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Headline="At dawn"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    out = io.BytesIO()
    ImageFile.Image.new("RGB", (60, 40)).save(out, "JPEG", xmp=xmp)
    send(reporter, bad("dawn.jpg", out.getvalue()))
    assert Image.objects.get().headline == "At dawn"


def test_measures_are_those_of_the_picture_as_it_stands(reporter: Client) -> None:
    exif = ImageFile.Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    send(reporter, bad("mast.jpg", make_photo("jpg", (60, 40), exif=exif)))
    image = Image.objects.get()
    assert (image.width, image.height) == (40, 60)
    Rendition.objects.make(image)
    assert {(row.width, row.height) for row in image.renditions.all()} == {(40, 60)}
    assert Rendition.objects.make(image) == 0


def test_answer_does_not_wait_for_the_copies(
    reporter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(*args: Any) -> None:
        pytest.fail("a pixel was decoded in the request")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)
    for kind in MIMES:
        assert send(reporter, picture_file(f"one.{kind}")).status_code == 200
    assert Image.objects.count() == len(MIMES)
    assert not Rendition.objects.exists()
    queued = DBTaskResult.objects.filter(task_path="articles.tasks.make_renditions")
    assert queued.count() == len(MIMES)


def test_too_large_a_file_is_refused_and_the_other_taken(
    reporter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = picture_file("small.webp", width=60)
    monkeypatch.setattr(inspect, "MAX_BYTES", 3000)
    answer = send(reporter, picture_file("large.jpg"), small, headers=JSON)
    refusals = [result["refusal"] for result in answer.json()["results"]]
    assert refusals[0].startswith("large.jpg is larger than")
    assert refusals[1] == ""


@pytest.mark.parametrize(
    "name", ["../../x.jpg", "x\u202egpj.exe.jpg", "a" * 300 + ".jpg", "ü 船.jpg"]
)
def test_any_name_is_taken(reporter: Client, name: str) -> None:
    assert send(reporter, bad(name, picture_file().read())).status_code == 200
    image = Image.objects.get()
    with image.file.open() as file:
        assert file.read(2) == b"\xff\xd8"
    assert Path(image.file.path).is_relative_to(image.file.storage.location)  # type: ignore[attr-defined]


def test_only_who_may_add_pictures_may_upload(client: Client) -> None:
    assert client.get(UPLOAD).status_code == 302
    client.force_login(make_user("guest"))
    for answer in (client.get(UPLOAD), send(client, picture_file())):
        assert answer.status_code == 403
    assert not Image.objects.exists()


def test_library_leads_to_the_page(reporter: Client) -> None:
    assert f'href="{UPLOAD}"' in reporter.get("/admin/articles/image/").text


def test_facts_tell_the_page_what_the_worker_made_of_it(reporter: Client) -> None:
    image = make_image()
    facts = f"/admin/articles/article/pick/images/?ids={image.pk}"
    (before,) = reporter.get(facts).json()["results"]
    assert (before["thumbnail"], before["refusal"]) == ("", "")
    Rendition.objects.make(image)
    (after,) = reporter.get(facts).json()["results"]
    assert after["thumbnail"]
    image.refuse("The picture cannot be decoded: the file is damaged.")
    (refused,) = reporter.get(facts).json()["results"]
    assert refused["refusal"] == "The picture cannot be decoded: the file is damaged."


MEASURE = """
import sys
from articles.imaging.inspect import inspect
from articles.imaging.metadata import read
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        inspect(file, name, file.seek(0, 2))
        read(file)
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))  # kilobytes
"""


def test_reading_a_large_upload_takes_little_memory(tmp_path: Path) -> None:
    """Nearly 40 MB, of every kind; the promise for the whole request is 150 MB."""
    names = []
    for kind in ("png", "webp", "avif", "gif", "jpg"):
        data = picture_bytes(kind, width=3000, height=2000)
        names.append(str(tmp_path / f"large.{kind}"))
        filling = bytes(38 * 1024 * 1024 - len(data)) if kind in {"jpg", "png", "gif"} else b""
        Path(names[-1]).write_bytes(data + filling)
    command = [sys.executable, "-c", MEASURE, *names]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(run.stdout) < 110 * 1024


def test_check_leaves_the_file_at_its_beginning() -> None:
    upload = picture_file()
    check(upload)
    assert upload.tell() == 0
