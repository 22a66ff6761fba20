"""Readers say that a reply should not stand there; the machine at most holds it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client

from comments import vault
from comments.models import Comment, Decision, Discussion, Report, Stale
from tests.factories import make_article, make_comment, make_user

from .owning import known
from .posting import parse, report, text

pytestmark = pytest.mark.django_db

THANKS = "A moderator will look at it."


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


def errors(response: Any) -> str:
    return " ".join(text(box) for box in parse(response).xpath("//*[@id='form-errors']"))


def unseen(**fields: Any) -> Comment:
    """A reply that policy has published and no moderator has looked at."""
    comment = make_comment(**fields)
    assert not Comment.objects.get(pk=comment.pk).vetted
    return comment


def test_the_form_quotes_the_reply_and_asks_for_a_reason(client: Client) -> None:
    comment = make_comment(name="Otto", body="Read https://one.example/ *now*")
    response = client.get(f"/comments/{comment.pk}/report/")
    page = parse(response)
    assert response.status_code == 200
    assert not response.cookies
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Otto" in main(response)
    assert not page.xpath("//blockquote//a[@href]")
    assert page.xpath("//input[@type='radio']/@value") == list(Report.Reason.values)
    assert not page.xpath("//input[@type='radio'][@checked]")


def test_anybody_may_report_and_is_thanked(client: Client) -> None:
    comment = make_comment()
    response = report(client, comment, reason="private", text="My address is in it.")
    assert response.status_code == 200
    assert THANKS in main(response)
    assert not response.cookies
    row = Report.objects.get()
    assert (row.comment, row.reason, row.text) == (comment, "private", "My address is in it.")
    assert row.client_prefix == vault.prefix("198.51.1.0")
    assert Comment.objects.get().status == "published"


@pytest.mark.parametrize(
    ("fields", "why", "place"),
    [
        ({"reason": ""}, "Please choose what is wrong with it.", "#report-reason"),
        ({"reason": "ugly"}, "Please choose what is wrong with it.", "#report-reason"),
        ({"text": "ü" * 501}, "Please use at most 500 characters; there are 501.", "#report-text"),
        ({"text": "a\x00"}, "Null characters are not allowed.", "#report-text"),
    ],
    ids=["none", "unknown", "long", "nul"],
)
def test_a_report_that_cannot_be_taken_comes_back_as_it_was(
    client: Client, fields: dict[str, str], why: str, place: str
) -> None:
    comment = make_comment()
    response = report(client, comment, **({"reason": "hate", "text": "Because"} | fields))
    assert response.status_code == 422
    page = parse(response)
    assert page.xpath(f"//*[@id='form-errors']//a[@href='{place}']/text()") == [why]
    assert page.xpath(f"//*[@id='{place[1:]}']")
    if "text" not in fields:
        assert page.xpath("//textarea/text()")[0].strip() == "Because"
    else:
        assert page.xpath("//input[@checked]/@value") == ["hate"]
    assert not Report.objects.exists()


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "removed"])
def test_what_readers_do_not_see_cannot_be_reported(client: Client, status: str) -> None:
    comment = make_comment(status=status)
    unknown = client.get("/comments/999999/report/").content
    for response in (client.get(f"/comments/{comment.pk}/report/"), report(client, comment)):
        assert response.status_code == 404
        assert response.content == unknown
    assert not Report.objects.exists()


def test_a_number_beyond_all_numbers_is_unknown_too(client: Client) -> None:
    assert client.get(f"/comments/{'9' * 40}/report/").status_code == 404


@pytest.mark.parametrize("cookie", [True, False], ids=["browser", "network"])
def test_the_same_sender_counts_once_and_is_not_told(cookie: bool) -> None:
    comment = unseen()
    client = known() if cookie else Client()
    for number in range(4):
        response = report(client, comment, network=number if cookie else 1)
        assert response.status_code == 200
        assert THANKS in main(response)
    assert Report.objects.count() == 1
    assert Comment.objects.get().status == "published"


def test_three_independent_reports_hold_back_what_no_moderator_has_seen(client: Client) -> None:
    comment = unseen(body="Buy gold")
    for network in (1, 2):
        report(client, comment, network=network)
    assert Comment.objects.get().status == "published"
    report(client, comment, network=3)
    assert Comment.objects.get().status == "waiting"
    decision = Decision.objects.latest("pk")
    assert (decision.by, decision.verb, decision.reason) == (None, "hold", "reports")
    assert "reports" in [signal["code"] for signal in decision.signals]
    assert "Buy gold" not in text(parse(client.get(comment.article.get_absolute_url())))


def test_no_number_of_reports_holds_back_what_a_moderator_has_approved(client: Client) -> None:
    comment = make_comment(status="waiting")
    comment.approve(by=make_user("mona"))
    for network in range(5):
        report(client, comment, network=network)
    assert Comment.objects.get().status == "published"
    assert Report.objects.count() == 5


def test_a_text_changed_after_its_approval_is_held_back_again(client: Client) -> None:
    Discussion.objects.update(premoderation="nothing")
    comment = make_comment(status="waiting")
    comment.approve(by=make_user("mona"))
    row = Comment.objects.get()
    row.edit("Something quite different.")
    for network in range(3):
        report(client, comment, network=network)
    assert Comment.objects.get().status == "waiting"


def test_the_newsrooms_own_replies_are_never_held_back(client: Client) -> None:
    comment = make_comment(user=make_user("ada", "Editor"))
    Comment.objects.update(vetted=False)
    for network in range(4):
        report(client, comment, network=network)
    assert Comment.objects.get().status == "published"


def test_one_network_with_many_browsers_holds_nothing_back() -> None:
    comment = unseen()
    for number in range(4):
        report(known("abcd"[number] * 22), comment, network=1)
    assert Comment.objects.get().status == "published"


def test_one_browser_in_many_networks_holds_nothing_back() -> None:
    comment = unseen()
    for number in range(4):
        report(known(), comment, network=number)
    assert Comment.objects.get().status == "published"


def test_a_reply_held_back_and_approved_stays(client: Client) -> None:
    comment = unseen()
    for network in range(3):
        report(client, comment, network=network)
    Comment.objects.get().approve(by=make_user("mona"))
    for network in range(3, 7):
        report(client, comment, network=network)
    assert Comment.objects.get().status == "published"


def test_a_decision_in_the_same_moment_wins(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = unseen()
    for network in range(2):
        report(client, comment, network=network)

    def stale(*args: Any, **kwargs: Any) -> None:
        raise Stale

    monkeypatch.setattr(Comment, "hold", stale)
    assert report(client, comment, network=2).status_code == 200
    assert Report.objects.count() == 3
    assert not comment.signals.filter(code="reports").exists()


def test_a_network_that_reports_too_fast_waits_and_keeps_its_words(client: Client) -> None:
    article = make_article()
    rows = [make_comment(article, body=f"Reply {n}") for n in range(7)]
    for row in rows[:6]:
        assert report(client, row).status_code == 200
    response = report(client, rows[6], reason="false", text="Not so")
    assert response.status_code == 429
    assert f"Please wait {response['Retry-After']} seconds before your next report" in errors(
        response
    )
    page = parse(response)
    assert page.xpath("//input[@checked]/@value") == ["false"]
    assert page.xpath("//textarea/text()")[0].strip() == "Not so"
    assert report(client, rows[6], network=2).status_code == 200


def test_twenty_reports_an_hour_are_enough(client: Client) -> None:
    article = make_article()
    rows = [make_comment(article, body=f"Reply {n}") for n in range(21)]
    with time_machine.travel("2030-03-14 12:00Z", tick=False) as clock:
        for row in rows[:20]:
            clock.shift(timedelta(seconds=20))
            assert report(client, row).status_code == 200
        assert int(report(client, rows[20])["Retry-After"]) > 1800


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil"}])
def test_another_site_cannot_report_for_its_visitors(
    client: Client, headers: dict[str, str]
) -> None:
    comment = make_comment()
    response = report(client, comment, headers=headers, text="Words")
    assert response.status_code == 403
    assert "sent from another site" in errors(response)
    assert parse(response).xpath("//textarea/text()")[0].strip() == "Words"
    assert not Report.objects.exists()


def test_a_login_needs_the_token_of_its_form() -> None:
    comment, client = make_comment(), Client(enforce_csrf_checks=True)
    client.force_login(make_user("ada", "Editor"))
    response = report(client, comment, text="Words")
    assert response.status_code == 403
    assert "Your login has changed." in errors(response)
    form = parse(client.get(f"/comments/{comment.pk}/report/")).xpath("//main//form")[0]
    token = form.fields["csrfmiddlewaretoken"]
    assert report(client, comment, csrfmiddlewaretoken=token).status_code == 200
    assert Report.objects.count() == 1


def test_a_full_disk_loses_no_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    comment = make_comment()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(type(Report.objects), "file", fail)
    response = report(client, comment, text="Words")
    assert response.status_code == 503
    assert parse(response).xpath("//textarea/text()")[0].strip() == "Words"


def test_the_page_is_purged_with_its_reply_and_never_kept_for_a_login(client: Client) -> None:
    comment = unseen()
    page = client.get(f"/comments/{comment.pk}/report/")
    assert f"thread:{comment.article_id}" in page["Cache-Tag"].split()
    assert page["Cache-Control"] == "max-age=0, must-revalidate"
    client.force_login(make_user())
    page = client.get(f"/comments/{comment.pk}/report/")
    assert page["Cache-Control"] == "private, no-store"
