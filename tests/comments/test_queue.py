"""The queue: its piles, filters, orders and pages; all of it stands in the address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from comments.models import Claim, Comment, Decision, Report, Signal
from tests.factories import make_article, make_comment, make_section, make_user

from .posting import parse, text
from .queueing import DESK, alert, desk, listed, mona, page, tab
from .test_search import work

__all__ = ["desk", "mona"]  # fixtures

pytestmark = pytest.mark.django_db


def make_waiting(number: int, **values: Any) -> list[Comment]:
    """So many replies, a minute apart, the first the oldest, most urgent and least doubtful."""
    article, start = make_article(), timezone.now() - timedelta(hours=5)
    rows = []
    for n in range(number):
        row = make_comment(article, status="waiting", body=f"Reply number {n}")
        moment = start + timedelta(minutes=n)
        Comment.objects.filter(pk=row.pk).update(
            due_at=moment, submitted_at=moment, score=n % 3 / 2, **values
        )
        rows.append(row)
    return rows


def test_each_pile_lists_what_lies_on_it_and_its_tab_says_how_much(desk: Client) -> None:
    waiting = make_comment(status="waiting")
    unseen = make_comment()
    spam = make_comment(status="spam")
    seen = make_comment(status="waiting")
    seen.approve(by=make_user("ida"))
    reported = make_comment(status="waiting")
    reported.approve(by=make_user("per"))
    for reason in ("abuse", "hate"):
        Report.objects.create(comment=reported, reason=reason)
    piles = {
        "waiting": [waiting],
        "reported": [reported],
        "unseen": [unseen],
        "spam": [spam],
        "all": [reported, seen, spam, unseen, waiting],
    }
    for pile, rows in piles.items():
        found = page(desk, pile=pile)
        assert listed(found) == [row.pk for row in rows], pile
        assert tab(found, pile) == len(rows)
        assert tab(page(desk), pile) == len(rows)


def test_what_is_put_off_does_not_wait_until_its_time(desk: Client, mona: User) -> None:
    now, later = make_comment(status="waiting"), make_comment(status="waiting")
    later.defer(until=timezone.now() + timedelta(hours=1), by=mona)
    assert listed(page(desk)) == [now.pk]
    assert tab(page(desk), "waiting") == 1
    assert listed(page(desk, deferred=1)) == [later.pk]
    Comment.objects.filter(pk=later.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    assert set(listed(page(desk))) == {now.pk, later.pk}


@pytest.mark.parametrize("order", ["urgent", "oldest", "newest", "score"])
def test_pages_hold_each_reply_once_in_every_order_and_lead_back(desk: Client, order: str) -> None:
    rows = make_waiting(60)
    found, pages = page(desk, order=order), []
    while True:
        pages.append(listed(found))
        onward = found.xpath("//a[@rel='next']/@href")
        if not onward:
            break
        found = page(desk, **dict(parse_qsl(onward[0].lstrip("?"))))
    assert [len(numbers) for numbers in pages] == [20, 20, 20]
    everything = [number for numbers in pages for number in numbers]
    wanted = {"newest": lambda n: -n, "score": lambda n: (-(n % 3), -n)}
    places = sorted(range(60), key=wanted.get(order, lambda n: n))
    assert everything == [rows[place].pk for place in places]
    back = found.xpath("//a[@rel='prev']/@href")
    before = page(desk, **dict(parse_qsl(back[0].lstrip("?"))))
    assert listed(before) == pages[1]


def test_no_page_shifts_while_others_are_decided(desk: Client, mona: User) -> None:
    rows = make_waiting(40)
    onward = page(desk).xpath("//a[@rel='next']/@href")[0]
    for row in rows[:20]:
        Comment.objects.get(pk=row.pk).approve(by=mona)
    rest = page(desk, **dict(parse_qsl(onward.lstrip("?"))))
    assert listed(rest) == [row.pk for row in rows[20:]]


def test_all_replies_are_paged_by_their_numbers(desk: Client) -> None:
    rows = make_waiting(30)
    found = page(desk, pile="all", order="score")
    assert listed(found) == [row.pk for row in reversed(rows)][:20]
    onward = found.xpath("//a[@rel='next']/@href")[0]
    rest = page(desk, **dict(parse_qsl(onward.lstrip("?"))))
    assert listed(rest) == [row.pk for row in reversed(rows)][20:]


def test_filters_choose_by_place_rule_age_and_whom_it_is_left_to(desk: Client, mona: User) -> None:
    here = make_article(section=make_section("Harbour"))
    one = make_comment(here, status="waiting", body="One http://one.example/")
    two = make_comment(status="waiting", submitted_at=timezone.now() - timedelta(hours=9))
    two.escalate(to="legal", by=mona)
    for query, row in {
        ("article", here.pk): one,
        ("section", here.section.slug): one,
        ("section", here.section_id): one,
        ("signal", "links"): one,
        ("older", 8): two,
        ("for", "legal"): two,
    }.items():
        assert listed(page(desk, **dict([query]))) == [row.pk], query
    assert listed(page(desk, signal="links", **{"for": "legal"})) == []
    assert "No reply here is like that." in text(page(desk, signal="links", **{"for": "legal"}))


def test_all_replies_of_one_state_are_listed_by_time(desk: Client, mona: User) -> None:
    now = timezone.now()
    rows = [
        make_comment(status="rejected", submitted_at=now - timedelta(hours=n)) for n in (5, 1, 3)
    ]
    make_comment(status="removed")
    edited = make_comment(submitted_at=now)
    edited.edit("Another text of a published one.")
    assert listed(page(desk, pile="all", status="rejected")) == [rows[n].pk for n in (1, 2, 0)]
    oldest = page(desk, pile="all", status="rejected", order="oldest")
    assert listed(oldest) == [rows[n].pk for n in (0, 2, 1)]
    assert oldest.xpath("//select[@name='status']/option[@selected]/@value") == ["rejected"]
    assert listed(page(desk, status="published")) == [edited.pk]
    assert listed(page(desk, status="withdrawn", pile="all")) == []
    assert "No reply is ever “eaten”." in text(page(desk, status="eaten"))


def test_words_are_looked_for_in_the_pile(desk: Client) -> None:
    one = make_comment(status="waiting", body="The bridge rusts")
    make_comment(status="waiting", body="The ferry leaves")
    make_comment(body="The bridge again")
    work()
    assert listed(page(desk, q="bridge")) == [one.pk]
    assert len(listed(page(desk, q="bridge", pile="all"))) == 2


def test_an_author_is_a_proven_person(desk: Client) -> None:
    first = make_comment(status="waiting", reader="laptop")
    other = make_comment(status="waiting", reader="phone")
    make_comment(status="waiting", reader="stranger")  # the same typed address proves nothing
    for row in (first, other):
        Claim.objects.create(
            comment=row, reader=row.reader, email_index="1:proven", confirmed_at=timezone.now()
        )
    assert set(listed(page(desk, author=first.pk))) == {first.pk, other.pk}
    nobody = make_comment(status="waiting")
    assert "Nothing proves who sent" in alert(page(desk, author=nobody.pk))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("pile", "secret", "There is no pile called “secret”"),
        ("article", "99", "There is no article with the number 99."),
        ("article", "x", "There is no article"),
        ("section", "nowhere", "There is no section called “nowhere”."),
        ("signal", "magic", "There is no rule called “magic”."),
        ("older", "-3", "“-3” is no number of hours."),
        ("older", "9" * 40, "is no number of hours."),
        ("older", "999999999", "is no number of hours."),
        ("author", "0", "Nothing proves who sent the reply 0."),
        ("author", "9" * 40, "Nothing proves who sent"),
        ("for", "me", "Nobody is called “me” here."),
        ("deferred", "maybe", "“maybe” does not say whether put off or not."),
        ("order", "random", "This order is not known"),
        ("after", "x", "This page does not exist"),
        ("after", "1_x", "This page does not exist"),
        ("after", "9" * 50 + "_1", "This page does not exist"),
        ("before", "_", "This page does not exist"),
        ("after", "\x00", "This page does not exist"),
        ("after", "253402300799000000_1", "This page does not exist"),
    ],
)
def test_what_cannot_be_understood_is_said(
    desk: Client, name: str, value: str, sentence: str
) -> None:
    comment = make_comment(status="waiting")
    response = desk.get(f"{DESK}?{urlencode({name: value})}")
    if response.status_code != 400:  # a NUL is refused before the desk sees it
        assert sentence in alert(parse(response))
        assert listed(parse(response)) == [comment.pk]


@pytest.mark.parametrize("cursor", ["nan_1", "inf_1", "1e999_1", "-_1", "_1", "½_1"])
def test_a_score_that_is_none_leads_nowhere(desk: Client, cursor: str) -> None:
    comment = make_comment(status="waiting")
    found = page(desk, order="score", after=cursor)
    assert "This page does not exist" in alert(found)
    assert listed(found) == [comment.pk]


def test_the_form_keeps_what_was_asked_and_tabs_keep_the_filters(desk: Client) -> None:
    make_comment(status="waiting", body="http://one.example/")
    found = page(desk, pile="unseen", signal="links", q='o\'clock "x"', order="newest")
    form = found.xpath("//form[contains(@class, 'desk-filters')]")[0]
    values = dict(form.form_values())
    assert values["pile"] == "unseen"
    assert (values["signal"], values["q"], values["order"]) == ("links", 'o\'clock "x"', "newest")
    spam = found.xpath("//*[@data-pile='spam']/@href")[0]
    assert dict(parse_qsl(spam.lstrip("?"))) == {
        "pile": "spam",
        "signal": "links",
        "q": 'o\'clock "x"',
    }


def test_a_page_says_how_it_stands_in_time_for_its_script(desk: Client) -> None:
    comment = make_comment(status="spam")
    live = page(desk).xpath("//*[@id='desk-live']")[0]
    assert live.get("data-newest") == str(comment.pk)
    assert live.get("data-since") == str(Decision.objects.latest("pk").pk)


def test_a_filter_by_signal_takes_each_reply_once(desk: Client) -> None:
    comment = make_comment(status="waiting")
    for _n in range(2):
        Signal.objects.create(comment=comment, code="decoy", weight=3.0)
    assert listed(page(desk, signal="decoy")) == [comment.pk]


def test_a_reply_that_names_a_thousand_hosts_can_be_worked_on(desk: Client) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = " ".join(f"www.{a}{b}.example" for a in letters for b in letters)
    comment = make_comment(status="waiting", body=names)
    assert listed(page(desk)) == [comment.pk]
    assert desk.get(f"{DESK}{comment.pk}/").status_code == 200
    assert desk.get(f"{DESK}{comment.pk}/context/").status_code == 200
