"""Somebody asks what is kept under an address, or wants it erased."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms import env
from comments import vault
from comments.models import (
    Claim,
    Comment,
    Signal,
    Subscription,
    Thread,
    Version,
    personal_data,
)
from tests.factories import make_article, make_comment

from .posting import parse, reply, send, text

pytestmark = pytest.mark.django_db

ADDRESS = "Nadia.Fell@example.com"


class Terminal(str):
    """What somebody types who can be asked."""


class Keyboard(io.StringIO):
    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.isatty = lambda: isinstance(typed, Terminal)  # type: ignore[method-assign]


def run(
    monkeypatch: pytest.MonkeyPatch, action: str, typed: str = f"{ADDRESS}\n", **options: Any
) -> tuple[str, str]:
    """What the command prints, and what it says beside it."""
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    call_command("personal_data", action, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def make_person() -> Comment:
    """Two replies under one address and one of somebody else."""
    article = make_article()
    row = make_comment(article, email=ADDRESS, website="https://fell.example/", body="Mine.")
    make_comment(make_article("Another"), email=ADDRESS.lower(), body="Also", status="waiting")
    make_comment(article, name="Otto", email="otto@example.com", body="Not theirs.")
    row.edit("Mine, edited.")
    Subscription.objects.create(
        comment=row, email_sealed=vault.seal(ADDRESS), email_index=vault.index(ADDRESS),
        answers=True, confirmed_at=timezone.now(),
    )  # fmt: skip
    Claim.objects.create(comment=row, email_index=vault.index(ADDRESS))
    return row


def test_export_holds_everything_of_one_person_and_nothing_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = make_person()
    out, err = run(monkeypatch, "export")
    first, second = json.loads(out)["replies"]
    assert err == "Exported what is kept about 2 replies.\n"
    assert first["email"] == ADDRESS
    assert first["address"].endswith(f"/comments/{row.pk}/")
    assert (first["name"], first["website"]) == ("Nadia Fell", "https://fell.example/")
    assert [one["text"] for one in first["versions"]] == ["Mine.", "Mine, edited."]
    assert first["subscription"]["answers"] is True
    assert first["subscription"]["email"] == ADDRESS
    assert len(first["confirmations"]) == 1
    assert (second["text"], second["state"], second["subscription"]) == ("Also", "waiting", None)
    assert "otto" not in out.lower()


def test_export_goes_into_a_file_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_person()
    path = tmp_path / "export.json"
    out, _ = run(monkeypatch, "export", output=str(path))
    assert out == ""
    assert len(json.loads(path.read_text())["replies"]) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="Cannot write"):
        run(monkeypatch, "export", output=str(path))


def test_address_is_found_under_every_key(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_ENCRYPTION_KEYS, settings.KEYS_DIR = [], tmp_path
    env.generated_key(tmp_path, "email-1")
    make_comment(email=ADDRESS)
    env.generated_key(tmp_path, "email-2")
    make_comment(email=ADDRESS)
    assert len(json.loads(run(monkeypatch, "export")[0])["replies"]) == 2


def test_forgotten_reply_is_found_while_its_writer_is_subscribed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = make_person()
    Comment.objects.update(email_index="", email_sealed=None)
    (found,) = json.loads(run(monkeypatch, "export")[0])["replies"]
    assert found["address"].endswith(f"/{row.pk}/")
    assert found["email"] is None


def test_reply_whose_address_opens_with_no_key_is_exported_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = make_comment(email=ADDRESS)
    Comment.objects.filter(pk=row.pk).update(email_sealed=b"broken")
    assert json.loads(run(monkeypatch, "export")[0])["replies"][0]["email"] is None


def test_any_number_of_replies_is_exported_and_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_data, "BATCH", 2)
    article = make_article()
    for number in range(7):
        make_comment(article, email=ADDRESS, body=f"Reply {number}")
    out, _ = run(monkeypatch, "export")
    assert [one["text"] for one in json.loads(out)["replies"]] == [f"Reply {n}" for n in range(7)]
    assert run(monkeypatch, "erase", yes=True)[1] == "Made 7 replies anonymous.\n"
    assert json.loads(run(monkeypatch, "export")[0]) == {"replies": [], "notices": []}
    assert set(Comment.objects.values_list("name", flat=True)) == {"Anonymous"}


def test_erased_person_leaves_the_texts_alone(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    row = make_person()
    Signal.objects.create(comment=row, code="impersonation", weight=1, detail="Nadia Fell")
    run(monkeypatch, "erase", yes=True)
    row.refresh_from_db()
    assert (row.name, row.website, row.email_sealed, row.email_index) == ("Anonymous", "", None, "")
    assert (row.client_prefix, row.user_agent, row.reader, row.token_digest) == ("", "", "", "")
    assert row.body == "Mine."
    assert not Subscription.objects.exists()
    assert not Claim.objects.exists()
    assert not Signal.objects.exclude(detail="").filter(comment=row).exists()
    other = Comment.objects.get(name="Otto")
    assert other.email_index
    assert other.token_digest
    page = client.get(row.article.get_absolute_url())
    assert "Anonymous" in text(reply(parse(page), row.pk))
    assert b"Nadia" not in page.content
    assert b"fell.example" not in page.content


def test_erased_texts_leave_a_placeholder_where_answers_stand(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    row = make_person()
    make_comment(row.article, parent=row, name="Otto", email="otto@example.com", body="Hear.")
    run(monkeypatch, "erase", yes=True, texts=True)
    assert Thread.objects.get(article=row.article).reply_count == 2
    row.refresh_from_db()
    assert (row.status, row.body, row.html) == ("withdrawn", "", "")
    assert not Version.objects.exclude(body="").exists()
    page = client.get(row.article.get_absolute_url())
    assert "taken this reply back" in text(reply(parse(page), row.pk))
    assert b"Mine" not in page.content
    assert not Comment.objects.waiting().exists()
    for verb in (row.approve, row.undo):
        assert verb(by=None) is None  # an empty reply never becomes public
    row.refresh_from_db()
    assert row.status == "withdrawn"


def test_erased_reply_is_not_its_browsers_own_any_more(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    article = make_article()
    send(client, article, email=ADDRESS)
    own = article.get_absolute_url()
    assert b"only you can see it" in client.get(own).content
    run(monkeypatch, "erase", yes=True)
    assert b"only you can see it" not in client.get(own).content


def test_command_asks_before_it_erases(monkeypatch: pytest.MonkeyPatch) -> None:
    make_person()
    with pytest.raises(CommandError, match="--yes"):
        run(monkeypatch, "erase")
    with pytest.raises(CommandError, match="Nothing was erased"):
        run(monkeypatch, "erase", Terminal(f"{ADDRESS}\nno\n"))
    assert Comment.objects.filter(email_index="").count() == 0
    run(monkeypatch, "erase", Terminal(f"{ADDRESS}\ny\n"))
    assert Comment.objects.filter(name="Anonymous").count() == 2


def test_unknown_address_and_no_address_are_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing is kept" in run(monkeypatch, "erase", "nobody@example.com\n", yes=True)[1]
    with pytest.raises(CommandError, match="standard input"):
        run(monkeypatch, "export", "\n")


def test_command_takes_no_address_as_an_argument() -> None:
    with pytest.raises(CommandError):
        call_command("personal_data", "export", ADDRESS)
