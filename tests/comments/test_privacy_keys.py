"""How addresses are kept: sealed and indexed under keys that can be changed."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms import env
from comments import vault
from comments.models import Block, Claim, Comment, Subscription, resealing
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

ADDRESS = "Nadia.Fell+paper@Example.com"
OLD, NEW = f"1:{'a' * 40}", f"2:{'b' * 40}"


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


def test_generated_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    key = env.generated_key(folder, "email-1")
    assert stat.S_IMODE((folder / "email-1").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(key) >= 32
    assert env.generated_key(folder, "email-1") == key
    assert env.generated_key(folder, "secret") != key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@münchen.example", "Ada@xn--mnchen-3ya.example"),
        ("ada@MÜNCHEN.example", "ada@münchen.example"),
        ("ada@localhost", " ADA@localhost "),
    ],
)
def test_index_is_the_same_for_both_forms_of_a_domain(one: str, other: str) -> None:
    assert vault.index(one) == vault.index(other)


@pytest.mark.parametrize("odd", ["", "@", "ada", "ada@", "ada@..", f"ada@{'ü' * 80}.de", "a@b@c"])
def test_index_of_what_is_no_address_is_still_an_index(odd: str) -> None:
    assert vault.index(odd) == vault.index(odd)
    assert vault.index(odd) != vault.index(f"x{odd}")


def test_equality_is_looked_for_under_every_key(settings: Any) -> None:
    settings.EMAIL_ENCRYPTION_KEYS = [OLD]
    before, network = vault.index(ADDRESS), vault.prefix("198.51.100.7")
    settings.EMAIL_ENCRYPTION_KEYS = [NEW, OLD]
    assert vault.indexes(ADDRESS) == [vault.index(ADDRESS), before]
    assert vault.index(ADDRESS).startswith("2:")
    assert vault.prefixes("198.51.100.9") == [vault.prefix("198.51.100.9"), network]
    assert vault.prefixes("unix:") == []


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A folder with one generated key, as the first start makes it."""
    settings.EMAIL_ENCRYPTION_KEYS = []
    settings.KEYS_DIR = tmp_path / "keys"
    env.generated_key(settings.KEYS_DIR, "email-1")
    return Path(settings.KEYS_DIR)


def test_running_process_uses_a_new_key_at_once(folder: Path) -> None:
    os.utime(folder, (time.time() - 60,) * 2)
    assert vault.index(ADDRESS).startswith("1:")
    env.generated_key(folder, "email-2")
    assert vault.index(ADDRESS).startswith("2:")
    for number in (9, 10):
        env.generated_key(folder, f"email-{number}")
        assert vault.index(ADDRESS).startswith(f"{number}:")
    (folder / "email-1").unlink()
    assert len(vault.indexes(ADDRESS)) == 3


def test_other_files_beside_the_keys_are_no_keys(folder: Path) -> None:
    for name in ("email-x", "email-01", "secret", ".email-7.ab12", "email-3.bak"):
        (folder / name).write_text("k" * 40)
    assert [version for version, _secret in vault.ring()] == ["1"]


def test_missing_key_is_a_sentence(folder: Path) -> None:
    (folder / "email-1").unlink()
    with pytest.raises(ImproperlyConfigured, match="email-1"):
        vault.index(ADDRESS)


