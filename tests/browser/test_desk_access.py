"""The desk for everybody: axe, narrow and wide, light and dark, and what its script weighs."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Comment, Presence
from tests.browser.desk_steps import card, cards, close_help, make_reasons, open_desk, receipt
from tests.browser.test_accessibility import Inspection
from tests.factories import make_comment, make_user
from tests.newsroom import make_newsroom

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SCRIPTS = settings.BASE_DIR / "static" / "js" / "desk"
MOST = 8 * 1024  # bytes, compressed


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 320])
def inspection(
    request: pytest.FixtureRequest,
    visitor: Callable[..., Page],
    live_server: LiveServer,
    scheme: str,
) -> Iterator[Inspection]:
    viewport = {"width": request.param, "height": 800}
    found = Inspection(visitor, live_server.url, viewport=viewport, color_scheme=scheme)
    yield found
    assert not found.found, "\n".join(found.found)


def make_desk() -> Comment:
    """A queue with a reply that was edited, one with hosts, one in another script."""
    make_newsroom()
    make_reasons()
    published = Comment.objects.filter(status="published").earliest("pk")
    published.edit("She said “never”. I was there: https://shop.example/cheap")
    article = published.article
    make_comment(article, status="waiting", body="Buy at https://shop.example/cheap now " * 3)
    return make_comment(
        article, status="waiting", body="متى تفتح العبّارة أبوابها؟", parent=published
    )


def test_the_desk_is_accessible(inspection: Inspection) -> None:
    reply = make_desk()
    page = inspection.page
    open_desk(page, inspection.server)
    inspection.look("queue")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    inspection.look("help dialog")
    close_help(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    inspection.look("reasons")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    inspection.look("later")
    page.keyboard.press("Escape")
    number = int(cards(page).first.get_attribute("data-comment") or 0)
    card(page, number).locator("[data-act=spam]").click()
    expect(receipt(page, number)).to_be_visible()
    inspection.look("receipt")
    for kind in ("", "history/", "context/"):
        inspection.visit(kind or "card", f"/moderation/{reply.pk}/{kind}")


def test_what_colleagues_do_is_accessible(inspection: Inspection) -> None:
    reply = make_desk()
    otto, page = make_user("otto", "Moderator"), inspection.page
    page.clock.install()
    open_desk(page, inspection.server)
    others = Comment.objects.filter(status="waiting").exclude(pk=reply.pk)
    decided, looked = others.order_by("pk")[:2]
    decided.reject(by=otto)
    Presence.objects.begin(looked.pk, otto)
    make_comment(reply.article, status="waiting")
    page.clock.run_for(10_500)
    expect(card(page, decided)).to_contain_text("otto: rejected")
    expect(card(page, looked)).to_contain_text("otto is looking at this")
    expect(page.locator("#desk-fresh button")).to_have_text("1 new")
    inspection.look("what colleagues do")
    reply.refresh_from_db()
    reply.approve(by=otto)
    card(page, reply).locator("[data-act=spam]").click()
    expect(card(page, reply).get_by_role("alert")).to_be_visible()
    inspection.console.clear()  # it tells of every answer that is not a success
    inspection.look("stale card")


def test_the_script_is_light() -> None:
    together = b"".join(path.read_bytes() for path in sorted(SCRIPTS.glob("*.js")))
    assert len(gzip.compress(together, 9)) < MOST
