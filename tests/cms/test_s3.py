"""Pictures in a store that speaks S3: a real server process, on this machine."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from urllib.request import urlopen

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from PIL import Image as Pillow
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles import tasks
from articles.models import Image, Rendition
from cms import env
from cms.backup import archive, pictures
from cms.s3 import BucketFiles
from cms.storage import StorageAway
from tests.factories import make_article, make_image, make_user
from tests.flows.servers import ROOT, free_port
from tests.pictures import picture_file
from tests.reading import fetch_file

pytestmark = pytest.mark.django_db

BUCKET = "pictures"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of moto's server, with one bucket in it."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(command, cwd=ROOT, **cast(Any, quiet))
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(OSError), urlopen(f"{address}/moto-api/"):
                break
            assert running.poll() is None
            time.sleep(0.1)
        client(address).create_bucket(Bucket=BUCKET)
        yield address
    finally:
        running.terminate()
        running.wait(20)


def client(address: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The site with MEDIA_STORAGE set to an empty bucket; the library's client of it."""
    monkeypatch.setenv("MEDIA_STORAGE", f"s3://key:secret@{BUCKET}/news?endpoint={endpoint}")
    read = env.media_storage("MEDIA_STORAGE", ROOT)
    for model, alias in ((Rendition, "default"), (Image, "private")):
        field: Any = model._meta.get_field("file")
        monkeypatch.setattr(field, "storage", storages.create_storage(read[alias]))
    store = client(endpoint)
    for key in keys(store):
        store.delete_object(Bucket=BUCKET, Key=key)
    return store


def keys(store: Any) -> list[str]:
    found = store.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return [entry["Key"] for entry in found]


def test_upload_and_its_renditions_lie_under_prefixes_of_their_own(bucket: Any) -> None:
    image = make_image()
    assert keys(bucket) == [f"news/private/{image.file.name}"]
    made = tasks.make_renditions.func(image.pk)
    public = [key for key in keys(bucket) if key.startswith("news/public/")]
    assert made == len(public) == image.renditions.count() > 2
    assert len(keys(bucket)) == made + 1


def test_picture_is_served_by_the_media_view_and_by_nothing_else(
    bucket: Any, client: Client
) -> None:
    image = make_image(renditions=True)
    make_article(lead_image=image)
    rendition = image.renditions.first()
    assert rendition is not None
    response, data = fetch_file(client, rendition.get_absolute_url())
    assert (response.status_code, response["Content-Type"]) == (200, rendition.mime)
    assert int(response["Content-Length"]) == len(data)
    assert Pillow.open(io.BytesIO(data)).size == (rendition.width, rendition.height)
    for file in (image.file, rendition.file):
        with pytest.raises(ValueError, match="no address"):
            file.url  # noqa: B018
    for key in keys(bucket):
        grants = bucket.get_object_acl(Bucket=BUCKET, Key=key)["Grants"]
        assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_picture_that_lost_its_credit_is_gone_at_once(bucket: Any, client: Client) -> None:
    image = make_image(renditions=True)
    address = image.renditions.first().get_absolute_url()
    image.creators, image.provider = [], None
    image.save()
    assert client.get(address).status_code == 404


def test_original_is_shown_to_staff_alone(bucket: Any, client: Client) -> None:
    upload = picture_file("quay.png")
    image = make_image(file=upload)
    address = f"/admin/articles/image/{image.pk}/original/"
    assert client.get(address).status_code in {302, 403, 404}
    client.force_login(make_user("eve", "Editor"))
    _, data = fetch_file(client, address)
    upload.seek(0)
    assert data == upload.read()


def test_files_of_a_deleted_picture_are_deleted(
    bucket: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = make_image(renditions=True)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert keys(bucket) == []


def test_missing_file_is_a_missing_page_and_a_refused_original(bucket: Any, client: Client) -> None:
    image = make_image(renditions=True)
    rendition = image.renditions.first()
    for key in keys(bucket):
        bucket.delete_object(Bucket=BUCKET, Key=key)
    assert client.get(rendition.get_absolute_url()).status_code == 404
    Rendition.objects.all().delete()
    assert tasks.make_renditions.func(image.pk) == 0
    assert Image.objects.get().status == Image.Status.REFUSED


def test_name_that_is_taken_is_not_written_over(bucket: Any) -> None:
    storage: BucketFiles = cast(Any, Rendition._meta.get_field("file")).storage
    first = storage.save("a/w480.jpg", ContentFile(b"first"))
    second = storage.save("a/w480.jpg", ContentFile(b"second"))
    assert first == "a/w480.jpg" != second
    with storage.open(first) as file:
        assert file.read() == b"first"
    assert sorted(storage.listdir("a")[1]) == sorted([first[2:], second[2:]])


def test_backup_reads_the_store_and_brings_it_back(bucket: Any, tmp_path: Path) -> None:
    make_image(renditions=True)
    path, before = tmp_path / "pictures.zip", keys(bucket)
    writer = archive.Writer(path)
    mentions = list(pictures.mentioned())
    for mention in mentions:
        writer.add(mention.member, mention.read(), packed=False)
    writer.finish({})
    assert len(mentions) == len(before)
    bucket.delete_object(Bucket=BUCKET, Key=before[0])
    bucket.put_object(Bucket=BUCKET, Key=before[1], Body=b"something else")
    with archive.opened(path) as reader:
        for name, about in reader.members.items():
            mention = pictures.of_member(name)
            assert mention is not None
            mention.put(reader.read(name), about["sha256"])
            assert b"".join(mention.read()) == b"".join(reader.read(name))
    assert keys(bucket) == before


@pytest.fixture
def away(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> Rendition:
    """A rendition whose store does not answer."""
    rendition = make_image(renditions=True).renditions.first()
    assert rendition is not None
    monkeypatch.setenv("MEDIA_STORAGE", f"s3://k:s@{BUCKET}?endpoint=http://127.0.0.1:9")
    read = env.media_storage("MEDIA_STORAGE", ROOT)
    for model, alias in ((Rendition, "default"), (Image, "private")):
        field: Any = model._meta.get_field("file")
        monkeypatch.setattr(field, "storage", storages.create_storage(read[alias]))
    return rendition


def test_store_that_is_away_is_a_passing_trouble(away: Rendition, client: Client) -> None:
    response = client.get(away.get_absolute_url())
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "immutable" not in response["Cache-Control"]
    image = Image.objects.get()
    image.creators = ["Nadia Fell"]
    image.save()
    with pytest.raises(StorageAway):
        tasks.make_renditions.func(image.pk)  # the worker tries it again
    assert Image.objects.get().status == Image.Status.READY


def test_upload_to_a_store_that_is_away_is_told_so(away: Rendition) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user("eve", "Editor"))
    before = Image.objects.count()
    upload = {"file": picture_file("new.jpg"), "alt_text": "Cranes", "creators": "Ada Moreno"}
    response = client.post("/admin/articles/image/add/", upload)
    assert response.status_code == 503
    assert "This cannot be done right now" in response.content.decode()
    assert Image.objects.count() == before
