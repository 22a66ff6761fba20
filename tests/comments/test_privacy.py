"""The promise over the form: your email address will not be published. Nor anything made of it."""

from __future__ import annotations

import hashlib
import logging
import stat
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms import env
from cms.tasks import forget_people
from comments import vault
from comments.models import Comment, Decision, Thread
from comments.views.replies import ReplyView
from tests.factories import make_article, make_comment, make_user

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


def test_a_sealed_address_opens_again_and_looks_different_each_time() -> None:
    assert vault.unseal(vault.seal(ADDRESS)) == ADDRESS
    assert vault.seal(ADDRESS) != vault.seal(ADDRESS)
    row = make_comment(email=ADDRESS)
    stored = Comment.objects.get(pk=row.pk).email_sealed
    assert stored is not None
    assert vault.unseal(stored) == ADDRESS


def test_an_index_is_the_same_for_the_same_address_in_any_case() -> None:
    same = {vault.index(form) for form in (ADDRESS, ADDRESS.lower(), f" {ADDRESS.upper()} ")}
    assert len(same) == 1
    assert vault.index("nadia@example.com") not in same


def test_another_key_makes_another_index(settings: Any) -> None:
    seen = set()
    for ring in ([OLD], [NEW], [NEW, OLD], [f"1:{'c' * 40}"]):
        settings.EMAIL_ENCRYPTION_KEYS = ring
        seen.add(vault.index(ADDRESS))
        seen.add(vault.prefix("198.51.100.7"))
    assert len(seen) == 6
    assert {one.partition(":")[0] for one in seen if ":" in one} == {"1", "2"}


def test_the_keys_do_not_follow_from_the_secret_of_the_site(settings: Any) -> None:
    before = vault.index(ADDRESS)
    sealed = vault.seal(ADDRESS)
    settings.SECRET_KEY = "another secret of the site, as long as it has to be, by and large"
    assert vault.index(ADDRESS) == before
    assert vault.unseal(sealed) == ADDRESS


def test_what_an_older_key_sealed_still_opens_until_it_is_gone(settings: Any) -> None:
    settings.EMAIL_ENCRYPTION_KEYS = [OLD]
    sealed = vault.seal(ADDRESS)
    settings.EMAIL_ENCRYPTION_KEYS = [NEW, OLD]
    assert vault.unseal(sealed) == ADDRESS
    newer = vault.seal(ADDRESS)
    settings.EMAIL_ENCRYPTION_KEYS = [NEW]
    assert vault.unseal(newer) == ADDRESS
    with pytest.raises(InvalidToken):
        vault.unseal(sealed)


@pytest.mark.parametrize(
    ("client_address", "neighbour", "stranger"),
    [
        ("198.51.100.7", "198.51.100.250", "198.51.101.7"),
        ("::ffff:198.51.100.7", "198.51.100.8", "::ffff:198.51.101.7"),
        ("2001:db8:1:2::3", "2001:db8:1:ffff::1", "2001:db8:2:2::3"),
    ],
)
def test_a_network_is_known_by_a_digest_of_its_first_part(
    client_address: str, neighbour: str, stranger: str
) -> None:
    assert vault.prefix(client_address) == vault.prefix(neighbour)
    assert vault.prefix(client_address) != vault.prefix(stranger)
    assert "198.51" not in vault.prefix(client_address)
    assert vault.prefix("") == vault.prefix("unix:") == ""


def test_after_the_retention_time_all_traces_of_a_person_go_together(settings: Any) -> None:
    settings.RETENTION_DAYS = 30
    article = make_article()
    now = timezone.now()
    facts = {"email": ADDRESS, "client_prefix": "ab" * 32, "user_agent": "Lynx/2.9"}
    young = make_comment(article, **facts, submitted_at=now - timedelta(days=29, hours=23))
    old = make_comment(article, **facts, body="Old", submitted_at=now - timedelta(days=30, hours=1))
    erased = ("email_sealed", "email_index", "client_prefix", "user_agent")
    call_command("forget", verbosity=0)
    kept = Comment.objects.filter(pk=young.pk).values_list(*erased).get()
    assert all(kept)
    assert Comment.objects.filter(pk=old.pk).values_list(*erased).get() == (None, "", "", "")
    row = Comment.objects.get(pk=old.pk)
    assert (row.name, row.body, row.status) == (old.name, "Old", "published")
    assert Decision.objects.filter(comment=old).exists()
    assert Thread.objects.get(article=article).reply_count == 2


def test_forgetting_says_what_it_did(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.RETENTION_DAYS = 7
    make_comment(submitted_at=timezone.now() - timedelta(days=8))
    call_command("forget")
    assert capsys.readouterr().out.strip().endswith("from 1 replies older than 7 days.")
    call_command("forget")
    assert "from 0 replies" in capsys.readouterr().out


def test_generated_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    key = env.generated_key(folder, "email-1")
    assert stat.S_IMODE((folder / "email-1").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(key) >= 32
    assert env.generated_key(folder, "email-1") == key
    assert env.generated_key(folder, "secret") != key
