"""The promise over the form: your email address will not be published. Nor anything made of it."""

from __future__ import annotations

import hashlib
import logging
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.tasks import forget_people
from comments.models import Comment, Discussion, Subscription
from comments.tasks import tell_moderators
from comments.views.replies import ReplyView
from tests.factories import make_article, make_comment, make_user

from .owning import make_asked, post
from .posting import LONG, send

pytestmark = pytest.mark.django_db

ADDRESS = "Nadia.Fell+paper@Example.com"
OLD, NEW = f"1:{'a' * 40}", f"2:{'b' * 40}"


def traces(address: str = ADDRESS) -> list[bytes]:
    """The address and what others have been seen to publish in its place."""
    found = []
    for form in {address, address.lower(), address.upper()}:
        raw = form.encode()
        digests = [hashlib.new(kind, raw) for kind in ("md5", "sha1", "sha256", "sha512")]
        found += [raw, raw.partition(b"@")[0], b64encode(raw).rstrip(b"="), raw.hex().encode()]
        found += [raw.replace(b"@", b"%40"), raw.replace(b"@", b"&#64;")]
        found += [digest.hexdigest().encode() for digest in digests]
        found += [digest.digest() for digest in digests]
    return found


def assert_no_trace(content: bytes | str, *more: str) -> None:
    raw = content.encode() if isinstance(content, str) else content
    assert not [trace for trace in (*traces(), *(m.encode() for m in more)) if trace in raw]


def everything_stored() -> bytes:
    """Every value of every row of every table, as bytes."""
    values: list[bytes] = []
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, bytes | memoryview)
                    values.append(bytes(value) if is_bytes else str(value).encode())
    assert {Comment._meta.db_table, DBTaskResult._meta.db_table, "django_session"} <= set(tables)
    return b"\n".join(values)


def test_nothing_in_the_database_tells_the_address(client: Client) -> None:
    client.force_login(make_user("reader", is_staff=False))
    article = make_article()
    send(client, article, email=ADDRESS)
    send(Client(), article, email="not an address", body="Ask me")
    Comment.objects.get().approve(by=None)
    forget_people.enqueue()
    stored = everything_stored()
    assert LONG.encode() in stored
    assert_no_trace(stored)


def test_nothing_in_the_log_tells_the_address(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    client.raise_request_exception = False
    article = make_article()
    answers = [
        send(client, article, email=ADDRESS).status_code,
        send(client, article, email=ADDRESS).status_code,
        send(client, article, email=ADDRESS, headers={"Origin": "http://evil"}).status_code,
        send(client, article, email=ADDRESS, body="").status_code,
    ]

    def fail(*args: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(ReplyView, "store", fail)
    answers.append(send(client, article, email=ADDRESS, body="More").status_code)
    assert answers == [303, 409, 403, 422, 500]
    assert "RuntimeError" in caplog.text
    assert_no_trace(caplog.text, Comment.objects.get().email_index)
    for record in caplog.records:
        assert_no_trace(repr(record.__dict__))


@pytest.mark.parametrize("debug", [True, False])
def test_no_page_about_a_fault_tells_the_address(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, debug: bool
) -> None:
    """Also not the page with the source of the fault, which DEBUG shows."""
    settings.DEBUG = debug
    client.raise_request_exception = False
    article = make_article()

    def fail(self: Any, row: Any) -> None:
        typed, reply = row.email_sealed, self.request.POST.copy()
        raise RuntimeError(f"broken after {len(typed)} bytes and {len(reply)} fields")

    monkeypatch.setattr(ReplyView, "place", fail)
    answer = send(client, article, email=ADDRESS)
    assert answer.status_code == 500
    assert (b"broken after" in answer.content) == debug
    assert_no_trace(answer.content)


def test_whole_life_of_a_reply_leaves_the_address_only_in_mails(
    caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    Discussion().save()
    settings.EMAIL_ENCRYPTION_KEYS = [OLD]
    moderator = make_user("mona", "Moderator", email="mona@paper.example")
    own = make_asked(email=ADDRESS)
    assert mail.outbox[-1].to == [ADDRESS]
    settings.EMAIL_ENCRYPTION_KEYS = [NEW, OLD]
    call_command("rotate_email_keys", verbosity=0)
    own = Comment.objects.get(pk=own.pk)
    own.approve(by=moderator)
    make_comment(own.article, parent=own, name="Otto", email="otto@example.com")
    tell_moderators.call()
    done = post()
    assert [message.to for message in done].count([ADDRESS]) == 2
    assert_no_trace(everything_stored())
    index = Subscription.objects.get().email_index
    assert_no_trace(caplog.text, index, index.partition(":")[2])
    for record in caplog.records:
        assert_no_trace(repr(record.__dict__))


def test_no_error_page_tells_the_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    article = make_article()
    make_comment(article, email=ADDRESS)
    own = article.get_absolute_url()
    known = Client()
    known.force_login(make_user("ada", "Editor"))
    pages = [
        send(known, article, email=ADDRESS, headers={"Origin": "null"}),
        client.post("/2024/05/none/comments/", {"email": ADDRESS}),
        client.generic("POST", f"{own}comments/", f"email={ADDRESS}",
                       "application/x-www-form-urlencoded; charset=latin-1"),
        client.put(f"{own}comments/", f"email={ADDRESS}"),
    ]  # fmt: skip

    def fail(*args: Any) -> None:
        raise RuntimeError(ADDRESS)

    monkeypatch.setattr(ReplyView, "take", fail)
    pages.append(send(client, article, email=ADDRESS, body="More"))
    assert [page.status_code for page in pages] == [403, 404, 400, 405, 500]
    for page in pages:
        assert_no_trace(page.content)


def test_no_page_for_readers_tells_the_address_or_its_index(client: Client) -> None:
    article = make_article()
    response = send(client, article, email=ADDRESS, website="https://fell.example/")
    row = Comment.objects.get()
    secrets = (row.email_index, row.email_index.partition(":")[2], row.client_prefix, row.reader)
    own = article.get_absolute_url()
    assert_no_trace(client.get(response["Location"]).content, *secrets)
    row.approve(by=None)
    Comment.objects.update(published_at=timezone.now() - timedelta(minutes=1))
    for address in (own, f"{own}feed/", "/comments/feed/", f"/comments/{row.pk}/reply/", "/"):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert_no_trace(answer.content, *secrets)
        assert_no_trace(repr(answer.headers), *secrets)


def test_no_page_of_the_admin_tells_the_address(client: Client) -> None:
    article = make_article()
    row = make_comment(article, status="waiting", email=ADDRESS)
    row.approve(by=make_user("otto"))
    client.force_login(make_user("root", is_superuser=True))
    for address in ("/admin/", f"/admin/articles/article/{article.pk}/change/", "/moderation/",
                    "/admin/comments/", f"/admin/articles/article/{article.pk}/history/",
                    "/admin/articles/article/"):  # fmt: skip
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert_no_trace(answer.content, row.email_index)
