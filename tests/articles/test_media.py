"""The addresses of pictures: renditions only, and only of pictures that may be shown."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image as Pillow
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.models import Image, Rendition
from tests.factories import make_article, make_image, make_user
from tests.reading import fetch_file

pytestmark = pytest.mark.django_db


def test_rendition_is_served_as_what_it_is_and_kept_for_ever(client: Client) -> None:
    image = make_image(renditions=True)
    for rendition in image.renditions.all():
        response, data = fetch_file(client, rendition.get_absolute_url())
        picture = Pillow.open(io.BytesIO(data))
        assert response["Content-Type"] == Pillow.MIME[picture.format or ""] == rendition.mime
        assert picture.size == (rendition.width, rendition.height)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not response.cookies


@pytest.mark.parametrize(
    "other", ["w481.jpg", "original.jpg", "w480.png", "w480.jpeg", "..%2f.jpg"]
)
def test_unknown_spec_does_not_exist(client: Client, other: str) -> None:
    address = make_image(renditions=True).renditions.first().get_absolute_url()
    assert client.get(address.rpartition("/")[0] + "/" + other).status_code == 404


@pytest.mark.parametrize("status", [Image.Status.INCOMPLETE, Image.Status.REFUSED])
def test_picture_that_may_not_be_shown_has_no_address(client: Client, status: str) -> None:
    image = make_image(renditions=True)
    address = image.renditions.first().get_absolute_url()
    Image.objects.update(status=status)
    assert client.get(address).status_code == 404


def test_picture_that_lost_its_credit_is_gone_at_once(client: Client) -> None:
    image = make_image(renditions=True)
    address = image.renditions.first().get_absolute_url()
    image.creators, image.provider = [], None
    image.save()
    assert client.get(address).status_code == 404


def test_missing_file_is_a_missing_page(client: Client) -> None:
    rendition = make_image(renditions=True).renditions.first()
    rendition.file.storage.delete(rendition.file.name)
    assert client.get(rendition.get_absolute_url()).status_code == 404


def test_file_of_a_deleted_picture_is_deleted(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = make_image(renditions=True)
    rendition = image.renditions.first()
    stored = [(one.storage, one.name) for one in (image.file, rendition.file)]
    assert all(storage.exists(name) for storage, name in stored)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not any(storage.exists(name) for storage, name in stored)


def test_original_has_no_public_address(client: Client) -> None:
    image = make_image(renditions=True)
    make_article(lead_image=image)
    name = str(image.file.name)
    base = name.rpartition("/")[2]
    with pytest.raises(ValueError, match="no address"):
        image.file.url  # noqa: B018
    for address in (
        f"/media/{name}",
        f"/media/private/{name}",
        f"/media/public/{name}",
        f"/media/{image.public_id}/../private/{name}",
        f"/media/{image.public_id}/%2e%2e/%2e%2e/private/{base}",
        f"{settings.STATIC_URL}../media/private/{name}",
        f"/static/../media/private/{name}",
    ):
        assert client.get(address).status_code == 404, address


def test_original_is_shown_to_staff_who_may_see_it_and_to_nobody_else(client: Client) -> None:
    image = make_image()
    address = f"/admin/articles/image/{image.pk}/original/"
    assert client.get(address).status_code in {302, 403, 404}
    client.force_login(make_user("guest"))
    assert client.get(address).status_code in {403, 404}
    client.force_login(make_user("eve", "Editor"))
    with image.file.open() as original:
        assert fetch_file(client, address)[1] == original.read()


def test_addresses_are_unguessable() -> None:
    ids = {make_image(file="").public_id for _ in range(5)}
    assert len(ids) == 5
    assert all(len(one) >= 20 for one in ids)
    assert Rendition.objects.count() == 0
