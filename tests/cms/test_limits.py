"""What is too much for one request is refused with a sentence, before it costs anything."""

from __future__ import annotations

import pytest
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from cms import limits
from comments.models import Comment
from tests.comments.posting import BROWSER, make_fields
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

MULTIPART = "multipart/form-data; boundary=x"


def post(client: Client, path: str, length: int, **extra: str) -> tuple[int, str]:
    """Say that so much will come; what is really sent is nothing."""
    response = client.post(
        path, b"", content_type=MULTIPART, headers=BROWSER, CONTENT_LENGTH=str(length), **extra
    )
    return response.status_code, response.content.decode()


def test_form_above_the_limit_is_refused_with_the_limit(client: Client) -> None:
    status, page = post(client, f"{make_article().get_absolute_url()}comments/", 2_500_001)
    assert status == 413
    assert "This page takes at most 2.5 MB." in page
    assert "is still in your browser" in page


def test_form_at_the_limit_is_looked_at(client: Client) -> None:
    assert post(client, f"{make_article().get_absolute_url()}comments/", 2_500_000)[0] == 422


def test_file_in_a_readers_form_does_not_fill_the_disk(client: Client) -> None:
    address = f"{make_article().get_absolute_url()}comments/"
    fields = make_fields(picture=SimpleUploadedFile("a.jpg", b"x" * 3_000_000))
    response = client.post(address, fields, headers=BROWSER)
    assert response.status_code == 413
    assert not Comment.objects.exists()


def test_editors_upload_more(client: Client) -> None:
    address = "/admin/articles/image/add/"
    assert post(client, address, 40_000_000)[0] == 413
    client.force_login(make_user("eve", "Editor"))
    assert post(client, address, 40_000_000)[0] not in {413, 500}
    status, page = post(client, address, limits.UPLOAD + 1)
    assert status == 413
    assert "at most 500 MB" in page


def test_cookie_that_only_looks_like_a_login_opens_nothing(client: Client) -> None:
    client.cookies[site_settings.SESSION_COOKIE_NAME] = "nobody"
    assert post(client, "/admin/login/", 20_000_000)[0] == 413
    client.force_login(make_user("reader", is_staff=False))  # of no use to the newsroom
    assert post(client, "/admin/login/", 20_000_000)[0] == 413


def test_session_cookie_opens_nothing_but_the_admin(client: Client) -> None:
    client.force_login(make_user("eve", "Editor"))
    assert post(client, f"{make_article().get_absolute_url()}comments/", 3_000_000)[0] == 413


@pytest.mark.parametrize("length", ["", "many", "-1", "²"])
def test_length_that_is_none_is_no_error(client: Client, length: str) -> None:
    request = RequestFactory().post("/", CONTENT_LENGTH=length)
    assert limits._length(request) <= 0


def test_djangos_own_limit_answers_the_same(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    address = f"{make_article().get_absolute_url()}comments/"
    response = client.post(address, make_fields(body="x" * 200_000), headers=BROWSER)
    assert response.status_code == 413
    assert "at most 0.1 MB" in response.content.decode()


def test_too_many_fields_are_a_bad_request(client: Client) -> None:
    address = f"{make_article().get_absolute_url()}comments/"
    response = client.post(address, {f"f{n}": "x" for n in range(2_100)}, headers=BROWSER)
    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


def test_both_limits_are_the_same_number() -> None:
    assert limits.FORM == site_settings.DATA_UPLOAD_MAX_MEMORY_SIZE
