"""Cards that are filled into an outline are the very ones that their template makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, RequestContext, Template
from django.template.loader import get_template
from django.test import Client, RequestFactory

from comments.models import Comment, Host, Report, Signal
from comments.templatetags.desk_cards import StandIn
from comments.views.desk import card_rows, cards
from tests.factories import make_article, make_comment, make_user

from .at_the_desk import DESK

pytestmark = pytest.mark.django_db

HOSTILE = "<b onclick='x'>\ue000\ue005 & \"Ö\" {{ 7|add:7 }}</b>"


def plain(**facts: Any) -> Comment:
    return make_comment(**({"status": "waiting", "body": "A first word."} | facts))


def answering() -> Comment:
    above = make_comment(name=HOSTILE, body=f"{HOSTILE} word " * 60)
    return plain(
        article=above.article, parent=above, name=HOSTILE, website="https://a.example/?b&c"
    )


def of_somebody() -> Comment:
    for number in range(3):
        earlier = make_comment(reader="browser", email="a@b.example", body=f"{number}")
        earlier.approve(by=make_user(f"m{number}"))
    return plain(reader="browser", email="a@b.example")


def with_reasons() -> Comment:
    Host.objects.create(name="host.example", approved=1200)
    comment = plain(body=f"{HOSTILE} see http://host.example/ and http://other.example/")
    Signal.objects.create(comment=comment, code="links", weight=1.5, detail=HOSTILE)
    return comment


def reported() -> Comment:
    comment = make_comment()
    Report.objects.create(comment=comment, reason="abuse", text=HOSTILE)
    return comment


def put_aside() -> Comment:
    comment = plain()
    comment.escalate(to="legal", by=make_user("ida"), reason=HOSTILE)
    return comment


def rejected() -> Comment:
    comment = plain()
    comment.reject(by=make_user("ida"))
    return comment


def spam() -> Comment:
    return plain(status="spam", name="Ω" * 100)


def of_the_newsroom() -> Comment:
    return plain(user=make_user("ida"))


KINDS = (plain, answering, of_somebody, with_reasons, reported, put_aside, rejected, spam)


@pytest.mark.parametrize("make", [*KINDS, of_the_newsroom])
def test_a_filled_outline_is_what_the_template_makes(make: Callable[[], Comment]) -> None:
    comment = make()
    request = RequestFactory().get(DESK)
    request.user = make_user("mona", "Moderator")
    card = cards.one(request, card_rows.read_one(comment.pk))
    assert card.is_plain
    context = cards.context(request, card=card)
    whole = get_template("comments/desk/card.html").render(context, request)
    filled = Template("{% load desk_cards %}{% card card %}").render(
        RequestContext(request, context | {"outlines": {}})
    )
    assert text(filled) == text(whole)
    assert not re.search("[\ue001-\ue004\ue006-\ue0ff]", filled)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", html).strip()


def test_an_outline_says_so_when_a_template_asks_for_what_it_has_not() -> None:
    template = Template("{{ card.comment.name }}{% if card.is_new %}new{% endif %}")
    card = StandIn(comment=StandIn(name="x"))
    with pytest.raises(RuntimeError, match="is_new"):
        template.render(Context({"card": card}))


def test_cards_of_a_page_do_not_borrow_from_each_other(client: Client) -> None:
    client.force_login(make_user("mona", "Moderator"))
    article = make_article()
    for number in range(4):
        plain(article=article, name=f"Reader {number}", body=f"Text number {number}")
    page = client.get(DESK).content.decode()
    for number in range(4):
        assert page.count(f"<bdi>Reader {number}</bdi>") == 1
        assert page.count(f"Text number {number}<") == 1
