"""The room of the notices: who may come in, what is due by when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Notice
from comments.views.desk import paging
from tests.factories import make_comment, make_user

from .notifying import WHY, decide, login, make_notice
from .posting import parse, text

pytestmark = pytest.mark.django_db

ROOM = "/moderation/notices/"


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


def numbers(response: Any) -> list[int]:
    """The notices of a list from top to bottom."""
    links = parse(response).xpath("//ol[@class='notices']//a/@href")
    return [int(link.rstrip("/").rpartition("/")[2]) for link in links]


def test_who_may_come_in(client: Client) -> None:
    notice = make_notice()
    addresses = (ROOM, f"{ROOM}{notice.pk}/", "/moderation/notices.csv", "/moderation/notices.json")
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
    looker = make_user("val")
    looker.user_permissions.add(Permission.objects.get(codename="view_comment"))
    for user in (make_user("rob", "Reporter"), looker):
        client.force_login(user)
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 403
            assert WHY.encode() not in response.content
        assert decide(client, notice, "uphold").status_code == 403
        assert client.get(f"{ROOM}{notice.pk + 9}/").status_code == 403  # says nothing of numbers
    assert Notice.objects.get().state == "received"
    login(client)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 403, 403]
    assert client.get(f"{ROOM}{notice.pk + 9}/").status_code == 404
    assert "no-store" in client.get(ROOM)["Cache-Control"]


def test_a_decision_needs_the_token_of_its_form() -> None:
    notice, client = make_notice(), Client(enforce_csrf_checks=True)
    login(client)
    assert decide(client, notice, "examine").status_code == 403
    document = parse(client.get(f"{ROOM}{notice.pk}/"))
    form = next(f for f in document.forms if f.xpath(".//button[@value='examine']"))
    client.post(f"{ROOM}{notice.pk}/", dict(form.form_values()) | {"act": "examine"})
    assert Notice.objects.get().state == "examined"


def test_states_have_counts_and_overdue_is_a_word(client: Client) -> None:
    login(client)
    now = timezone.now()
    comment = make_comment()
    late, later, refused = (make_notice(comment) for _ in range(3))
    Notice.objects.filter(pk=late.pk).update(due_at=now - timedelta(minutes=1))
    decide(client, refused, "refuse")
    response = client.get(ROOM)
    assert numbers(response) == [late.pk, later.pk]
    tabs = [text(tab) for tab in parse(response).xpath("//*[@class='notices-tabs']//a")]
    assert tabs == ["Received 2 1 overdue", "Being examined 0", "Upheld 0", "Refused 1"]
    rows = [text(row) for row in parse(response).xpath("//ol[@class='notices']/li")]
    assert ["overdue" in row for row in rows] == [True, False]
    assert numbers(client.get(f"{ROOM}?state=refused")) == [refused.pk]
    assert "There is no such notice." in main(client.get(f"{ROOM}?state=upheld"))
    assert numbers(client.get(f"{ROOM}?state=nonsense")) == [late.pk, later.pk]


def test_the_oldest_deadline_comes_first_on_every_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)
    login(client)
    comment, now = make_comment(), timezone.now()
    rows = [make_notice(comment) for _ in range(7)]
    for row, days in zip(rows, (3, 1, 2, 1, 5, 4, 1), strict=True):
        Notice.objects.filter(pk=row.pk).update(due_at=now + timedelta(days=days))
    expected = [row.pk for row in Notice.objects.order_by("due_at", "pk")]
    found: list[int] = []
    address = ROOM
    while address:
        response = client.get(address)
        assert len(numbers(response)) <= 2
        found += numbers(response)
        following = parse(response).xpath("//*[@class='desk-next']/a/@href")
        address = f"{ROOM}{following[0]}" if following else ""
    assert found == expected


@pytest.mark.parametrize(
    "cursor", ["x", "_", "1_", "_1", "1_x", "-1_1", f"{'9' * 30}_1", f"1_{'9' * 30}", "²_1"]
)
def test_a_cursor_that_is_none_begins_at_the_start(client: Client, cursor: str) -> None:
    login(client)
    notice = make_notice()
    assert numbers(client.get(ROOM, {"after": cursor})) == [notice.pk]


def test_a_list_of_many_takes_as_many_queries_as_one_of_few(client: Client) -> None:
    login(client)
    comment = make_comment()
    counts = []
    for many in (1, 20):
        for _ in range(many):
            make_notice(comment)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(ROOM)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_links_in_the_reply_and_in_the_notice_lead_nowhere(client: Client) -> None:
    comment = make_comment(body="See https://evil.example/ now")
    notice = make_notice(comment, explanation="<b>https://evil.example/</b>")
    login(client)
    document = parse(client.get(f"{ROOM}{notice.pk}/"))
    assert not document.xpath("//main//a[contains(@href, 'evil')]")
    assert not document.xpath("//main//section//div/b")
    assert "<b>https://evil.example/</b>" in text(document.xpath("//main")[0])


def test_a_filled_in_decoy_is_pointed_out(client: Client) -> None:
    login(client)
    notice = make_notice(is_trapped=True)
    assert "A field was filled in that people do not see." in main(
        client.get(f"{ROOM}{notice.pk}/")
    )
