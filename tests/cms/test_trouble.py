"""Strange requests and passing trouble get a page and the right status, never a 500."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from articles.views.lists import FrontPage
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/media/%00/b.jpg", "/?q=%00", "/admin/login/?next=%00"])
def test_a_nul_in_the_address_is_a_bad_request(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


def test_a_nul_in_a_cookie_is_a_bad_request(client: Client) -> None:
    client.cookies["sessionid"] = "abc\x00def"
    assert client.get(make_article().get_absolute_url()).status_code == 400


def test_a_busy_database_is_answered_with_503_and_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(FrontPage, "get_context_data", locked)
    response = Client(raise_request_exception=False).get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "This cannot be done right now" in response.content.decode()


def test_another_error_is_a_500_in_the_sites_design(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FrontPage, "get_context_data", lambda self, **_: 1 / 0)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_a_foreign_host_is_a_bad_request(client: Client) -> None:
    assert client.get("/", HTTP_HOST="elsewhere.example").status_code == 400


def test_a_broken_token_is_not_replaced_while_reading(client: Client) -> None:
    client.cookies["csrftoken"] = "broken"
    assert not client.get("/").cookies


def test_the_same_page_is_the_same_bytes_compressed_too(client: Client) -> None:
    make_article(standfirst="Forty passengers and a brass band. " * 10)
    first, second = (client.get("/", HTTP_ACCEPT_ENCODING="gzip") for _ in range(2))
    assert first["Content-Encoding"] == "gzip"
    assert first.content == second.content
