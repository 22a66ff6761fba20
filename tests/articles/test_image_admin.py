"""The picture library over HTTP: uploads, the private originals, the editor's pickers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.imaging import inspect
from articles.models import Image, Section
from articles.models.image_search import index
from tests.factories import make_article, make_image, make_user
from tests.pictures import picture_bytes, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(make_user("ada", "Reporter"))
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("ada", "Editor"))
    return client


ADD_IMAGE = "/admin/articles/image/add/"
WORDS = {"caption": "Harbour", "alt_text": "Cranes", "creators": "Ada Moreno\nBo Lind"}


def half(content: bytes) -> bytes:
    """As an upload that broke off."""
    return content[: len(content) // 2]


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif", "gif"])
def test_picture_of_each_kind_is_taken(reporter: Client, kind: str) -> None:
    answer = reporter.post(ADD_IMAGE, {**WORDS, "file": picture_file(f"harbour.{kind}")})
    image = Image.objects.get()
    assert answer.status_code == 302
    assert (image.width, image.height) == (640, 400)
    assert image.credit == "© Ada Moreno, Bo Lind"
    assert image.status == Image.Status.READY
    assert image.uploaded_by is not None


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("note.jpg", b"Only words.", "is not a JPEG, PNG, WebP, AVIF or GIF picture"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a JPEG, PNG"),
        ("harbour.png", picture_bytes("jpg"), "is in truth a JPEG file"),
        ("short.jpg", half(picture_bytes("jpg")), "the file is damaged"),
        ("short.png", half(picture_bytes("png")), "the file is damaged"),
        ("short.webp", half(picture_bytes("webp")), "the file is damaged"),
        ("none.jpg", b"", "none.jpg is empty."),
    ],
)
def test_what_is_no_picture_is_refused(
    reporter: Client, name: str, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    answer = reporter.post(ADD_IMAGE, {**WORDS, "file": file})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Bo Lind" in answer.text
    assert not Image.objects.exists()


def test_too_large_a_picture_is_refused(reporter: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect, "MAX_BYTES", 1000)
    answer = reporter.post(ADD_IMAGE, {**WORDS, "file": picture_file()})
    assert "is larger than" in answer.text


def test_image_page_shows_credit_state_and_use(reporter: Client) -> None:
    image = make_image(alt_text="")
    article = make_article("Harbour story", publish=False, lead_image=image)
    text = reporter.get(reverse("admin:articles_image_change", args=[image.pk])).text
    assert "© Harbour Pictures / Ada Moreno" in text
    assert "incomplete: it has no alternative text" in text
    assert reverse("admin:articles_article_change", args=[article.pk]) in text


def test_original_is_streamed_for_staff_only(reporter: Client) -> None:
    upload = picture_file()
    image = make_image(file=upload)
    answer = reporter.get(reverse("admin:articles_image_original", args=[image.pk]))
    upload.seek(0)
    assert b"".join(answer.streaming_content) == upload.read()  # type: ignore[attr-defined]
    answer.close()
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_original_that_is_no_picture_is_only_downloaded(reporter: Client) -> None:
    image = make_image()
    Path(image.file.path).write_bytes(b"<script>x()</script>")
    answer = reporter.get(reverse("admin:articles_image_original", args=[image.pk]))
    answer.close()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_used_picture_cannot_be_deleted(editor: Client) -> None:
    image = make_image()
    make_article(lead_image=image)
    delete = reverse("admin:articles_image_delete", args=[image.pk])
    assert "Cannot delete image" in editor.get(delete).text
    editor.post(delete, {"post": "yes"})
    assert Image.objects.filter(pk=image.pk).exists()


def test_new_file_keeps_the_words(reporter: Client) -> None:
    image = make_image()
    sent = {**WORDS, "caption": "Kept", "file": picture_file("new.png")}
    reporter.post(reverse("admin:articles_image_change", args=[image.pk]), sent)
    image.refresh_from_db()
    assert str(image.file.name).endswith("new.png")
    assert image.caption == "Kept"


@pytest.mark.parametrize("days", [-1, 1], ids=["published", "scheduled"])
def test_reporter_only_sees_a_picture_that_readers_see(reporter: Client, days: int) -> None:
    image = make_image(renditions=True)
    make_article(lead_image=image, published_at=timezone.now() + timedelta(days=days))
    address = reverse("admin:articles_image_change", args=[image.pk])
    page = reporter.get(address)
    assert page.status_code == 200
    assert 'name="caption"' not in page.text
    assert reporter.post(address, {**WORDS, "caption": "Other"}).status_code == 403
    image.refresh_from_db()
    assert image.caption != "Other"


def test_editor_changes_a_picture_that_readers_see(editor: Client) -> None:
    image = make_image()
    make_article(lead_image=image)
    address = reverse("admin:articles_image_change", args=[image.pk])
    assert editor.post(address, {**WORDS, "caption": "Other"}).status_code == 302


# --- What the editor asks for -------------------------------------------------------------------


def test_picker_finds_pictures_by_their_words(reporter: Client) -> None:
    found, _other = make_image(caption="Old lighthouse"), make_image(caption="Market")
    index([found.pk, _other.pk])
    rows = reporter.get("/admin/articles/article/pick/images/?q=harbour LIGHT").json()["results"]
    assert [row["id"] for row in rows] == [found.pk]
    assert rows[0]["credit"] == "© Harbour Pictures / Ada Moreno"


@pytest.mark.parametrize("ids", ["", "x", "1,,2", "9" * 30, "-1", "٣"])
def test_picker_survives_any_numbers(reporter: Client, ids: str) -> None:
    answer = reporter.get("/admin/articles/article/pick/images/", {"ids": ids})
    assert answer.json() == {"results": []}


def test_picker_costs_the_same_for_many_pictures(
    reporter: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        make_image(renditions=True)
    with django_assert_max_num_queries(6):
        answer = reporter.get("/admin/articles/article/pick/images/")
    assert len(answer.json()["results"]) == 5


def test_picker_finds_articles_by_headline(reporter: Client) -> None:
    article = make_article("The Café reopens", publish=False)
    make_article("Harbour")
    rows = reporter.get("/admin/articles/article/pick/articles/?q=reopens").json()["results"]
    detail = f"{Section.objects.get()} · draft"
    assert rows == [{"id": article.pk, "headline": "The Café reopens", "detail": detail}]
