"""The address of who sends a notice: sealed, in no answer, no mail and no log, and erased."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.logs import Line
from comments import vault
from comments.models import Appeal, Notice, resealing, retention
from comments.models.personal_data import PersonalData, as_json
from tests.factories import make_comment, make_user

from .notifying import ADDRESS, WHY, decide, login, make_notice, notify, object_to, page
from .owning import make_own, mine, post, work
from .posting import parse

pytestmark = pytest.mark.django_db


def test_the_address_is_in_no_answer_no_mail_no_log_and_no_column(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    own = make_own("published")
    visitor = Client()
    answers = [notify(visitor, own), visitor.get("/notice/")]
    notice = Notice.objects.get()
    work()
    user = login(client, "boss", "Moderator", "Editor")
    user.is_superuser = True
    user.save()
    room = "/moderation/notices"
    answers += [client.get(f"{room}/"), client.get(f"{room}/{notice.pk}/")]
    answers += [decide(client, notice, "examine"), decide(client, notice, "uphold")]
    post()
    answers += [visitor.get(page(notice)), visitor.get(mine(own)), client.get("/moderation/")]
    answers += [client.get(f"{room}/{notice.pk}/"), client.get(f"{room}/?state=upheld")]
    for response in answers:
        assert ADDRESS not in response.content.decode()
        assert ADDRESS not in str(response.headers)
    for message in mail.outbox:
        assert ADDRESS not in message.subject + message.body + str(message.alternatives)
    assert ADDRESS not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the database
            assert ADDRESS not in str(cursor.fetchall()), table


def test_a_refused_form_alone_gives_the_address_back(client: Client) -> None:
    response = notify(client, make_comment(), explanation="")
    fields = parse(response).xpath("//main//input[@name='email']/@value")
    assert fields == [ADDRESS]
    assert response.content.decode().count(ADDRESS) == 1


def test_tokens_are_in_no_log() -> None:
    notice = make_notice()
    for address in (page(notice), "/comments/objection/12:abc/"):
        record = logging.LogRecord("x", 20, "", 0, 'GET "%s" 404', (address,), None)
        written = Line("%(message)s").format(record)
        token = address.rstrip("/").rpartition("/")[2]
        assert token not in written
        assert "/…/" in written
    record = logging.LogRecord("x", 20, "", 0, "GET /moderation/notices/12/", (), None)
    assert Line("%(message)s").format(record) == "GET /moderation/notices/12/"


def test_tasks_carry_numbers_alone(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        notify(client, make_comment())
    assert any("send_receipt" in q["sql"] for q in queries)
    assert not any(ADDRESS in q["sql"] for q in queries)


@pytest.mark.parametrize(("age", "kept"), [(29, True), (31, False)])
def test_name_and_address_go_after_the_retention_time(
    client: Client, age: int, kept: bool, settings: Any
) -> None:
    settings.RETENTION_DAYS = 30
    notice = make_notice(client_prefix="ab" * 32)
    login(client)
    decide(client, notice, "refuse")
    then = timezone.now() - timedelta(days=age)
    Notice.objects.update(received_at=then, decided_at=then)
    call_command("forget", verbosity=0)
    row = Notice.objects.get()
    assert [bool(one) for one in (row.name, row.address, row.email_index, row.client_prefix)] == (
        [kept] * 4
    )
    assert (row.explanation, row.state) == (WHY, "refused")
    assert Client().get(page(row)).status_code == 200


def test_who_still_waits_for_a_decision_can_be_told() -> None:
    notice = make_notice(client_prefix="ab" * 32)
    Notice.objects.update(received_at=timezone.now() - timedelta(days=99))
    erased = retention.forget(timezone.now() - timedelta(days=30))
    assert erased["notices"] == 1
    row = Notice.objects.get()
    assert (row.address, row.client_prefix) == (ADDRESS, "")
    assert retention.forget(timezone.now() - timedelta(days=30))["notices"] == 0
    assert notice.pk == row.pk


def make_objected(client: Client) -> Notice:
    notice = make_notice()
    make_notice(make_comment(), email="somebody.else@example.com", explanation="Not theirs.")
    login(client)
    decide(client, notice, "refuse")
    object_to(Client(), page(notice), "Please read it again.")
    return notice


def test_export_holds_the_notices_of_one_person(client: Client) -> None:
    notice = make_objected(client)
    data = PersonalData.under(ADDRESS.upper())
    (said,) = json.loads("".join(as_json(data.export(), data.export_notices())))["notices"]
    assert (said["email"], said["name"], said["text"]) == (ADDRESS, "Hana Sender", WHY)
    assert (said["content"], said["state"]) == (notice.url, "refused")
    assert [one["text"] for one in said["objections"]] == ["Please read it again."]


def test_the_writer_of_the_reply_does_not_get_the_notice_exported(client: Client) -> None:
    own = make_own("published", email="writer@example.com")
    notice = make_notice(own)
    login(client)
    decide(client, notice, "refuse")
    object_to(Client(), page(notice), "Please read it again.")
    data = PersonalData.under("writer@example.com")
    text = "".join(as_json(data.export(), data.export_notices()))
    assert json.loads(text)["notices"] == []
    for words in (WHY, "read it again", ADDRESS, "Hana"):
        assert words not in text


@pytest.mark.parametrize("texts", [False, True])
def test_erasing_ends_all_that_points_at_the_sender(client: Client, texts: bool) -> None:
    notice = make_objected(client)
    opened = page(notice)
    data = PersonalData.under(ADDRESS)
    assert data.notices().count() == 1
    assert list(data.erase(texts=texts)) == []
    row = Notice.objects.get(pk=notice.pk)
    assert (row.name, row.email_sealed, row.email_index, row.token_digest) == ("", None, "", "")
    assert (row.explanation == "", row.state) == (texts, "refused")
    assert (Appeal.objects.get().text == "") == texts
    assert Client().get(opened).status_code == 404
    assert data.notices().count() == 0
    assert Notice.objects.get(explanation="Not theirs.").address == "somebody.else@example.com"


def test_the_pages_and_the_command_count_notices_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_notice()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{ADDRESS}\n"))
    out, err = io.StringIO(), io.StringIO()
    call_command("personal_data", "export", stdout=out, stderr=err)
    assert err.getvalue() == "Exported what is kept about 0 replies and 1 notice.\n"
    client.force_login(make_user("root", is_superuser=True))
    asked = client.post(
        "/admin/comments/discussion/personal-data/", {"address": ADDRESS, "do": "ask"}
    )
    if asked.status_code == 404:
        pytest.fail("The page of personal data has another address now.")
    assert "and 1 notice of illegal content" in asked.content.decode()


def test_objections_of_a_writer_are_exported_and_emptied() -> None:
    own = make_own("waiting", email="writer@example.com")
    own.reject(by=None)
    Appeal.objects.against(own.decisions.latest("pk"), "It was a joke.")
    data = PersonalData.under("writer@example.com")
    (row,) = data.export()
    assert [one["text"] for one in row["objections"]] == ["It was a joke."]
    assert sum(data.erase(texts=True)) == 1
    assert Appeal.objects.get().text == ""


def test_addresses_of_notices_are_sealed_anew(settings: Any) -> None:
    settings.EMAIL_ENCRYPTION_KEYS = [f"1:{'a' * 40}"]
    make_notice()
    settings.EMAIL_ENCRYPTION_KEYS = [f"2:{'b' * 40}", f"1:{'a' * 40}"]
    assert resealing.versions_in_use(unreadable=0) == {"1", "2"}
    assert True in set(resealing.reseal())
    row = Notice.objects.get()
    assert row.email_index == vault.index(ADDRESS)
    assert row.email_index.startswith("2:")
    settings.EMAIL_ENCRYPTION_KEYS = [f"2:{'b' * 40}"]
    assert row.address == ADDRESS
