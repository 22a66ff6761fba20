"""The dashboard: true numbers, no names, few questions."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Act, Comment, Decision, Discussion
from comments.models.statistics import Rate, Sample, machine_share, midnight, replies_by_day
from tests.factories import make_article, make_comment, make_user

from .posting import parse, text

pytestmark = pytest.mark.django_db

DASHBOARD = "/moderation/dashboard/"
NOON = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def mona(client: Client) -> Any:
    user = make_user("mona.finch", "Moderator")
    client.force_login(user)
    return user


def told(page: Any) -> dict[str, str]:
    """The terms and what stands beside them."""
    return {
        text(term): text(term.xpath("following-sibling::dd[1]")[0]) for term in page.xpath("//dt")
    }


def cells(row: Any) -> str:
    return " ".join(text(cell) for cell in row)


def signalled(code: str, weight: float = 1.0, **fields: Any) -> Comment:
    """A waiting reply about which one rule has said something."""
    row = make_comment(status="waiting", **fields)
    row.signals.create(code=code, weight=weight)
    return row


# --- Numbers ------------------------------------------------------------------------------------


def test_an_empty_desk_has_a_dashboard(client: Client, mona: Any) -> None:
    page = parse(client.get(DASHBOARD))
    facts = told(page)
    assert facts["Waiting now"] == "0"
    assert facts["Oldest"] == "none"
    assert facts["Median wait today"] == "nothing decided yet"
    assert "too few to say" in facts["Decided by the machine"]
    assert "No rule has said anything" in text(page)
    assert len(page.xpath("//figure")) == 3


def test_what_waits_and_what_was_decided_today(client: Client, mona: Any) -> None:
    article = make_article()
    with time_machine.travel(NOON, tick=False):
        sent = [NOON - timedelta(minutes=m) for m in (10, 20, 60)]
        for when in sent:
            make_comment(article, status="waiting", submitted_at=when).approve(by=mona)
        make_comment(article, status="waiting", submitted_at=NOON - 3 * DAY)
        make_comment(article, status="waiting")
        make_comment(article, status="spam")  # by the machine
        client.force_login(mona)
        page = parse(client.get(DASHBOARD))
    facts = told(page)
    assert facts["Waiting now"] == "2"
    assert "17 November" in facts["Oldest"]
    assert facts["Median wait today"] == "about 20 minutes"
    assert facts["Decisions per hour today"].startswith("3 3 by people, in 1 hour")
    replies, waits, hours = page.xpath("//figure")
    assert len(replies.xpath(".//tbody/tr")) == 30
    assert cells(replies.xpath(".//tbody/tr[last()]")[0]) == "2026-11-20 3 1 0 1 0 0"
    assert cells(replies.xpath(".//tbody/tr[last() - 3]")[0]) == "2026-11-17 0 1 0 0 0 0"
    assert cells(waits.xpath(".//tbody/tr")[0]) == "2026-11-20 20"
    assert cells(hours.xpath(".//tbody/tr[last()]")[0]) == "12:00 3"
    assert len(hours.xpath(".//tbody/tr")) == 13


def test_days_begin_at_midnight_in_utc() -> None:
    with time_machine.travel(NOON, tick=False):
        start = midnight(2)
        make_comment(status="waiting", submitted_at=start)
        make_comment(status="waiting", submitted_at=start - timedelta(microseconds=1))
        days = replies_by_day(start)
    assert [(day, dict(counts)) for day, counts in days] == [
        ("2026-11-18", {"waiting": 1}),
        ("2026-11-19", {}),
        ("2026-11-20", {}),
    ]


def test_the_machines_share_leaves_out_staff_and_what_was_undone(mona: Any) -> None:
    article = make_article()
    for _ in range(3):
        make_comment(article, status="waiting").approve(by=None)
    make_comment(article, status="waiting").reject(by=mona)
    row = make_comment(article, status="waiting")
    row.mark_spam(by=mona)
    row.undo(by=mona)
    make_comment(article, status="waiting").approve(by=mona, reason="staff")
    assert machine_share(midnight()) == Rate(3, 5)


@pytest.mark.parametrize(("whole", "percent"), [(0, None), (19, None), (20, 25), (1000, 0)])
def test_no_rate_is_told_of_too_few(whole: int, percent: int | None) -> None:
    assert Rate(5 if whole == 20 else 0, whole).percent == percent


# --- Rules --------------------------------------------------------------------------------------


def test_agreement_and_overturn_of_a_rule(mona: Any) -> None:
    article = make_article()
    signalled("links", article=article).reject(by=mona)
    signalled("links", article=article).mark_spam(by=mona)
    signalled("links", article=article).approve(by=mona)
    undone = signalled("links", article=article)
    undone.reject(by=mona)
    undone.undo(by=mona)
    signalled("known_reader", -1.0, article=article).approve(by=mona)
    signalled("known_reader", -1.0, article=article).reject(by=mona)
    overturned = signalled("shouting", article=article)
    overturned.mark_spam(by=None)
    overturned.approve(by=mona)
    signalled("shouting", article=article).mark_spam(by=None)
    rules = {rule.code: rule for rule in Sample.read(midnight(29)).rules()}
    assert (rules["links"].refused, rules["links"].approved) == (3, 1)
    assert rules["links"].agreement == Rate(3, 4)
    assert rules["links"].overturn == Rate(1, 4)
    assert rules["known_reader"].agreement == Rate(1, 2)
    assert rules["shouting"].overturn == Rate(1, 3)  # one by a person, two by the machine
    assert rules["shouting"].agreement == Rate(0, 1)


def test_the_error_of_the_machine_is_measured_on_what_people_saw(mona: Any) -> None:
    article = make_article()
    signalled("sampled", 0.0, article=article).approve(by=mona)
    signalled("sampled", 0.0, article=article).mark_spam(by=mona)
    for verb in ("approve", "reject", None):
        row = make_comment(article, status="published")
        if verb:
            getattr(row, verb)(by=mona)
    spam = make_comment(article, status="spam")
    spam.undo(by=mona)
    sample = Sample.read(midnight(29))
    assert sample.wrongly_filed() == Rate(1, 2)
    assert sample.overturned("published") == Rate(1, 2)
    assert sample.overturned("spam") == Rate(1, 1)


def test_only_the_newest_decisions_of_thirty_days_count(
    mona: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(NOON - 40 * DAY):
        signalled("links").reject(by=mona)
    with time_machine.travel(NOON - 2 * DAY):
        signalled("shouting").reject(by=mona)
    with time_machine.travel(NOON):
        signalled("fast").reject(by=mona)
        assert {r.code for r in Sample.read(midnight(29)).rules()} == {"fast", "shouting"}
        monkeypatch.setattr("comments.models.statistics.NEWEST", 1)
        assert {r.code for r in Sample.read(midnight(29)).rules()} == {"fast"}


def test_rates_and_switches_stand_in_the_table(client: Client, mona: Any) -> None:
    article = make_article()
    for number in range(20):
        row = signalled("links", article=article)
        row.reject(by=mona) if number else row.approve(by=mona)
    signalled("blocked", 5.0, article=article).reject(by=mona)
    page = parse(client.get(DASHBOARD))
    row = page.get_element_by_id("rule-links")
    assert text(row) == "links 19 1 95 % 19 of 20 0 % 0 of 20"
    assert not page.xpath("//*[@id='rules']//form")
    client.force_login(make_user("ed", "Editor"))
    page = parse(client.get(DASHBOARD))
    assert page.xpath("//*[@id='rule-links']//button/@value") == ["mute"]
    assert "always on" in text(page.get_element_by_id("rule-blocked"))
    Discussion.objects.update(muted_rules=["links", "shortener"])
    page = parse(client.get(DASHBOARD))
    for code in ("links", "shortener"):
        assert page.xpath(f"//*[@id='rule-{code}']//button/@value") == ["unmute"]


# --- Who, and at what cost ----------------------------------------------------------------------


def test_no_person_is_named(client: Client, mona: Any) -> None:
    for _ in range(25):
        signalled("links", name="Nadia Fell").reject(by=mona)
    client.force_login(make_user("viewer", "Editor"))
    content = client.get(DASHBOARD).content.decode()
    assert "mona" not in content
    assert "Nadia" not in content
    assert not Act.objects.exists()


def test_the_right_to_see_replies_opens_it(client: Client) -> None:
    assert client.get(DASHBOARD).status_code == 302
    user = make_user("val")
    others = Permission.objects.exclude(codename="view_comment")
    user.user_permissions.set(others)
    client.force_login(user)
    assert client.get(DASHBOARD).status_code == 403
    user.user_permissions.set(Permission.objects.filter(codename="view_comment"))
    response = client.get(DASHBOARD)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert client.post(DASHBOARD).status_code == 405


def test_the_cost_does_not_grow(client: Client, mona: Any) -> None:
    spent = []
    for more in (2, 12):
        for number in range(more):
            article = make_article(f"Story {more} {number}")
            signalled("links", article=article).reject(by=mona)
            make_comment(article, status="published").reject(by=mona)
        with CaptureQueriesContext(connection) as queries:
            client.get(DASHBOARD)
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 15


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads plans of SQLite")
def test_no_question_reads_a_whole_table(client: Client, mona: Any) -> None:
    signalled("links").reject(by=mona)
    with CaptureQueriesContext(connection) as queries:
        client.get(DASHBOARD)
    asked = [q["sql"] for q in queries if "comments_" in q["sql"]]
    assert len(asked) >= 6
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = " | ".join(str(row[-1]) for row in cursor.fetchall())
        assert not re.search(r"SCAN comments_(comment|decision|signal)", plan), (plan, sql)


def test_decisions_of_others_are_read_without_the_replies(mona: Any) -> None:
    """The rows that are kept in memory hold no text and no name."""
    signalled("links", body="Quite a text").reject(by=mona)
    assert "Quite a text" not in str(Sample.read(midnight(29)))
    assert Decision.objects.count() == 1
