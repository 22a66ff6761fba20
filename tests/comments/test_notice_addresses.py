"""Which addresses the form for notices recognises, and what it does not tell."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import Notice
from tests.factories import make_article, make_comment

from .notifying import SITE, make_said, notify
from .posting import BROWSER, parse, text

pytestmark = pytest.mark.django_db


def main(response: Any) -> str:
    return text(parse(response).xpath("//main")[0])


def errors(response: Any) -> dict[str, str]:
    """The problems in the summary with the element each leads to."""
    links = parse(response).xpath("//*[@id='form-errors']//a")
    return {link.get("href"): text(link) for link in links}


def value(response: Any, name: str) -> Any:
    field = parse(response).xpath(f"//main//form//*[@name='{name}']")[0]
    if field.get("type") == "checkbox":
        return field.get("checked") is not None
    return (field.get("value") or field.text_content()).removeprefix("\n")


def test_the_ways_there(client: Client) -> None:
    comment = make_comment()
    report = parse(client.get(f"/comments/{comment.pk}/report/"))
    (link,) = report.xpath("//main//a[contains(., 'This is illegal')]/@href")
    assert link == f"/notice/?comment={comment.pk}"
    assert value(client.get(link), "url") == f"{SITE}/comments/{comment.pk}/"
    assert parse(client.get("/")).xpath("//footer//a[@href='/notice/']")


@pytest.mark.parametrize("number", ["999999", "0", "-1", "x", "9" * 40, "²", "", "1.0"])
def test_a_number_of_no_reply_leaves_the_field_empty(client: Client, number: str) -> None:
    response = client.get("/notice/", {"comment": number})
    assert response.status_code == 200
    assert value(response, "url") == ""


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "removed"])
def test_the_form_does_not_tell_what_readers_do_not_see(client: Client, status: str) -> None:
    comment = make_comment(status=status)
    unknown = client.get("/notice/", {"comment": 999_999})
    hidden = client.get("/notice/", {"comment": comment.pk})
    assert hidden.content == unknown.content
    address = f"{SITE}/comments/{{}}/"
    refused = [
        client.post("/notice/", make_said(url=address.format(n)), headers=BROWSER)
        for n in (comment.pk, 999_999)
    ]
    assert [r.status_code for r in refused] == [422, 422]
    first, second = (response.content for response in refused)
    assert first.replace(f"/comments/{comment.pk}/".encode(), b"/comments/999999/") == second


def test_every_address_of_a_reply_is_recognised(client: Client) -> None:
    article = make_article()
    comment, other = make_comment(article), make_comment(make_article("Another"))
    story, number = article.get_absolute_url(), comment.pk
    of_the_reply = [
        f"{SITE}/comments/{number}/",
        f"http://testserver/comments/{number}/",
        f"testserver/comments/{number}/",
        f"HTTP://TESTSERVER/comments/{number}/#anything",
        f"/comments/{number}/",
        f"{SITE}/comments/{number}/reply/",
        f"{SITE}/comments/{number}/report/",
        f"{SITE}/comments/{number}/branch/",
        f"{SITE}{story}#comment-{number}",
        f"{SITE}{story}?order=newest#comment-{number}",
        f"{SITE}{story}comment-page-1/#comment-{number}",
        f"  {SITE}{story}#comment-{number}  ",
    ]
    for turn, address in enumerate(of_the_reply):
        assert notify(client, comment, url=address, network=turn).status_code == 303, address
        row = Notice.objects.latest("pk")
        assert (row.comment, row.url) == (comment, f"{SITE}/comments/{number}/"), address
    response = notify(client, comment, url=f"{SITE}{story}#comment-{other.pk}", network=99)
    assert response.status_code == 422  # that reply stands under another article


def test_an_article_is_recognised(client: Client) -> None:
    article = make_article()
    for turn, end in enumerate(("", "#comments", "?received=1", "#top")):
        address = f"{SITE}{article.get_absolute_url()}{end}"
        assert notify(client, article, url=address, network=turn).status_code == 303
        row = Notice.objects.latest("pk")
        assert (row.comment, row.url) == (None, f"{SITE}{article.get_absolute_url()}")


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/comments/1/",
        "http://testserver.evil.example/comments/1/",
        "http://testserver@evil.example/comments/1/",
        "ftp://testserver/comments/1/",
        "javascript:alert(1)",
        "http://[::1/comments/1/",
        "http://testserver/",
        "http://testserver/no/such/page/",
        "http://testserver/admin/",
        "http://testserver/2020/01/nothing/",
        "http://testserver/comments/%00/",
        f"http://testserver/comments/{'9' * 40}/",
        "//evil.example/comments/1/",
        "/",
        "x",
    ],
)
def test_an_unknown_address_is_said_to_be_one(client: Client, address: str) -> None:
    response = client.post("/notice/", make_said(url=address), headers=BROWSER)
    assert response.status_code == 422
    told = "There is no article and no reply of this site at this address."
    assert errors(response) == {"#notice-url": told}
    assert value(response, "url") == address
    assert not Notice.objects.exists()