def rotate(capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    call_command("rotate_email_keys", **options)
    return capsys.readouterr().out


def make_old(folder: Path) -> None:
    """As if the newest key had been in use for a while."""
    for file in folder.iterdir():
        os.utime(file, (time.time() - 3600,) * 2)


def make_rows() -> Comment:
    """A reply with its request for mail, and a reply whose address is forgotten already."""
    article = make_article()
    row = make_comment(article, email=ADDRESS)
    make_comment(article, email="").refresh_from_db()
    sealed, index = vault.seal(ADDRESS), vault.index(ADDRESS)
    Subscription.objects.create(comment=row, email_sealed=sealed, email_index=index)
    Claim.objects.create(comment=row, email_index=index)
    return row


def test_rotation_renews_every_address(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    row = make_rows()
    for number in range(5):
        make_comment(row.article, email=f"reader{number}@example.com")
    said = rotate(capsys)
    assert said == (
        "Renewed 8 addresses under key 2. No row uses these keys any more, so they may be removed:"
        " 1.\n"
    )
    assert stat.S_IMODE((folder / "email-2").stat().st_mode) == 0o600
    (folder / "email-1").unlink()  # nothing needs it
    row.refresh_from_db()
    claim, subscription = Claim.objects.get(), Subscription.objects.get()
    for kept in (row, subscription):
        assert kept.email_sealed
        assert vault.unseal(kept.email_sealed) == ADDRESS
    assert {row.email_index, claim.email_index, subscription.email_index} == {vault.index(ADDRESS)}


def test_rotation_can_be_broken_off_and_repeated(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 1)
    article = make_article()
    for number in range(3):
        make_comment(article, email=f"reader{number}@example.com")
    env.generated_key(folder, "email-2")
    running = resealing.reseal()
    assert next(running) is True
    running.close()
    assert resealing.versions_in_use(unreadable=0) == {"1", "2"}
    assert list(resealing.reseal()) == [False, True, True]
    assert resealing.versions_in_use(unreadable=0) == {"2"}


def test_rotation_leaves_alone_what_changes_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_comment(email=ADDRESS)
    env.generated_key(folder, "email-2")
    unseal = vault.unseal

    def forget_first(sealed: bytes) -> str:
        Comment.objects.filter(pk=row.pk).update(email_sealed=None, email_index="")
        return unseal(sealed)

    monkeypatch.setattr(vault, "unseal", forget_first)
    assert list(resealing.reseal()) == [False]
    row.refresh_from_db()
    assert (row.email_sealed, row.email_index) == (None, "")


def test_row_written_with_the_older_key_meanwhile_is_found_by_the_next_run(folder: Path) -> None:
    env.generated_key(folder, "email-2")
    row = make_comment(email=ADDRESS)
    Comment.objects.filter(pk=row.pk).update(
        email_sealed=vault._fernet(vault.ring()[1:]).encrypt(ADDRESS.encode())
    )  # sealed with the older key, indexed with the newer
    assert list(resealing.reseal()) == [True]
    row.refresh_from_db()
    assert vault.is_current(row.email_sealed or b"")


def test_pruning_deletes_only_keys_that_no_row_uses(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = make_rows()
    rotate(capsys)
    forgotten = Claim.objects.create(comment=row, email_index="1:of-another-address")
    make_old(folder)
    assert "Every older key is still in use." in rotate(capsys, prune=True)
    assert (folder / "email-1").exists()
    forgotten.delete()
    assert "Deleted the keys that no row used: 1." in rotate(capsys, prune=True)
    assert sorted(file.name for file in folder.iterdir()) == ["email-2"]
    assert vault.unseal(Comment.objects.get(pk=row.pk).email_sealed or b"") == ADDRESS
    assert "There is no other key." in rotate(capsys, prune=True)


def test_pruning_waits_until_nobody_writes_with_the_older_key(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rotate(capsys)
    with pytest.raises(CommandError, match="try again in a minute"):
        rotate(capsys, prune=True)
    assert (folder / "email-1").exists()


def test_no_key_is_idle_while_something_is_unclear(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = make_comment(email=ADDRESS)
    block = Block.objects.create(kind="network", value="ab" * 32, reason="flood")
    assert "Every older key is still in use." in rotate(capsys)
    Block.objects.filter(pk=block.pk).update(lifted_at=timezone.now())
    assert "may be removed: 2, 1." in rotate(capsys)
    Comment.objects.filter(pk=row.pk).update(email_sealed=b"of a key that is lost")
    said = rotate(capsys)
    assert "Every older key is still in use." in said
    assert "1 addresses open with no key." in said


def test_keys_of_the_environment_are_used_as_they_come(
    folder: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_ENCRYPTION_KEYS = [OLD]
    row = make_comment(email=ADDRESS)
    settings.EMAIL_ENCRYPTION_KEYS = [NEW, OLD]
    assert "Renewed 1 addresses under key 2." in rotate(capsys)
    assert not (folder / "email-2").exists()
    with pytest.raises(CommandError, match="by hand"):
        rotate(capsys, prune=True)
    settings.EMAIL_ENCRYPTION_KEYS = [NEW]
    assert vault.unseal(Comment.objects.get(pk=row.pk).email_sealed or b"") == ADDRESS
