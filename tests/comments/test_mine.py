"""A reader's own reply: who may see it, what became of it, taking it back."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.logs import Line
from comments.models import Comment, Decision
from comments.views.mine import MineView
from tests.factories import make_article, make_comment, make_user

from .owning import act, make_own, mine
from .posting import parse, text

pytestmark = pytest.mark.django_db

STATES = {
    "waiting": "Your reply is awaiting moderation: only you can see it.",
    "published": "Your reply is published.",
    "rejected": "Your reply was not published: only you can see it.",
    "spam": "Your reply is awaiting moderation: only you can see it.",
    "removed": "A moderator has taken your reply off the page.",
}


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


@pytest.mark.parametrize("status", STATES)
def test_the_page_says_what_became_of_the_reply(client: Client, status: str) -> None:
    own = make_own(status)
    response = client.get(mine(own))
    assert response.status_code == 200
    assert STATES[status] in main(response)
    assert "Harbour reopens" in main(response)
    assert "Well said." in main(response)


def test_a_withdrawn_reply_says_so_and_offers_nothing_more(client: Client) -> None:
    own = make_own()
    own.withdraw()
    response = client.get(mine(own))
    assert "You have taken this reply back." in main(response)
    assert not parse(response).xpath("//main//form")


def test_a_spammer_sees_the_page_of_somebody_who_waits(client: Client) -> None:
    waiting, spam = make_own(article=make_article()), make_own("spam", article=make_article())
    pages = []
    for row in (waiting, spam):
        Comment.objects.filter(pk=row.pk).update(submitted_at=timezone.now())
        Comment.objects.filter(pk=row.pk).update(article=waiting.article_id, judged="")
        page = parse(client.get(mine(row)))
        pages.append(text(page.xpath("//main")[0]))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("token", ["x", "a" * 32, "..", "%00", "é", "a" * 3000, "1", "'--"])
def test_an_unknown_token_is_the_plain_404(client: Client, token: str) -> None:
    make_own()
    response = client.get(f"/comments/mine/{token}/")
    assert response.status_code in {404, 400}
    assert client.post(f"/comments/mine/{token}/", {"act": "withdraw"}).status_code in {404, 400}
    assert Comment.objects.get().status == "waiting"


def test_the_digest_that_is_stored_opens_nothing(client: Client) -> None:
    own = make_own()
    assert client.get(f"/comments/mine/{own.token_digest}/").status_code == 404


def test_another_reply_is_not_reached_with_this_token(client: Client) -> None:
    own, other = make_own(), make_own(body="Another thing")
    act(client, own, "withdraw")
    assert Comment.objects.get(pk=other.pk).status == "waiting"


def test_nobody_keeps_lists_or_is_told_of_the_page(client: Client) -> None:
    own = make_own()
    foreign = {"Origin": "http://evil"}
    for response in (
        client.get(mine(own)),
        act(client, own, "edit", body=""),
        act(client, own, "edit", body="x", headers=foreign),
    ):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex"
        assert parse(response).xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not response.cookies


def test_links_in_the_text_lead_nowhere(client: Client) -> None:
    own = make_own(body="See https://spam.example/?a=1 and *this*", website="https://spam.example")
    response = client.get(mine(own))
    assert "https://spam.example/?a=1" in main(response)
    assert b'href="https://spam' not in response.content
    assert parse(response).xpath("//blockquote//em/text()") == ["this"]


def test_a_published_reply_leads_to_its_place(client: Client) -> None:
    own = make_own("published")
    assert parse(client.get(mine(own))).xpath(f"//main//a[@href='/comments/{own.pk}/']")
    waiting = make_own(body="Another")
    assert not parse(client.get(mine(waiting))).xpath(f"//a[@href='/comments/{waiting.pk}/']")


def test_a_withdrawn_article_is_named_and_not_linked(client: Client) -> None:
    own = make_own("published")
    own.article.status = "draft"
    own.article.save()
    page = parse(client.get(mine(own)))
    assert "Harbour reopens" in text(page)
    assert not page.xpath("//main//a[@href]")


def decided_after(*minutes: int) -> None:
    article, mona = make_article("Old story"), make_user("mona")
    for number, wait in enumerate(minutes):
        row = make_comment(article, status="waiting", body=f"Reply {number}")
        row.reject(by=mona)
        Comment.objects.filter(pk=row.pk).update(
            submitted_at=timezone.now() - timedelta(minutes=wait)
        )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ((1, 1, 1, 1, 1), "Replies usually wait about 1 minute."),
        ((5, 21, 21, 21, 900), "Replies usually wait about 20 minutes."),
        ((90, 100, 130, 160, 170), "Replies usually wait about 2 hours."),
        ((5000,) * 5, "Replies usually wait about 3 days."),
    ],
)
def test_who_waits_is_told_how_long_it_usually_takes(
    client: Client, minutes: tuple[int, ...], words: str
) -> None:
    decided_after(*minutes)
    assert words in main(client.get(mine(make_own())))
    assert "usually" not in main(client.get(mine(make_own("published", body="Two"))))


def test_nothing_is_said_about_the_wait_after_too_few_decisions(client: Client) -> None:
    decided_after(5, 5, 5, 5)
    for number in range(9):  # the machine's own decisions say nothing about people
        make_comment(status="rejected", body=f"By the machine {number}")
    assert "usually" not in main(client.get(mine(make_own())))


def test_a_reply_is_withdrawn_after_a_second_thought(client: Client) -> None:
    own = make_own("published")
    page = parse(client.get(mine(own)))
    (details,) = page.xpath("//details[.//form]")
    assert details.get("open") is None
    values = dict(details.xpath(".//form")[0].fields)
    response = client.post(mine(own), values, follow=True)
    assert response.redirect_chain == [(f"{mine(own)}?done=withdrawn", 303)]
    assert "You have taken your reply back." in main(response)
    assert Comment.objects.get().status == "withdrawn"
    decision = Decision.objects.get(after="withdrawn")
    assert (decision.by, decision.reason) == (None, "reader")
    assert "Well said." not in text(parse(client.get(own.article.get_absolute_url())))


def test_withdrawing_twice_is_harmless(client: Client) -> None:
    own = make_own()
    for _ in range(2):
        assert act(client, own, "withdraw").status_code == 303
    assert Decision.objects.filter(after="withdrawn").count() == 1


def test_looking_changes_nothing(client: Client) -> None:
    own = make_own()
    for method in (client.get, client.head):
        assert method(f"{mine(own)}?act=withdraw").status_code == 200
    assert client.put(mine(own)).status_code == 405
    assert Comment.objects.get().status == "waiting"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil"}, {"Origin": "null"}]
)
@pytest.mark.parametrize("what", ["withdraw", "edit", "mail"])
def test_another_site_cannot_act_for_the_reader(
    client: Client, headers: dict[str, str], what: str
) -> None:
    own = make_own()
    response = act(client, own, what, body="Changed", answers="on", headers=headers)
    assert response.status_code == 403
    assert "This was sent from another site." in main(response)
    row = Comment.objects.get()
    assert (row.status, row.body, hasattr(row, "subscription")) == ("waiting", "Well said.", False)


def test_a_text_browser_that_says_nothing_of_itself_may_act(client: Client) -> None:
    own = make_own()
    assert act(client, own, "withdraw", headers={}).status_code == 303


@pytest.mark.parametrize("what", ["", "approve", "__class__", "post"])
def test_an_unknown_button_gets_a_sentence(client: Client, what: str) -> None:
    response = act(client, make_own(), what)
    assert response.status_code == 400
    assert "Please choose a button on this page." in main(response)


def test_the_page_costs_few_queries(client: Client) -> None:
    own = make_own("published")
    decided_after(*range(30))
    with CaptureQueriesContext(connection) as queries:
        client.get(mine(own))
    assert len(queries) <= 6


def test_no_log_tells_the_token(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the handler of the settings writes, tracebacks included."""
    caplog.set_level(logging.DEBUG)
    client.raise_request_exception = False
    own = make_own()
    client.get(f"/comments/mine/{own.own_token}x/")
    client.put(mine(own))

    def fail(*args: Any) -> None:
        raise RuntimeError(f"broken at {mine(own)}")

    monkeypatch.setattr(MineView, "edit", fail)
    response = act(client, own, "edit", body="x")
    assert response.status_code == 500
    assert own.own_token.encode() not in response.content
    written = "\n".join(map(Line("%(message)s").format, caplog.records))
    assert "/comments/mine/…" in written
    assert "RuntimeError" in written
    assert own.own_token not in written
