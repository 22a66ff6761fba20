"""Making renditions of a stored original, in the background."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from articles.models import Image, Rendition
from tests.factories import make_article, make_image
from tests.pictures import picture_bytes
from tests.reading import fetch

pytestmark = pytest.mark.django_db

JPEG = picture_bytes("jpg", width=200, height=100)

DAMAGED = {
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "half a PNG": (half := picture_bytes("png"))[: len(half) // 2],
    "half a WebP": (half := picture_bytes("webp"))[: len(half) // 2],
    "half an AVIF": (half := picture_bytes("avif"))[: len(half) // 2],
    "no picture": b"Dear editor",
}


def store(image: Image, data: bytes) -> None:
    """Put this in the place of the stored original."""
    name = str(image.file.name)
    image.file.storage.delete(name)
    assert image.file.storage.save(name, ContentFile(data)) == name


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_damaged_file_is_refused_with_a_sentence_and_never_shown(
    client: Client, data: bytes
) -> None:
    image = make_image()
    article = make_article(lead_image=image)
    store(image, data)
    assert Rendition.objects.make(image) == 0
    image.refresh_from_db()
    assert image.status == Image.Status.REFUSED
    assert image.refusal == "The picture cannot be decoded: the file is damaged."
    assert image.problems() == [image.refusal]
    assert not Rendition.objects.exists()
    assert image.refusal in article.problems()[0]
    assert not fetch(client, article.get_absolute_url()).xpath("//main//figure")


def test_new_file_gets_a_new_verdict_and_a_new_address() -> None:
    image = make_image()
    store(image, DAMAGED["half a JPEG"])
    Rendition.objects.make(image)
    old = image.public_id
    image.file = ContentFile(JPEG, "quay.jpg")
    image.save()
    assert Rendition.objects.make(image) > 0
    image.refresh_from_db()
    assert (image.status, image.refusal) == (Image.Status.READY, "")
    assert image.public_id != old


def test_original_that_is_gone_is_told() -> None:
    image = make_image()
    image.file.storage.delete(str(image.file.name))
    assert Rendition.objects.make(image) == 0
    assert Image.objects.get().refusal == "The file is gone."


@pytest.mark.parametrize("is_damaged", [False, True])
def test_file_replaced_while_the_worker_renders_gets_none_of_the_old_copies(
    is_damaged: bool,
) -> None:
    image = make_image()
    if is_damaged:
        store(image, DAMAGED["half a JPEG"])
    stale = Image.objects.get(pk=image.pk)
    image.file = ContentFile(JPEG, "quay.jpg")
    image.save()
    assert Rendition.objects.make(stale) == 0
    image.refresh_from_db()
    assert (image.status, image.refusal) == (Image.Status.READY, "")
    assert not Rendition.objects.exists()
    storage = Rendition._meta.get_field("file").storage
    assert not storage.exists(stale.public_id) or storage.listdir(stale.public_id)[1] == []
