"""The log: every act in it, never changed, found by filters, handed out as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Act, Comment
from comments.models.log import Log, Place
from tests.factories import make_article, make_comment, make_user

from .posting import parse, text

pytestmark = pytest.mark.django_db

LOG, FILE = "/moderation/log/", "/moderation/log.csv"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mona(client: Client) -> User:
    user = make_user("mona", "Moderator")
    client.force_login(user)
    return user


def lines(response: Any) -> list[str]:
    """The rows of the table, each as one text."""
    return [text(row) for row in parse(response).xpath("//tbody/tr")]


def rows(response: Any) -> list[dict[str, str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def two_days(mona: User) -> tuple[Article, Comment, Comment]:
    """A reply with signals approved and redacted on one day, another withdrawn on the next."""
    article = make_article("Harbour reopens")
    with time_machine.travel(NOON, tick=False) as clock:
        first = make_comment(article, status="waiting", body="See https://a.example/ there.")
        clock.shift(MINUTE)
        first.approve(by=mona, reason="checked")
        clock.shift(MINUTE)
        Act.objects.log("note", mona, comment=first, reason="A friend of the mayor")
        clock.move_to(NOON + timedelta(days=1))
        second = make_comment(make_article("Bridge closed"), status="waiting")
        clock.shift(MINUTE)
        second.mark_spam(by=None, reason="classifier")
        clock.shift(MINUTE)
        second.withdraw()
        clock.shift(MINUTE)
        Act.objects.log("mode", mona, article=article, before="open", after="closed")
    return article, first, second


# --- The page -----------------------------------------------------------------------------------


def test_decisions_and_acts_stand_in_one_list_newest_first(client: Client, mona: User) -> None:
    _article, first, second = two_days(mona)
    found = lines(client.get(LOG))
    assert len(found) == 5
    mode, withdrawn, spam, note, approved = found
    assert "mona changed how replies are taken Harbour reopens open → closed" in mode
    assert f"a reader withdrew reply {second.pk} Bridge closed spam → withdrawn" in withdrawn
    assert "the machine filed as spam" in spam
    assert "waiting → spam classifier" in spam
    assert f"mona noted reply {first.pk} Harbour reopens" in note
    assert "A friend of the mayor" in note
    assert "waiting → published checked" in approved
    assert "names a host not seen here before" in approved
    assert "20 November 2026, 12:01" in approved


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=machine", [2]),
        ("who=reader", [1]),
        ("who={mona}", [0, 3, 4]),
        ("what=note", [3]),
        ("what=approve", [4]),
        ("article={article}", [0, 3, 4]),
        ("reply={second}", [1, 2]),
        ("from=2026-11-21", [0, 1, 2]),
        ("until=2026-11-20", [3, 4]),
        ("from=2026-11-20&until=2026-11-20&who={mona}&what=approve", [4]),
        ("from=2027-01-01", []),
        ("reply=999999", []),
        ("article=9223372036854775807", []),
        ("from=0001-01-01&until=9999-12-31", [0, 1, 2, 3, 4]),
    ],
)
def test_filters_leave_what_was_asked_for(
    client: Client, mona: User, query: str, found: list[int]
) -> None:
    article, _first, second = two_days(mona)
    everything = lines(client.get(LOG))
    asked = query.format(mona=mona.pk, article=article.pk, second=second.pk)
    response = client.get(f"{LOG}?{asked}")
    assert response.status_code == 200
    assert lines(response) == [everything[n] for n in found]
    written = rows(client.get(f"{FILE}?{asked}"))
    assert len([row for row in written if row["what"] != "exported"]) == len(found)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("who=nobody", "Please choose from the list."),
        ("what=x", "Please choose from the list."),
        ("article=x", "Please give a number, such as 42."),
        ("reply=0", "Please give a number, such as 42."),
        ("reply=9223372036854775808", "Please give a number, such as 42."),
        ("reply=" + "9" * 5000, "Please give a number, such as 42."),
        ("from=20.11.2026", "Please give a day, such as 2026-11-23."),
        ("until=2026-02-30", "Please give a day, such as 2026-11-23."),
        ("from=2026-11-21&until=2026-11-20", "The last day is before the first one."),
    ],
    ids=lambda value: value[:24],
)
def test_wrong_values_are_answered_with_a_sentence(
    client: Client, mona: User, query: str, sentence: str
) -> None:
    two_days(mona)
    response = client.get(f"{LOG}?{query}")
    assert response.status_code == 400
    assert sentence in text(parse(response))
    assert lines(response) == []
    response = client.get(f"{FILE}?{query}")
    assert (response.status_code, response.content.decode()) == (400, sentence)
    assert not Act.objects.filter(verb="export").exists()


@pytest.mark.parametrize(
    "place",
    ["x", "1,2,3", "2026-11-20,d,1", "2026-11-20T12:00:00+00:00,x,1", "d,d,d,d",
     "2026-11-20T12:00:00+00:00,d,0", "2026-11-20T12:00:00+00:00,d," + "9" * 5000,
     "0001-01-01T00:00:00+14:00,d,1"],
    ids=lambda value: value[:32],
)  # fmt: skip
def test_a_place_that_does_not_exist_leads_to_the_beginning(
    client: Client, mona: User, place: str
) -> None:
    two_days(mona)
    response = client.get(LOG, {"after": place})
    assert "This place in the log does not exist." in text(parse(response))
    assert len(lines(response)) == 5


def test_pages_follow_each_other_without_a_gap_even_at_one_moment(
    client: Client, mona: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.views.desk.log.PAGE", 3)
    article = make_article()
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(8):
            row = make_comment(article, status="waiting")
            row.approve(by=mona, reason=f"d{number}")
            Act.objects.log("note", mona, comment=row, reason=f"a{number}")
            if number == 5:
                clock.shift(MINUTE)
    seen, address = [], f"{LOG}?who={mona.pk}"
    while address:
        response = client.get(address)
        seen += [line.split()[-1] for line in lines(response)]
        older = parse(response).xpath("//p[@class='desk-next']/a[text()='Older']/@href")
        address = f"{LOG}{older[0]}" if older else ""
    newer, at_noon = (6, 7), range(6)
    for numbers in (newer, at_noon):
        wanted = [f"{kind}{n}" for kind in "da" for n in reversed(numbers)]
        assert seen[: len(wanted)] == wanted
        seen = seen[len(wanted) :]
    assert seen == []


def test_a_page_costs_the_same_however_long_the_log_is(client: Client, mona: User) -> None:
    spent = []
    for more in (1, 30):
        for number in range(more):
            row = make_comment(make_article(f"Story {more} {number}"), status="waiting")
            row.approve(by=mona)
            Act.objects.log("note", mona, comment=row, reason="x")
        with CaptureQueriesContext(connection) as queries:
            client.get(LOG)
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 8


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads plans of SQLite")
@pytest.mark.parametrize(
    "log",
    [
        Log(),
        Log(after=Place(NOON, "d", 7)),
        Log(article=7),
        Log(reply=7),
        Log(who="7"),
        Log(since=NOON.date(), until=NOON.date()),
    ],
)
def test_no_filter_reads_every_decision_and_sorts_it(log: Log) -> None:
    plan = log.decisions()[:51].explain()
    assert "SCAN comments_decision\n" not in f"{plan}\n"
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan or "comment_id=?" in plan or log.who


# --- The file -----------------------------------------------------------------------------------


def test_the_file_has_every_line_and_says_so_in_the_log(client: Client, mona: User) -> None:
    article, first, _second = two_days(mona)
    response = client.get(FILE)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="log.csv"'
    assert "no-store" in response["Cache-Control"]
    *newer, oldest = rows(response)
    assert oldest == {
        "when": "2026-11-20T12:01:00+00:00",
        "who": "mona",
        "what": "approved",
        "reply": str(first.pk),
        "article": str(article.pk),
        "headline": "Harbour reopens",
        "before": "waiting",
        "after": "published",
        "reason": "checked",
        "signals": "links +1.5, names a host not seen here before +0.3",
    }
    assert [row["what"] for row in newer][:1] == ["exported"]
    act = Act.objects.get(verb="export")
    assert (act.by, act.reason) == (mona, "log.csv")
    client.get(f"{FILE}?what=note&who=&after=ignored")
    assert Act.objects.filter(verb="export").latest("pk").reason == "log.csv?what=note"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(client: Client, mona: User, formula: str) -> None:
    row = make_comment(make_article(f"{formula} story"), status="waiting")
    Act.objects.log("note", mona, comment=row, reason=formula, before=formula, after=formula)
    (note,) = rows(client.get(f"{FILE}?what=note"))
    for name in ("reason", "before", "after"):
        assert note[name].startswith("'")
    assert not note["headline"].startswith(tuple("=+-@"))


def test_other_characters_come_through(client: Client, mona: User) -> None:
    words = 'Grüße, "Ωmega"\nund so 🙂'
    Act.objects.log("note", mona, comment=make_comment(status="waiting"), reason=words)
    response = client.get(f"{FILE}?what=note")
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbfwhen,who,")
    (note,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert note["reason"] == words


def test_the_file_is_written_as_it_is_read(
    client: Client, mona: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.models.log.CHUNK", 2)
    two_days(mona)
    found: Iterator[Any] = Log().lines()
    assert next(found).what == "changed how replies are taken"
    response = client.get(FILE)
    assert response.streaming
    assert len(rows(response)) == 6


# --- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [LOG, FILE])
def test_the_right_to_see_replies_opens_it(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    user = make_user("val")
    user.user_permissions.set(Permission.objects.exclude(codename="view_comment"))
    client.force_login(user)
    assert client.get(address).status_code == 403
    assert not Act.objects.exists()
    user.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
