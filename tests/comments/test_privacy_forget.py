"""After the retention time everything that points at a person is erased together."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from comments import vault
from comments.models import (
    Block,
    Claim,
    Comment,
    Decision,
    Discussion,
    Report,
    Subscription,
    Thread,
    retention,
)
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

ADDRESS = "nadia.fell@example.com"
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


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
    said = (
        "from {} replies, 0 reports, 0 requests for mail, 0 blocks and 0 notices older than 7 days"
    )
    call_command("forget")
    assert said.format(1) in capsys.readouterr().out
    call_command("forget")
    assert said.format(0) in capsys.readouterr().out


def test_settings_for_replies_decide_how_long_addresses_are_kept(settings: Any) -> None:
    settings.RETENTION_DAYS = 30
    Discussion(retention_days=3).save()
    row = make_comment(submitted_at=timezone.now() - timedelta(days=4))
    call_command("forget", verbosity=0)
    row.refresh_from_db()
    assert row.email_sealed is None
    assert row.email_index == ""


@pytest.mark.parametrize(("age", "kept"), [(30 * DAY - SECOND, True), (30 * DAY + SECOND, False)])
def test_boundary_is_exact_for_everything(age: timedelta, kept: bool, settings: Any) -> None:
    settings.RETENTION_DAYS = 30
    with time_machine.travel(NOON, tick=False):
        row = make_comment(email=ADDRESS, client_prefix="ab" * 32)
        report = Report.objects.create(comment=row, reason="spam", client_prefix="cd" * 32)
        Subscription.objects.create(comment=row, email_index="1:x", email_sealed=b"x")
        Claim.objects.create(comment=row, email_index="1:x")
        proven = Claim.objects.create(comment=row, email_index="1:x", confirmed_at=NOON)
        block = Block.objects.create(kind="network", value="ab" * 32, expires_at=NOON)
        lifted = Block.objects.create(kind="person", value="ef" * 32, lifted_at=NOON)
    with time_machine.travel(NOON + age, tick=False):
        call_command("forget", verbosity=0)
    for one in (row, report, proven, block, lifted):
        one.refresh_from_db()
    values = (row.email_index, row.client_prefix, report.client_prefix, proven.email_index,
              block.value, lifted.value)  # fmt: skip
    assert [bool(value) for value in values] == [kept] * len(values)
    assert Subscription.objects.count() == int(kept)
    assert Claim.objects.count() == 1 + int(kept)


def test_address_stays_while_its_reader_is_subscribed(settings: Any) -> None:
    settings.RETENTION_DAYS = 30
    long_ago = timezone.now() - timedelta(days=400)
    row = make_comment(email=ADDRESS, submitted_at=long_ago)
    subscription = Subscription.objects.create(
        comment=row,
        email_sealed=vault.seal(ADDRESS),
        email_index=vault.index(ADDRESS),
        asked_at=long_ago,
        confirmed_at=long_ago,
    )
    call_command("forget", verbosity=0)
    subscription.refresh_from_db()
    assert vault.unseal(subscription.email_sealed or b"") == ADDRESS
    Subscription.objects.update(ended_at=timezone.now())
    call_command("forget", verbosity=0)
    subscription.refresh_from_db()
    assert (subscription.email_sealed, subscription.email_index) == (None, "")


def test_block_in_force_and_block_of_a_word_are_kept(settings: Any) -> None:
    settings.RETENTION_DAYS = 1
    past, future = timezone.now() - 90 * DAY, timezone.now() + DAY
    for kind, until in (("network", None), ("person", future), ("host", past), ("phrase", past)):
        Block.objects.create(kind=kind, value="value", expires_at=until)
    call_command("forget", verbosity=0)
    assert not Block.objects.filter(value="").exists()


def test_any_number_of_rows_is_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    article = make_article()
    for number in range(5):
        row = make_comment(article, body=f"Reply {number}")
        Claim.objects.create(comment=row, email_index="1:x")
    later = timezone.now() + timedelta(days=400)
    erased = retention.forget(later)
    assert (erased["replies"], erased["requests"]) == (5, 5)
    assert not Comment.objects.exclude(email_index="").exists()
    assert not Claim.objects.exists()
    assert set(retention.forget(later).values()) == {0}


def test_mails_in_files_are_deleted_after_a_day(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for name, age in (("old.log", 86_460), ("new.log", 86_340)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    call_command("forget", verbosity=0)
    assert [file.name for file in tmp_path.iterdir()] == ["new.log"]


def test_forgetting_without_a_folder_of_mails_is_no_error(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path / "none")
    call_command("forget", verbosity=0)
